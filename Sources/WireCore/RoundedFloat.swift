/// A number rounded to so many significant decimal digits, ties to even: what C's `%.*e` prints of it.
///
/// The number is multiplied by the power of ten that leaves as many digits before the point as are wanted.
/// The power has 128 bits, so the product is off by less than one unit of its third word: which way to round is
/// known, but for what lies within that of a tie.
package struct RoundedFloat {
  /// The digits, as many as were asked for.
  package private(set) var digits: UInt64
  /// The power of ten of the last digit.
  package private(set) var exponent: Int

  /// - Parameters:
  ///   - number: finite, above zero.
  ///   - precision: 1 to 17.
  /// - Returns: `nil` in the rare cases that only exact arithmetic decides, and far below 1e-290.
  package init?(_ number: Double, precision: Int) {
    guard number.isNormal, number > 0, precision >= 1, precision <= 17 else { return nil }
    let significand = number.significandBitPattern << 11 | 1 << 63
    let power = Int(number.exponentBitPattern) - 1023 - 63
    // Of 2^(power + 63), so it may be one too small.
    let leading = ((power &+ 63) &* 1_262_611) >> 22
    exponent = leading &- precision &+ 1
    guard let first = RoundedFloat.scaled(significand, power, -exponent) else { return nil }
    digits = first
    let bound = powersOfTenAsWords[precision]
    guard digits >= bound else { return }
    exponent &+= 1
    guard let second = RoundedFloat.scaled(significand, power, -exponent) else { return nil }
    digits = second
    // Rounded up to one digit more.
    guard digits >= bound else { return }
    digits /= 10
    exponent &+= 1
  }

  /// `significand * 2^power * 10^scale`, rounded; `nil` where it cannot be told.
  private static func scaled(_ significand: UInt64, _ power: Int, _ scale: Int) -> UInt64? {
    guard scale >= -342, scale <= 308 else { return nil }
    let index = 2 &* (scale &+ 342)
    let high = significand.multipliedFullWidth(by: powersOfFive[index])
    let low = significand.multipliedFullWidth(by: powersOfFive[index &+ 1])
    let (middle, carry) = high.low.addingReportingOverflow(low.high)
    let top = high.high &+ (carry ? 1 : 0)
    // The table's word is 5^scale without its power of two, which is that of 10^scale less `scale` and 127.
    let shift = -(power &+ ((217_706 &* scale) >> 16) &- 127) &- 128
    guard shift >= 1, shift <= 63 else { return nil }
    let floor = top >> UInt64(shift)
    let rest = top & (1 << UInt64(shift) &- 1)
    let half: UInt64 = 1 << UInt64(shift &- 1)
    if scale >= 0, scale <= 55 {
      // The power is exact, and so is the product.
      let isTie = rest == half && middle == 0 && low.low == 0
      return floor &+ (isTie ? floor & 1 : rest >= half ? 1 : 0)
    }
    guard rest != half || middle != 0, rest != half &- 1 || middle != .max else { return nil }
    return floor &+ (rest >= half ? 1 : 0)
  }
}

/// 10^0 to 10^17.
private let powersOfTenAsWords: [UInt64] = [
  1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000,
  10_000_000_000, 100_000_000_000, 1_000_000_000_000, 10_000_000_000_000, 100_000_000_000_000,
  1_000_000_000_000_000, 10_000_000_000_000_000, 100_000_000_000_000_000,
]
