import PythonValues
import WireCore

// Text and bytes, as they stand.
extension PickleOperations where Self: ~Copyable {
  /// PICKLE-23: text of so many bytes of UTF-8, lone surrogates included, as a loader reads it.
  @inline(__always)
  mutating func pushText(_ count: Int, _ source: Span<UInt8>, at start: Int) throws(WireError) {
    let bytes = try extent(count, source)
    let isBroken =
      isASCII(source, bytes) ? false : try hasSurrogates(source.extracting(bytes), at: bytes.lowerBound)
    try push(text: bytes, isBroken: isBroken, source, at: start)
  }

  /// Whether a short run is ASCII.
  @inline(__always)
  private func isASCII(_ source: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard range.count < 64 else { return false }
    var joined: UInt64 = 0
    var index = range.lowerBound
    while index &+ 8 <= range.upperBound {
      joined |= bigEndian64(source, at: index)
      index &+= 8
    }
    while index < range.upperBound {
      joined |= UInt64(source[index])
      index &+= 1
    }
    return joined & 0x8080_8080_8080_8080 == 0
  }

  /// Whether text has lone surrogates.
  @inline(never)
  private func hasSurrogates(_ bytes: Span<UInt8>, at start: Int) throws(WireError) -> Bool {
    if isUTF8(bytes) { return false }
    guard isUTF8(withoutSurrogates(bytes).span) else { throw fault(start, "text that is not UTF-8") }
    return true
  }

  /// The bytes with each surrogate, which is three bytes wide, replaced by a character of that width.
  private func withoutSurrogates(_ bytes: Span<UInt8>) -> [UInt8] {
    var copy = [UInt8](copying: bytes)
    var index = 0
    while index + 2 < copy.count {
      if copy[index] == 0xED, copy[index + 1] & 0xE0 == 0xA0, copy[index + 2] & 0xC0 == 0x80 {
        copy[index] = 0xEE
        copy[index + 1] = 0x80
        index += 3
      } else {
        index += 1
      }
    }
    return copy
  }

  mutating func pushBytes(_ count: Int, _ source: Span<UInt8>, at start: Int) throws(WireError) {
    let bytes = try extent(count, source)
    try push(bytes: bytes, source, at: start)
  }

  /// PICKLE-24: a `str` of Python 2 is text where it is ASCII, and bytes where it is not.
  mutating func pushString(_ count: Int, _ source: Span<UInt8>, at start: Int) throws(WireError) {
    let bytes = try extent(count, source)
    var joined: UInt8 = 0
    for index in bytes { joined |= source[index] }
    if joined < 0x80 {
      try push(text: bytes, isBroken: false, source, at: start)
    } else {
      try push(bytes: bytes, source, at: start)
    }
  }
}

// Text and bytes with escapes.
extension PickleMachine {
  mutating func push(
    line: Range<Int>, of opcode: UInt8, _ source: Span<UInt8>, at start: Int
  ) throws(WireError) {
    if opcode == PickleOpcode.string {
      try quotedString(line, source, at: start)
    } else {
      try rawUnicode(line, source, at: start)
    }
  }

