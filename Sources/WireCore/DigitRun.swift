import PythonValues

/// The decimal digits that eight bytes begin with, all looked at in one step.
@frozen @usableFromInline
package struct DigitRun {
  /// How many there are, times eight.
  @usableFromInline package let bits: UInt64
  /// The bytes, the first in the lowest place: of digits, their values.
  @usableFromInline package let digits: UInt64

  /// Of eight bytes, the first in the lowest place.
  @inlinable
  @inline(__always)
  package init(_ word: UInt64) {
    digits = word ^ 0x3030_3030_3030_3030
    bits = UInt64(truncatingIfNeeded: bytesAboveNine(digits).trailingZeroBitCount) & ~7
  }

  /// How many there are.
  @inlinable
  @inline(__always)
  package var count: Int { Int(truncatingIfNeeded: bits >> 3) }

  /// The number that they write, of which there is one at least; what comes after them is moved out.
  @inlinable
  @inline(__always)
  package var value: UInt64 { joinedDecimals(digits &<< (64 &- bits)) }

  /// ``value`` of seven at most, or of none.
  @inlinable
  @inline(__always)
  package var valueOfSeven: UInt64 { joinedDecimals((digits &<< (56 &- bits)) &<< 8) }

  /// Ten to the power of their number.
  @inlinable
  @inline(__always)
  package var scale: UInt64 {
    switch bits {
    case 0: 1
    case 8: 10
    case 16: 100
    case 24: 1_000
    case 32: 10_000
    case 40: 100_000
    case 48: 1_000_000
    case 56: 10_000_000
    default: 100_000_000
    }
  }

  /// The byte after them, of which there are seven at most.
  @inlinable
  @inline(__always)
  package var next: UInt8 { UInt8(truncatingIfNeeded: digits &>> bits) ^ 0x30 }
}
