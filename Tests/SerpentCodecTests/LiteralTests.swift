import PythonValues
import SerpentCodec
import Testing
import WireCore

/// The literal grammar, production by production. `Tests/PeerTests` holds the same grammar to CPython.
@Suite struct LiteralTests {
  private func repr(_ text: String) throws -> String {
    let value = try SerpentCodec.decode(text)
    try SerpentCodec.validate(Array(text.utf8))
    #expect(try SerpentCodec.parse(Array(text.utf8)).root.materialise().isIdentical(to: value))
    return value.repr
  }

  private func expect(_ text: String, reads expected: String) throws {
    #expect(try repr(text) == expected, "\(text.debugDescription)")
  }

  /// SERP-1, SERP-3 to SERP-7.
  @Test(arguments: [
    ("1", "1"), (" \t1", "1"), ("# serpent utf-8 python3.2\n[1]", "[1]"), ("\n\n#\n1", "1"),
    ("\r\n1\r\n", "1"),
    ("\u{c}1", "1"), ("1 \t\u{c}# c", "1"), ("1\n#c\n\n", "1"), ("[1,\n# c\n2\r]", "[1, 2]"), ("\\\n1", "1"),
    ("[1,\\\r\n2]", "[1, 2]"), ("1\\\n\n", "1"), ("1\n\u{c}", "1"), ("1\n  # c\n", "1"),
  ])
  func acceptsBlanksCommentsAndLines(text: String, expected: String) throws {
    try expect(text, reads: expected)
  }

  @Test(
    arguments: [
      ("", .truncated, 0), ("# c\n", .truncated, 4), ("\n 1", .syntax, 2), ("1\n 2", .syntax, 3),
      ("1\n  ", .syntax, 4), ("1\n2", .trailing, 2), ("1 2", .trailing, 2), ("1;", .trailing, 1),
      ("1\\\n", .truncated, 3), ("1\\ \n", .syntax, 2), ("\\", .truncated, 1), ("\u{feff}1", .syntax, 0),
      ("1\u{0}", .syntax, 1), ("'a\u{0}'", .syntax, 2), ("# \u{0}\n1", .syntax, 2), ("\u{b}1", .syntax, 0),
      ("[1]\u{a0}", .trailing, 3),
    ] as [(String, WireError.Kind, Int)])
  func rejectsLinesThatPythonRefuses(text: String, kind: WireError.Kind, offset: Int) {
    rejects(text, kind, offset)
  }

  /// As CPython counts columns: a tab goes to the next eighth, a form feed to the first.
  @Test(arguments: [
    ("\n 1", 1), ("\n   1", 3), ("\n\t1", 8), ("\n  \t1", 8), ("\n        \t1", 16), ("\n\t\t 1", 17),
    ("\n \u{c}  1", 2), ("\n  \\\n    1", 2), ("1\n \t2", 8),
  ])
  func saysHowFarALineIsIndented(text: String, columns: Int) {
    let error = #expect(throws: WireError.self) { try SerpentCodec.decode(text) }
    #expect(error?.kind == .syntax)
    #expect(error?.offset == text.utf8.count - 1)
    #expect(error?.detail == "the line is indented by \(columns) columns")
  }

  @Test(arguments: 0...20) func commentsEndWhereTheLineDoes(length: Int) throws {
    let comment = "#" + String(repeating: "x", count: length)
    for rest in ["", " ", "          #          "] {
      for end in ["\n", "\r", "\r\n"] {
        try expect(comment + end + "1" + rest, reads: "1")
        try expect("[" + comment + end + "1]" + rest, reads: "[1]")
      }
      rejects(comment + "\0\n1" + rest, .syntax, length + 1)
    }
    rejects(comment, .truncated, length + 1)
  }

  /// SERP-20 to SERP-28.
  @Test(arguments: [
    ("0x1", "1"), ("[0b1,0o7,0xA]", "[1, 7, 10]"),
    ("0", "0"), ("000_0", "0"), ("1_000", "1000"), ("0x_fF", "255"), ("0O17", "15"), ("0b1_0", "2"),
    ("9223372036854775807", "9223372036854775807"), ("-9223372036854775808", "-9223372036854775808"),
    ("9223372036854775808", "9223372036854775808"), ("18446744073709551616", "18446744073709551616"),
    ("[-123456789012345678901234567890,1]", "[-123456789012345678901234567890, 1]"),
    ("0x1_0000_0000_0000_0000", "18446744073709551616"), ("1.5", "1.5"), ("1.", "1.0"), (".5", "0.5"),
    ("09.5e-1_0", "9.5e-10"), ("1e400", "inf"), ("-1e30000", "-inf"), ("1E5", "100000.0"),
    ("0.30000000000000004", "0.30000000000000004"), ("123456789012345678901.5", "1.2345678901234568e+20"),
    ("5e-324", "5e-324"), ("07j", "7j"), ("1_0.5J", "10.5j"), ("0e0", "0.0"), ("-0.0", "-0.0"), ("-0", "0"),
  ])
  func acceptsNumbers(text: String, expected: String) throws {
    try expect(text, reads: expected)
  }

