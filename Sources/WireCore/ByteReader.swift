/// Reads a binary format from front to back. Each read is whole or nothing: what throws has
/// consumed nothing, and names the absolute offset at which the bytes stopped being good.
///
/// It holds an array slice by index, so a length becomes a sub-reader without a copy, and every
/// access is bounds-checked before it is made.
public struct ByteReader: Sendable {
  /// The bytes; only those from ``position`` to ``end`` are read.
  public let bytes: [UInt8]
  /// The index in ``bytes`` of the next byte to read.
  public private(set) var position: Int
  /// The index in ``bytes`` just past the last byte to read.
  public let end: Int
  /// Added to an index in ``bytes`` to make the offset that errors carry.
  public let base: Int

  /// Reads all of `bytes`; errors count offsets from `base`.
  public init(_ bytes: [UInt8], base: Int = 0) {
    self.bytes = bytes
    position = 0
    end = bytes.count
    self.base = base
  }

  private init(_ bytes: [UInt8], from position: Int, to end: Int, base: Int) {
    self.bytes = bytes
    self.position = position
    self.end = end
    self.base = base
  }

  /// How many bytes are left.
  public var remaining: Int { end - position }

  /// The absolute offset of the next byte.
  public var offset: Int { base + position }

  /// The next byte, not consumed; `nil` at the end.
  public func peek() -> UInt8? { position < end ? bytes[position] : nil }

  /// Throws `truncated` unless `count` bytes are left.
  public func require(_ count: Int, reading what: @autoclosure () -> String) throws(WireError) {
    guard count >= 0, count <= remaining else {
      throw WireError(
        .truncated, at: base + end, reading: what(), "\(count) bytes wanted, \(remaining) left")
    }
  }

  /// Reads one byte.
  public mutating func readByte(_ what: @autoclosure () -> String) throws(WireError) -> UInt8 {
    try require(1, reading: what())
    defer { position += 1 }
    return bytes[position]
  }

  /// Reads a big-endian integer of the width of `T`.
  public mutating func readBigEndian<T: FixedWidthInteger & Sendable>(
    _ type: T.Type = T.self, _ what: @autoclosure () -> String
  ) throws(WireError) -> T {
    let width = T.bitWidth / 8
    try require(width, reading: what())
    var value: T = 0
    for index in position..<position + width {
      value = value << 8 | T(truncatingIfNeeded: bytes[index])
    }
    position += width
    return value
  }

  /// Reads `count` bytes.
  public mutating func readBytes(
    _ count: Int, _ what: @autoclosure () -> String
  ) throws(WireError) -> ArraySlice<UInt8> {
    try require(count, reading: what())
    defer { position += count }
    return bytes[position..<position + count]
  }

  /// Sets `count` bytes apart as a reader of their own.
  public mutating func readReader(
    _ count: Int, _ what: @autoclosure () -> String
  ) throws(WireError) -> ByteReader {
    try require(count, reading: what())
    defer { position += count }
    return ByteReader(bytes, from: position, to: position + count, base: base)
  }

  /// Throws `trailing` unless every byte was read.
  public func requireEnd(_ what: @autoclosure () -> String) throws(WireError) {
    guard position == end else {
      throw WireError(.trailing, at: offset, reading: what(), "\(remaining) bytes more than it needs")
    }
  }
}
