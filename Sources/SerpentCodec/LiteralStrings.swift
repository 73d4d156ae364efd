import WireCore

/// A string literal under way: its parts joined.
struct StringParts {
  /// Where the first part begins, prefix included.
  let start: Int
  var isBytes = false
  /// How many parts are read.
  var count = 0
  /// Where the text stands in the source, while it is one run of it.
  var plain: Range<Int>?
  /// Where its text begins in the side bytes.
  let side: Int
}

// Strings and bytes.
extension LiteralParser where Sink: ~Copyable {
  /// SERP-51: one string literal or several in a row, which are joined; all text or all bytes.
  @inline(never)
  mutating func anyString(_ source: Span<UInt8>, _ at: inout Int) throws(WireError) {
    var parts = StringParts(start: at, side: tape.sideCount)
    repeat {
      let part = at
      let prefix = try stringPrefix(source, &at)
      if parts.count > 0, prefix.isBytes != parts.isBytes {
        throw WireError(.syntax, at: part, reading: "string", "bytes and text cannot be joined")
      }
      parts.isBytes = prefix.isBytes
      parts.count += 1
      // A second part: what the first left in the source goes to the side.
      if let plain = parts.plain { keep(source, plain) }
      parts.plain = nil
      if prefix.isRaw {
        try rawBody(source, &at, &parts)
      } else {
        try body(source, &at, &parts)
      }
      try skipBlanks(source, &at)
    } while at < source.count && startsString(source, at)
    emit(parts, source)
  }

  private mutating func emit(_ parts: StringParts, _ source: Span<UInt8>) {
    let kind: TapeNode.Kind = parts.isBytes ? .bytes : .string
    if let plain = parts.plain {
      tape.append(TapeNode(kind, at: parts.start, low: plain.lowerBound, high: plain.count), source)
    } else {
      let length = tape.sideCount - parts.side
      tape.append(TapeNode(kind, .inSide, at: parts.start, low: parts.side, high: length), source)
    }
  }

  /// Copies a run of the source to the side bytes.
  @inline(__always)
  mutating func keep(_ source: Span<UInt8>, _ run: Range<Int>) {
    guard Sink.keepsValues else { return }
    tape.reserveSide(source.count - run.lowerBound)
    tape.appendSide(source.extracting(run))
  }

  /// SERP-52: a literal with escapes.
  private mutating func body(
    _ source: Span<UInt8>, _ at: inout Int, _ parts: inout StringParts
  ) throws(WireError) {
    let delimiter = openQuotes(source, &at)
    var run = at
    var isPlain = parts.count == 1
    while true {
      try skipToSpecial(source, &at, delimiter, isBytes: parts.isBytes, from: parts.start)
      if source[at] == delimiter.quote {
        if isPlain { parts.plain = run..<at } else { keep(source, run..<at) }
        at += delimiter.count
        return
      }
      isPlain = false
      keep(source, run..<at)
      if source[at] == Ascii.backslash {
        try escape(source, &at, isBytes: parts.isBytes)
      } else {
        lineEnd(source, &at)
      }
      run = at
    }
  }

  /// SERP-53: a raw literal: a backslash stands for itself, and takes the meaning from a quote after it.
  private mutating func rawBody(
    _ source: Span<UInt8>, _ at: inout Int, _ parts: inout StringParts
  ) throws(WireError) {
    let delimiter = openQuotes(source, &at)
    var run = at
    var isPlain = parts.count == 1
    while true {
      try skipToSpecial(source, &at, delimiter, isBytes: parts.isBytes, from: parts.start)
      if source[at] == delimiter.quote {
        if isPlain { parts.plain = run..<at } else { keep(source, run..<at) }
        at += delimiter.count
        return
      }
      if source[at] == Ascii.backslash {
        at += 1
        guard at < source.count else { throw unterminated(parts.start, source) }
        guard source[at] == Ascii.carriageReturn else {
          guard source[at] != 0 else { throw nulByte(at, reading: "string") }
          guard !parts.isBytes || source[at] < 0x80 else { throw notAscii(at) }
          at += 1
          continue
        }
      }
      isPlain = false
      keep(source, run..<at)
      lineEnd(source, &at)
      run = at
    }
  }

  /// SERP-54: a line's end within a string is one LF, however it is written.
  private mutating func lineEnd(_ source: Span<UInt8>, _ at: inout Int) {
    skipLineEnd(source, &at)
    tape.appendSide(Ascii.newline)
  }