  /// A name, or a number, ends before the neighbours of letters and digits in ASCII, and not before these themselves.
  @Test(arguments: ["@", "[", "`", "{", "/", ":", "^", "\u{7F}"])
  func namesAndNumbersEndBefore(_ neighbour: String) {
    rejects("None" + neighbour, .trailing, 4)
    rejects("12" + neighbour, .trailing, 2)
  }

  @Test(arguments: ["A", "Z", "a", "z", "0", "9", "_", "é"])
  func namesGoOnWith(_ character: String) {
    let error = #expect(throws: WireError.self) { try SerpentCodec.decode("None" + character) }
    #expect(error?.kind == .syntax && error?.offset == 0)
    let name = character == "é" ? "the name that begins with 'N'" : "'None\(character)'"
    #expect(error?.detail == "\(name) is no literal: names are never looked up")
  }

  @Test(
    arguments: [
      ("0777", .syntax, 0), ("0_7", .syntax, 0), ("1_", .truncated, 2), ("1__0", .syntax, 2),
      ("[1_]", .syntax, 3),
      ("1l", .syntax, 1), ("0x", .truncated, 2), ("[0x]", .syntax, 3), ("0b12", .syntax, 3),
      ("0x_", .truncated, 3),
      ("1e", .truncated, 2), ("[1e+]", .syntax, 4), ("1._5", .syntax, 2), ("0x1j", .syntax, 3),
      ("..", .truncated, 2),
      (".", .truncated, 1), ("1é", .syntax, 1), ("....", .trailing, 3), ("1.real", .syntax, 2),
    ] as [(String, WireError.Kind, Int)])
  func rejectsNumbersThatPythonRefuses(text: String, kind: WireError.Kind, offset: Int) {
    rejects(text, kind, offset)
  }

  /// SERP-57: a document that ends with the prefix of a string, or within one of the constants.
  @Test(arguments: [
    "r", "R", "u", "U", "b", "B", "br", "bR", "Br", "rb", "RB", "N", "Non", "Tru", "F", "Fals", "se",
  ])
  func aWordThatMayGoOnIsCutOff(word: String) {
    rejects(word, .truncated, word.utf8.count)
    rejects("[" + word, .truncated, word.utf8.count + 1)
  }

  @Test(arguments: ["x", "a", "t", "ur", "ru", "bu", "bb", "rr", "Nx", "None1", "true"])
  func aWordThatIsNoneIsRefused(word: String) { rejects(word, .syntax, 0) }

  /// SERP-30 to SERP-33.
  @Test(arguments: [
    ("+1", "1"), ("- 1", "-1"), ("-(1)", "-1"), ("-((\n1\n))", "-1"), ("1+2j", "(1+2j)"),
    ("-1-2j", "(-1-2j)"),
    ("(1)+2j", "(1+2j)"), ("1+(2j)", "(1+2j)"), ("(-1)+2j", "(-1+2j)"), ("-2j", "(-0-2j)"), ("-0.0+2j", "2j"),
    ("-0.0-0j", "(-0+0j)"), ("-0-2j", "-2j"), ("1e400-1e400j", "(inf-infj)"), ("(1 + 2j)", "(1+2j)"),
    ("[1+2j,3-4j]", "[(1+2j), (3-4j)]"), ("0xff+1j", "(255+1j)"),
    ("123456789012345678901+0j", "(1.2345678901234568e+20+0j)"),
  ])
  func acceptsSignsAndSums(text: String, expected: String) throws {
    try expect(text, reads: expected)
  }

  @Test(
    arguments: [
      ("--1", .syntax, 1), ("+-1", .syntax, 1), ("-True", .syntax, 1), ("-(1+2j)", .syntax, 3),
      ("-(-1)", .syntax, 2),
      ("1+2", .syntax, 2), ("2j+1", .syntax, 2), ("1+2j+3j", .syntax, 4), ("1+(-2j)", .syntax, 3),
      ("True+1j", .syntax, 4),
      ("'a'+1j", .syntax, 3), ("1\n+2j", .trailing, 2), ("-", .truncated, 1), ("1+", .truncated, 2),
      ("-()", .syntax, 2), ("[-:,1,2,3,4,5]", .syntax, 2), ("[-/,1,2,3,4,5]", .syntax, 2),
      ("[1:,1,2,3,4,5]", .syntax, 2), ("[12345678:,1,2,3]", .syntax, 9), ("[-12345678/1,2,3]", .syntax, 10),
      ("-(1", .truncated, 3), ("-(1,)", .syntax, 3), ("[1+]", .syntax, 3),
    ] as [(String, WireError.Kind, Int)])
  func rejectsSignsAndSumsThatPythonRefuses(text: String, kind: WireError.Kind, offset: Int) {
    rejects(text, kind, offset)
  }

