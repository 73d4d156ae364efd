// Text of bytes that all stand for themselves in what `repr` prints. These give false, with nothing appended, where
// one does not.
extension OutputBuffer {
  /// Appends a text of up to 16 bytes, as most keys are, behind one or two bytes and before a quote. There must be
  /// room for 26 bytes.
  @inline(__always)
  mutating func appendShort(
    _ text: borrowing Span<UInt8>, behind head: UInt64, _ start: Int
  ) -> Bool {
    let length = text.count
    if length >= 8 {
      let (first, last) = (eightBytes(text, at: 0), eightBytes(text, at: length &- 8))
      guard !areSpecial(first, last) else { return false }
      store(head, at: 0)
      store(first, at: start)
      store(last, at: length &- 8 &+ start)
    } else {
      let word = lastBytes(text, from: 0)
      // Past the text the word has zeros, which look special: spaces are put there.
      guard specialBytes(word | 0x2020_2020_2020_2020 &<< UInt64(8 &* length)) == 0 else { return false }
      store(head, at: 0)
      store(word, at: start)
    }
    store(UInt64(singleQuote), at: length &+ start)
    advance(by: length &+ start &+ 1)
    return true
  }

  /// Appends a text of over 16 bytes between quotes. There must be room for it and nine bytes more.
  @inline(__always)
  mutating func appendPlain(_ text: borrowing Span<UInt8>) -> Bool {
    store(UInt64(singleQuote), at: 0)
    let last = text.count &- 16
    var index = 0
    while true {
      let (first, second) = (eightBytes(text, at: index), eightBytes(text, at: index &+ 8))
      guard !areSpecial(first, second) else { return false }
      store(first, at: index &+ 1)
      store(second, at: index &+ 9)
      if index == last { break }
      // The last sixteen are stored over some of those before them.
      index = min(index &+ 16, last)
    }
    store(UInt64(singleQuote), at: text.count &+ 1)
    advance(by: text.count &+ 2)
    return true
  }
}

/// Which of eight bytes do not stand for themselves between single quotes: a single quote, a backslash, a control
/// character, or a byte of a character past ASCII. The lowest bit set is the highest bit of the first such byte
/// (bytes above it may be marked wrongly, through carries).
@inline(__always)
func specialBytes(_ word: UInt64) -> UInt64 {
  let ones: UInt64 = 0x0101_0101_0101_0101
  let quotes = word ^ (ones &* UInt64(singleQuote))
  let backslashes = word ^ (ones &* UInt64(UInt8(ascii: "\\")))
  let deletes = word ^ (ones &* 0x7F)
  let low = (word &- ones &* 0x20) | (quotes &- ones) | (backslashes &- ones) | (deletes &- ones)
  return (low | word) & (ones &* 0x80)
}

/// Whether any of sixteen bytes is one of those.
@inline(__always)
private func areSpecial(_ first: UInt64, _ second: UInt64) -> Bool {
  let ones: UInt64 = 0x0101_0101_0101_0101
  let words = SIMD2(first, second)
  let quotes = words ^ SIMD2(repeating: ones &* UInt64(singleQuote))
  let backslashes = words ^ SIMD2(repeating: ones &* UInt64(UInt8(ascii: "\\")))
  let deletes = words ^ SIMD2(repeating: ones &* 0x7F)
  let each = SIMD2(repeating: ones)
  let controls = words &- SIMD2(repeating: ones &* 0x20)
  let marks = words | controls | (quotes &- each) | (backslashes &- each) | (deletes &- each)
  return (marks[0] | marks[1]) & (ones &* 0x80) != 0
}
