extension OutputBuffer {
  /// Appends a finite number as Python's `repr` prints it: the shortest digits that read back,
  /// in exponent form below 1e-4 and from 1e16 on. Each format has its own forms of what is not
  /// finite; here they are those of `repr`: `inf`, `-inf` and `nan`.
  package mutating func append(float number: Double) {
    reserve(64)
    let bits = number.bitPattern
    let significand = bits & 0xF_FFFF_FFFF_FFFF
    let exponent = bits &>> 52 & 0x7FF
    guard exponent != 0x7FF else { return append(notFinite: number) }
    store(byte: UInt8(ascii: "-"), at: 0)
    advance(by: Int(truncatingIfNeeded: bits &>> 63))
    guard significand | exponent != 0 else { return append("0.0") }
    append(FloatDigits(ShortestFloat(significandBits: significand, exponentBits: exponent)))
  }

  @inline(never)
  private mutating func append(notFinite number: Double) {
    if number.isNaN { append("nan") } else { append(number < 0 ? "-inf" : "inf") }
  }

  /// Appends a number of at most 17 digits times a power of ten as C's `%.*g` prints it: without zeros at its
  /// end, in exponent form below 1e-4 and from 10 to the `precision` on.
  package mutating func append(digits: UInt64, exponent: Int, precision: Int) {
    reserve(64)
    let digits = FloatDigits(ShortestFloat(digits: digits, exponent: exponent))
    switch digits.point {
    case 0..<precision: appendGeneral(digits)
    case -4..<0: appendFixed(digits)
    default: appendScientific(digits)
    }
  }

  /// `12.5` or `12`: the point stands among the digits, or nowhere.
  private mutating func appendGeneral(_ digits: FloatDigits) {
    let start = count
    appendFixed(digits)
    let whole = digits.point &+ 1
    truncate(to: start &+ (digits.length > whole ? digits.length &+ 1 : whole))
  }

  /// All forms take less room than was reserved. Words are stored one over the end of the other: what of
  /// them is not wanted is not counted.
  @inline(__always)
  private mutating func append(_ digits: FloatDigits) {
    if digits.point >= -4, digits.point < 16 { appendFixed(digits) } else { appendScientific(digits) }
  }

  /// `12.5` or `0.00125`: the point stands among the digits or behind them, and a digit follows it; or before zeros
  /// that stand before them.
  ///
  /// Which it will be cannot be foretold, so there is one way for all: the digits, and over their end the point
  /// and what comes after it; where that is all of them, the first digit in place of the point.
  @inline(__always)
  private mutating func appendFixed(_ digits: FloatDigits) {
    // -1, all bits, where zeros come first; else 0.
    let isSmall = digits.point &>> 63
    let zeros = (1 &- digits.point) & isSmall
    let whole = digits.point & ~isSmall
    let end = zeros &+ whole &+ 1 &+ isSmall
    let fraction = digits.afterFirst &>> UInt128(truncatingIfNeeded: whole &* 8)
    let point = UInt64(UInt8(ascii: "."))
    let separator = point ^ ((UInt64(digits.first) ^ point) & UInt64(truncatingIfNeeded: isSmall))
    store(0x3030_3030_3030_2E30, at: 0)
    store(digits.first, digits.afterFirst, at: zeros)
    store(UInt8(truncatingIfNeeded: separator), fraction, at: end)
    advance(by: end &+ max(digits.length &- whole, 2 &+ isSmall))
  }

  /// `1.25e-07`: one digit before the point, a sign and at least two digits in the exponent.
  private mutating func appendScientific(_ digits: FloatDigits) {
    store(byte: digits.first, at: 0)
    store(UInt8(ascii: "."), digits.afterFirst, at: 1)
    advance(by: digits.length > 1 ? digits.length &+ 1 : 1)
    append(digits.point < 0 ? "e-" : "e+")
    let exponent = digits.point.magnitude
    if exponent < 10 { append(UInt8(ascii: "0")) }
    append(decimal: UInt64(exponent))
  }
}

/// The digits of a float as text, filled up with zeros to 17.
struct FloatDigits {
  /// The first digit, which is not zero.
  let first: UInt8
  /// The 16 digits after it, the first of them in the lowest byte.
  let afterFirst: UInt128
  /// How many of the 17 digits stand before the closing zeros; at least 1.
  let length: Int
  /// The power of ten of the first digit.
  let point: Int

  @inline(__always)
  init(_ shortest: ShortestFloat) {
    // Most have 16 or 17 digits.
    if shortest.digits >= 1_000_000_000_000_000 {
      let is16: UInt64 = shortest.digits < 10_000_000_000_000_000 ? 1 : 0
      self.init(
        filled: shortest.digits &+ (shortest.digits &* 9) & (0 &- is16),
        point: shortest.exponent &+ 16 &- Int(truncatingIfNeeded: is16))
    } else {
      let known = decimalLength(shortest.digits)
      self.init(filled: shortest.digits &* powersOfTen[17 &- known], point: known &- 1 &+ shortest.exponent)
    }
  }

  /// Of a number of 17 digits.
  @inline(__always)
  private init(filled: UInt64, point: Int) {
    let first = filled / 10_000_000_000_000_000
    let leading = filled / 100_000_000
    let high = eightDigits(leading &- first &* 100_000_000)
    let low = eightDigits(filled &- leading &* 100_000_000)
    // The closing zeros are in the low digits, or all of these and some of the high.
    let onlyHigh: UInt64 = low == 0 ? 1 : 0
    let last = low | high & (0 &- onlyHigh)
    let zeros = last.leadingZeroBitCount &>> 3 &+ Int(truncatingIfNeeded: onlyHigh &* 8)
    self.first = UInt8(truncatingIfNeeded: first) | UInt8(ascii: "0")
    self.point = point
    length = 17 &- zeros
    afterFirst = UInt128(low | asciiZeros) &<< 64 | UInt128(high | asciiZeros)
  }
}

/// How many decimal digits a number above zero has, of at most 17.
@inline(__always)
private func decimalLength(_ number: UInt64) -> Int {
  let bits = 64 &- number.leadingZeroBitCount
  let atLeast = (bits &* 1_233) >> 12
  return atLeast &+ (number >= powersOfTen[atLeast] ? 1 : 0)
}
