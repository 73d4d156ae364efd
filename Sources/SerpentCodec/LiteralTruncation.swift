import WireCore

// SERP-83: an error is `truncated` where more input could have mended it. These are looked for only after
// an error, so that reading does not pay for them.

/// The beginnings of what a document may hold where a name may stand.
private let words: [StaticString] = ["None", "True", "False", "set", "..."]

/// Whether the document ends within a constant, `set`, or the prefix of a string that begins at `at`.
func endsWithinWord(_ source: Span<UInt8>, _ at: Int) -> Bool {
  let count = source.count - at
  guard count > 0, count <= 4 else { return false }
  return words.contains { beginsWith($0, source, at, count) } || isStringPrefix(source, at, count)
}

/// Whether the last `count` bytes of the document are the first of a word that is longer.
private func beginsWith(_ word: StaticString, _ source: Span<UInt8>, _ at: Int, _ count: Int) -> Bool {
  guard count < word.utf8CodeUnitCount else { return false }
  return word.withUTF8Buffer { bytes in
    (0..<count).allSatisfy { unsafe bytes[$0] == source[at + $0] }
  }
}

/// Whether the last `count` bytes are `r`, `u`, `b`, `br` or `rb`, in any case (SERP-57).
private func isStringPrefix(_ source: Span<UInt8>, _ at: Int, _ count: Int) -> Bool {
  let first = Ascii.lowered(source[at])
  guard count == 2 else {
    return count == 1
      && (first == UInt8(ascii: "r") || first == UInt8(ascii: "u") || first == UInt8(ascii: "b"))
  }
  let second = Ascii.lowered(source[at + 1])
  return first == UInt8(ascii: "b") && second == UInt8(ascii: "r")
    || first == UInt8(ascii: "r") && second == UInt8(ascii: "b")
}

/// Whether the document ends within the character that begins at `at`, which is sound as far as it goes: more
/// bytes could have made it UTF-8.
func endsWithinCharacter(_ source: Span<UInt8>, _ at: Int) -> Bool {
  let lead = source[at]
  let length = lead < 0xC2 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 1
  let count = source.count - at
  guard count < length else { return false }
  for index in 1..<max(count, 1) where source[at + index] & 0xC0 != 0x80 { return false }
  guard count > 1 else { return true }
  // The second byte also keeps overlong forms, surrogates and what is past 10FFFF out.
  let second = source[at + 1]
  switch lead {
  case 0xE0: return second >= 0xA0
  case 0xED: return second < 0xA0
  case 0xF0: return second >= 0x90
  case 0xF4: return second < 0x90
  default: return true
  }
}
