/// The shortest decimal digits that read back as one binary64 number, and of the shortest the
/// nearest to it: what Python's `repr` prints.
///
/// The method is Raffaello Giulietti's ("The Schubfach way to render doubles"): the number and the two
/// ends of the interval that rounds to it are scaled by a power of ten, each to an integer whose
/// two low bits say where the exact value lies, and one of at most four candidates is it.
struct ShortestFloat {
  /// The digits, as an integer of at most 17 digits; trailing zeros are possible.
  var digits: UInt64
  /// The power of ten of the last digit.
  var exponent: Int

  /// The digits of a finite number above zero, from its IEEE 754 fields.
  init(significandBits: UInt64, exponentBits: UInt64) {
    let isNormal = exponentBits != 0
    let significand = isNormal ? significandBits | 1 << 52 : significandBits
    let power = Int(isNormal ? exponentBits : 1) - 1075
    if power <= 0, power >= -52, significand.trailingZeroBitCount >= -power {
      self.init(digits: significand >> UInt64(-power), exponent: 0)
      return
    }
    // The interval below a power of two is half as wide as the one above it.
    let isLopsided = significandBits == 0 && exponentBits > 1
    self.init(rounding: significand, power: power, isLopsided: isLopsided)
  }

  /// Digits that are known.
  init(digits: UInt64, exponent: Int) {
    self.digits = digits
    self.exponent = exponent
  }

  /// The digits of `significand * 2^power`.
  private init(rounding significand: UInt64, power: Int, isLopsided: Bool) {
    // floor(log10(2^power)), or of 3/4 of it: as exact for all binary64 exponents as logarithms.
    let decimal = (power &* 1_262_611 &- (isLopsided ? 524_031 : 0)) >> 22
    let shift = UInt64(power &+ ((-decimal &* 1_741_647) >> 19) &+ 1)
    let index = (-decimal &- PowerOfTenTable.firstExponent) &* 2
    let high = PowerOfTenTable.words[index]
    let low = PowerOfTenTable.words[index &+ 1]

    let odd = significand & 1
    let middle = significand << 2
    let lower = scaled(high, low, (middle &- (isLopsided ? 1 : 2)) << shift) &+ odd
    let value = scaled(high, low, middle << shift)
    let upper = scaled(high, low, (middle &+ 2) << shift) &- odd

    let floor = value >> 2
    let tens = floor / 10
    // A multiple of ten if exactly one of the two neighbours lies in the interval; else the one integer that
    // does; else of two the nearer, or the even one. All are computed and one is chosen, since which it will
    // be cannot be foretold.
    let tenBelow: UInt64 = lower <= tens &* 40 ? 1 : 0
    let tenAbove: UInt64 = tens &* 40 &+ 40 <= upper ? 1 : 0
    let below: UInt64 = lower <= floor << 2 ? 1 : 0
    let above: UInt64 = floor << 2 &+ 4 <= upper ? 1 : 0
    let nearer: UInt64 = value &+ (floor & 1) > floor << 2 &+ 2 ? 1 : 0
    let single = floor &+ (below != above ? above : nearer)
    let isTen = floor >= 10 && tenBelow != tenAbove
    self.init(digits: isTen ? tens &+ tenAbove : single, exponent: decimal &+ (isTen ? 1 : 0))
  }
}

/// The top 64 of the 192 bits of `power * factor`, the last of them set as well where anything
/// but a little of the rest is: rounding to odd keeps the comparisons with the result exact.
@inline(__always)
private func scaled(_ high: UInt64, _ low: UInt64, _ factor: UInt64) -> UInt64 {
  let carried = low.multipliedFullWidth(by: factor).high
  let product = high.multipliedFullWidth(by: factor)
  let (rest, overflow) = product.low.addingReportingOverflow(carried)
  let top = product.high &+ (overflow ? 1 : 0)
  return top | (rest > 1 ? 1 : 0)
}
