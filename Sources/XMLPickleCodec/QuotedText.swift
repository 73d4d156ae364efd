import PythonValues
import WireCore

/// The text of a `value` attribute: what Python's `repr` leaves between quotes, read as the
/// reference reads it, which pastes it between apostrophes and executes the assignment. Here the
/// escapes are parsed and nothing is executed.
struct QuotedText {
  /// The text, its escapes resolved.
  private(set) var bytes: [UInt8] = []
  /// The first escape that makes an apostrophe, as an index of the text.
  private(set) var escapedApostrophe: Int?

  /// XMLP-18: resolves the escapes.
  ///
  /// - Throws: an error whose offset counts from the text's first byte.
  init(_ text: Span<UInt8>) throws(WireError) {
    bytes.reserveCapacity(text.count)
    var index = 0
    while index < text.count {
      let start = index
      QuotedText.skipRun(text, &index)
      bytes.append(copying: text.extracting(start..<index))
      if index < text.count { try escape(text, &index) }
    }
  }

  /// Whether the text is ASCII without escapes: it stands for itself.
  static func isPlain(_ text: Span<UInt8>) -> Bool { isPlain(text, text.count) }

  /// The same of the first `count` bytes, of which it is no matter what follows.
  static func isPlain(_ text: Span<UInt8>, _ count: Int) -> Bool {
    var at = 0
    while at < count, var word = loadWord(text, at: at) {
      // What follows is moved out, and zeros in.
      if count &- at < 8 { word &<<= UInt64(truncatingIfNeeded: 64 &- 8 &* (count &- at)) }
      guard word & eight(0x80) | zeroBytes(word ^ eight(UInt8(ascii: "\\"))) == 0 else { return false }
      at &+= 8
    }
    while at < count {
      if text[at] == UInt8(ascii: "\\") || text[at] >= 0x80 { return false }
      at &+= 1
    }
    return true
  }

  /// Moves `at` to the next backslash, or to the end.
  private static func skipRun(_ text: Span<UInt8>, _ at: inout Int) {
    while let word = loadWord(text, at: at) {
      let found = zeroBytes(word ^ eight(UInt8(ascii: "\\")))
      if found != 0 {
        at &+= firstMarked(found)
        return
      }
      at &+= 8
    }
    while at < text.count, text[at] != UInt8(ascii: "\\") { at &+= 1 }
  }

  private mutating func escape(_ text: Span<UInt8>, _ index: inout Int) throws(WireError) {
    guard index + 1 < text.count else {
      throw WireError(.syntax, at: index, reading: "string escape", "a backslash is the last character")
    }
    let start = index
    let letter = text[index + 1]
    index += 2
    switch letter {
    case 0x0A: break  // A line continued.
    case UInt8(ascii: "\\"), UInt8(ascii: "\""): bytes.append(letter)
    case UInt8(ascii: "'"): bytes += Array(#"\047"#.utf8)  // Q-XMLP-9.
    case UInt8(ascii: "a"): bytes.append(0x07)
    case UInt8(ascii: "b"): bytes.append(0x08)
    case UInt8(ascii: "f"): bytes.append(0x0C)
    case UInt8(ascii: "n"): bytes.append(0x0A)
    case UInt8(ascii: "r"): bytes.append(0x0D)
    case UInt8(ascii: "t"): bytes.append(0x09)
    case UInt8(ascii: "v"): bytes.append(0x0B)
    case UInt8(ascii: "x"): try hexadecimal(text, &index, start)
    case UInt8(ascii: "0")...UInt8(ascii: "7"): octal(text, &index, start)
    default: bytes += [UInt8(ascii: "\\"), letter]  // An escape that is none stands for itself.
    }
  }

  private mutating func hexadecimal(
    _ text: Span<UInt8>, _ index: inout Int, _ start: Int
  ) throws(WireError) {
    guard index + 2 <= text.count, let high = hexDigit(text[index]), let low = hexDigit(text[index + 1])
    else {
      throw WireError(.syntax, at: start, reading: "string escape", "\\x needs two hexadecimal digits")
    }
    add(high << 4 | low, start)
    index += 2
  }

  /// One to three digits; what is above a byte loses its ninth bit, as in Python 2.
  private mutating func octal(_ text: Span<UInt8>, _ index: inout Int, _ start: Int) {
    var value = UInt16(text[start + 1] & 7)
    while index < min(text.count, start + 4), text[index] & 0xF8 == UInt8(ascii: "0") {
      value = value << 3 | UInt16(text[index] & 7)
      index += 1
    }
    add(UInt8(truncatingIfNeeded: value), start)
  }

  private mutating func add(_ byte: UInt8, _ start: Int) {
    if byte == UInt8(ascii: "'"), escapedApostrophe == nil { escapedApostrophe = start }
    bytes.append(byte)
  }
}

/// XMLP-19: the text of an element: a `str` stands between `»»` and `««`, a `unicode` by itself.
enum BodyText {
  /// Where the bytes of a `str` stand; `nil` for a `unicode`.
  static func inner(of text: Span<UInt8>) -> Range<Int>? {
    let end = text.count - 4
    guard end >= 4, isTwice(0xBB, text.extracting(0..<4)), isTwice(0xAB, text.extracting(end..<end + 4))
    else {
      return nil
    }
    return 4..<end
  }

  /// Whether four bytes are a guillemet, of which this is the second byte, two times.
  private static func isTwice(_ second: UInt8, _ text: Span<UInt8>) -> Bool {
    text[0] == 0xC2 && text[1] == second && text[2] == 0xC2 && text[3] == second
  }
}

/// XMLP-20: a `str` of Python 2 is text where it is ASCII, else bytes.
func pythonString(_ text: Span<UInt8>) -> PythonValue {
  isASCII(text) ? .string(makeString(checked: text)) : .bytes([UInt8](copying: text))
}

/// XMLP-24: whether a name is one that Python 2 could have given: the references paste such
/// names into code that they execute.
func isIdentifier(_ name: String) -> Bool {
  guard let first = name.utf8.first, first &- UInt8(ascii: "0") >= 10 else { return false }
  return name.utf8.allSatisfy { byte in
    byte == UInt8(ascii: "_") || byte &- UInt8(ascii: "0") < 10 || (byte | 0x20) &- UInt8(ascii: "a") < 26
  }
}

/// XMLP-24: whether a name is identifiers with dots between them.
func isDottedName(_ name: String) -> Bool {
  !name.isEmpty
    && name.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { isIdentifier(String($0)) }
}
