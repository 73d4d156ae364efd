import Foundation
import PythonValues
import SerpentCodec
import SerpentFoundation
import Testing
import WireCore

/// Foundation's types as serpent text.
@Suite struct FoundationConversionTests {
  static let decoder = SerpentDecoder(conversions: .foundation())

  func encoded(_ value: some Encodable, _ dates: SerpentDates = .aware) throws -> String {
    let bytes = try SerpentEncoder(conversions: .foundation(dates: dates)).encode(value)
    return String(decoding: bytes.dropFirst(26), as: UTF8.self)
  }

  func decoded<Value: Decodable>(_ type: Value.Type, _ text: String) throws -> Value {
    try Self.decoder.decode(type, from: Array(text.utf8))
  }

  @Test(
    arguments: [
      ("'2024-02-29'", 1_709_164_800), ("'1970-01-01T01:00:00.5+01:00'", 0.5), ("12.5", 12.5), ("-3", -3),
      ("'1970-01-01 00:00:00Z'", 0), ("'0001-01-01T00:00:00'", -62_135_596_800),
      ("'9999-12-31T23:59:59.999999'", 253_402_300_799.999999),
      ("'1900-01-01T00:00:00+00:09:21'", -2_208_989_361),
      ("'1969-12-31T23:59:59.75-00:00:00.5'", 0.25), ("'2000-02-29T12:00:00-12:00'", 951_868_800),
    ] as [(String, Double)])
  func readsDates(text: String, seconds: Double) throws {
    #expect(try decoded(Date.self, text).timeIntervalSince1970 == seconds)
  }

  @Test(arguments: [
    "'2026-02-29T00:00:00'", "'2100-02-29'", "'1970-01-01T24:00:00'", "'1970-01-01T00:60:00'", "'now'",
    "True", "''",
    "'1970-01-01T00:00:00.'", "'1970-01-01T00:00:00.1234567'", "'1970-01-01T00:00:00+0100'", "'1970-13-01'",
    "'0000-01-01'", "'1970-01-00'", "'1970-01-01T00:00:00 '", "'1970-1-1'", "'١٩٧٠-01-01'", "1e30000", "None",
    "[]",
    "'1970-01-01T00:00:00+24:00'",
  ])
  func rejectsWhatIsNoDate(text: String) {
    #expect(throws: DecodingError.self) { try decoded(Date.self, text) }
  }

  /// The years of `datetime`, and no more.
  @Test func rejectsDatesThatPythonHasNot() throws {
    for seconds in [253_402_300_800, -62_135_596_801, 1e30, -1e30, .infinity, .nan] {
      #expect(throws: EncodingError.self) { try encoded(Date(timeIntervalSince1970: seconds)) }
    }
    #expect(throws: EncodingError.self) { try encoded(Date.distantFuture + 1e15, .naive) }
    #expect(throws: EncodingError.self) {
      try encoded(Date(timeIntervalSince1970: .nan), .secondsSince1970)
    }
  }

  @Test func writesDatesInEachForm() throws {
    let date = Date(timeIntervalSince1970: 1_769_860_800.25)
    #expect(try encoded(date) == "'2026-01-31T12:00:00.250000+00:00'")
    #expect(try encoded(date, .naive) == "'2026-01-31T12:00:00.250000'")
    #expect(try encoded(date, .secondsSince1970) == "1769860800.25")
    #expect(try encoded(Date(timeIntervalSince1970: -0.000001), .naive) == "'1969-12-31T23:59:59.999999'")
  }

  @Test func readsAndWritesTheOthers() throws {
    let id = try #require(UUID(uuidString: "0F62A5FC-1E0B-4B43-8B6D-6C3F7D1E9A10"))
    #expect(try encoded(id) == "'0f62a5fc-1e0b-4b43-8b6d-6c3f7d1e9a10'")
    #expect(try decoded(UUID.self, "'0F62A5FC-1e0b-4b43-8b6d-6c3f7d1e9a10'") == id)
    #expect(try encoded(Data([0, 255])) == "{'data': 'AP8=', 'encoding': 'base64'}")
    #expect(
      try decoded([Data].self, "[b'\\x00\\xff', {'data': 'AP8=', 'encoding': 'base64'}, b'']").map {
        [UInt8]($0)
      } == [[0, 255], [0, 255], []])
    let url = try #require(URL(string: "https://example.org/a?b=%20c"))
    #expect(try encoded(url) == "'https://example.org/a?b=%20c'")
    #expect(try decoded(URL.self, "'https://example.org/a?b=%20c'") == url)
  }

  @Test(
    arguments: [
      ("'1E+2'", "100"), ("'-19.950'", "-19.95"), ("7", "7"), ("'.5'", "0.5"), ("'NaN'", "NaN"),
      ("18446744073709551617", "18446744073709551617"), ("'+3e-2'", "0.03"),
    ])
  func readsDecimals(text: String, number: String) throws {
    #expect(try decoded(Decimal.self, text).description == number)
  }

  @Test(arguments: [
    "'12x'", "''", "'.'", "'1e'", "'Infinity'", "'1_000'", "' 1'", "'1E+9999999'", "'0x10'", "1.5", "None",
  ])
  func rejectsWhatIsNotAllADecimal(text: String) {
    #expect(throws: DecodingError.self) { try decoded(Decimal.self, text) }
  }

  /// The error says where.
  @Test func errorsHaveTheCodingPath() throws {
    struct Order: Codable { var made: [Date] }
    let error = #expect(throws: DecodingError.self) {
      try decoded(Order.self, "{'made': ['1970-01-01', 'soon']}")
    }
    guard case .typeMismatch(_, let context) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(context.codingPath.map(\.stringValue) == ["made", "Index 1"])
    #expect(context.debugDescription.contains("byte 24"))
  }
}