  /// PICKLE-25: STRING, a Python literal of a line; its escapes are resolved and nothing is evaluated.
  private mutating func quotedString(
    _ range: Range<Int>, _ source: Span<UInt8>, at start: Int
  ) throws(WireError) {
    guard range.count >= 2, case let quote = source[range.lowerBound],
      quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\""), source[range.upperBound - 1] == quote
    else { throw fault(range.lowerBound, "a string without quotes") }
    let inner = range.lowerBound + 1..<range.upperBound - 1
    let first = graph.side.count
    var escapes = EscapedBytes(at: inner.lowerBound)
    var isASCII = true
    while let byte = try escapes.next(source, upTo: inner.upperBound) {
      graph.side.append(byte)
      isASCII = isASCII && byte < 0x80
    }
    try push(
      PickleNode(
        isASCII ? .sideText : .sideBytes, at: start, extent: first, count: graph.side.count - first))
  }

  /// PICKLE-26: UNICODE, a line of Latin-1 in which `\uXXXX` and `\UXXXXXXXX` are escapes, unless another
  /// backslash stands before them.
  private mutating func rawUnicode(_ range: Range<Int>, _ source: Span<UInt8>, at start: Int)
    throws(WireError)
  {
    let first = graph.side.count
    var isBroken = false
    var index = range.lowerBound
    while index < range.upperBound {
      let byte = source[index]
      index += 1
      guard byte == UInt8(ascii: "\\"), index < range.upperBound else {
        appendScalar(UInt32(byte))
        continue
      }
      let letter = source[index]
      index += 1
      if letter == UInt8(ascii: "u") || letter == UInt8(ascii: "U") {
        let width = letter == UInt8(ascii: "u") ? 4 : 8
        let scalar = try hexNumber(source, index..<min(index + width, range.upperBound), width: width)
        index += width
        if (0xD800..<0xE000).contains(scalar) { isBroken = true }
        appendScalar(scalar)
      } else {
        graph.side.append(byte)
        appendScalar(UInt32(letter))
      }
    }
    try push(
      PickleNode(
        isBroken ? .sideBrokenText : .sideText, at: start, extent: first, count: graph.side.count - first))
  }

  private func hexNumber(_ source: Span<UInt8>, _ range: Range<Int>, width: Int) throws(WireError) -> UInt32 {
    var number: UInt32 = 0
    for index in range {
      guard let digit = hexDigit(source[index]) else { throw fault(index, "a hexadecimal digit expected") }
      number = number << 4 | UInt32(digit)
    }
    guard range.count == width, number <= 0x10FFFF else {
      throw fault(range.lowerBound, "the escape is of no character")
    }
    return number
  }

  /// Adds a code point to the side bytes; of a surrogate, the three bytes that it would have.
  private mutating func appendScalar(_ scalar: UInt32) {
    switch scalar {
    case ..<0x80: graph.side.append(UInt8(truncatingIfNeeded: scalar))
    case ..<0x800: graph.side += [0xC0 | UInt8(scalar >> 6), continuation(scalar)]
    case ..<0x10000:
      graph.side += [0xE0 | UInt8(scalar >> 12), continuation(scalar >> 6), continuation(scalar)]
    default:
      graph.side += [
        0xF0 | UInt8(truncatingIfNeeded: scalar >> 18), continuation(scalar >> 12),
        continuation(scalar >> 6), continuation(scalar),
      ]
    }
  }

  private func continuation(_ bits: UInt32) -> UInt8 { 0x80 | UInt8(bits & 0x3F) }
}

/// The bytes of a Python 2 literal, escapes resolved.
private struct EscapedBytes {
  private var at: Int
  /// A byte that comes next: what follows the backslash of an escape that is none.
  private var pending: UInt8?

  init(at: Int) { self.at = at }

  mutating func next(_ source: Span<UInt8>, upTo end: Int) throws(WireError) -> UInt8? {
    if let byte = pending.take() { return byte }
    guard at < end else { return nil }
    let byte = source[at]
    at += 1
    guard byte == UInt8(ascii: "\\") else { return byte }
    guard at < end else { throw fault(at - 1, "a backslash is the last character") }
    let letter = source[at]
    at += 1
    switch letter {
    case UInt8(ascii: "\\"), UInt8(ascii: "'"), UInt8(ascii: "\""): return letter
    case UInt8(ascii: "a"): return 0x07
    case UInt8(ascii: "b"): return 0x08
    case UInt8(ascii: "f"): return 0x0C
    case UInt8(ascii: "n"): return 0x0A
    case UInt8(ascii: "r"): return 0x0D
    case UInt8(ascii: "t"): return 0x09
    case UInt8(ascii: "v"): return 0x0B
    case UInt8(ascii: "x"): return try hexadecimal(source, upTo: end)
    case UInt8(ascii: "0")...UInt8(ascii: "7"): return octal(letter, source, upTo: end)
    default:
      pending = letter
      return byte
    }
  }

  private mutating func hexadecimal(_ source: Span<UInt8>, upTo end: Int) throws(WireError) -> UInt8 {
    guard at + 2 <= end, let high = hexDigit(source[at]), let low = hexDigit(source[at + 1]) else {
      throw fault(at - 2, "\\x needs two hexadecimal digits")
    }
    at += 2
    return high << 4 | low
  }

  /// Up to three digits; what is above a byte loses its ninth bit.
  private mutating func octal(_ first: UInt8, _ source: Span<UInt8>, upTo end: Int) -> UInt8 {
    var value = first & 7
    let last = min(end, at + 2)
    while at < last, source[at] & 0xF8 == UInt8(ascii: "0") {
      value = value << 3 | source[at] & 7
      at += 1
    }
    return value
  }

  private func fault(_ offset: Int, _ detail: String) -> WireError {
    WireError(.syntax, at: offset, reading: "pickle", detail)
  }
}
