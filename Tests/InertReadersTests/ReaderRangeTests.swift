import InertReaders
import PythonValues
import TestSupport
import Testing
import WireCore

/// Where the readers of MessagePack and JSON refuse, and how far their numbers go.
@Suite struct ReaderRangeTests {
  @Test(arguments: [
    ("7f", "127"), ("e0", "-32"), ("d080", "-128"), ("d18000", "-32768"), ("d280000000", "-2147483648"),
    ("d38000000000000000", "-9223372036854775808"), ("ccff", "255"), ("cdffff", "65535"),
    ("ceffffffff", "4294967295"), ("cf7fffffffffffffff", "9223372036854775807"),
    ("cf8000000000000000", "9223372036854775808"), ("cac0200000", "-2.5"),
    ("d4ff61", "<msgpack.ext.ExtType object (-1, b'a'): None>"),
    ("c70cff3b9ac9ff0000000000000005", "<msgpack.ext.Timestamp object (5, 999999999): None>"),
    ("d7ff00000007ffffffff", "<msgpack.ext.Timestamp object (17179869183, 1): None>"),
    ("d6ffffffffff", "<msgpack.ext.Timestamp object (4294967295, 0): None>"),
    ("d633ffffffff", "<datetime.date object (-1,): None>"), ("c7023139 39", "99"),
    ("afc3a9c3a9c3a9c3a9c3a9c3a9c3a961", "'éééééééa'"),
  ])
  func readsMessagePackToItsBounds(hex: String, expected: String) throws {
    #expect(try MessagePack.decode(hexBytes(hex)).repr == expected)
  }

  @Test func readsTheLongestShortForms() throws {
    let text = [UInt8](repeating: 0x61, count: 31)
    #expect(try MessagePack.decode([0xBF] + text).stringValue?.utf8.count == 31)
    #expect(try MessagePack.decode([0x9F] + text.prefix(15)).elements?.count == 15)
    let pairs = (0..<15).flatMap { [UInt8($0), 0xC0] as [UInt8] }
    #expect(try MessagePack.decode([0x8F] + pairs).dictValue?.entries.count == 15)
    let long = [UInt8](repeating: 0x61, count: 0x0102)
    #expect(try MessagePack.decode([0xDA, 1, 2] + long).stringValue?.utf8.count == 0x0102)
    #expect(try MessagePack.decode([0xC5, 1, 2] + long).bytesValue?.count == 0x0102)
    #expect(try MessagePack.decode([0xDC, 1, 2] + long).elements?.count == 0x0102)
    #expect(try MessagePack.decode([0xDB, 0, 0, 1, 2] + long).stringValue?.utf8.count == 0x0102)
  }

  @Test(
    arguments: [
      ("c1", WireError.Kind.syntax, 0), ("91c1", .syntax, 1), ("92c0", .truncated, 2),
      ("82c001c0", .truncated, 4), ("a2c3", .truncated, 2), ("91a1ff", .syntax, 1), ("0505", .trailing, 1),
      ("cb00", .truncated, 2), ("91d43000", .syntax, 1), ("c70cff3b9aca000000000000000005", .syntax, 0),
      ("cd01", .truncated, 2), ("930000cd01", .truncated, 5), ("930000ce010203", .truncated, 7),
      ("930000a2c3", .truncated, 5), ("930000d90261", .truncated, 6), ("91d6", .truncated, 2),
      ("91d630", .truncated, 3), ("c70231312f", .syntax, 0),
      ("c702313a31", .syntax, 0),
    ] as [(String, WireError.Kind, Int)])
  func saysWhatIsWrongWithMessagePackAndWhere(hex: String, kind: WireError.Kind, offset: Int) {
    let error = #expect(throws: WireError.self) { try MessagePack.decode(hexBytes(hex)) }
    #expect(error?.kind == kind && error?.offset == offset, "\(String(describing: error))")
  }

  @Test func saysHowManyBytesFollowTheValue() {
    func detail(_ read: () throws -> PythonValue) -> String? {
      let error = #expect(throws: WireError.self) { try read() }
      return error?.detail
    }
    #expect(detail { try MessagePack.decode([0x91, 5, 6, 7]) } == "2 bytes follow the value")
    #expect(detail { try Marshal.decode(hexBytes("5b010000004e4e4e")) } == "2 bytes follow the value")
    #expect(detail { try JSON.decode(bytes("[1] [2]")) } == "3 bytes follow the value")
    #expect(detail { try MessagePack.decode([0x91, 0x93, 5, 6]) } == "3 values declared, 2 bytes left")
    #expect(detail { try Marshal.decode(hexBytes("5b030000004e4e")) } == "3 values declared, 2 bytes left")
    #expect(detail { try MessagePack.decode([0x91, 0xA3, 5, 6]) } == "3 bytes wanted, 2 left")
  }

