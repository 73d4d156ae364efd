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
    ("50", "an array"), ("10 50", "a pair"), ("00", "a tuple of pairs"),
    ("10 11 0801 51", "no pair is named"),
  ])
  func rejectsOtherShapes(_ hex: String, _ words: String) throws {
    do {
      if words == "an array" {
        _ = try BrineDecoder().decode([Int].self, from: hexBytes(hex))
      } else {
        _ = try BrineDecoder().decode(Reading.self, from: hexBytes(hex))
      }
      Issue.record("decoded")
    } catch let error as DecodingError {
      #expect("\(error)".contains(words), "\(error)")
    }
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