  /// Moves to the closing quotes, to a backslash, or to a line's end that must be rewritten, which is a
  /// CR in triple quotes.
  private func skipToSpecial(
    _ source: Span<UInt8>, _ at: inout Int, _ delimiter: Quotes, isBytes: Bool, from start: Int
  ) throws(WireError) {
    while true {
      let run = at
      skipPlainRun(source, &at, quote: delimiter.quote)
      if isBytes { try requireAscii(source, run..<at) }
      guard at < source.count else { throw unterminated(start, source) }
      switch source[at] {
      case delimiter.quote: if closes(source, at, delimiter) { return }
      case Ascii.backslash: return
      case 0: throw nulByte(at, reading: "string")
      case Ascii.newline, Ascii.carriageReturn:
        guard delimiter.count == 3 else {
          throw WireError(
            .syntax, at: at, reading: "string", "the line ends within the string of byte \(start)")
        }
        if source[at] == Ascii.carriageReturn { return }
      default: break
      }
      at += 1
    }
  }

  /// SERP-55: bytes are written with ASCII characters only.
  private func requireAscii(_ source: Span<UInt8>, _ run: Range<Int>) throws(WireError) {
    for index in run where source[index] >= 0x80 { throw notAscii(index) }
  }

  private func notAscii(_ at: Int) -> WireError {
    WireError(.syntax, at: at, reading: "bytes", "a character outside ASCII in bytes; write it as \\x")
  }

  private func unterminated(_ start: Int, _ source: Span<UInt8>) -> WireError {
    WireError(.truncated, at: source.count, reading: "string", "the string of byte \(start) is not closed")
  }
}

/// The quotes around a string: which, and one or three.
struct Quotes {
  let quote: UInt8
  let count: Int
}

/// Reads the opening quotes. SERP-56: three in a row open a string that three close, and that may have
/// lines; two are an empty string.
private func openQuotes(_ source: Span<UInt8>, _ at: inout Int) -> Quotes {
  let quote = source[at]
  let isTriple = at + 2 < source.count && source[at + 1] == quote && source[at + 2] == quote
  at += isTriple ? 3 : 1
  return Quotes(quote: quote, count: isTriple ? 3 : 1)
}

private func closes(_ source: Span<UInt8>, _ at: Int, _ quotes: Quotes) -> Bool {
  guard quotes.count == 3 else { return true }
  return at + 2 < source.count && source[at + 1] == quotes.quote && source[at + 2] == quotes.quote
}

/// What the letters before a string say.
struct StringPrefix {
  var isBytes = false
  var isRaw = false
}

/// SERP-57: a string's prefix is `r`, `u`, `b`, `br` or `rb`, in any case; `f` is no literal.
/// Returns it with `at` on the quote.
private func stringPrefix(_ source: Span<UInt8>, _ at: inout Int) throws(WireError) -> StringPrefix {
  var prefix = StringPrefix()
  while source[at] != Ascii.quote, source[at] != Ascii.doubleQuote {
    switch Ascii.lowered(source[at]) {
    case UInt8(ascii: "b"): prefix.isBytes = true
    case UInt8(ascii: "r"): prefix.isRaw = true
    case UInt8(ascii: "f"):
      throw WireError(.syntax, at: at, reading: "string", "a formatted string is no literal")
    default: break
    }
    at += 1
  }
  return prefix
}

/// Whether a string, with or without a prefix, begins here.
func startsString(_ source: Span<UInt8>, _ at: Int) -> Bool {
  if isQuote(source, at) { return true }
  let first = Ascii.lowered(source[at])
  guard
    first == UInt8(ascii: "r") || first == UInt8(ascii: "b") || first == UInt8(ascii: "u")
      || first == UInt8(ascii: "f")
  else { return false }
  if isQuote(source, at + 1) { return true }
  guard first != UInt8(ascii: "u"), at + 1 < source.count, isQuote(source, at + 2) else { return false }
  let second = Ascii.lowered(source[at + 1])
  return second != first && (first == UInt8(ascii: "r") || second == UInt8(ascii: "r"))
    && (second == UInt8(ascii: "r") || second == UInt8(ascii: "b") || second == UInt8(ascii: "f"))
}

private func isQuote(_ source: Span<UInt8>, _ at: Int) -> Bool {
  at < source.count && (source[at] == Ascii.quote || source[at] == Ascii.doubleQuote)
}
