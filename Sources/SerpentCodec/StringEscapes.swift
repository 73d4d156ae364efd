import PythonValues
import WireCore

// What a backslash means within a string.
extension LiteralParser where Sink: ~Copyable {
  /// SERP-60: an escape; `at` is on the backslash. What it stands for goes to the side bytes.
  mutating func escape(_ source: Span<UInt8>, _ at: inout Int, isBytes: Bool) throws(WireError) {
    let start = at
    at += 1
    guard at < source.count else {
      throw WireError(.truncated, at: at, reading: "string escape", "the input ends after a backslash")
    }
    let letter = source[at]
    if let byte = simpleEscape(letter) {
      tape.appendSide(byte)
      at += 1
      return
    }
    switch letter {
    case Ascii.newline, Ascii.carriageReturn: skipLineEnd(source, &at)  // SERP-61: joined lines
    case Ascii.zero...Ascii.seven: octal(source, &at, isBytes: isBytes)
    case UInt8(ascii: "x"): try hexadecimal(source, &at, start: start, digits: 2, isBytes: isBytes)
    case UInt8(ascii: "u") where !isBytes:
      try hexadecimal(source, &at, start: start, digits: 4, isBytes: false)
    case UInt8(ascii: "U") where !isBytes:
      try hexadecimal(source, &at, start: start, digits: 8, isBytes: false)
    case UInt8(ascii: "N") where !isBytes: try characterName(source, &at, start: start)
    default:
      // SERP-62: before anything else a backslash stands for itself.
      tape.appendSide(Ascii.backslash)
    }
  }

  /// SERP-63: the escapes of one letter.
  @inline(__always)
  private func simpleEscape(_ letter: UInt8) -> UInt8? {
    switch letter {
    case UInt8(ascii: "n"): Ascii.newline
    case UInt8(ascii: "t"): Ascii.tab
    case Ascii.backslash, Ascii.quote, Ascii.doubleQuote: letter
    case UInt8(ascii: "r"): Ascii.carriageReturn
    case UInt8(ascii: "a"): 0x07
    case UInt8(ascii: "b"): 0x08
    case UInt8(ascii: "f"): Ascii.formFeed
    case UInt8(ascii: "v"): 0x0B
    default: nil
    }
  }

  /// SERP-64: one to three octal digits; in bytes only the low eight bits count.
  private mutating func octal(_ source: Span<UInt8>, _ at: inout Int, isBytes: Bool) {
    var value: UInt32 = 0
    let end = min(at + 3, source.count)
    while at < end, source[at] >= Ascii.zero, source[at] <= Ascii.seven {
      value = value << 3 | UInt32(source[at] - Ascii.zero)
      at += 1
    }
    if isBytes {
      tape.appendSide(UInt8(truncatingIfNeeded: value))
    } else if let scalar = Unicode.Scalar(value) {
      append(scalar)
    }
  }

  /// SERP-65: `\x`, `\u` or `\U` and as many hexadecimal digits as it wants.
  private mutating func hexadecimal(
    _ source: Span<UInt8>, _ at: inout Int, start: Int, digits: Int, isBytes: Bool
  ) throws(WireError) {
    at += 1
    let value: UInt32
    if let word = loadWord(source, at: at), let number = hexNumber(of: word, digits: digits) {
      value = UInt32(truncatingIfNeeded: number)
      at += digits
    } else {
      value = try hexDigits(source, &at, digits)
    }
    if isBytes {
      tape.appendSide(UInt8(truncatingIfNeeded: value))
    } else {
      append(try scalar(value, at: start))
    }
  }

  /// The same digit by digit: near the end of the input, and where one is none.
  @inline(never)
  private func hexDigits(_ source: Span<UInt8>, _ at: inout Int, _ digits: Int) throws(WireError) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<digits {
      guard at < source.count else {
        throw WireError(.truncated, at: at, reading: "string escape", "\(digits) hexadecimal digits expected")
      }
      guard let digit = hexDigit(source[at]) else {
        throw WireError(
          .syntax, at: at, reading: "string escape",
          "\(digits) hexadecimal digits expected, found \(quoted(source, at))")
      }
      value = value << 4 | UInt32(digit)
      at += 1
    }
    return value
  }

  /// SERP-66: a code point is at most 10FFFF. Q-SERP-1: a lone surrogate, which Python allows, has no
  /// place in a Swift string.
  private func scalar(_ value: UInt32, at start: Int) throws(WireError) -> Unicode.Scalar {
    if let scalar = Unicode.Scalar(value) { return scalar }
    let code = String(value, radix: 16, uppercase: true)
    guard value > 0x10FFFF else {
      throw WireError(
        .unrepresentable, at: start, reading: "string escape",
        "U+\(code) is a lone surrogate, not a character")
    }
    throw WireError(.syntax, at: start, reading: "string escape", "U+\(code) is beyond Unicode")
  }

  /// SERP-67: `\N{NAME}`: a character by its name or alias in Unicode 14.
  @inline(never)
  private mutating func characterName(
    _ source: Span<UInt8>, _ at: inout Int, start: Int
  ) throws(WireError) {
    at += 1
    guard at < source.count, source[at] == Ascii.leftBrace else {
      throw WireError(
        at < source.count ? .syntax : .truncated, at: at, reading: "character name", "'{' expected after \\N")
    }
    let first = at + 1
    at = first
    // No name is as long as 256 bytes, so that the search ends.
    while at < source.count, at - first < 256, source[at] != Ascii.rightBrace { at += 1 }
    guard at < source.count else {
      throw WireError(.truncated, at: at, reading: "character name", "the name is not closed")
    }
    guard source[at] == Ascii.rightBrace,
      let scalar = UnicodeNames.scalar(named: source.extracting(first..<at))
    else { throw WireError(.syntax, at: start, reading: "character name", "no character has this name") }
    append(scalar)
    at += 1
  }

  /// Adds a character's UTF-8 to the side bytes.
  private mutating func append(_ scalar: Unicode.Scalar) {
    guard Sink.keepsValues else { return }
    for byte in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter { tape.appendSide(byte) }
  }
}
