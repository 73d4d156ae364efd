/// Room behind the bytes of an ``OutputBuffer``, lent while ``OutputBuffer/append(atMost:_:)`` runs: many values are
/// written there without the buffer being asked, and counted, for each.
///
/// Why it is sound:
/// - Only the buffer makes it, of its own room, and it cannot be copied; who else writes into it has it `inout`, so it is
///   gone when the buffer is used again.
/// - Each store is checked: where eight bytes fit, one does too.
@frozen @usableFromInline
package struct OutputRoom: ~Copyable {
  @usableFromInline let base: UnsafeMutableRawPointer
  /// The last place with eight bytes of room.
  @usableFromInline let last: UInt

  /// - Parameter count: how many bytes there is room for: at least eight.
  @inlinable @inline(__always)
  init(_ base: UnsafeMutableRawPointer, count: Int) {
    precondition(count >= 8)
    self.base = base
    last = UInt(bitPattern: count &- 8)
  }

  /// Writes a word, the lowest byte first. Behind `offset` there must be room for eight bytes.
  @inlinable @inline(__always)
  package mutating func store(_ word: UInt64, at offset: Int) {
    precondition(UInt(bitPattern: offset) <= last)
    base.storeBytes(of: word.littleEndian, toByteOffset: offset, as: UInt64.self)
  }

  /// Writes a byte. Behind `offset` there must be room for eight.
  @inlinable @inline(__always)
  package mutating func store(byte: UInt8, at offset: Int) {
    precondition(UInt(bitPattern: offset) <= last)
    base.storeBytes(of: byte, toByteOffset: offset, as: UInt8.self)
  }
}
