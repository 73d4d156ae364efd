import BrineCodec
import PythonValues
import TestSupport
import Testing
import WireCore

/// Trees of Swift types, in the cases that compilers do not write.
@Suite struct BrineEncodingTests {
  /// Any text as a key.
  struct Name: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(_ text: String) { stringValue = text }
    init?(stringValue: String) { self.init(stringValue) }
    init?(intValue: Int) { nil }
  }

  /// Encodes the keys of `k0`, `k1` and so on, and one of them once more.
  struct Twice: Encodable {
    let count: Int, again: Int

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: Name.self)
      for number in 0..<count { try container.encode(number, forKey: Name("k\(number)")) }
      try container.encode(-1, forKey: Name("k\(again)"))
      try container.encode(-2, forKey: Name("last"))
    }
  }

  @Test(arguments: [1, 2, 15, 16, 17, 40]) func aKeyEncodedTwiceKeepsTheLastValueInTheFirstPlace(
    count: Int
  ) throws {
    for again in [0, count / 2, count - 1] {
      let expected = (0..<count).map { number in
        PythonValue.tuple([.string("k\(number)"), .int(number == again ? -1 : Int64(number))])
      }
      let bytes = try BrineEncoder().encode(Twice(count: count, again: again))
      #expect(try Brine.load(bytes) == .tuple(expected + [.tuple(["last", -2])]))
    }
  }

  struct Mixed: Encodable {
    let endsAsList: Bool

    func encode(to encoder: any Encoder) throws {
      var list = encoder.unkeyedContainer()
      try list.encode(1)
      var dict = encoder.container(keyedBy: Name.self)
      try dict.encode(2, forKey: Name("a"))
      if endsAsList { try list.encode(3) }
    }
  }

  @Test func theKindOfContainerUsedLastIsWritten() throws {
    #expect(try Brine.load(try BrineEncoder().encode(Mixed(endsAsList: false))).repr == "(('a', 2),)")
    #expect(try Brine.load(try BrineEncoder().encode(Mixed(endsAsList: true))).repr == "(3,)")
  }

  /// Many keys, then a list, then other keys and the first one again.
  struct Turned: Encodable {
    func encode(to encoder: any Encoder) throws {
      var first = encoder.container(keyedBy: Name.self)
      for number in 0..<20 { try first.encode(number, forKey: Name("k\(number)")) }
      var list = encoder.unkeyedContainer()
      try list.encode(1)
      var second = encoder.container(keyedBy: Name.self)
      for number in 100..<116 { try second.encode(number, forKey: Name("k\(number)")) }
      try second.encode(-1, forKey: Name("k19"))
    }
  }

  @Test func keysOfAContainerThatIsNoMoreAreForgotten() throws {
    let expected = (100..<116).map { PythonValue.tuple([.string("k\($0)"), .int(Int64($0))]) }
    let value = try Brine.load(try BrineEncoder().encode(Turned()))
    #expect(value == .tuple(expected + [.tuple(["k19", -1])]))
  }

  struct Odd: Codable { var number: Int }

  @Test func aConversionWithoutAFormIsAnErrorWithThePath() throws {
    var conversions = ValueConversions()
    conversions.add(
      Odd.self, encode: { $0.number % 2 == 0 ? nil : .int(Int64($0.number)) }, decode: { _ in nil })
    let encoder = BrineEncoder(conversions: conversions)
    #expect(try encoder.encode(["a": [Odd(number: 3)]]) == hexBytes("10 11 080a61 10 53"))
    let error = #expect(throws: EncodingError.self) {
      try encoder.encode(["a": [Odd(number: 3), Odd(number: 4)]])
    }
    guard case .invalidValue(_, let context)? = error else { return }
    #expect(context.codingPath.map(\.stringValue) == ["a", "Index 1"])
    #expect(context.debugDescription == "the conversion has no form of this Odd")
  }

  /// BRINE-11: a tuple of integers may be bytes.
  @Test func readsBytesFromATuple() throws {
    #expect(try BrineDecoder().decode([UInt8].self, from: hexBytes("12 50 51 1603323535")) == [0, 1, 255])
    for hex in ["10 1603323536", "10 4f", "11 51 00", "10 0a61", "1a 10 51", "51"] {
      #expect(throws: DecodingError.self) { try BrineDecoder().decode([UInt8].self, from: hexBytes(hex)) }
    }
  }
}
