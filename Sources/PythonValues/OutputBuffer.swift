/// Bytes being written, for the text and binary encoders: the last of them in one raw allocation, the
/// piece, and what no longer fits there in an array, which in the end is the result.
///
/// With ``OutputRoom`` the encoders' only unsafe files. A `[UInt8]` in its place was measured to take 1.2 to 1.6 times as
/// long, since each append checks capacity, uniqueness and bounds. A long text is not gathered in the raw
/// allocation, since it would be copied when it is done: to touch so much memory a second time was a third
/// of the time.
///
/// Why it is sound:
/// - `base` is allocated in `init`, replaced only in `widen`, and freed once, in `deinit`; the struct
///   is noncopyable, so it has one owner and no second free.
/// - `filled <= capacity` always, and each method that stores reserves first what it stores.
/// - Only bytes below `filled` are read, and each was stored before `filled` passed it: `filled` moves
///   only over what was just stored, or back.
@frozen @usableFromInline
package struct OutputBuffer: ~Copyable {
  /// The longest that a piece grows, unless more is asked for at once.
  private static let longestPiece = 1 << 16

  @usableFromInline var base: UnsafeMutablePointer<UInt8>
  @usableFromInline var capacity: Int
  /// How many bytes of the piece have been written.
  @usableFromInline var filled: Int
  /// The bytes before the piece.
  @usableFromInline var done: [UInt8] = []
  /// How many bytes there may be in the end.
  @usableFromInline var expected: Int

  /// An empty buffer.
  ///
  /// - Parameter expected: how many bytes there may be in the end.
  package init(expecting expected: Int = 512) {
    capacity = max(64, min(expected, OutputBuffer.longestPiece))
    base = .allocate(capacity: capacity)
    filled = 0
    self.expected = expected
  }

  deinit { base.deallocate() }

  /// How many bytes have been written.
  @inlinable
  package var count: Int { done.count &+ filled }

  /// The bytes written, after which the buffer is empty.
  package mutating func array() -> [UInt8] {
    guard !done.isEmpty else {
      defer { filled = 0 }
      return [UInt8](UnsafeBufferPointer(start: base, count: filled))
    }
    endPiece()
    var result: [UInt8] = []
    swap(&result, &done)
    return result.capacity / 4 <= result.count ? result : Array(result[...])
  }

  /// Whether there are more bytes than were expected; see ``expect(havingDone:)``. Not for short texts.
  @inlinable @inline(__always)
  package var isPastExpectation: Bool { done.count > expected }

  /// Tells how much of the whole is written, from 0 to 1, so that the bytes written are seldom moved. Of the estimate no
  /// more is believed than 16 MiB, or eight times what there is.
  package mutating func expect(havingDone share: Double) {
    let total = Int(Double(count) / max(1e-3, share) * 1.05)
    expected = max(done.count, min(total, max(8 * count, 1 << 24)))
  }

  /// Forgets the bytes past `length`, which must not be above `count`.
  @inlinable @inline(__always)
  package mutating func truncate(to length: Int) {
    let kept = length &- done.count
    if kept >= 0, kept <= filled { filled = kept } else { truncateEarlier(to: length) }
  }

  @inline(never) @usableFromInline
  mutating func truncateEarlier(to length: Int) {
    precondition(length >= 0 && length <= done.count)
    done.removeSubrange(length...)
    filled = 0
  }

  /// Makes room for `extra` more bytes in the piece.
  @inlinable @inline(__always)
  package mutating func reserve(_ extra: Int) {
    if capacity &- filled < extra { grow(by: extra) }
  }

  /// Begins another piece, or doubles it where it is short and the first.
  @inline(never) @usableFromInline
  mutating func grow(by extra: Int) {
    let needed = filled + extra
    if done.isEmpty, needed <= OutputBuffer.longestPiece {
      widen(to: max(needed, min(2 * capacity, OutputBuffer.longestPiece)))
    } else {
      endPiece()
      if capacity < extra { widen(to: extra) }
    }
  }

  /// Moves the piece to a longer allocation.
  private mutating func widen(to length: Int) {
    let fresh = UnsafeMutablePointer<UInt8>.allocate(capacity: length)
    fresh.update(from: base, count: filled)
    base.deallocate()
    base = fresh
    capacity = length
  }

  /// Moves the piece's bytes behind the earlier ones.
  private mutating func endPiece() {
    makeRoom(filled)
    done.append(contentsOf: UnsafeBufferPointer(start: base, count: filled))
    filled = 0
  }

  /// Where nothing better is known the array's room is tripled: then all that was taken as it grew is less than
  /// twice the last, which is what glibc keeps for the next time. What is not used is not touched.
  private mutating func makeRoom(_ extra: Int) {
    let needed = done.count + extra
    if needed > done.capacity { done.reserveCapacity(max(needed, expected, 3 * done.count)) }
  }

  /// Appends bytes that do not fit in the piece.
  @inline(never) @usableFromInline
  mutating func append(long bytes: borrowing Span<UInt8>) {
    endPiece()
    makeRoom(bytes.count)
    bytes.withUnsafeBufferPointer { done.append(contentsOf: $0) }
  }

  /// Appends one byte.
  @inlinable @inline(__always)
  package mutating func append(_ byte: UInt8) {
    reserve(1)
    base[filled] = byte
    filled &+= 1
  }

  /// Appends the low `length` bytes (at most 8) of `word`, the lowest first.
  @inlinable @inline(__always)
  package mutating func append(word: UInt64, _ length: Int) {
    reserve(8)
    UnsafeMutableRawPointer(base + filled)
      .storeBytes(of: word.littleEndian, as: UInt64.self)
    filled &+= min(length, 8)
  }

  /// Writes a word, the lowest byte first, into the room after the bytes written, which ``reserve(_:)`` made.
  @inlinable @inline(__always)
  package mutating func store(_ word: UInt64, at offset: Int) {
    var room = room
    room.store(word, at: offset)
  }

  /// The room after the bytes written.
  @inlinable @inline(__always)
  var room: OutputRoom { OutputRoom(UnsafeMutableRawPointer(base + filled), count: capacity &- filled) }

  /// Makes room for `length` more bytes, at least eight, lets `body` write them, and counts as many as written as it
  /// says.
  @inlinable @inline(__always)
  package mutating func append(atMost length: Int, _ body: (inout OutputRoom) -> Int) {
    reserve(length)
    var room = room
    advance(by: body(&room))
  }

  /// Counts bytes as written that ``store(_:at:)`` wrote.
  @inlinable @inline(__always)
  package mutating func advance(by length: Int) {
    precondition(length >= 0 && length <= capacity &- filled)
    filled &+= length
  }

  /// Appends all of `bytes`.
  @inlinable @inline(__always)
  package mutating func append(_ bytes: borrowing Span<UInt8>) {
    if bytes.count > 1 << 12, capacity &- filled < bytes.count { return append(long: bytes) }
    reserve(bytes.count)
    bytes.withUnsafeBufferPointer { source in
      guard let start = source.baseAddress else { return }
      (base + filled).update(from: start, count: source.count)
    }
    filled &+= bytes.count
  }

  /// Appends `length` bytes of `text` from `start` on, after which 16 more must stand in it: in steps of
  /// 16 bytes, which for short runs are quicker than a call of what copies any number.
  @inline(__always)
  package mutating func append(_ text: borrowing Span<UInt8>, from start: Int, _ length: Int) {
    precondition(start >= 0 && length >= 0 && length <= text.count && start <= text.count &- length &- 16)
    reserve(length &+ 16)
    let target = UnsafeMutableRawPointer(base + filled)
    text.withUnsafeBytes { source in
      var done = 0
      while done < length {
        let step = source.loadUnaligned(fromByteOffset: start &+ done, as: SIMD2<UInt64>.self)
        target.storeBytes(of: step, toByteOffset: done, as: SIMD2<UInt64>.self)
        done &+= 16
      }
    }
    filled &+= length
  }

  /// Appends text that stands in the program.
  @inlinable @inline(__always)
  package mutating func append(_ text: StaticString) {
    reserve(text.utf8CodeUnitCount)
    (base + filled).update(from: text.utf8Start, count: text.utf8CodeUnitCount)
    filled &+= text.utf8CodeUnitCount
  }

  /// Appends a string as it is.
  package mutating func append(verbatim text: String) {
    let done: Void? = text.utf8.withContiguousStorageIfAvailable { append($0.span) }
    if done == nil { append(Array(text.utf8).span) }
  }

  /// Appends `byte` `length` times.
  package mutating func append(repeating byte: UInt8, _ length: Int) {
    reserve(length)
    (base + filled).update(repeating: byte, count: length)
    filled &+= length
  }

  /// The byte at `index`, which must be below `count`.
  package func byte(at index: Int) -> UInt8 {
    let place = index &- done.count
    precondition(index >= 0 && place < filled)
    return place >= 0 ? base[place] : done[index]
  }

  /// Replaces the byte at `index`, which must be below `count`.
  @inlinable @inline(__always)
  package mutating func replaceByte(at index: Int, with byte: UInt8) {
    let place = index &- done.count
    precondition(index >= 0 && place < filled)
    if place >= 0 { base[place] = byte } else { done[index] = byte }
  }
}
