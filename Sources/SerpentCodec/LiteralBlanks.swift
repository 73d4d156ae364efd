import WireCore

/// SERP-5: between tokens stand spaces, tabs, form feeds and joined lines; within brackets also line
/// ends and comments. Outside brackets it stops at the line's end or at a comment.
@inline(__always)
func skipGap(_ source: Span<UInt8>, _ at: inout Int, inBrackets: Bool) throws(WireError) {
  // What follows most tokens is the next token.
  guard at < source.count, isBlank(source[at]) else { return }
  try skipSomeBlanks(source, &at, inBrackets: inBrackets)
}

@inline(__always)
private func isBlank(_ byte: UInt8) -> Bool {
  byte <= Ascii.space || byte == Ascii.hash || byte == Ascii.backslash
}

@inline(never)
private func skipSomeBlanks(_ source: Span<UInt8>, _ at: inout Int, inBrackets: Bool) throws(WireError) {
  while at < source.count {
    switch source[at] {
    case Ascii.space, Ascii.tab, Ascii.formFeed: at += 1
    case Ascii.newline, Ascii.carriageReturn:
      guard inBrackets else { return }
      at += 1
    case Ascii.hash:
      guard inBrackets else { return }
      try skipComment(source, &at)
    case Ascii.backslash: try joinLines(source, &at)
    default: return
    }
  }
}

/// SERP-6: a comment goes from `#` to the line's end, which it leaves.
private func skipComment(_ source: Span<UInt8>, _ at: inout Int) throws(WireError) {
  skipLine(source, &at)
  if at < source.count, source[at] == 0 { throw nulByte(at, reading: "comment") }
}

/// SERP-7: a backslash before a line's end joins the next line, which must be there.
private func joinLines(_ source: Span<UInt8>, _ at: inout Int) throws(WireError) {
  let start = at
  at += 1
  guard at < source.count else {
    throw WireError(.truncated, at: at, reading: "joined line", "the input ends after a backslash")
  }
  guard source[at] == Ascii.newline || source[at] == Ascii.carriageReturn else {
    throw WireError(
      .syntax, at: at, reading: "joined line", "a backslash here must be followed by a line's end")
  }
  skipLineEnd(source, &at)
  guard at < source.count else {
    throw WireError(
      .truncated, at: at, reading: "joined line", "no line follows the backslash at byte \(start)")
  }
}

/// SERP-4: a line ends with LF, CR LF or CR.
func skipLineEnd(_ source: Span<UInt8>, _ at: inout Int) {
  let isPair = source[at] == Ascii.carriageReturn && at + 1 < source.count && source[at + 1] == Ascii.newline
  at += isPair ? 2 : 1
}

/// Where the value begins, of a document that begins as serpent writes it (SERP-101): after the line
/// `# serpent utf-8 python3.2`, not indented. `nil` where it begins otherwise.
@inline(__always)
private func endOfHeader(_ source: Span<UInt8>) -> Int? {
  guard let first = loadWord(source, at: 0), first == 0x6E65_7072_6573_2023,  // "# serpen"
    let second = loadWord(source, at: 8), second == 0x2038_2D66_7475_2074,  // "t utf-8 "
    let third = loadWord(source, at: 16), third == 0x2E33_6E6F_6874_7970,  // "python3."
    source.count > 26, source[24] == UInt8(ascii: "2"), source[25] == Ascii.newline, !isBlank(source[26])
  else { return nil }
  return 26
}

// The lines around the value.
extension LiteralParser where Sink: ~Copyable {
  /// Whether the byte ends the line outside brackets, or begins a comment that does.
  func endsLine(_ byte: UInt8) -> Bool {
    byte == Ascii.newline || byte == Ascii.carriageReturn || byte == Ascii.hash
  }

  /// Skips what may stand between two tokens where the parser is.
  @inline(__always)
  func skipBlanks(_ source: Span<UInt8>, _ at: inout Int) throws(WireError) {
    try skipGap(source, &at, inBrackets: !state.top.isDocument)
  }

  /// SERP-3: spaces and tabs before everything else are skipped; then lines that are blank or a
  /// comment; the value's line must not be indented. Returns where the value begins.
  @inline(__always)
  func firstToken(_ source: Span<UInt8>) throws(WireError) -> Int {
    if let end = endOfHeader(source) { return end }
    return try anyFirstToken(source)
  }

  @inline(never)
  private func anyFirstToken(_ source: Span<UInt8>) throws(WireError) -> Int {
    var at = 0
    while at < source.count, source[at] == Ascii.space || source[at] == Ascii.tab { at += 1 }
    guard try skipLines(source, &at) else {
      throw WireError(.truncated, at: source.count, reading: "document", "there is no value in it")
    }
    return at
  }

  /// Reads the end of the value's line and the lines after it, which may hold nothing but blanks and
  /// comments.
  func skipLastLines(_ source: Span<UInt8>, _ end: Int) throws(WireError) {
    var at = end
    if source[at] == Ascii.hash { try skipComment(source, &at) }
    guard at < source.count else { return }
    skipLineEnd(source, &at)
    if try skipLines(source, &at) { throw trailing(source, at) }
  }

  /// The input ends after a value: so does the document, unless brackets are open.
  @inline(__always)
  mutating func endOfDocument(_ source: Span<UInt8>) throws(WireError) {
    if state.top.kind == .document { return }
    try endOfTuple(source)
  }

  @inline(never)
  private mutating func endOfTuple(_ source: Span<UInt8>) throws(WireError) {
    guard state.top.isDocument else { throw endOfInput(source) }
    if state.top.kind == .documentTuple { try countElement() }
    guard state.top.node >= 0 else { return }
    try tape.close(closed(.tuple), Int(state.top.node), source)
  }

  /// Skips lines that hold nothing but blanks and comments. True where a token was found, at `at`, on a
  /// line that is not indented; false at the end of input.
  private func skipLines(_ source: Span<UInt8>, _ at: inout Int) throws(WireError) -> Bool {
    while true {
      let column = try indentation(source, &at)
      let isBlank =
        at < source.count
        && (source[at] == Ascii.hash || source[at] == Ascii.newline || source[at] == Ascii.carriageReturn)
      guard isBlank || column == 0 else {
        throw WireError(.syntax, at: at, reading: "line", "the line is indented by \(column) columns")
      }
      guard isBlank else { return at < source.count }
      if source[at] == Ascii.hash { try skipComment(source, &at) }
      guard at < source.count else { return false }
      skipLineEnd(source, &at)
    }
  }

  /// The column that the blanks at a line's beginning lead to, as CPython counts it: a form feed
  /// starts at 0 again, and a joined line keeps the column of the first.
  private func indentation(_ source: Span<UInt8>, _ at: inout Int) throws(WireError) -> Int {
    var column = 0
    var joined = 0
    while at < source.count {
      switch source[at] {
      case Ascii.space: column += 1
      case Ascii.tab: column = (column / 8 + 1) * 8
      case Ascii.formFeed: column = 0
      case Ascii.backslash:
        if joined == 0 { joined = column }
        try joinLines(source, &at)
        continue
      default: return joined == 0 ? column : joined
      }
      at += 1
    }
    return joined == 0 ? column : joined
  }
}