  @Test func holdsToTheLimitsOfMessagePack() {
    let nested = hexBytes("9191c0")
    #expect(throws: Never.self) { try MessagePack.decode(nested, limits: Limits(depth: 2, count: 3)) }
    let deep = #expect(throws: WireError.self) { try MessagePack.decode(nested, limits: Limits(depth: 1)) }
    #expect(deep?.kind == .limit && deep?.offset == 1)
    let many = #expect(throws: WireError.self) { try MessagePack.decode(nested, limits: Limits(count: 2)) }
    #expect(many?.kind == .limit && many?.offset == 2)
    let digits = hexBytes("91c704312d393939")
    #expect(throws: Never.self) { try MessagePack.decode(digits, limits: Limits(digits: 3)) }
    let long = #expect(throws: WireError.self) { try MessagePack.decode(digits, limits: Limits(digits: 2)) }
    #expect(long?.kind == .limit && long?.offset == 1)
  }

  @Test(arguments: [
    ("1e-3", "0.001"), ("-1.5e+2", "-150.0"), ("0e0", "0.0"), ("-0e-1", "-0.0"), ("[ 1\t,\r\n2 ]", "[1, 2]"),
    ("9223372036854775807", "9223372036854775807"), ("9223372036854775808", "9223372036854775808"),
    ("-9223372036854775808", "-9223372036854775808"), ("-9223372036854775809", "-9223372036854775809"),
    ("\t{ \"a\" : [ ] } ", "{'a': []}"), (#""\ud7ff\ue000""#, "'\\ud7ff\\ue000'"),
    (#""\ud800\ue000""#, "'\u{FFFD}\\ue000'"), (#""\udbff\udc00""#, "'\\U0010fc00'"), ("-Infinity", "-inf"),
  ])
  func readsJSONToItsBounds(text: String, expected: String) throws {
    #expect(try JSON.decode(bytes(text)).repr == expected)
  }

  @Test func readsEveryEscapeOfJSON() throws {
    let value = try JSON.decode(bytes(#""\"\\\/\b\f\n\r\t\u0041\u00e9\u20AC""#))
    #expect(value.stringValue == "\"\\/\u{8}\u{C}\n\r\tAé€")
  }

  @Test(
    arguments: [
      ("[1,]", WireError.Kind.syntax, 3), ("{1:2}", .syntax, 1), ("{\"a\" 1}", .syntax, 5),
      ("{\"a\":1", .truncated, 6), ("[", .truncated, 1), ("nul", .syntax, 0), ("", .truncated, 0),
      ("\"a", .truncated, 2), ("-", .syntax, 1), ("-x", .syntax, 1), ("01", .syntax, 0),
      ("1 ]", .trailing, 2),
      ("\u{B}1", .syntax, 0), ("\u{C}1", .syntax, 0), ("{\"a\":1,}", .syntax, 7), ("[1}", .syntax, 2),
      ("{\"a\":1]", .syntax, 6), (#""\ud800\u00"#, .truncated, 11), (#""\u00/1""#, .syntax, 5),
      ("1e5e", .trailing, 3), ("1.5.", .trailing, 3), ("\"a\u{1F}\"", .syntax, 2),
    ] as [(String, WireError.Kind, Int)])
  func saysWhatIsWrongWithJSONAndWhere(text: String, kind: WireError.Kind, offset: Int) {
    let error = #expect(throws: WireError.self) { try JSON.decode(bytes(text)) }
    #expect(error?.kind == kind && error?.offset == offset, "\(String(describing: error))")
  }

  /// The limits that a text just keeps, those that it just breaks, and where.
  @Test(
    arguments: [
      ("[[]]", Limits(depth: 2, count: 2), Limits(depth: 1), 1),
      (#"{"a":{}}"#, Limits(depth: 2, count: 2), Limits(depth: 1), 5),
      ("[1,2]", Limits(bytes: 5, count: 3), Limits(count: 2), 3), ("[1,2]", Limits(), Limits(bytes: 4), 4),
      ("12345", Limits(digits: 5), Limits(digits: 4), 0), ("-12345", Limits(digits: 5), Limits(digits: 4), 1),
      ("1.23456", Limits(digits: 5), Limits(digits: 4), 2),
      ("1e-12345", Limits(digits: 5), Limits(digits: 4), 3),
    ])
  func holdsToTheLimitsOfJSON(text: String, kept: Limits, broken: Limits, offset: Int) {
    #expect(throws: Never.self) { try JSON.decode(bytes(text), limits: kept) }
    let error = #expect(throws: WireError.self) { try JSON.decode(bytes(text), limits: broken) }
    #expect(error?.kind == .limit && error?.offset == offset, "\(String(describing: error))")
  }
}
