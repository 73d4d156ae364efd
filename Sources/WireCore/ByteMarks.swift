// Finding bytes in a word of eight. Each answer has the high bit set of the bytes that are meant; above the first of
// them others may be set too, so that the lowest bit set tells the first.

/// Eight times this byte.
@inlinable
@inline(__always)
package func eight(_ byte: UInt8) -> UInt64 { 0x0101_0101_0101_0101 &* UInt64(byte) }

/// The bytes that are zero.
@inlinable
@inline(__always)
package func zeroBytes(_ word: UInt64) -> UInt64 { (word &- eight(0x01)) & ~word & eight(0x80) }

/// The bytes below one, of 1 to 0x80.
@inlinable
@inline(__always)
package func lowBytes(_ word: UInt64, below byte: UInt8) -> UInt64 {
  (word &- eight(byte)) & ~word & eight(0x80)
}

/// The place, 0 to 7, of the first byte that is marked; there has to be one.
@inlinable
@inline(__always)
package func firstMarked(_ marks: UInt64) -> Int { marks.trailingZeroBitCount &>> 3 }

/// The place, 0 to 15, of the first byte of sixteen that is marked; `nil` where none is.
@inlinable
@inline(__always)
package func firstMarked(_ marks: SIMDMask<SIMD16<Int8>>) -> Int? {
  let (low, high) = words(of: bytes(of: marks))
  if low != 0 { return firstMarked(low) }
  return high == 0 ? nil : 8 &+ firstMarked(high)
}
