import PythonValues
import WireCore

/// Reads JSON onto a tape: what Python's `json.loads` reads, NaN and Infinity included (JSON-1).
///
/// It is iterative: depth costs memory in proportion to the input, and no stack.
struct JSONTapeReader {
  /// A container under way.
  private struct Frame {
    let node: Int
    let isObject: Bool
    var count = 0
  }

  private let limits: Limits
  private var frames: [Frame] = []
  private var at = 0
  private var values = 0

  /// Reads one document, which fills `source`.
  ///
  /// - Throws: `syntax`, `truncated`, `trailing`, or `limit` for depth, count and digits.
  static func read(
    _ source: Span<UInt8>, into tape: inout Tape, limits: Limits
  ) throws(WireError) {
    guard source.count <= limits.bytes else {
      throw WireError(.limit, at: limits.bytes, reading: "document", "more than \(limits.bytes) bytes")
    }
    tape.reset(sourceBytes: source.count, bytesPerNode: 6)
    guard isUTF8(source) else {
      throw WireError(.syntax, at: 0, reading: "document", "it is not UTF-8")
    }
    var reader = JSONTapeReader(limits: limits)
    try reader.document(source, &tape)
  }

  private init(limits: Limits) { self.limits = limits }

  private mutating func document(_ source: Span<UInt8>, _ tape: inout Tape) throws(WireError) {
    repeat {
      while try beginValue(source, &tape) {}
    } while try endValue(source, &tape)
    skipBlanks(source)
    guard at == source.count else {
      throw WireError(.trailing, at: at, reading: "document", "\(source.count - at) bytes follow the value")
    }
  }

  /// Reads the beginning of a value; true where another value is to be read in it.
  private mutating func beginValue(_ source: Span<UInt8>, _ tape: inout Tape) throws(WireError) -> Bool {
    let byte = try peek(source, "value")
    values += 1
    guard values <= limits.count else {
      throw WireError(.limit, at: at, reading: "document", "more than \(limits.count) values")
    }
    switch byte {
    case UInt8(ascii: "{"): return try open(.dict, closing: UInt8(ascii: "}"), source, &tape)
    case UInt8(ascii: "["): return try open(.list, closing: UInt8(ascii: "]"), source, &tape)
    case UInt8(ascii: "\""): try string(source, &tape)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): try number(source, &tape)
    default: try word(source, &tape)
    }
    return false
  }

  /// Reads what follows a value; true where another one comes.
  private mutating func endValue(_ source: Span<UInt8>, _ tape: inout Tape) throws(WireError) -> Bool {
    while let frame = frames.last {
      frames[frames.count - 1].count += 1
      let byte = try peek(source, "container")
      let close = frame.isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")
      if byte == close {
        at += 1
        tape.close(frame.node, as: frame.isObject ? .dict : .list, count: frame.count + 1)
        frames.removeLast()
        continue
      }
      guard byte == UInt8(ascii: ",") else {
        throw WireError(.syntax, at: at, reading: "container", "',' or its end expected")
      }
      at += 1
      if frame.isObject { try key(source, &tape) }
      return true
    }
    return false
  }

  private mutating func open(
    _ kind: TapeNode.Kind, closing close: UInt8, _ source: Span<UInt8>, _ tape: inout Tape
  ) throws(WireError) -> Bool {
    guard frames.count < limits.depth else {
      throw WireError(.limit, at: at, reading: "document", "nested deeper than \(limits.depth) levels")
    }
    let node = tape.open(kind, at: at)
    at += 1
    if try peek(source, "container") == close {
      at += 1
      tape.close(node, as: kind, count: 0)
      return false
    }
    frames.append(Frame(node: node, isObject: kind == .dict))
    if kind == .dict { try key(source, &tape) }
    return true
  }

  private mutating func key(_ source: Span<UInt8>, _ tape: inout Tape) throws(WireError) {
    guard try peek(source, "key") == UInt8(ascii: "\"") else {
      throw WireError(.syntax, at: at, reading: "key", "a string expected")
    }
    try string(source, &tape)
    guard try peek(source, "member") == UInt8(ascii: ":") else {
      throw WireError(.syntax, at: at, reading: "member", "':' expected after the key")
    }
    at += 1
  }

  private mutating func skipBlanks(_ source: Span<UInt8>) {
    while at < source.count, Self.isBlank(source[at]) { at += 1 }
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
  }

  private mutating func peek(_ source: Span<UInt8>, _ what: String) throws(WireError) -> UInt8 {
    skipBlanks(source)
    guard at < source.count else {
      throw WireError(.truncated, at: at, reading: what, "the JSON ends too soon")
    }
    return source[at]
  }
}

