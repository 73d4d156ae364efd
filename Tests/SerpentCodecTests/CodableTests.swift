import PythonValues
import SerpentCodec
import TestSupport
import Testing
import WireCore

@Suite struct CodableTests {
  struct Point: Codable, Equatable { var x: Double, y: Double }

  enum Shape: Codable, Equatable {
    case empty
    case circle(centre: Point, radius: Double)
  }

  struct Drawing: Codable, Equatable {
    var name: String
    var isOpen: Bool
    var serial: UInt64
    var note: String?
    var shapes: [Shape]
    var weights: [Int: Float]
    var origin: Point?
    var extra: [String: [Int?]]
  }

  static let drawing = Drawing(
    name: "it's 🐍", isOpen: true, serial: .max, note: nil,
    shapes: [.empty, .circle(centre: .init(x: 0, y: -1), radius: 2)],
    weights: [7: 0.5], origin: Point(x: 1, y: .infinity), extra: ["a": [1, nil, -3], "b": []])

  static func text(_ bytes: [UInt8]) -> String {
    String(decoding: bytes.dropFirst("# serpent utf-8 python3.2\n".utf8.count), as: UTF8.self)
  }

  static func decode<Value: Decodable>(_ type: Value.Type, _ text: String) throws -> Value {
    try SerpentDecoder().decode(type, from: Array(text.utf8))
  }

  @Test(arguments: [false, true])
  func decodesWhatItEncodes(indent: Bool) throws {
    let bytes = try SerpentEncoder(options: .init(indent: indent)).encode(Self.drawing)
    #expect(try SerpentDecoder().decode(Drawing.self, from: bytes) == Self.drawing)
  }

  @Test func writesWhatTheTreeEncoderWrites() throws {
    let bytes = try SerpentEncoder().encode(Self.drawing)
    #expect(try SerpentCodec.encode(try SerpentCodec.decode(bytes)) == bytes)
    #expect(Self.text(try SerpentEncoder().encode([Point(x: 1, y: 2)])) == "[{'x':1.0,'y':2.0}]")
    #expect(Self.text(try SerpentEncoder().encode([nil, 3])) == "[None,3]")
    #expect(Self.text(try SerpentEncoder().encode("'")) == "\"'\"")
  }

  @Test func takesTheLastOfEqualKeys() throws {
    #expect(try Self.decode(Point.self, "{'x': 1, 'y': 2, 'x': 3}") == Point(x: 3, y: 2))
    #expect(try Self.decode([String: Int].self, "{'a': 1, '\\x61': 2}") == ["a": 2])
    let many = (0..<40).map { "'k\($0)': \($0)" }.joined(separator: ",")
    #expect(try Self.decode([String: Int].self, "{\(many), 'k0': 99}")["k0"] == 99)
  }

  @Test func acceptsIntegerKeys() throws {
    #expect(try Self.decode([Int: Int].self, "{1: 2, '3': 4}") == [1: 2, 3: 4])
  }

  @Test func readsIntegersExactly() throws {
    #expect(try Self.decode(UInt8.self, "255") == 255)
    #expect(try Self.decode(UInt64.self, "18446744073709551615") == .max)
    #expect(try Self.decode(Int128.self, "-170141183460469231731687303715884105728") == .min)
    #expect(throws: DecodingError.self) { try Self.decode(UInt8.self, "256") }
    #expect(throws: DecodingError.self) { try Self.decode(UInt.self, "-1") }
    #expect(throws: DecodingError.self) { try Self.decode(Int64.self, "9223372036854775808") }
    #expect(throws: DecodingError.self) { try Self.decode(Int.self, "1.0") }
    #expect(throws: DecodingError.self) { try Self.decode(Int.self, "True") }
    #expect(throws: DecodingError.self) { try Self.decode(Bool.self, "1") }
    #expect(throws: DecodingError.self) { try Self.decode(Float.self, "1e300") }
    #expect(try Self.decode(Double.self, "3") == 3)
  }

  @Test func readsBytesInTheirForms() throws {
    for text in ["b'ab'", "[97, 98]", "(97, 98)", "{'data': 'YWI=', 'encoding': 'base64'}"] {
      #expect(try Self.decode([UInt8].self, text) == [97, 98])
    }
    #expect(try Self.decode(Double.self, "{'__class__': 'float', 'value': 'nan'}").isNaN)
    for text in ["(97, 256)", "(97, 'a')", "(-1,)", "{97}", "'ab'", "{'data': 'YWI', 'encoding': 'base64'}"] {
      #expect(throws: DecodingError.self) { try Self.decode([UInt8].self, text) }
    }
  }

  @Test func namesThePathAndTheByte() throws {
    let text = "{'shapes': [{'x': 1, 'y': 'no'}]}"
    let error = #expect(throws: DecodingError.self) { try Self.decode([String: [Point]].self, text) }
    guard case .typeMismatch(_, let context)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(context.codingPath.map(\.stringValue) == ["shapes", "Index 0", "y"])
    #expect(context.debugDescription == "found str at byte 26 where a float was expected")
  }

  @Test func rejectsMissingKeysAndElements() {
    #expect(throws: DecodingError.self) { try Self.decode(Point.self, "{'x': 1}") }
    #expect(throws: DecodingError.self) { try Self.decode(Pair.self, "[1]") }
    #expect(throws: WireError.self) { try Self.decode(Point.self, "{'x': ") }
  }

  struct Pair: Codable, Equatable {
    var first: Int, second: Int

    init(from decoder: any Decoder) throws {
      var container = try decoder.unkeyedContainer()
      first = try container.decode(Int.self)
      second = try container.decode(Int.self)
    }
  }

  @Test func carriesPythonValues() throws {
    let value: PythonValue = [
      "a": .tuple([1, .bytes([0]), .none]), "b": .complex(.init(real: 1, imaginary: 2)),
    ]
    let bytes = try SerpentEncoder(options: .init(bytesRepr: true)).encode(["v": value])
    #expect(try SerpentDecoder().decode([String: PythonValue].self, from: bytes)["v"] == value)
  }

  @Test func convertsTypesOfOthers() throws {
    var conversions = ValueConversions()
    conversions.add(
      Point.self, encode: { .tuple([.float($0.x), .float($0.y)]) },
      decode: { value in
        guard let x = value.elements?.first?.doubleValue, let y = value.elements?.last?.doubleValue else {
          return nil
        }
        return Point(x: x, y: y)
      })
    let bytes = try SerpentEncoder(conversions: conversions).encode([Point(x: 1, y: 2), nil])
    #expect(Self.text(bytes) == "[(1.0,2.0),None]")
    let decoder = SerpentDecoder(conversions: conversions)
    #expect(try decoder.decode([Point?].self, from: bytes) == [Point(x: 1, y: 2), nil])
    #expect(throws: DecodingError.self) { try decoder.decode(Point.self, from: Array("[]".utf8)) }
  }
}
