extension OutputBuffer {
  /// Appends a finite number as Python's `repr` prints it: the shortest digits that read back,
  /// in exponent form below 1e-4 and from 1e16 on. Each format has its own forms of what is not
  /// finite; here they are those of `repr`: `inf`, `-inf` and `nan`.
  package mutating func append(float number: Double) {
    reserve(64)
    if number.sign == .minus && !number.isNaN { append(UInt8(ascii: "-")) }
    guard number.isFinite else { return append(number.isNaN ? "nan" : "inf") }
    let bits = number.bitPattern
    let significand = bits & 0xF_FFFF_FFFF_FFFF
    let exponent = bits >> 52 & 0x7FF
    guard significand | exponent != 0 else { return append("0.0") }
    append(FloatDigits(ShortestFloat(significandBits: significand, exponentBits: exponent)))
  }

  /// Appends a number of at most 17 digits times a power of ten as C's `%.*g` prints it: without zeros at its
  /// end, in exponent form below 1e-4 and from 10 to the `precision` on.
  package mutating func append(digits: UInt64, exponent: Int, precision: Int) {
    reserve(64)
    let digits = FloatDigits(ShortestFloat(digits: digits, exponent: exponent))
    switch digits.point {
    case 0..<precision: appendGeneral(digits)
    case -4..<0: appendSmall(digits)
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
    switch digits.point {
    case 0..<16: appendFixed(digits)
    case -4..<0: appendSmall(digits)
    default: appendScientific(digits)
    }
  }

  /// `12.5`: the point stands among the digits or behind them, and a digit follows it.
  @inline(__always)
  private mutating func appendFixed(_ digits: FloatDigits) {
    storeAll(digits, at: 0)
    let end = digits.point &+ 1
    let fraction = digits.afterFirst >> UInt128(digits.point &* 8)
    store(UInt64(truncatingIfNeeded: fraction) << 8 | UInt64(UInt8(ascii: ".")), at: end)
    store(UInt64(truncatingIfNeeded: fraction >> 56), at: end &+ 8)
    store(UInt64(truncatingIfNeeded: fraction >> 120), at: end &+ 16)
    advance(by: end &+ max(2, digits.length &- digits.point))
  }

  /// `0.00125`: zeros stand between the point and the digits.
  @inline(__always)
  private mutating func appendSmall(_ digits: FloatDigits) {
    store(0x3030_3030_3030_2E30, at: 0)
    let zeros = 1 &- digits.point
    storeAll(digits, at: zeros)
    advance(by: zeros &+ digits.length)
  }

  /// `1.25e-07`: one digit before the point, a sign and at least two digits in the exponent.
  private mutating func appendScientific(_ digits: FloatDigits) {
    store(UInt64(digits.first) | UInt64(UInt8(ascii: ".")) << 8, at: 0)
    store(UInt64(truncatingIfNeeded: digits.afterFirst), at: 2)
    store(UInt64(truncatingIfNeeded: digits.afterFirst >> 64), at: 10)
    advance(by: digits.length > 1 ? digits.length &+ 1 : 1)
    append(digits.point < 0 ? "e-" : "e+")
    let exponent = digits.point.magnitude
    if exponent < 10 { append(UInt8(ascii: "0")) }
    append(decimal: UInt64(exponent))
  }

  /// All 17 digits.
  @inline(__always)
  private mutating func storeAll(_ digits: FloatDigits, at offset: Int) {
    store(UInt64(digits.first), at: offset)
    store(UInt64(truncatingIfNeeded: digits.afterFirst), at: offset &+ 1)
    store(UInt64(truncatingIfNeeded: digits.afterFirst >> 64), at: offset &+ 9)
  }
}

/// The digits of a float as text, filled up with zeros to 17.
struct FloatDigits {
  /// The first digit, which is not zero.
  var first: UInt8
  /// The 16 digits after it, the first of them in the lowest byte.
  var afterFirst: UInt128
  /// How many of the 17 digits stand before the closing zeros; at least 1.
  var length: Int
  /// The power of ten of the first digit.
  var point: Int

  @inline(__always)
  init(_ shortest: ShortestFloat) {
    let known = decimalLength(shortest.digits)
    point = known &- 1 &+ shortest.exponent
    let filled = shortest.digits &* powersOfTen[17 &- known]
    let (top, rest) = filled.quotientAndRemainder(dividingBy: 10_000_000_000_000_000)
    let (high, low) = rest.quotientAndRemainder(dividingBy: 100_000_000)
    let digits = UInt128(eightDigits(low)) << 64 | UInt128(eightDigits(high))
    first = UInt8(truncatingIfNeeded: top) &+ UInt8(ascii: "0")
    length = 17 &- digits.leadingZeroBitCount >> 3
    afterFirst = digits | UInt128(asciiZeros) << 64 | UInt128(asciiZeros)
  }
}

/// How many decimal digits a number above zero has, of at most 17.
@inline(__always)
private func decimalLength(_ number: UInt64) -> Int {
  let bits = 64 &- number.leadingZeroBitCount
  let atLeast = (bits &* 1_233) >> 12
  return atLeast &+ (number >= powersOfTen[atLeast] ? 1 : 0)
}

/// 10^0 to 10^19.
private let powersOfTen: [UInt64] = [
  1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000,
  10_000_000_000, 100_000_000_000, 1_000_000_000_000, 10_000_000_000_000, 100_000_000_000_000,
  1_000_000_000_000_000, 10_000_000_000_000_000, 100_000_000_000_000_000,
  1_000_000_000_000_000_000, 10_000_000_000_000_000_000,
]