// Scalars.
extension JSONTapeReader {
  private mutating func word(_ source: Span<UInt8>, _ tape: inout Tape) throws(WireError) {
    let start = at
    if take("null", source) {
      tape.append(TapeNode(.none, at: start))
    } else if take("true", source) {
      tape.append(TapeNode(.bool, at: start, payload: 1))
    } else if take("false", source) {
      tape.append(TapeNode(.bool, at: start))
    } else if take("NaN", source) {
      tape.append(TapeNode(.float, at: start, payload: Double.nan.bitPattern))
    } else if take("Infinity", source) {
      tape.append(TapeNode(.float, at: start, payload: Double.infinity.bitPattern))
    } else {
      throw WireError(.syntax, at: at, reading: "value", "no JSON value begins here")
    }
  }

  private mutating func take(_ word: StaticString, _ source: Span<UInt8>) -> Bool {
    let isThere = word.withUTF8Buffer { wanted in
      guard source.count - at >= wanted.count else { return false }
      for index in 0..<wanted.count where source[at + index] != wanted[index] { return false }
      return true
    }
    if isThere { at += word.utf8CodeUnitCount }
    return isThere
  }

  private mutating func number(_ source: Span<UInt8>, _ tape: inout Tape) throws(WireError) {
    let start = at
    let isNegative = source[at] == UInt8(ascii: "-")
    if isNegative { at += 1 }
    if isNegative, take("Infinity", source) {
      tape.append(TapeNode(.float, at: start, payload: (-Double.infinity).bitPattern))
      return
    }
    let digits = at
    try skipDigits(source)
    guard source[digits] != UInt8(ascii: "0") || at == digits + 1 else {
      throw WireError(.syntax, at: digits, reading: "number", "a zero leads")
    }
    let end = at
    try skipFraction(source)
    guard at > end else {
      try integer(source, digits..<end, isNegative: isNegative, at: start, &tape)
      return
    }
    guard let value = FloatText.decimal(source.extracting(digits..<at)) else {
      throw WireError(.syntax, at: start, reading: "number", "it is none")
    }
    tape.append(TapeNode(.float, at: start, payload: (isNegative ? -value : value).bitPattern))
  }

  private mutating func skipDigits(_ source: Span<UInt8>) throws(WireError) {
    let start = at
    while at < source.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(source[at]) { at += 1 }
    guard at > start else { throw WireError(.syntax, at: at, reading: "number", "a digit expected") }
    guard at - start <= limits.digits else {
      throw WireError(.limit, at: start, reading: "number", "more than \(limits.digits) digits")
    }
  }

  private mutating func skipFraction(_ source: Span<UInt8>) throws(WireError) {
    if at < source.count, source[at] == UInt8(ascii: ".") {
      at += 1
      try skipDigits(source)
    }
    guard at < source.count, source[at] | 0x20 == UInt8(ascii: "e") else { return }
    at += 1
    if at < source.count, source[at] == UInt8(ascii: "+") || source[at] == UInt8(ascii: "-") { at += 1 }
    try skipDigits(source)
  }

