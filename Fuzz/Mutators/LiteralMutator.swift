/// Mutates Python literals, the text of serpent: values change places, are doubled, wrapped, dropped and
/// replaced by fresh ones.
public struct LiteralMutator: Mutator {
  /// Makes a mutator.
  public init() {}

  /// A variant: one in four is of plain bytes.
  public func mutate(_ input: [UInt8], _ random: inout MutationSource) -> [UInt8] {
    if random.oneIn(4) { return random.variant(of: input) }
    let pieces = Self.values(of: input)
    if random.oneIn(6), !pieces.isEmpty {
      let piece = random.pick(pieces)
      var output = input
      let (before, after) = random.pick(Self.wraps)
      output.replaceSubrange(piece, with: Array(before.utf8) + input[piece] + Array(after.utf8))
      return output
    }
    return rearrange(
      input, pieces, separator: [UInt8(ascii: ",")], fresh: Array(Self.literal(&random, 3).utf8), &random)
  }

  /// A value of one document in the place of one of another.
  public func cross(_ left: [UInt8], _ right: [UInt8], _ random: inout MutationSource) -> [UInt8] {
    graft(left, Self.values(of: left), right, Self.values(of: right), &random)
  }

  private static let wraps = [
    ("[", "]"), ("(", ",)"), ("(", ")"), ("{", "}"), ("{1:", "}"), ("-", ""), ("(", "+1j)"), ("\n", ""),
    ("#\n", "#"), ("'a' ", ""), ("", "\\\n"), ("{'__class__':'bytes','data':", ",'encoding':'base64'}"),
  ]

  /// Where values stand: between brackets, commas and colons that are not in quotes.
  static func values(of text: [UInt8]) -> [Piece] {
    var pieces: [Piece] = []
    var starts = [0]
    var position = 0
    while position < text.count, pieces.count < 10_000 {
      switch text[position] {
      case UInt8(ascii: "["), UInt8(ascii: "("), UInt8(ascii: "{"): starts += [position, position + 1]
      case UInt8(ascii: ","), UInt8(ascii: ":"):
        if let start = starts.popLast(), start < position { pieces.append(start..<position) }
        starts.append(position + 1)
      case UInt8(ascii: "]"), UInt8(ascii: ")"), UInt8(ascii: "}"):
        if let start = starts.popLast(), start < position { pieces.append(start..<position) }
        if let open = starts.popLast() { pieces.append(open..<position + 1) }
        if starts.isEmpty { starts = [position + 1] }
      case let quote where quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\""):
        position = end(ofString: text, from: position)
      default: break
      }
      position += 1
    }
    if let start = starts.first, start < text.count { pieces.append(start..<text.count) }
    return pieces
  }

  /// The place of the quote that ends a string, or the last byte.
  private static func end(ofString text: [UInt8], from start: Int) -> Int {
    var position = start + 1
    while position < text.count, text[position] != text[start] {
      position += text[position] == UInt8(ascii: "\\") ? 2 : 1
    }
    return position
  }

  /// A random literal, of at most so many levels.
  static func literal(_ random: inout MutationSource, _ depth: Int) -> String {
    guard depth > 0, random.oneIn(2) else { return random.pick(scalars) }
    let items = (0..<random.below(4)).map { _ in literal(&random, depth - 1) }
    switch random.below(5) {
    case 0: return "[" + items.joined(separator: ",") + "]"
    case 1: return "(" + items.joined(separator: ", ") + (items.isEmpty ? "" : ",") + ")"
    case 2 where !items.isEmpty: return "{" + items.joined(separator: ",") + "}"
    case 3: return items.joined(separator: " ")
    default:
      return "{" + items.map { literal(&random, 0) + ":" + $0 }.joined(separator: ",") + "}"
    }
  }

  private static let scalars = [
    "None", "True", "False", "...", "set()", "0", "-0.0", "1e400", "-1e400", "1e30000", "5e-324",
    "1.7976931348623157e308", "9223372036854775807", "-9223372036854775808", "18446744073709551616",
    "0x_f", "0o17", "0b1", "1_000", "00", ".5", "5.", "1E5", "2j", "1+2j", "-1-0.0j", "''", "'a'", "\"'\"",
    "'''\n'''", "b''", "b'\\xff'", "B'a' b'b'", "r'\\'", "rb'\\n'", "u'\\u00e9'", "'\\N{BULLET}'",
    "'\\ud83d\\ude00'", "'\\x00'", "'\\777'", "'é'", "'日本'", "'🚀'", "'a' 'b'", "1 # c", "\\\n1", "(1)",
    "{'__class__':'float','value':'nan'}",
    "{'__class__':'ValueError','__exception__':True,'args':(),'attributes':{}}",
  ]
}
