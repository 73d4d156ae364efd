/// The bytes that the grammar names.
enum Ascii {
  static let tab = UInt8(ascii: "\t")
  static let newline = UInt8(ascii: "\n")
  static let formFeed: UInt8 = 0x0C
  static let carriageReturn = UInt8(ascii: "\r")
  static let space = UInt8(ascii: " ")
  static let doubleQuote = UInt8(ascii: "\"")
  static let hash = UInt8(ascii: "#")
  static let quote = UInt8(ascii: "'")
  static let leftParenthesis = UInt8(ascii: "(")
  static let rightParenthesis = UInt8(ascii: ")")
  static let plus = UInt8(ascii: "+")
  static let comma = UInt8(ascii: ",")
  static let minus = UInt8(ascii: "-")
  static let dot = UInt8(ascii: ".")
  static let zero = UInt8(ascii: "0")
  static let seven = UInt8(ascii: "7")
  static let nine = UInt8(ascii: "9")
  static let colon = UInt8(ascii: ":")
  static let leftBracket = UInt8(ascii: "[")
  static let backslash = UInt8(ascii: "\\")
  static let rightBracket = UInt8(ascii: "]")
  static let underscore = UInt8(ascii: "_")
  static let leftBrace = UInt8(ascii: "{")
  static let rightBrace = UInt8(ascii: "}")

  /// Lower case, for a letter; other bytes may change into anything that is no letter.
  @inline(__always)
  static func lowered(_ byte: UInt8) -> UInt8 { byte | 0x20 }

  @inline(__always)
  static func isDigit(_ byte: UInt8) -> Bool { byte &- zero <= 9 }

  @inline(__always)
  static func isCapital(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "A") < 26 }

  /// Whether the byte is a closing bracket.
  @inline(__always)
  static func isClosing(_ byte: UInt8) -> Bool {
    byte == rightBracket || byte == rightBrace || byte == rightParenthesis
  }

  /// Whether a name may go on with this byte. Every byte of a character outside ASCII counts, as it
  /// does for CPython's tokenizer.
  static func isNameByte(_ byte: UInt8) -> Bool {
    isDigit(byte) || lowered(byte) &- UInt8(ascii: "a") < 26 || byte == underscore || byte >= 0x80
  }
}
