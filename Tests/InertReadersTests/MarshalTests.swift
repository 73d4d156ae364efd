import InertReaders
import PythonValues
import TestSupport
import Testing
import WireCore

@Suite struct MarshalTests {
  private func repr(_ hex: String) throws -> String { try Marshal.decode(hexBytes(hex)).repr }

  /// What `marshal.dumps` of CPython 3.11 wrote in formats 2, 3 and 4, and the types of older Pythons.
  @Test(arguments: [
    ("4e", "None"), ("2e", "Ellipsis"), ("54", "True"), ("53", "<global builtins.StopIteration>"),
    ("e9fbffffff", "-5"), ("ec0500000000000000000000000004", "1180591620717411303424"),
    ("6cfbffffff00000000000000001000", "-18446744073709551616"), ("4900000000ff000000", "1095216660480"),
    ("e7000000000000f83f", "1.5"), ("f9000000000000f03f0000000000000040", "(1+2j)"), ("6603312e35", "1.5"),
    ("7801310132", "(1+2j)"), ("f502000000c3a9", "'é'"), ("f3020000006162", "b'ab'"), ("da0161", "'a'"),
    ("a801000000e901000000", "(1,)"), ("2901e901000000", "(1,)"), ("db01000000e901000000", "[1]"),
    ("3c010000006901000000", "{1}"), ("be01000000e902000000", "frozenset({2})"),
    ("fbf401000000617b3030", "{'a': {}}"), ("3e02000000690100000054", "frozenset({1})"),
    ("ba4e69010000004e", "slice(None, 1, None)"), ("7403000000616263", "'abc'"),
    ("5b02000000740200000061625200000000", "['ab', 'ab']"), ("7503000000eda080", "b'\\xed\\xa0\\x80'"),
    // MARSHAL-14: one list twice, and a list that holds itself.
    ("db02000000db01000000e9010000007201000000", "[#2=[1], #2#]"), ("db010000007200000000", "#1=[#1#]"),
    // MARSHAL-3: None has no number, whatever its bit.
    ("5b03000000cee9050000007200000000", "[None, 5, 5]"),
  ])
  func readsValues(hex: String, expected: String) throws {
    #expect(try repr(hex) == expected)
  }

  @Test func sharesLongText() throws {
    let text = [UInt8](repeating: 0x61, count: 70)
    let bytes = hexBytes("5b03000000f546000000") + text + hexBytes("72000000007200000000")
    let repr = try Marshal.decode(bytes).repr
    #expect(repr == "[#2='\(String(repeating: "a", count: 70))', #2#, #2#]")
  }

  @Test(arguments: [
    ("28", WireError.Kind.truncated), ("5bffffff7f", .truncated), ("5bffffffff", .syntax), ("3f", .syntax),
    ("30", .syntax),
    ("7200000000", .syntax), ("5200000000", .syntax), ("6c01000000ffff", .syntax),
    ("6c010000000000", .syntax),
    ("73ffffff7f61", .truncated), ("4e4e", .trailing), ("", .truncated), ("7b5b0000000030", .syntax),
    ("7b5b000000004e30", .syntax), ("3c010000005b00000000", .syntax), ("3e010000005b00000000", .syntax),
    ("6601ff", .syntax),
    ("63000000000000", .unsupported),
  ])
  func refusesDamage(hex: String, kind: WireError.Kind) {
    #expect(throws: WireError.self) { try Marshal.decode(hexBytes(hex)) }
    do throws(WireError) {
      _ = try Marshal.decode(hexBytes(hex))
    } catch {
      #expect(error.kind == kind, "\(error)")
    }
  }

  @Test func limitsDepthAndDigits() {
    let deep = [UInt8](repeating: 0x29, count: 0) + (0..<200).flatMap { _ in [0x29, 1] as [UInt8] } + [0x4E]
    #expect(kind(deep) == .limit)
    #expect(kind([0x6C, 0, 0x10, 0, 0] + (0..<4_096).flatMap { _ in [0xFF, 0x7F] as [UInt8] }) == .limit)
    #expect(kind(hexBytes("5b0300000 04e4e4e".replacing(" ", with: "")), Limits(count: 3)) == .limit)
  }

  private func kind(_ bytes: [UInt8], _ limits: Limits = Limits()) -> WireError.Kind? {
    do throws(WireError) {
      _ = try Marshal.decode(bytes, limits: limits)
      return nil
    } catch {
      return error.kind
    }
  }

  /// A million lists, were they copied.
  @Test func valuesMetBeforeAreNotCopied() throws {
    var bytes = hexBytes("5b15000000db00000000")
    for level in UInt8(0)..<20 {
      bytes += hexBytes("db02000000") + [0x72, level, 0, 0, 0] + [0x72, level, 0, 0, 0]
    }
    let repr = try Marshal.decode(bytes).repr
    #expect(repr.utf8.count < 400)
    #expect(repr.contains("#3=[#2#, #2#]"))
  }
}

