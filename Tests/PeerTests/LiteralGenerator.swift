import TestSupport

/// Random documents near the literal grammar: most are valid, many are mutated.
struct LiteralGenerator {
  private var random: SeededGenerator

  init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  private mutating func below(_ count: Int) -> Int { Int(random.next() % UInt64(count)) }

  private mutating func pick(_ texts: [String]) -> String { texts[below(texts.count)] }

  /// A document: a literal, with blanks around it now and then, and mutated in one case of three.
  mutating func document() -> [UInt8] {
    var bytes = Array((pick(Self.before) + value(4) + pick(Self.after)).utf8)
    guard below(3) == 0 else { return bytes }
    for _ in 0...below(2) { mutate(&bytes) }
    return bytes
  }

  private mutating func mutate(_ bytes: inout [UInt8]) {
    let place = below(bytes.count + 1)
    switch below(5) {
    case 0 where place < bytes.count: bytes.remove(at: place)
    case 1: bytes.insert(contentsOf: pick(Self.pieces).utf8, at: place)
    case 2 where place < bytes.count: bytes[place] = UInt8(truncatingIfNeeded: random.next())
    case 3: bytes.removeSubrange(place...)
    default:
      let end = min(bytes.count, place + below(8))
      bytes.insert(contentsOf: bytes[place..<end], at: below(bytes.count + 1))
    }
  }

  private static let before = ["", "", "", "", "# c\n", " ", "\n", "\t ", "\u{c}", "\n\n#\n"]
  private static let after = ["", "", "", "", "\n", " ", "# c", "\n#\n", ",", "\\\n\n", "\r\n", "\n\u{c}"]
  private static let pieces = [
    ",", ":", "(", ")", "[", "]", "{", "}", "'", "\"", "'''", "\\", "\n", "\r", "\r\n", " ", "#", "+", "-",
    "j", "e", "E5", ".", "_", "0", "00", "0x", "0b1", "0o", "1", "9", "None", "True", "set()", "...", "b",
    "r",
    "u", "f", "\\x4", "\\N{", "\\u0041", "\\ud800", "\\777", "é", "\u{0}", "\u{c}", "\t", "1_0", "_", "(1)",
    "''", "b''", "+2j", "-1j", "**", "*", "if", "lambda", "\u{feff}", ";", "=", ".5", "{}", "()",
  ]

  private mutating func value(_ depth: Int) -> String {
    guard depth > 0, below(3) > 0 else { return scalar() }
    switch below(7) {
    case 0: return "[" + items(depth) + "]"
    case 1: return "(" + items(depth) + ")"
    case 2: return "(" + gap() + value(depth - 1) + "," + gap() + ")"
    case 3: return "{" + items(depth) + "}"
    case 4, 5:
      let entries = (0..<below(4)).map { _ in value(depth - 2) + gap() + ":" + gap() + value(depth - 1) }
      return "{" + entries.joined(separator: "," + gap()) + "}"
    default: return pick(["set()", "set ( )", "(set)()", "()", "[]", "{}"])
    }
  }

  private mutating func items(_ depth: Int) -> String {
    let items = (0..<below(4)).map { _ in value(depth - 1) }
    return items.joined(separator: gap() + "," + gap()) + (items.isEmpty || below(5) > 0 ? "" : ",")
  }

  private mutating func gap() -> String {
    below(6) > 0 ? "" : pick([" ", "\n", "  ", "\t", "# c\n", "\\\n", "\r\n", "\u{c}"])
  }

  private mutating func scalar() -> String {
    switch below(9) {
    case 0: pick(["None", "True", "False", "...", "set()"])
    case 1, 2: number()
    case 3: pick(["-", "+", "- ", "-(", "+("]) + number() + pick(["", "", ")"])
    case 4: complex()
    default: strings()
    }
  }

  private mutating func complex() -> String {
    let sum =
      pick(["", "-", "("]) + number() + gap() + pick(["+", "-", ")+"]) + gap() + number() + pick(["j", ""])
    return below(2) == 0 ? sum : "(" + sum + ")"
  }

  private mutating func digits(_ alphabet: String, upTo count: Int) -> String {
    let alphabet = Array(alphabet)
    return (0...below(count)).map { _ in String(alphabet[below(alphabet.count)]) }.joined()
  }

  private mutating func number() -> String {
    switch below(10) {
    case 0, 1: String(below(1000))
    case 2: digits("0123456789", upTo: 40)
    case 3: pick(["0x", "0X"]) + digits("0123456789abcdefABCDEF_", upTo: 30)
    case 4: pick(["0o", "0b"]) + digits("01_", upTo: 70)
    case 5: digits("0123456789_", upTo: 8)
    case 6: digits("0123456789", upTo: 4) + "." + digits("0123456789_", upTo: 25)
    case 7:
      digits("0123456789", upTo: 20) + pick(["e", "E", ".e", ".5e-", "e+"]) + digits("0123456789", upTo: 4)
    case 8: "." + digits("0123456789", upTo: 20)
    default: String(Double(bitPattern: random.next() & 0x7FEF_FFFF_FFFF_FFFF))
    }
  }

  private mutating func strings() -> String {
    let parts = (0...(below(5) == 0 ? 2 : 0)).map { _ in string() }
    return parts.joined(separator: gap())
  }

  private mutating func string() -> String {
    let prefix = below(3) > 0 ? "" : pick(["b", "B", "r", "R", "u", "U", "rb", "bR", "Rb", "br"])
    let quote = pick(["'", "\"", "'''", "\"\"\"", "'", "\""])
    let body = (0..<below(8)).map { _ in pick(Self.characters) }.joined()
    return prefix + quote + body + quote
  }

  private static let characters = [
    "a", "bc", " ", "0", "é", "日本", "🚀", "\\n", "\\'", "\\\"", "\\\\", "\\x41", "\\u00e9", "\\U0001F680",
    "\\0",
    "\\101", "\\400", "\\N{BULLET}", "\\N{latin small letter e with acute}", "\\N{NO SUCH}", "\\q", "\\\n",
    "\\\r\n",
    "'", "\"", "\n", "\r\n", "\r", "\t", "\u{7f}", "\u{1}", "\\ud83d", "\\x4", "plain text of some length",
    "#", "{",
  ]
}
