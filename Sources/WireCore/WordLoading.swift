// Eight bytes at once, where they are certain to be there. The only place of such loads but for those of
// the check of UTF-8.
//
// Why they are safe: each is of eight bytes that the line before it has found to be within the span, in
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

/// Eight bytes, the first in the lowest place. The subscripts compile to one load.
@inlinable
@inline(__always)
package func loadWord(_ run: Span<UInt8>) -> UInt64 {
  let low = UInt64(run[0]) | UInt64(run[1]) << 8 | UInt64(run[2]) << 16 | UInt64(run[3]) << 24
  let high = UInt64(run[4]) << 32 | UInt64(run[5]) << 40 | UInt64(run[6]) << 48 | UInt64(run[7]) << 56
  return low | high
}
