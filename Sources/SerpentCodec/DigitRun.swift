import WireCore

/// The decimal digits that eight bytes begin with, all looked at in one step.
struct DigitRun {
  /// How many there are, times eight.
  let bits: UInt64
  /// The bytes, the first in the lowest place: of digits, their values.
  private let digits: UInt64

  /// Of eight bytes, the first in the lowest place.
  @inline(__always)
  init(_ word: UInt64) {
    digits = word ^ 0x3030_3030_3030_3030
    // The highest bit of what is above 9, from the first such byte on; above that one others may be set too.
    let others = ((digits &+ 0x7676_7676_7676_7676) | digits) & 0x8080_8080_8080_8080
    bits = UInt64(truncatingIfNeeded: others.trailingZeroBitCount) & ~7
  }

  /// How many there are.
  @inline(__always)
  var count: Int { Int(truncatingIfNeeded: bits >> 3) }

  /// Whether they are a whole integer: one digit at least, a delimiter after the last, no leading zero.
  @inline(__always)
  var isShortInteger: Bool {
    bits &- 8 < 56 && isDelimiter(UInt8(truncatingIfNeeded: digits &>> bits) ^ 0x30)
      && (bits == 8 || digits & 0xFF != 0)
  }

  /// The number that they write, of which there is one at least; what comes after them is moved out.
  @inline(__always)
  var value: UInt64 { joinedDecimals(digits &<< (64 &- bits)) }

  /// Ten to the power of their number, which is below eight.
  @inline(__always)
  var scale: UInt64 {
    switch bits {
    case 8: 10
    case 16: 100
    case 24: 1_000
    case 32: 10_000
    case 40: 100_000
    case 48: 1_000_000
    default: 10_000_000
    }
  }
}
