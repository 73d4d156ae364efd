import PythonValues
import SerpentCodec
import Testing
import WireCore

/// What encoders refuse, with its path, and keys that are read as others than they are written.
@Suite struct CodableFaultTests {
  private func refusal(
    _ value: some Encodable, _ options: SerpentEncodingOptions = .init()
  ) -> EncodingError.Context? {
    let error = #expect(throws: EncodingError.self) { try SerpentEncoder(options: options).encode(value) }
    guard case .invalidValue(_, let context)? = error else { return nil }
    return context
  }

  /// What Swift types have no error of, the tree says.
  @Test func valuesWithoutAFormAreNamedWithTheirPath() {
    let alone = refusal(["a": PythonValue.ellipsis])
    #expect(alone?.codingPath.map(\.stringValue) == ["a"])
    #expect(
      alone?.debugDescription
        == "not representable at the value itself: serpent has no form of the type ellipsis")
    let held = refusal([PythonValue.list([1, .ellipsis])])
    #expect(held?.codingPath.map(\.stringValue) == ["Index 0"])
    #expect(held?.debugDescription == "not representable at [1]: serpent has no form of the type ellipsis")
    #expect(refusal(PythonValue.ellipsis)?.codingPath.isEmpty == true)
  }

  struct Item: Encodable { var a = 1 }

  /// The header has 26 bytes, the text `[{'a':1}]` nine, and up to the last bracket eight.
  @Test func theTextIsBounded() throws {
    let encoded = try SerpentEncoder(options: .init(maximumBytes: 35)).encode([Item()])
    #expect(CodableTests.text(encoded) == "[{'a':1}]")
    let whole = #expect(throws: ValueEncodingError.self) {
      try SerpentEncoder(options: .init(maximumBytes: 34)).encode([Item()])
    }
    #expect(whole == ValueEncodingError(.limit, path: "", "the text is longer than 34 bytes"))
    let context = refusal([Item()], .init(maximumBytes: 33))
    #expect(context?.codingPath.map(\.stringValue) == ["Index 0"])
    #expect(context?.debugDescription == "the text is longer than 33 bytes")
    let text = #expect(throws: ValueEncodingError.self) {
      try SerpentEncoder(options: .init(maximumBytes: 30)).encode("0123456789")
    }
    #expect(text?.kind == .limit)
  }

  enum Key: String, CodingKey { case a, b }

  enum Way: CaseIterable { case dict, list, superclass, plain }

  struct Astray: Encodable {
    let way: Way

    func encode(to encoder: any Encoder) throws {
      var list = encoder.unkeyedContainer()
      try list.encode(1)
      var dict = encoder.container(keyedBy: Key.self)
      switch way {
      case .dict:
        var inner = dict.nestedContainer(keyedBy: Key.self, forKey: .a)
        try inner.encode(1, forKey: .b)
      case .list:
        var inner = dict.nestedUnkeyedContainer(forKey: .a)
        try inner.encode(1)
      case .superclass:
        var inner = dict.superEncoder(forKey: .a).singleValueContainer()
        try inner.encode(1)
      case .plain: try dict.encode(1, forKey: .a)
      }
      // The first fault is the one that is told.
      _ = dict.nestedUnkeyedContainer(forKey: .b)
    }
  }

  @Test(arguments: Way.allCases) func containersOfAnotherKindAreRefusedByEveryMethod(way: Way) {
    let context = refusal([Astray(way: way)])
    #expect(context?.codingPath.map(\.stringValue) == ["Index 0", "a"])
    #expect(
      context?.debugDescription
        == "the container is not open: another kind was asked for, or the value is done")
  }

  /// A key that counts as another, written so or so.
  struct FoldedKey: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init?(stringValue: String) { self.stringValue = stringValue.lowercased() }
    init?(intValue: Int) { nil }
  }

  struct Keys: Decodable {
    let names: [String]

    init(from decoder: any Decoder) throws {
      names = try decoder.container(keyedBy: FoldedKey.self).allKeys.map(\.stringValue)
    }
  }

  @Test(arguments: [
    ("{'a':1,'b':2}", ["a", "b"]), ("{'a':1,'B':2}", ["a"]), ("{'A':1,'B':2}", []), ("{'A':1,'a':2}", ["a"]),
    ("{'a':1,'a':2}", ["a"]), ("{'a':1,7:2,None:3}", ["a"]), ("{}", []),
  ])
  func allKeysAreThoseThatCanBeRead(text: String, names: [String]) throws {
    #expect(try CodableTests.decode(Keys.self, text).names == names)
    let many = (0..<20).map { "'x\($0)':0" }.joined(separator: ",")
    let long = "{\(many)\(text == "{}" ? "" : ",")\(text.dropFirst())"
    #expect(try CodableTests.decode(Keys.self, long).names.filter { !$0.hasPrefix("x") } == names)
  }
}
