import PythonValues
import TestSupport
import Testing

/// VAL-2 to VAL-7.
@Suite struct EqualityTests {
  static let nan = PythonValue.float(.nan)

  static let equal: [(PythonValue, PythonValue)] = [
    (1, true), (1, 1.0), (0, false), (.float(-0.0), 0), (nan, nan), (nan, .float(-.nan)),
    (.complex(PythonComplex(real: 1, imaginary: 0)), 1),
    (.complex(PythonComplex(real: 1, imaginary: -0.0)), true),
    (.complex(PythonComplex(real: -0.0, imaginary: 2)), .complex(PythonComplex(real: 0, imaginary: 2))),
    (.float(0x1p70), big("1180591620717411303424")),
    (.float(-0x1p63), .int(.min)),
    (.set([1, 2]), .frozenset([2, 1.0])),
    (["a": 1, "b": 2], ["b": 2.0, "a": true]),
    (.dict([.tuple([1, 2]): "x", .tuple([3]): "y"]), .dict([.tuple([3.0]): "y", .tuple([true, 2]): "x"])),
    (.set([.frozenset([1, .tuple([2])]), 3]), .set([3, .frozenset([.tuple([2.0]), 1])])),
    (object(["a": 1, "b": 2]), object(["b": 2, "a": 1])),
  ]

  static let different: [(PythonValue, PythonValue)] = [
    ("1", 1), ("a", .bytes([0x61])), ([1], .tuple([1])), (.none, false), (.none, 0), ([], .none),
    ("\u{e9}", "e\u{301}"), ("\u{212b}", "\u{c5}"),
    (.int(1 << 53 + 1), .float(0x1p53)), (.int(.max), .float(0x1p63)),
    (big("1180591620717411303425"), .float(0x1p70)), (big("18446744073709551616"), .float(.infinity)),
    (.float(0.5), .complex(PythonComplex(real: 0.5, imaginary: 1))), (nan, .float(.infinity)),
    (.set([1, 2]), .set([1, 3])), (.set([1]), .set([1, 2])), (.set([1]), [1]),
    (.set([.frozenset([1]), .frozenset([2])]), .set([.frozenset([1]), .frozenset([3])])),
    (["a": 1, "b": 2], ["a": 2, "b": 1]), (["a": 1], ["a": 1, "b": 1]), (["a": 1], ["b": 1]),
    (.dict([.tuple([1]): 1, .tuple([2]): 2]), .dict([.tuple([2]): 1, .tuple([1]): 2])),
    ([1, [2, [3]]], [1, [2, [4]]]), (.ellipsis, .notImplemented),
    (.slice(PythonSlice(start: 1, stop: 2, step: .none)), .slice(PythonSlice(start: 1, stop: 2, step: 1))),
    (object(["a": 1]), object(["a": 2])), (object(1), object(1, module: "other")),
    (object(1), object(1, arguments: .tuple([]))),
    (failure("x"), failure("y")), (failure("x"), failure("x", attribute: "b")),
    (.shared(PythonShared(id: 1, value: 1)), .shared(PythonShared(id: 2, value: 1))),
    (.reference(1), .reference(2)), (.reference(1), 1),
    (
      .global(PythonGlobal(module: "m", name: "\u{e9}")), .global(PythonGlobal(module: "m", name: "e\u{301}"))
    ),
  ]

  @Test(arguments: equal) func equalValuesAreEqualBothWaysAndHashAlike(
    _ left: PythonValue, _ right: PythonValue
  ) {
    #expect(left == right)
    #expect(right == left)
    #expect(left.hashValue == right.hashValue)
  }

  @Test(arguments: different) func tellsDifferentValuesApart(_ left: PythonValue, _ right: PythonValue) {
    #expect(left != right)
    #expect(right != left)
    #expect(!left.isIdentical(to: right))
  }

  @Test(arguments: equal + different) func everyValueIsIdenticalToItself(
    _ left: PythonValue, _ right: PythonValue
  ) {
    #expect(left.isIdentical(to: left) && left == left)
    #expect(right.isIdentical(to: right) && right == right)
  }

  @Test(
    arguments: [
      (1, true), (1, 1.0), (.float(-0.0), 0.0), (["a": 1, "b": 2], ["b": 2, "a": 1]),
      (.set([1]), .set([1.0])),
      (.set([1]), .frozenset([1])), ([1], [1.0]), (.set([.tuple([1])]), .set([.tuple([true])])),
      (.complex(PythonComplex(real: -0.0, imaginary: 2)), .complex(PythonComplex(real: 0, imaginary: 2))),
      (.set([.tuple([["a": 1, "b": 2]])]), .set([.tuple([["b": 2, "a": 1]])])),
    ] as [(PythonValue, PythonValue)])
  func equalValuesNeedNotBeIdentical(_ left: PythonValue, _ right: PythonValue) {
    #expect(left == right)
    #expect(!left.isIdentical(to: right))
  }

