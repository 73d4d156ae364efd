import InertReaders
import TestSupport
import Testing
import WireCore

/// A pickler writes each key once and then fetches it from the memo. Dicts with the same keys are read without
/// comparing these again, and those that only resemble one another are not taken for the same.
@Suite struct PickleSharedKeyTests {
  typealias Row = [(key: String, value: String)]

  /// A list of dicts as CPython pickles it: values are small integers, or such integers in lists, one or two deep.
  private func pickle(_ rows: [Row]) -> [UInt8] {
    var written: [String: UInt8] = [:]
    var out: [UInt8] = [0x80, 2, UInt8(ascii: "]"), UInt8(ascii: "(")]
    for row in rows {
      out += bytes("}(")
      for (key, value) in row {
        if let place = written[key] {
          out += [UInt8(ascii: "h"), place]
        } else {
          let place = UInt8(written.count)
          written[key] = place
          out +=
            [UInt8(ascii: "X"), UInt8(key.utf8.count), 0, 0, 0] + bytes(key) + [UInt8(ascii: "q"), place]
        }
        let number = [UInt8(ascii: "K")] + [UInt8(value.filter(\.isNumber)) ?? 0]
        let depth = value.prefix { $0 == "[" }.count
        out += bytes(String(repeating: "]", count: depth)) + number
        out += bytes(String(repeating: "a", count: depth))
      }
      out += bytes("u")
    }
    return out + bytes("e.")
  }

  /// The same as Python prints it.
  private func printed(_ rows: [Row]) -> String {
    let dicts = rows.map { row in "{" + row.map { "'\($0.key)': \($0.value)" }.joined(separator: ", ") + "}" }
    return "[" + dicts.joined(separator: ", ") + "]"
  }

  /// Rows whose keys are drawn from few, so that many have the same, or the same first and others after it.
  private func rows(_ seed: UInt64, nested: Bool) -> [Row] {
    var random = SeededGenerator(seed: seed)
    let keys = ["id", "host", "port", "unit", "value", "limit"]
    return (0..<200).map { _ in
      let first = keys.prefix(2).randomElement(using: &random) ?? "id"
      let rest = keys.filter { $0 != first }.shuffled(using: &random).prefix(
        Int.random(in: 0...2, using: &random))
      return ([first] + rest).map { key in
        let number = UInt8.random(in: 0...255, using: &random)
        let forms = ["\(number)", "[\(number)]", "[[\(number)]]"]
        return (key, forms[nested ? Int(number % 3) : 0])
      }
    }
  }

  @Test(arguments: [1, 2, 3] as [UInt64], [false, true])
  func readsDictsWithKeysOfTheMemo(seed: UInt64, nested: Bool) {
    let rows = rows(seed, nested: nested)
    let (reading, isPlain) = readBothWays(pickle(rows))
    #expect(isPlain && reading.value.repr == printed(rows))
  }

  /// The last of equal keys counts, also where they are one and the same text of the memo.
  @Test func doesNotTakeRepeatedKeysForOthers() {
    let row: Row = [("a", "1"), ("b", "2"), ("a", "3")]
    let rows = [Row](repeating: row, count: 60)
    let expected = [String](repeating: "{'a': 3, 'b': 2}", count: 60).joined(separator: ", ")
    let (reading, isPlain) = readBothWays(pickle(rows))
    #expect(isPlain && reading.value.repr == "[\(expected)]")
  }

  /// An integer written in more bytes than it needs, with the sign in the last.
  @Test(arguments: [
    ("0000000000000080ff", "-9223372036854775808"), ("ffffffffffffff7f00", "9223372036854775807"),
    ("00000000000000800000", "9223372036854775808"), ("000000000000000000", "0"),
    ("ffffffffffffffffff", "-1"), ("ffffffffffffff7fff", "-9223372036854775809"),
  ])
  func readsLongFormsOfIntegers(hex: String, expected: String) {
    let digits = hexBytes(hex)
    let pickle = [0x80, 2, 0x8A, UInt8(digits.count)] + digits + bytes(".")
    let (reading, isPlain) = readBothWays(pickle)
    #expect(isPlain && reading.value.repr == expected)
  }
}

@Suite struct JSONFaultTests {
  @Test(
    arguments: [
      ("\"a\u{1}\"", WireError.Kind.syntax, 2), ("\"\\n\u{1F}\"", .syntax, 3), ("\"\\n", .truncated, 3),
      ("\"\\", .truncated, 2), ("\"\\u12", .truncated, 5), ("\"\\u12x4\"", .syntax, 5),
      ("\"\\q\"", .syntax, 2),
      ("1.e5", .syntax, 2), ("1e+", .syntax, 3), ("-01", .syntax, 1), ("[1 2]", .syntax, 3),
      ("1 2", .trailing, 2),
    ] as [(String, WireError.Kind, Int)])
  func saysWhatIsWrongAndWhere(text: String, kind: WireError.Kind, offset: Int) {
    let error = #expect(throws: WireError.self) { try JSON.decode(bytes(text)) }
    #expect(error?.kind == kind)
    #expect(error?.offset == offset)
  }

  /// JSON-5: what follows a lone surrogate is read by itself.
  @Test(arguments: [
    (#""\ud800\udbff""#, "'\u{FFFD}\u{FFFD}'"), (#""\ud800\udc00""#, "'\u{10000}'"),
    (#""\ud800\u0041""#, "'\u{FFFD}A'"), (#""\ud800\ud800\udc00""#, "'\u{FFFD}\u{10000}'"),
    (#""\udc00\ud800""#, "'\u{FFFD}\u{FFFD}'"), (#""\udbff\udfff""#, "'\\U0010ffff'"),
  ])
  func readsLoneSurrogates(text: String, expected: String) throws {
    #expect(try JSON.decode(bytes(text)).repr == expected)
  }

  /// More digits than a word of 64 bits holds, zeros among them.
  @Test(arguments: [
    ("12345678901234567890123.5", "1.2345678901234568e+22"), ("0.1000000000000000055511151231257827", "0.1"),
    ("1000000000000000000000000.0", "1e+24"), ("0.000000000000000000000000123", "1.23e-25"),
    ("900719925474099300000000000000000001e-20", "9007199254740994.0"),
  ])
  func readsFloatsOfManyDigits(text: String, expected: String) throws {
    #expect(try JSON.decode(bytes(text)).repr == expected)
  }

  @Test func refusesWhatIsLargerThanTheLimit() {
    let limits = Limits(bytes: 3)
    func offset(_ read: () throws -> Void) -> Int? {
      let error = #expect(throws: WireError.self) { try read() }
      return error?.kind == .limit ? error?.offset : nil
    }
    #expect(offset { _ = try JSON.decode(bytes("[ ]  "), limits: limits) } == 3)
    #expect(offset { _ = try MessagePack.decode([0x93, 1, 2, 3], limits: limits) } == 3)
    #expect(offset { _ = try Marshal.decode([0x69, 0, 0, 0, 0], limits: limits) } == 3)
    #expect(throws: Never.self) { try JSON.decode(bytes("[ ]"), limits: limits) }
  }
}
