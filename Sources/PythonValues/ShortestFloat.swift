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
    // An integer: the one comparison also tells that the power is neither above 0 nor below -52.
    if UInt(bitPattern: 0 &- power) <= UInt(bitPattern: significand.trailingZeroBitCount) {
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
  ///
  /// What cannot be foretold is chosen by masks, of 0 or all bits, and not by jumps.
  @inline(__always)
  private init(rounding significand: UInt64, power: Int, isLopsided: Bool) {
    let lopsided = isLopsided ? 1 : 0
    // floor(log10(2^power)), or of 3/4 of it: as exact for all binary64 exponents as logarithms.
    let decimal = (power &* 1_262_611 &- lopsided &* 524_031) &>> 22
    let shift = power &+ ((0 &- decimal) &* 1_741_647) &>> 19 &+ 1
    let scale = Scale((0 &- decimal &- PowerOfTenTable.firstExponent) &* 2)

    let odd = significand & 1
    let middle = scale.times(significand &<< UInt64(truncatingIfNeeded: shift &+ 2))
    let lower = middle.minus(scale.shifted(by: shift &+ 1 &- lopsided)).roundedToOdd &+ odd
    let value = middle.roundedToOdd
    let upper = middle.plus(scale.shifted(by: shift &+ 1)).roundedToOdd &- odd

    let floor = value &>> 2
    let tens = floor / 10
    // A multiple of ten if exactly one of the two neighbours lies in the interval; else the one integer that
    // does; else of two the nearer, or the even one.
    let tenBelow: UInt64 = lower <= tens &* 40 ? 1 : 0
    let tenAbove: UInt64 = tens &* 40 &+ 40 <= upper ? 1 : 0
    let below: UInt64 = lower <= floor &<< 2 ? 1 : 0
    let above: UInt64 = floor &<< 2 &+ 4 <= upper ? 1 : 0
    let nearer: UInt64 = value &+ (floor & 1) > floor &<< 2 &+ 2 ? 1 : 0
    let single = floor &+ (nearer ^ ((above ^ nearer) & (0 &- (below ^ above))))
    let ten = (tens &+ tenAbove) &* 10
    let isTen = (tenBelow ^ tenAbove) & (floor >= 10 ? 1 : 0)
    self.init(digits: single ^ ((ten ^ single) & (0 &- isTen)), exponent: decimal)
  }
}

/// A power of ten to 128 bits.
private struct Scale {
  let high: UInt64
  let low: UInt64

  /// The one at an index of the table.
  @inline(__always)
  init(_ index: Int) {
    (high, low) = (PowerOfTenTable.words[index], PowerOfTenTable.words[index &+ 1])
  }

  /// Its product with a number.
  @inline(__always)
  func times(_ factor: UInt64) -> Wide {
    let small = low.multipliedFullWidth(by: factor)
    let large = high.multipliedFullWidth(by: factor)
    return Wide(top: UInt128(large.high) &<< 64 | UInt128(large.low) &+ UInt128(small.high), low: small.low)
  }

  /// Its product with a power of two of 2 to 63.
  @inline(__always)
  func shifted(by shift: Int) -> Wide {
    let (left, right) = (UInt64(truncatingIfNeeded: shift), UInt64(truncatingIfNeeded: 64 &- shift))
    let middle = high &<< left | low &>> right
    return Wide(top: UInt128(high &>> right) &<< 64 | UInt128(middle), low: low &<< left)
  }
}

/// A number of 192 bits.
private struct Wide {
  let top: UInt128
  let low: UInt64

  @inline(__always)
  func plus(_ other: Wide) -> Wide {
    let (sum, carry) = low.addingReportingOverflow(other.low)
    return Wide(top: top &+ other.top &+ (carry ? 1 : 0), low: sum)
  }

  @inline(__always)
  func minus(_ other: Wide) -> Wide {
    let (difference, borrow) = low.subtractingReportingOverflow(other.low)
    return Wide(top: top &- other.top &- (borrow ? 1 : 0), low: difference)
  }

  /// The top 64 bits, the last of them set as well where anything but a little of the rest is: rounding to odd keeps
  /// the comparisons with the result exact.
  @inline(__always)
  var roundedToOdd: UInt64 {
    let rest = UInt64(truncatingIfNeeded: top)
    return UInt64(truncatingIfNeeded: top &>> 64) | (rest > 1 ? 1 : 0)
  }
}
