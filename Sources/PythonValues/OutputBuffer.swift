/// Bytes being written: one raw allocation that grows, for the text and binary encoders.
///
/// The encoders' only unsafe file. A `[UInt8]` in its place was measured to take 1.2 to 1.6 times as
/// long, since each append checks capacity, uniqueness and bounds.
///
/// Why it is sound:
/// - `base` is allocated in `init`, replaced only in `grow`, and freed once, in `deinit`; the struct
///   is noncopyable, so it has one owner and no second free.
/// - `count <= capacity` always, and each method that stores reserves first what it stores.
/// - Only bytes below `count` are read, and each was stored before `count` passed it: `count` moves
///   only over what was just stored, or back.
@frozen @usableFromInline
package struct OutputBuffer: ~Copyable {
  @usableFromInline package var base: UnsafeMutablePointer<UInt8>
  @usableFromInline package var capacity: Int
  /// How many bytes have been written.
  @usableFromInline package var count: Int

  /// An empty buffer.
  package init(minimumCapacity: Int = 512) {
    capacity = max(64, minimumCapacity)
    base = .allocate(capacity: capacity)
    count = 0
  }

  deinit { base.deallocate() }

  /// The bytes written, copied.
  package func array() -> [UInt8] {
    [UInt8](UnsafeBufferPointer(start: base, count: count))
  }

  /// Forgets the bytes past `length`, which must not be above `count`.
  @inlinable @inline(__always)
  package mutating func truncate(to length: Int) {
    precondition(length >= 0 && length <= count)
    count = length
  }

  /// Makes room for `extra` more bytes.
  @inlinable @inline(__always)
  package mutating func reserve(_ extra: Int) {
    if capacity &- count < extra { grow(by: extra) }
  }

  /// Moves to an allocation of at least twice the size.
  @inline(never) @usableFromInline
  package mutating func grow(by extra: Int) {
    let wider = max(capacity * 2, count + extra)
    let fresh = UnsafeMutablePointer<UInt8>.allocate(capacity: wider)
    fresh.update(from: base, count: count)
    base.deallocate()
    base = fresh
    capacity = wider
  }

  /// Appends one byte.
  @inlinable @inline(__always)
  package mutating func append(_ byte: UInt8) {
    reserve(1)
    base[count] = byte
    count &+= 1
  }

  /// Appends the low `length` bytes (at most 8) of `word`, the lowest first.
  @inlinable @inline(__always)
  package mutating func append(word: UInt64, _ length: Int) {
    reserve(8)
    UnsafeMutableRawPointer(base + count)
      .storeBytes(of: word.littleEndian, as: UInt64.self)
    count &+= min(length, 8)
  }

  /// Appends all of `bytes`.
  @inlinable @inline(__always)
  package mutating func append(_ bytes: borrowing Span<UInt8>) {
    reserve(bytes.count)
    bytes.withUnsafeBufferPointer { source in
      guard let start = source.baseAddress else { return }
      (base + count).update(from: start, count: source.count)
    }
    count &+= bytes.count
  }

  /// Appends text that stands in the program.
  @inlinable @inline(__always)
  package mutating func append(_ text: StaticString) {
    reserve(text.utf8CodeUnitCount)
    (base + count).update(from: text.utf8Start, count: text.utf8CodeUnitCount)
    count &+= text.utf8CodeUnitCount
  }

  /// Appends a string as it is.
  package mutating func append(verbatim text: String) {
    let done: Void? = text.utf8.withContiguousStorageIfAvailable { append($0.span) }
    if done == nil { append(Array(text.utf8).span) }
  }

  /// Appends `byte` `length` times.
  package mutating func append(repeating byte: UInt8, _ length: Int) {
    reserve(length)
    (base + count).update(repeating: byte, count: length)
    count &+= length
  }

  /// Replaces the byte at `index`, which must be below `count`.
  @inlinable @inline(__always)
  package mutating func replaceByte(at index: Int, with byte: UInt8) {
    precondition(index >= 0 && index < count)
    base[index] = byte
  }
}
