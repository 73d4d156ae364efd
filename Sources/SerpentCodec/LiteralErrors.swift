import WireCore

// What is wrong, in the words of a compiler.
extension LiteralParser where Sink: ~Copyable {
  /// The frame in words, with its place.
  private var frameName: String {
    switch state.top.kind {
    case .list: "list of byte \(state.top.offset)"
    case .paren: "parentheses of byte \(state.top.offset)"
    case .tuple: "tuple of byte \(state.top.offset)"
    case .brace: "set or dict of byte \(state.top.offset)"
    case .set: "set of byte \(state.top.offset)"
    case .key, .value: "dict of byte \(state.top.offset)"
    default: "document"
    }
  }

  /// What may follow a value here.
  private var expected: String {
    switch state.top.kind {
    case .list: "',' or ']'"
    case .paren, .tuple: "',' or ')'"
    case .brace: "',', ':' or '}'"
    case .set, .value: "',' or '}'"
    case .key: "':'"
    default: "the document's end or ','"
    }
  }

  private var reading: String {
    switch state.top.kind {
    case .list: "list"
    case .paren, .tuple: "tuple"
    case .brace, .set: "set"
    case .key, .value: "dict"
    default: "document"
    }
  }

  @inline(never)
  func tooDeep(_ at: Int) -> WireError {
    WireError(.limit, at: at, reading: "nested value", "nested deeper than \(state.depth) levels")
  }

  @inline(never)
  func tooManyElements() -> WireError {
    WireError(
      .limit, at: state.valueStart, reading: "element", "more than \(limits.count) elements in the document")
  }

  @inline(never)
  func missingColon(_ at: Int) -> WireError {
    WireError(.syntax, at: at, reading: "dict", "':' expected after the key")
  }

  /// The value read last is unhashable, and stands where Python hashes it.
  @inline(never)
  func unhashable(_ what: StaticString) -> WireError {
    WireError(
      .syntax, at: state.valueStart, reading: "\(what)",
      "a list, dict or set, or a tuple that holds one, cannot be hashed")
  }

  /// The input ended within the frame.
  @inline(never)
  func endOfInput(_ source: Span<UInt8>) -> WireError {
    if state.top.isDocument {
      return WireError(.truncated, at: source.count, reading: "value", "a value is missing")
    }
    return WireError(.truncated, at: source.count, reading: reading, "the \(frameName) is not closed")
  }

  /// A byte after a value that cannot stand there.
  @inline(never)
  func unexpectedAfterValue(_ source: Span<UInt8>, _ at: Int) -> WireError {
    if source[at] == 0 { return nulByte(at, reading: reading) }
    let isSign = source[at] == Ascii.plus || source[at] == Ascii.minus
    if state.top.isDocument, !isSign { return trailing(source, at) }
    return WireError(
      .syntax, at: at, reading: reading,
      "\(expected) expected after a value in the \(frameName), found \(quoted(source, at))")
  }

  /// Something after the document's value.
  func trailing(_ source: Span<UInt8>, _ at: Int) -> WireError {
    WireError(
      .trailing, at: at, reading: "document", "the value is followed by \(quoted(source, at))")
  }

  /// A byte that begins no value.
  func unexpectedValue(_ source: Span<UInt8>, _ at: Int) -> WireError {
    if source[at] == 0 { return nulByte(at, reading: "value") }
    if endsWithinWord(source, at) {
      return WireError(.truncated, at: source.count, reading: "value", "the value is not whole")
    }
    guard Ascii.isNameByte(source[at]), !Ascii.isDigit(source[at]) else {
      return WireError(.syntax, at: at, reading: "value", "a value expected, found \(quoted(source, at))")
    }
    return WireError(
      .syntax, at: at, reading: "value", "\(word(source, at)) is no literal: names are never looked up")
  }

  /// The name that begins here, quoted; its first character, where it is long or not ASCII.
  private func word(_ source: Span<UInt8>, _ at: Int) -> String {
    var (end, joined) = (at, UInt8(0))
    while end < source.count, Ascii.isNameByte(source[end]), end - at < 24 {
      joined |= source[end]
      end += 1
    }
    return joined < 0x80 && end - at < 24
      ? "'" + text(source.extracting(at..<end)) + "'" : "the name that begins with " + quoted(source, at)
  }
}

/// SERP-8: a NUL byte stands nowhere in a document.
func nulByte(_ at: Int, reading: String) -> WireError {
  WireError(.syntax, at: at, reading: reading, "a NUL byte stands nowhere in a document")
}

/// The byte at `at` for a message: the character where it is printable ASCII.
func quoted(_ source: Span<UInt8>, _ at: Int) -> String {
  let byte = source[at]
  switch byte {
  case Ascii.newline, Ascii.carriageReturn: return "the line's end"
  case Ascii.quote: return "\"'\""
  case 0x20..<0x7F: return "'" + text(source.extracting(at..<at + 1)) + "'"
  default: return "the byte 0x" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
  }
}

private func text(_ bytes: Span<UInt8>) -> String {
  var text = ""
  for index in 0..<bytes.count { text.unicodeScalars.append(Unicode.Scalar(bytes[index])) }
  return text
}
