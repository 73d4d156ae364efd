import PythonValues
import Testing

/// VAL-10 to VAL-12.
@Suite struct DictAndSetTests {
  private func entry(_ key: PythonValue, _ value: PythonValue) -> PythonDict.Entry {
    PythonDict.Entry(key: key, value: value)
  }

  @Test(arguments: [0, 20]) func keepsTheFirstOfEqualKeysWithTheLastValue(fillers: Int) throws {
    let more = (0..<fillers).map { entry(.string("k\($0)"), 0) }
    let dict = try PythonDict(
      uniquing: [entry(1, "a"), entry("x", "b"), entry(true, "c"), entry(1.0, "d")] + more)
    #expect(dict.count == 2 + fillers)
    #expect(dict.entries[0].key.isIdentical(to: 1))
    #expect(dict.entries[0].value == "d")
    #expect(dict.entries[1].key == "x")
  }

  @Test(arguments: [0, 20]) func findsEqualStringsAmongFewAndMany(fillers: Int) throws {
    let more = (0..<fillers).map { entry(.string("k\($0)"), 0) }
    let dict = try PythonDict(
      uniquing: [entry("\u{e9}", 1), entry("e\u{301}", 2), entry("\u{e9}", 3)] + more)
    #expect(dict.count == 2 + fillers)
    #expect(dict["\u{e9}"] == 3)
    #expect(dict["e\u{301}"] == 2)
  }

  @Test func aSetKeepsTheFirstOfEqualElements() throws {
    let set = try PythonSet(uniquing: [1.0, 1, true, "a", .tuple([1]), .tuple([true]), "a"])
    #expect(set.elements.count == 3)
    #expect(set.elements[0].isIdentical(to: 1.0))
    #expect(set.contains(1) && set.contains(.tuple([1])) && !set.contains("b"))
  }

  @Test(
    arguments: [
      ([1], "list"), ([:], "dict"), (.set([]), "set"), (.tuple([1, .tuple([[2]])]), "list"),
      (.slice(PythonSlice(start: 1, stop: 2, step: .none)), "slice"),
      (.frozenset(PythonSet(distinctElements: [.tuple([[:]])])), "dict"),
    ] as [(PythonValue, String)])
  func refusesUnhashableKeysAndElements(_ key: PythonValue, type: String) {
    #expect(!key.isHashable)
    #expect(throws: UnhashableValue(position: 1, typeName: type)) {
      try PythonDict(uniquing: [entry("a", 1), entry(key, 1)])
    }
    #expect(throws: UnhashableValue(position: 1, typeName: type)) {
      try PythonSet(uniquing: ["a", key])
    }
  }

  @Test(
    arguments: [.tuple([1, .frozenset([2])]), .none, .ellipsis, "a", 1.5, .frozenset([])] as [PythonValue])
  func acceptsHashableKeys(_ key: PythonValue) throws {
    #expect(key.isHashable)
    #expect(try PythonDict(uniquing: [entry(key, 1)])[key] == 1)
  }

  @Test func anIndexFindsWhatTheSubscriptFinds() throws {
    let dict = try PythonDict(uniquing: (0..<100).map { entry(.tuple([.int($0), "x"]), .int($0 * 2)) })
    let index = PythonDict.Index(dict)
    #expect(index[.tuple([70.0, "x"])] == 140)
    #expect(index.position(of: .tuple([70, "x"])) == 70)
    #expect(index[.tuple([100, "x"])] == nil)
    #expect(dict[.tuple([70, "x"])] == 140)
    #expect(dict[PythonValue.none] == nil && dict["x"] == nil)
  }

  @Test func listsKeysValuesAndEntriesInOrder() {
    let dict: PythonDict = ["b": 1, "a": 2, "b": 3]
    #expect(dict.keys == ["b", "a"])
    #expect(dict.values == [3, 2])
    #expect(dict.map(\.key) == ["b", "a"])
    #expect(dict == ["a": 2, "b": 3])
    #expect(Set([dict, ["a": 2, "b": 3]]).count == 1)
    #expect(Set([[1, 2], [2, 1]] as [PythonSet]).count == 1)
  }
}