  private mutating func integer(
    _ source: Span<UInt8>, _ digits: Range<Int>, isNegative: Bool, at start: Int, _ tape: inout Tape
  ) throws(WireError) {
    switch PythonValue.integer(digits: source.extracting(digits), isNegative: isNegative) {
    case .int(let value): tape.append(TapeNode(.int, at: start, payload: UInt64(bitPattern: value)))
    case .bigInt(let value): tape.append(integer: value.magnitude, isNegative: isNegative, at: start)
    default: throw WireError(.syntax, at: start, reading: "number", "it is none")
    }
  }

  /// A string that stands in the source as it is; one with escapes is copied to the side bytes.
  private mutating func string(_ source: Span<UInt8>, _ tape: inout Tape) throws(WireError) {
    let start = at
    at += 1
    while at < source.count {
      switch source[at] {
      case UInt8(ascii: "\""):
        tape.append(TapeNode(.string, at: start, low: start + 1, high: at - start - 1))
        at += 1
        return
      case UInt8(ascii: "\\"):
        try escapedString(from: start, source, &tape)
        return
      case ..<0x20:
        throw WireError(.syntax, at: at, reading: "string", "a control character stands in it")
      default:
        at += 1
      }
    }
    throw WireError(.truncated, at: at, reading: "string", "its end is missing")
  }

  private mutating func escapedString(
    from start: Int, _ source: Span<UInt8>, _ tape: inout Tape
  ) throws(WireError) {
    let first = tape.sideCount
    for index in start + 1..<at { tape.appendSide(source[index]) }
    while at < source.count {
      let byte = source[at]
      if byte == UInt8(ascii: "\"") {
        tape.append(TapeNode(.string, .inSide, at: start, low: first, high: tape.sideCount - first))
        at += 1
        return
      }
      guard byte >= 0x20 else {
        throw WireError(.syntax, at: at, reading: "string", "a control character stands in it")
      }
      at += 1
      if byte == UInt8(ascii: "\\") {
        for unit in String(try escape(source)).utf8 { tape.appendSide(unit) }
      } else {
        tape.appendSide(byte)
      }
    }
    throw WireError(.truncated, at: at, reading: "string", "its end is missing")
  }

  /// What follows a backslash.
  private mutating func escape(_ source: Span<UInt8>) throws(WireError) -> Unicode.Scalar {
    guard at < source.count else {
      throw WireError(.truncated, at: at, reading: "string escape", "its end is missing")
    }
    let byte = source[at]
    at += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): return try unicode(source)
    default: throw WireError(.syntax, at: at - 1, reading: "string escape", "it is not defined")
    }
  }

  /// JSON-5: a `\u` escape, or the two of a surrogate pair. A lone surrogate, which Python keeps, becomes U+FFFD.
  private mutating func unicode(_ source: Span<UInt8>) throws(WireError) -> Unicode.Scalar {
    let unit = try codeUnit(source)
    guard (0xD800..<0xDC00).contains(unit), at + 6 <= source.count, source[at] == UInt8(ascii: "\\"),
      source[at + 1] == UInt8(ascii: "u")
    else { return Unicode.Scalar(unit) ?? "\u{FFFD}" }
    let start = at
    at += 2
    let low = try codeUnit(source)
    guard (0xDC00..<0xE000).contains(low) else {
      at = start
      return "\u{FFFD}"
    }
    return Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)) ?? "\u{FFFD}"
  }

  private mutating func codeUnit(_ source: Span<UInt8>) throws(WireError) -> UInt32 {
    guard at + 4 <= source.count else {
      throw WireError(.truncated, at: source.count, reading: "string escape", "four hex digits wanted")
    }
    var unit: UInt32 = 0
    for index in at..<at + 4 {
      guard let digit = hexDigit(source[index]) else {
        throw WireError(.syntax, at: index, reading: "string escape", "a hex digit expected")
      }
      unit = unit << 4 | UInt32(digit)
    }
    at += 4
    return unit
  }
}
