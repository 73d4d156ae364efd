// Eight or sixteen bytes at once, where they are certain to be there. The only place of such loads but for
// those of the check of UTF-8.
//
// Why they are safe: each is of bytes that the line before it has found to be within the span, in
// arithmetic that traps and does not wrap; any bits are an integer; and alignment is not asked for.
// Eight subscripts do the same, and even compile to one load, but only after the compiler has looked at
// their checks, which are then too many for it to inline the scanners that load words.

/// The eight bytes from `at` on as one word, the first in the lowest place; `nil` where fewer are left.
@inlinable
@inline(__always)
package func loadWord(_ bytes: Span<UInt8>, at: Int) -> UInt64? {
  guard at >= 0, at <= bytes.count - 8 else { return nil }
  let word = unsafe bytes.bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: at, as: UInt64.self)
  return UInt64(littleEndian: word)
}

/// The same, with zeros for those behind the end; `nil` where `at` is not within, or there are fewer than eight in all.
@inlinable
@inline(__always)
package func loadWordOrLess(_ bytes: Span<UInt8>, at: Int) -> UInt64? {
  if let word = loadWord(bytes, at: at) { return word }
  let last = bytes.count &- 8
  guard at >= 0, at < bytes.count, let word = loadWord(bytes, at: last) else { return nil }
  return word &>> UInt64(truncatingIfNeeded: 8 &* (at &- last))
}

/// The sixteen bytes from `at` on, the first in the first place; `nil` where fewer are left.
@inlinable
@inline(__always)
package func loadBlock(_ bytes: Span<UInt8>, at: Int) -> SIMD16<UInt8>? {
  guard at >= 0, at <= bytes.count - 16 else { return nil }
  return unsafe bytes.bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: at, as: SIMD16<UInt8>.self)
}

/// Sixteen bytes as two words, each with its first byte in the lowest place. Safe: both types are sixteen bytes, and any
/// bits are a value of either.
@inlinable
@inline(__always)
package func words(of block: SIMD16<UInt8>) -> (UInt64, UInt64) {
  let halves = unsafe unsafeBitCast(block, to: SIMD2<UInt64>.self)
  return (UInt64(littleEndian: halves[0]), UInt64(littleEndian: halves[1]))
}

/// All bits of each of sixteen bytes, or none. Safe: that is what a mask is made of. (Written without this, as a
/// replacement of lanes, it is compiled lane by lane.)
@inlinable
@inline(__always)
package func bytes(of mask: SIMDMask<SIMD16<Int8>>) -> SIMD16<UInt8> {
  unsafe unsafeBitCast(mask, to: SIMD16<UInt8>.self)
}

/// The places of sixteen bytes.
@inlinable
package var bytePlaces: SIMD16<Int8> {
  @inline(__always)
  get { SIMD16(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15) }
}

/// A mask of the first `count` of sixteen bytes, which is -128 to 127.
@inlinable
@inline(__always)
package func firstBytes(_ count: Int) -> SIMD16<UInt8> {
  bytes(of: bytePlaces .< SIMD16(repeating: Int8(truncatingIfNeeded: count)))
}
