import BrineCodec
import PythonValues
import TestSupport
import Testing
import WireCore

@Suite struct BrineCodableTests {
  struct Reading: Codable, Equatable {
    var room: String
    var degrees: Double
    var alarms: [Int]
    var note: String?
    var raw: [UInt8]
    var inner: [String: Bool]
    var large: UInt64
    var kind: Kind
  }

  enum Kind: String, Codable { case warm, cold }

  class Base: Codable { var name = "base" }

  final class Derived: Base {
    var extra = 1
    enum CodingKeys: CodingKey { case extra }
    override init() { super.init() }
    required init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      extra = try container.decode(Int.self, forKey: .extra)
      try super.init(from: try container.superDecoder())
    }
    override func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(extra, forKey: .extra)
      try super.encode(to: container.superEncoder())
    }
  }

  static let reading = Reading(
    room: "kitchen", degrees: 20.5, alarms: [1, -2], note: nil, raw: [0, 255], inner: ["on": true],
    large: .max, kind: .cold)

  @Test func readsWhatItWrites() throws {
    let bytes = try BrineEncoder().encode(Self.reading)
    #expect(try BrineDecoder().decode(Reading.self, from: bytes) == Self.reading)
  }

  /// What is keyed is a tuple of pairs, as Python makes of a dict's items.
  @Test func writesPairs() throws {
    let value = try Brine.load(try BrineEncoder().encode(["on": [1, 2]]))
    #expect(value.repr == "(('on', (1, 2)),)")
  }

  @Test func decodesSuperclasses() throws {
    let written = Derived()
    (written.name, written.extra) = ("kin", 7)
    let read = try BrineDecoder().decode(Derived.self, from: try BrineEncoder().encode(written))
    #expect(read.name == "kin")
    #expect(read.extra == 7)
  }

  @Test func decodesOptionalElementsAndNesting() throws {
    let values: [[Int?]] = [[1, nil], [], [nil]]
    let bytes = try BrineEncoder().encode(values)
    #expect(try BrineDecoder().decode([[Int?]].self, from: bytes) == values)
  }

  @Test(arguments: [
    ("50", "found int at byte 0 where a list was expected"),
    ("10 50", "found tuple at byte 0 where a dict or a tuple of pairs was expected"),
    ("11 11 0801 51 12 0801 51 52", "a tuple of pairs"), ("10 11 02 51", "a tuple of pairs"),
    ("00", "a tuple of pairs"), ("10 11 0801 51", "the tuple at byte 0 has no key 'room'"),
  ])
  func rejectsOtherShapes(_ hex: String, _ words: String) throws {
    do {
      if words.hasSuffix("a list was expected") {
        _ = try BrineDecoder().decode([Int].self, from: hexBytes(hex))
      } else {
        _ = try BrineDecoder().decode(Reading.self, from: hexBytes(hex))
      }
      Issue.record("decoded")
    } catch let error as DecodingError {
      #expect("\(error)".contains(words), "\(error)")
    }
  }

  /// Only the very type is bytes: an empty array of another one stays a tuple.
  @Test func writesArraysAsTuplesAndBytesAsBytes() throws {
    #expect(try BrineEncoder().encode([] as [Int]) == [0x02])
    #expect(try BrineEncoder().encode([] as [UInt8]) == [0x01])
    #expect(try BrineEncoder().encode(["a": [1, 2] as [UInt8]]) == hexBytes("10 11 080a61 0b0102"))
    #expect(try BrineDecoder().decode([[UInt8]].self, from: hexBytes("11 01 0a07")) == [[], [7]])
  }

  /// As in `dict(pairs)`, the last of equal names counts, also among many. An integer is a key like any other.
  @Test(arguments: [2, 40]) func readsTheLastOfEqualNames(_ count: Int) throws {
    let pairs = (0..<count).map { number in
      PythonValue.tuple([.string(number == 0 ? "n1" : "n\(number)"), .int(Int64(number))])
    }
    let bytes = try Brine.dump(.tuple(pairs + [.tuple([.int(5), .none])]))
    let read = try BrineDecoder().decode([String: Int?].self, from: bytes)
    var expected: [String: Int?] = ["5": nil]
    for number in 1..<count { expected["n\(number)"] = number }
    #expect(read == expected)
    struct First: Decodable { var n1: Int }
    #expect(try BrineDecoder().decode(First.self, from: bytes).n1 == 1)
    // Names alone, which are compared where they stand.
    #expect(try BrineDecoder().decode(First.self, from: Brine.dump(.tuple(pairs))).n1 == 1)
  }

  @Test func takesValuesAndConversions() throws {
    struct Seconds: Codable, Equatable {
      var value: Double
      init(_ value: Double) { self.value = value }
      init(from decoder: any Decoder) throws { throw CancellationError() }
      func encode(to encoder: any Encoder) throws { throw CancellationError() }
    }
    var conversions = ValueConversions()
    conversions.add(
      Seconds.self, encode: { .float($0.value) }, decode: { $0.doubleValue.map(Seconds.init) })
    let bytes = try BrineEncoder(conversions: conversions).encode([Seconds(1.5)])
    #expect(bytes == hexBytes("10 18 3ff8000000000000"))
    #expect(try BrineDecoder(conversions: conversions).decode([Seconds].self, from: bytes) == [Seconds(1.5)])
    let value = PythonValue.slice(PythonSlice(start: .none, stop: .ellipsis, step: .int(2)))
    let whole = try BrineEncoder().encode([
      "value": value, "wide": .integer(isNegative: true, magnitude: [0, 1]),
    ])
    #expect(try BrineDecoder().decode([String: PythonValue].self, from: whole)["value"] == value)
    #expect(try BrineDecoder().decode([Int128].self, from: try BrineEncoder().encode([Int128.min])) == [.min])
  }

  /// A type that nests itself: what is decoded and encoded is bounded, so that a small stack holds it.
  final class Nest: Codable {
    var inner: Nest?
    init(_ inner: Nest?) { self.inner = inner }
  }

  @Test func rejectsTypesNestedTooDeep() {
    let bytes: [UInt8] =
      (0..<400).flatMap { _ in hexBytes("10 11 08 0e05 696e6e6572") } + hexBytes("00")
    let kinds = onSmallStack { () -> (WireError.Kind?, Bool) in
      var options = Brine.LoadOptions()
      options.limits.depth = 100_000
      let kind = kind { try BrineDecoder(options: options).decode(Nest.self, from: bytes) }
      let deep = (0..<150).reduce(Nest(nil)) { nest, _ in Nest(nest) }
      return (kind, (try? BrineEncoder().encode(deep)) == nil)
    }
    #expect(kinds.0 == .limit)
    #expect(kinds.1)
  }

  @Test func rejectsNumbersThatDoNotFit() throws {
    #expect(throws: DecodingError.self) {
      try BrineDecoder().decode(Int8.self, from: hexBytes("1603 323030"))
    }
    #expect(throws: DecodingError.self) { try BrineDecoder().decode(UInt.self, from: hexBytes("4f")) }
    #expect(try BrineDecoder().decode(Double.self, from: hexBytes("51")) == 1)
    #expect(throws: WireError.self) { try BrineDecoder().decode(Int.self, from: hexBytes("51 51")) }
  }
}
