import PythonValues
import SerpentCodec
import Testing
import WireCore

/// Strings and bytes: quotes, prefixes, escapes.
@Suite struct StringLiteralTests {
  /// SERP-50 to SERP-57.
  @Test(arguments: [
    ("''", ""), ("\"a'b\"", "a'b"), ("'''a'b\n''c'''", "a'b\n''c"), ("'''a\r\nb\rc'''", "a\nb\nc"),
    ("u'é日🚀'", "é日🚀"),
    ("r'\\n\\''", "\\n\\'"), ("R'''\\\r\n'''", "\\\n"), ("'a' \"b\" '''c'''", "abc"),
    ("('a'\n# c\n'b')", "ab"),
    ("'a'r'\\b'u'c'", "a\\bc"), ("''''a'''", "'a"), ("'\t\u{1}\u{7f}'", "\t\u{1}\u{7f}"),
    ("'0123456789abcdefghij0123456789abcdefghij'", "0123456789abcdefghij0123456789abcdefghij"),
  ])
  func acceptsStrings(text: String, expected: String) throws {
    guard case .string(let value) = try SerpentCodec.decode(text) else {
      Issue.record("no string: \(text)")
      return
    }
    #expect(value == expected)
    #expect(try SerpentCodec.parse(Array(text.utf8)).root.string == expected)
    try SerpentCodec.validate(Array(text.utf8))
  }

  /// SERP-60 to SERP-67.
  @Test(arguments: [
    ("'\\a\\b\\f\\n\\r\\t\\v\\\\\\'\\\"'", "\u{7}\u{8}\u{c}\n\r\t\u{b}\\'\""),
    ("'\\x41\\u00e9\\U0001F680'", "Aé🚀"),
    ("'\\0\\101\\18\\777'", "\0A\u{1}8\u{1ff}"), ("'a\\\nb\\\r\nc\\\rd'", "abcd"),
    ("'\\d\\é\\8\\ '", "\\d\\é\\8\\ "),
    ("'\\N{BULLET}\\N{latin small letter e with acute}'", "•é"), ("'\\N{LINE FEED}\\N{BEL}'", "\n\u{7}"),
    ("'\\N{HANGUL SYLLABLE GGWAELB}\\N{CJK UNIFIED IDEOGRAPH-4E00}'", "꽯一"), ("'x\\n' 'y\\n'", "x\ny\n"),
    ("'\\N{VARIATION SELECTOR-256}'", "\u{E01EF}"), ("'\\N{nushu character-1b170}'", "\u{1B170}"),
  ])
  func acceptsEscapes(text: String, expected: String) throws {
    #expect(try SerpentCodec.decode(text).repr == PythonValue.string(expected).repr)
  }

  @Test(
    arguments: [
      ("b''", []), ("b'a' B'b'", [0x61, 0x62]), ("rb'\\x'", [0x5C, 0x78]), ("Br'\\''", [0x5C, 0x27]),
      ("b'\\x00\\xff\\377\\400\\u\\N'", [0, 0xFF, 0xFF, 0, 0x5C, 0x75, 0x5C, 0x4E]), ("b'''\r\n'''", [0x0A]),
    ] as [(String, [UInt8])])
  func acceptsBytes(text: String, expected: [UInt8]) throws {
    guard case .bytes(let value) = try SerpentCodec.decode(text) else {
      Issue.record("no bytes: \(text)")
      return
    }
    #expect(value == expected)
  }

  @Test(
    arguments: [
      ("'a", .truncated, 2), ("'a\nb'", .syntax, 2), ("'a\rb'", .syntax, 2), ("'''a''", .truncated, 6),
      ("'\\", .truncated, 2),
      ("'\\'", .truncated, 3), ("r'\\'", .truncated, 4), ("ur'a'", .syntax, 0), ("ru'a'", .syntax, 0),
      ("f'a'", .syntax, 0),
      ("'a'f'b'", .syntax, 3), ("rf'a'", .syntax, 1), ("'a'b'b'", .syntax, 3), ("b'a''b'", .syntax, 4),
      ("b'é'", .syntax, 2),
      ("rb'é'", .syntax, 3), ("b'\\é'", .syntax, 3), ("rb'\\é'", .syntax, 4), ("'a'\n'b'", .trailing, 4),
      ("('a')'b'", .trailing, 5),
      ("'\\x4'", .syntax, 4), ("b'\\xg0'", .syntax, 4), ("'\\u12", .truncated, 5),
      ("'\\U00110000'", .syntax, 1),
      ("'\\N'", .syntax, 3), ("'\\N{}'", .syntax, 1), ("'\\N{NO SUCH NAME}'", .syntax, 1),
      ("'\\N{BULLET", .truncated, 10),
      ("'\\N{KEYCAP DIGIT ONE}'", .syntax, 1), ("'\\N{hangul syllable a}'", .syntax, 1),
      ("'\\N{CJK UNIFIED IDEOGRAPH-2F00}'", .syntax, 1),
      ("'\\N{CJK UNIFIED IDEOGRAPH-4e00}'", .syntax, 1), ("'\\N{CJK UNIFIED IDEOGRAPH-+E00}'", .syntax, 1),
      ("'\\N{É}'", .syntax, 1),
    ] as [(String, WireError.Kind, Int)])
  func rejectsStringsThatPythonRefuses(text: String, kind: WireError.Kind, offset: Int) {
    rejects(text, kind, offset)
  }

  /// Q-SERP-1.
  @Test(arguments: [("'\\ud800'", 1), ("'\\ud83d\\ude80'", 1), ("'a\\U0000dfff'", 2)])
  func rejectsLoneSurrogatesAsUnrepresentable(text: String, offset: Int) {
    rejects(text, .unrepresentable, offset)
  }

  /// SERP-2.
  @Test(
    arguments: [
      ([0x27, 0xFF, 0x27], 1), ([0x27, 0xED, 0xA0, 0x80, 0x27], 1), ([0x31, 0x23, 0xC3, 0x23], 2),
    ] as [([UInt8], Int)])
  func rejectsWhatIsNotUTF8(bytes: [UInt8], offset: Int) {
    let error = #expect(throws: WireError.self) { try SerpentCodec.decode(bytes) }
    #expect(error?.kind == .syntax)
    #expect(error?.offset == offset)
    let validated = #expect(throws: WireError.self) { try SerpentCodec.validate(bytes) }
    #expect(validated == error)
  }

  /// Eight bytes are looked at in one step, and the last ones each by itself.
  @Test(arguments: 0...20) func whatEndsALineIsFoundWhereverItStands(length: Int) throws {
    let run = String(repeating: "x", count: length)
    for rest in ["'", "' ", "yyyyyyyyyyyyyyyyyyyy'"] {
      rejects("'" + run + "\n" + rest, .syntax, length + 1)
      rejects("'" + run + "\r" + rest, .syntax, length + 1)
      rejects("'" + run + "\0" + rest, .syntax, length + 1)
      let tail = rest.filter { $0 == "y" }
      for byte in Array(1...0x1F) + [0x21, 0x23, 0x7F] where byte != 0x0A && byte != 0x0D {
        let text = run + String(Unicode.Scalar(UInt8(byte)))
        #expect(try SerpentCodec.decode("'" + text + rest) == .string(text + tail), "\(byte) after \(length)")
      }
      #expect(try SerpentCodec.decode("'" + run + "\\x41" + rest) == .string(run + "A" + tail))
      #expect(try SerpentCodec.decode("\"" + run + "'\"") == .string(run + "'"))
    }
  }
}