  @Test func rejectsASumWhoseIntegerIsTooLargeForAFloat() {
    rejects(String(repeating: "9", count: 310) + "+1j", .syntax, 0)
  }

  /// SERP-40 to SERP-47, SERP-70, SERP-71.
  @Test(arguments: [
    ("[]", "[]"), ("[1,]", "[1]"), ("()", "()"), ("(1)", "1"), ("((1))", "1"), ("(1,)", "(1,)"),
    ("(1,2)", "(1, 2)"),
    ("1,", "(1,)"), ("1,2", "(1, 2)"), ("1,[2],\n", "(1, [2])"), ("([1,2])", "[1, 2]"),
    ("(([(1,[])]))", "[(1, [])]"),
    ("{}", "{}"), ("{1}", "{1}"), ("{1,2,}", "{1, 2}"), ("{1:2,}", "{1: 2}"),
    ("{ 'a' : 1 , 'b' : [ ] }", "{'a': 1, 'b': []}"),
    ("set()", "set()"), ("set ( )", "set()"), ("(set)()", "set()"), ("((set\n)) ( )", "set()"),
    ("[set(),1]", "[set(), 1]"),
    ("ſ𝐞t()", "set()"), ("None", "None"), ("[True,False]", "[True, False]"), ("...", "Ellipsis"),
    ("(...,)", "(Ellipsis,)"),
    ("{(1,(2,'a')):3}", "{(1, (2, 'a')): 3}"),
  ])
  func acceptsContainersAndConstants(text: String, expected: String) throws {
    try expect(text, reads: expected)
  }

  @Test(
    arguments: [
      ("[,]", .syntax, 1), ("(,)", .syntax, 1), ("{,}", .syntax, 1), ("[1,,2]", .syntax, 3),
      ("(1,2,,)", .syntax, 5),
      ("[1 2]", .syntax, 3), ("[1", .truncated, 2), ("{1:", .truncated, 3), ("{1:2,3}", .syntax, 6),
      ("{1,2:3}", .syntax, 4),
      ("{1:}", .syntax, 3), ("{:1}", .syntax, 1), ("{1:2:3}", .syntax, 4), ("[1)", .syntax, 2),
      ("(1]", .syntax, 2),
      ("[1}", .syntax, 2), ("1)", .trailing, 1), ("{**{}}", .syntax, 1), ("[*()]", .syntax, 1),
      ("set", .truncated, 3),
      ("set(1)", .syntax, 4), ("set()()", .trailing, 5), ("(set,)()", .syntax, 4),
      ("frozenset()", .syntax, 0),
      ("Ellipsis", .syntax, 0), ("true", .syntax, 0), ("Nonee", .syntax, 0), ("lambda:1", .syntax, 0),
      ("print()", .syntax, 0),
      ("~1", .syntax, 0), ("1*2", .trailing, 1), ("[1*2]", .syntax, 2), ("(x for x in y)", .syntax, 1),
      ("a.b", .syntax, 0),
    ] as [(String, WireError.Kind, Int)])
  func rejectsContainersAndNamesThatPythonRefuses(text: String, kind: WireError.Kind, offset: Int) {
    rejects(text, kind, offset)
  }

  /// SERP-46: validating finds what cannot be hashed without a value made.
  @Test(arguments: [
    ("{[]:1}", 1), ("{[]}", 1), ("{1,{}}", 3), ("{(1,[]):2}", 1), ("{(1,(2,({},)))}", 1), ("{set()}", 1),
    ("{([])}", 1),
    ("{1:2,[3]:4}", 5), ("{({({1},):1},):1}", 3),
  ])
  func rejectsWhatCannotBeHashed(text: String, offset: Int) {
    rejects(text, .syntax, offset)
  }
}

/// Every reader refuses the text, with the same error.
func rejects(
  _ text: String, _ kind: WireError.Kind, _ offset: Int, limits: Limits = Limits(),
  sourceLocation: SourceLocation = #_sourceLocation
) {
  let bytes = Array(text.utf8)
  let label = text.count < 200 ? text.debugDescription : String(text.prefix(40))
  let decoded = #expect(throws: WireError.self, "\(label)", sourceLocation: sourceLocation) {
    try SerpentCodec.decode(bytes, limits: limits)
  }
  let validated = #expect(throws: WireError.self, "\(label)", sourceLocation: sourceLocation) {
    try SerpentCodec.validate(bytes, limits: limits)
  }
  #expect(decoded?.kind == kind, "\(label): \(decoded?.description ?? "")", sourceLocation: sourceLocation)
  #expect(
    decoded?.offset == offset, "\(label): \(decoded?.description ?? "")", sourceLocation: sourceLocation)
  #expect(validated == decoded, "\(label)", sourceLocation: sourceLocation)
}