  @Test func identicalSetsMayBeInAnyOrder() {
    #expect(PythonValue.set([1, "a", .tuple([2.0])]).isIdentical(to: .set([.tuple([2.0]), "a", 1])))
  }

  @Test func multiplesOfPythonsHashModulusDoNotCollide() {
    // In CPython each of these hashes to 0.
    let multiples = (0..<20_000).map { (index: UInt64) -> PythonValue in
      let product = index.multipliedFullWidth(by: 1 << 61 - 1)
      return .integer(isNegative: false, magnitude: [product.low, product.high])
    }
    #expect(Set(multiples).count == 20_000)
    #expect(Set(multiples.map(\.hashValue)).count == 20_000)
  }

  @Test func canonicallyEquivalentTextsDoNotCollide() {
    // 2^12 spellings of twelve letters: one string and one hash to Swift, 4,096 to Python.
    let texts = (0..<4_096).map { bits in
      PythonValue.string((0..<12).map { bits >> $0 & 1 == 0 ? "\u{e9}" : "e\u{301}" }.joined())
    }
    #expect(Set(texts.map(\.hashValue)).count == 4_096)
  }

  @Test func seededValuesEqualTheirShuffledCopies() {
    var random = SeededGenerator(seed: 41)
    for _ in 0..<300 {
      let value = randomValue(depth: 4, &random)
      let copy = shuffled(value, &random)
      #expect(value == copy && value.hashValue == copy.hashValue, "\(value) \(copy)")
      let other = randomValue(depth: 4, &random)
      #expect((value == other) == (other == value))
    }
  }
}

/// The big integer of these digits.
func big(_ digits: String) -> PythonValue { PythonValue.integer(digits: digits) ?? .none }

func object(_ state: PythonValue, module: String? = "m", arguments: PythonValue? = nil) -> PythonValue {
  .object(PythonObject(module: module, className: "C", arguments: arguments, state: state))
}

func failure(_ argument: PythonValue, attribute: String = "a") -> PythonValue {
  .exception(
    PythonException(
      module: nil, className: "ValueError", arguments: [argument],
      attributes: [PythonException.Attribute(name: attribute, value: 1)]))
}

/// The value with its sets and dicts in another order.
func shuffled(_ value: PythonValue, _ random: inout SeededGenerator) -> PythonValue {
  switch value {
  case .list(let elements): return .list(elements.map { shuffled($0, &random) })
  case .tuple(let elements): return .tuple(elements.map { shuffled($0, &random) })
  case .set(let set):
    return .frozenset(PythonSet(distinctElements: set.map { shuffled($0, &random) }.shuffled(using: &random)))
  case .frozenset(let set):
    return .set(PythonSet(distinctElements: set.map { shuffled($0, &random) }.shuffled(using: &random)))
  case .dict(let dict):
    let entries = dict.map {
      PythonDict.Entry(key: shuffled($0.key, &random), value: shuffled($0.value, &random))
    }
    return .dict(PythonDict(distinctEntries: entries.shuffled(using: &random)))
  default: return value
  }
}

func randomValue(depth: Int, _ random: inout SeededGenerator) -> PythonValue {
  func children(_ depth: Int) -> [PythonValue] {
    (0..<Int.random(in: 0..<4, using: &random)).map { _ in randomValue(depth: depth, &random) }
  }
  func keys() -> [PythonValue] {
    let tuples = children(depth - 1).filter(\.isHashable)
    return tuples + children(0)
  }
  guard depth > 0 else {
    let leaves: [PythonValue] = [
      .none, true, 0, 1, 2, 0.0, 1.5, "a", "b", .bytes([1]), .ellipsis, big("99999999999999999999"),
    ]
    return leaves.randomElement(using: &random) ?? .none
  }
  switch Int.random(in: 0..<6, using: &random) {
  case 0: return .list(children(depth - 1))
  case 1, 2: return .tuple(children(depth - 1))
  case 3: return .frozenset((try? PythonSet(uniquing: keys())) ?? [])
  case 4: return .set((try? PythonSet(uniquing: keys())) ?? [])
  default:
    let entries = keys().map { PythonDict.Entry(key: $0, value: randomValue(depth: depth - 1, &random)) }
    return .dict((try? PythonDict(uniquing: entries)) ?? [:])
  }
}
