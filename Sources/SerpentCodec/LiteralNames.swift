import WireCore

// Words: constants, `set()`, and what no literal has.
extension LiteralParser {
  /// SERP-70: `None`, `True`, `False`, a string with a prefix, or `set()`. Other names, and all that
  /// begins otherwise, are no literals.
  mutating func name(_ source: Span<UInt8>, _ at: inout Int) throws(WireError) {
    switch source[at] {
    case UInt8(ascii: "N") where isWord("None", source, at):
      tape.append(TapeNode(.none, at: at))
      at += 4
    case UInt8(ascii: "T") where isWord("True", source, at):
      tape.append(TapeNode(.bool, at: at, payload: 1))
      at += 4
    case UInt8(ascii: "F") where isWord("False", source, at):
      tape.append(TapeNode(.bool, at: at))
      at += 5
    default:
      if startsString(source, at) { return try anyString(source, &at) }
      guard let end = endOfSetName(source, at) else { throw unexpectedValue(source, at) }
      try emptySet(source, &at, nameEnd: end)
    }
  }

  /// Whether the word stands here, and no longer one.
  @inline(__always)
  private func isWord(_ word: StaticString, _ source: Span<UInt8>, _ at: Int) -> Bool {
    let count = word.utf8CodeUnitCount
    guard at + count <= source.count else { return false }
    let matches = word.withUTF8Buffer { bytes in
      var index = 0
      while index < count, unsafe bytes[index] == source[at + index] { index += 1 }
      return index == count
    }
    return matches && (at + count == source.count || !Ascii.isNameByte(source[at + count]))
  }

  /// SERP-71: `set()` is the empty set. The name may stand in parentheses of its own, as in `(set)()`.
  private mutating func emptySet(_ source: Span<UInt8>, _ at: inout Int, nameEnd: Int) throws(WireError) {
    at = nameEnd
    try skipBlanks(source, &at)
    while at < source.count, source[at] == Ascii.rightParenthesis, frame.kind == .paren {
      tape.removeLast()
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
      guard outer.count < depth else { throw tooDeep(at) }
      at += 1
      if bracket == Ascii.leftParenthesis { try skipGap(source, &at, inBrackets: true) }
    }
    frame.hasContainers = true
    let index = tape.open(.set, at: valueStart)
    tape.close(index, as: .set, count: 0, flags: .flat)
    isUnhashable = true
  }
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