@Suite struct MessagePackTests {
  /// What msgpack 1.2 wrote with the hooks of Pyro 5.
  @Test(arguments: [
    ("c0", "None"), ("c3", "True"), ("c2", "False"), ("05", "5"), ("ff", "-1"), ("d0df", "-33"),
    ("ccc8", "200"),
    ("ce00011170", "70000"), ("cf0000000200000000", "8589934592"), ("d3ffffff0000000000", "-1099511627776"),
    ("cfffffffffffffffff", "18446744073709551615"), ("d1ff00", "-256"), ("d2ff000000", "-16777216"),
    ("cd0100", "256"),
    ("cb3ff8000000000000", "1.5"), ("ca3fc00000", "1.5"), ("a2c3a9", "'é'"), ("d90161", "'a'"),
    ("da000161", "'a'"),
    ("db0000000161", "'a'"), ("c40200ff", "b'\\x00\\xff'"), ("c5000100", "b'\\x00'"),
    ("c60000000100", "b'\\x00'"),
    ("92019102", "[1, [2]]"), ("dc00010 1", "[1]"), ("dd0000000101", "[1]"), ("81a16101", "{'a': 1}"),
    ("de0001a16101", "{'a': 1}"), ("df00000001a16101", "{'a': 1}"), ("80", "{}"), ("90", "[]"),
    ("820102c303", "{1: 3}"),
    ("c7163131313830353931363230373137343131333033343234", "1180591620717411303424"), ("c703312d3132", "-12"),
    ("d830000000000000f03f0000000000000040", "(1+2j)"),
    ("d732000040695783d741", "<datetime.datetime object (1577934245.0,): None>"),
    ("d73392400b0000000000", "<datetime.date object (737426,): None>"),
    ("d63392400b00", "<datetime.date object (737426,): None>"),
    ("d7ff0000001c00000005", "<msgpack.ext.Timestamp object (5, 7): None>"),
    ("d6ff00000005", "<msgpack.ext.Timestamp object (5, 0): None>"),
    ("c70cff00000007fffffffffffffffb", "<msgpack.ext.Timestamp object (-5, 7): None>"),
    ("d5056162", "<msgpack.ext.ExtType object (5, b'ab'): None>"),
    ("c80001ff61", "<msgpack.ext.ExtType object (-1, b'a'): None>"),
  ])
  func readsValues(hex: String, expected: String) throws {
    #expect(try MessagePack.decode(hexBytes(hex)).repr == expected)
  }

  @Test(arguments: [
    ("c1", WireError.Kind.syntax), ("", .truncated), ("92", .truncated), ("9201", .truncated),
    ("a2c3", .truncated),
    ("a1ff", .syntax), ("0505", .trailing), ("ddffffffff", .truncated), ("dfffffffff", .truncated),
    ("dbffffffff", .truncated),
    ("c6ffffffff", .truncated), ("c9ffffffff01", .truncated), ("819001", .syntax), ("d430 00", .syntax),
    ("c70131 2d", .syntax),
    ("c70031", .syntax), ("d43161", .syntax), ("d432 00", .syntax), ("d7ffffffffff00000005", .syntax),
    ("cb00", .truncated),
  ])
  func refusesDamage(hex: String, kind: WireError.Kind) {
    do throws(WireError) {
      _ = try MessagePack.decode(hexBytes(hex))
      Issue.record("read")
    } catch {
      #expect(error.kind == kind, "\(error)")
    }
  }

  @Test func limitsDepthCountAndDigits() {
    let deep = [UInt8](repeating: 0x91, count: 101) + [0xC0]
    #expect(throws: WireError.self) { try MessagePack.decode(deep) }
    #expect(throws: Never.self) { try MessagePack.decode(Array(deep.dropFirst())) }
    #expect(throws: WireError.self) { try MessagePack.decode([0x93, 1, 2, 3], limits: Limits(count: 3)) }
    let digits = [UInt8](repeating: 0x39, count: 4_301)
    #expect(throws: WireError.self) { try MessagePack.decode([0xC8, 0x10, 0xCD, 0x31] + digits) }
    #expect(throws: Never.self) { try MessagePack.decode([0xC8, 0x10, 0xCC, 0x31] + digits.dropFirst()) }
  }
}

@Suite struct JSONTests {
  @Test(arguments: [
    ("null", "None"), (" [true, false ,{}]\n", "[True, False, {}]"), ("-0", "0"), ("-0.0", "-0.0"),
    ("1e3", "1000.0"), ("1E+3", "1000.0"),
    ("12345678901234567890", "12345678901234567890"), ("NaN", "nan"), ("[Infinity,-Infinity]", "[inf, -inf]"),
    (#""a\n\u00e9\ud83d\ude00\/""#, "'a\\né😀/'"), (#"{"a":1,"b":2,"a":3}"#, "{'a': 3, 'b': 2}"),
    (#""\ud800x""#, "'\u{FFFD}x'"),
    ("1.7976931348623157e308", "1.7976931348623157e+308"), ("5e-324", "5e-324"), ("0.1", "0.1"),
  ])
  func readsValues(text: String, expected: String) throws {
    #expect(try JSON.decode(bytes(text)).repr == expected)
  }

  @Test(arguments: [
    "", "[1,]", "{,}", "{\"a\"}", "{\"a\":}", "{1:2}", "01", "-", "1.", ".5", "1e", "+1", "'a'", "\"a",
    "\"\u{1}\"", "\"\\x\"",
    "\"\\u12\"", "nul", "1 2", "\u{FEFF}1", "-NaN", "[1", "tru", "\u{0}",
  ])
  func refusesWhatPythonRefuses(text: String) {
    #expect(throws: WireError.self) { try JSON.decode(bytes(text)) }
  }

  @Test func limitsDepthCountAndDigits() {
    #expect(throws: WireError.self) { try JSON.decode(bytes(String(repeating: "[", count: 100_000))) }
    #expect(throws: WireError.self) { try JSON.decode(bytes("[1,2,3]"), limits: Limits(count: 3)) }
    #expect(throws: WireError.self) { try JSON.decode(bytes(String(repeating: "9", count: 4_301))) }
    #expect(throws: Never.self) { try JSON.decode(bytes(String(repeating: "9", count: 4_300))) }
  }
}
