extension OutputBuffer {
  /// Appends the low `length` bytes (at most 8) of a word, the lowest first, and 1 to 16 bytes of text: without
  /// the call of what copies any number.
  package mutating func append(_ head: UInt64, _ length: Int, short text: borrowing Span<UInt8>) {
    reserve(32)
    let start = min(length, 8)
    store(head, at: 0)
    if text.count >= 8 {
      store(eightBytes(text, at: 0), at: start)
      store(eightBytes(text, at: text.count &- 8), at: start &+ text.count &- 8)
    } else {
      store(lastBytes(text, from: 0), at: start)
    }
    advance(by: start &+ text.count)
  }
}
