import WireCore

// Words: constants, `set()`, and what no literal has.
extension LiteralParser where Sink: ~Copyable {
  /// SERP-70: a string with a prefix, or `set()`, where no constant stands. Other names, and all that begins
  /// otherwise, are no literals.
  mutating func name(_ source: Span<UInt8>, _ at: inout Int) throws(WireError) {
    if startsString(source, at) { return try anyString(source, &at) }
    guard let end = endOfSetName(source, at) else { throw unexpectedValue(source, at) }
    try emptySet(source, &at, nameEnd: end)
  }

  /// Reads `None`, `True` or `False`, where one stands here and no longer name; returns its end.
  mutating func constant(_ source: Span<UInt8>, _ at: Int) -> Int? {
    guard let (node, end) = constantNode(source, at), end == source.count || !Ascii.isNameByte(source[end])
    else {
      return nil
    }
    tape.append(node, source)
    return end
  }

  /// SERP-71: `set()` is the empty set. The name may stand in parentheses of its own, as in `(set)()`.
  private mutating func emptySet(_ source: Span<UInt8>, _ at: inout Int, nameEnd: Int) throws(WireError) {
    at = nameEnd
    try skipBlanks(source, &at)
    while at < source.count, source[at] == Ascii.rightParenthesis, state.top.kind == .paren {
      tape.abandon(Int(state.top.node))
      state.valueStart = Int(state.top.offset)
      pop()
      at += 1
      try skipBlanks(source, &at)
    }
    for bracket in [Ascii.leftParenthesis, Ascii.rightParenthesis] {
      guard at < source.count else { throw endOfInput(source) }
      guard source[at] == bracket else {
        throw WireError(
          .syntax, at: at, reading: "empty set", "'()' expected after set, found \(quoted(source, at))")
      }
      guard state.around < state.depth else { throw tooDeep(at) }
      at += 1
      if bracket == Ascii.leftParenthesis { try skipGap(source, &at, inBrackets: true) }
    }
    state.top.setContainers()
    let index = tape.open(.set, at: state.valueStart)
    try tape.close(TapeNode(.set, .flat, at: state.valueStart, low: 0, high: 0), index, source)
    state.unhashableStart = state.valueStart
  }
}

/// The value of `None`, `True` or `False`, where one of these words stands here, and its end. What follows is not
/// looked at.
@inline(__always)
func constantNode(_ source: Span<UInt8>, _ at: Int) -> (TapeNode, Int)? {
  let word = loadWord(source, at: at) ?? lastBytes(source, at)
  let isFalse = word & 0xFF_FFFF_FFFF == 0x65_736C_6146  // "False"
  let isTrue = word & 0xFFFF_FFFF == 0x6575_7254  // "True"
  let isNone = word & 0xFFFF_FFFF == 0x656E_6F4E  // "None"
  guard isFalse || isTrue || isNone else { return nil }
  return (TapeNode(isNone ? .none : .bool, at: at, payload: isTrue ? 1 : 0), isFalse ? at &+ 5 : at &+ 4)
}

/// The last bytes of the source, fewer than eight, as a word with zeros after them.
@inline(never)
private func lastBytes(_ source: Span<UInt8>, _ at: Int) -> UInt64 {
  var word: UInt64 = 0
  for index in (at..<min(source.count, at + 8)).reversed() { word = word << 8 | UInt64(source[index]) }
  return word
}

/// Where the name that begins at `at` ends, where it is `set`; else `nil`.
///
/// SERP-72: names are compared as Python does, after normalisation (NFKC), so that letters which are forms
/// of s, e and t count as those.
private func endOfSetName(_ source: Span<UInt8>, _ start: Int) -> Int? {
  var at = start
  for letters in [SetNameForms.s, SetNameForms.e, SetNameForms.t] {
    guard let scalar = decodeScalar(source, &at), letters.contains(scalar) else { return nil }
  }
  return at < source.count && Ascii.isNameByte(source[at]) ? nil : at
}

/// The character at `at`, of input that is known to be UTF-8.
private func decodeScalar(_ source: Span<UInt8>, _ at: inout Int) -> UInt32? {
  guard at < source.count else { return nil }
  let lead = source[at]
  let length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
  guard at + length <= source.count else { return nil }
  var value = UInt32(length == 1 ? lead : lead & (0x7F >> UInt8(length)))
  for index in (at + 1)..<(at + length) { value = value << 6 | UInt32(source[index] & 0x3F) }
  at += length
  return value
}
