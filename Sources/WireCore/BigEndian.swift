/// The big-endian 16-bit word at `offset`. The caller has checked that it lies within `bytes`.
@inlinable @inline(__always)
package func bigEndian16(_ bytes: Span<UInt8>, at offset: Int) -> UInt16 {
  UInt16(bytes[offset]) << 8 | UInt16(bytes[offset + 1])
}

/// The big-endian 32-bit word at `offset`. The caller has checked that it lies within `bytes`.
@inlinable @inline(__always)
package func bigEndian32(_ bytes: Span<UInt8>, at offset: Int) -> UInt32 {
  UInt32(bigEndian16(bytes, at: offset)) << 16 | UInt32(bigEndian16(bytes, at: offset + 2))
}

/// The big-endian 64-bit word at `offset`. The caller has checked that it lies within `bytes`.
@inlinable @inline(__always)
package func bigEndian64(_ bytes: Span<UInt8>, at offset: Int) -> UInt64 {
  UInt64(bigEndian32(bytes, at: offset)) << 32 | UInt64(bigEndian32(bytes, at: offset + 4))
}

extension Array<UInt8> {
  /// Appends an integer, most significant byte first.
  @inlinable
  package mutating func appendBigEndian<T: FixedWidthInteger>(_ value: T) {
    for shift in stride(from: T.bitWidth - 8, through: 0, by: -8) {
      append(UInt8(truncatingIfNeeded: value >> T(shift)))
    }
  }
}
