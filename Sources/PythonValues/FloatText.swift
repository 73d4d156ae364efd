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

  @inline(__always)
  private mutating func append(_ digits: FloatDigits) {
    switch digits.point {
    case 0..<16: appendFixed(digits)
    case -4..<0: appendSmall(digits)
    default: appendScientific(digits)
    }
  }

  /// `12.5`: the point stands among the digits or behind them, and a digit follows it.
  private mutating func appendFixed(_ digits: FloatDigits) {
    let start = count
    appendAll(digits)
    truncate(to: start &+ 1 &+ digits.point)
    append(UInt8(ascii: "."))
    let fraction = digits.afterFirst >> UInt128(digits.point &* 8)
    append(word: UInt64(truncatingIfNeeded: fraction), 8)
    append(word: UInt64(truncatingIfNeeded: fraction >> 64), 8)
    truncate(to: start &+ 1 &+ max(digits.point &+ 2, digits.length))
  }

  /// `0.00125`: zeros stand between the point and the digits.
  private mutating func appendSmall(_ digits: FloatDigits) {
    append("0.")
    append(word: asciiZeros, -1 &- digits.point)
    let start = count
    appendAll(digits)
    truncate(to: start &+ digits.length)
  }

  /// `1.25e-07`: one digit before the point, a sign and at least two digits in the exponent.
  private mutating func appendScientific(_ digits: FloatDigits) {
    let start = count
    append(digits.first)
    append(UInt8(ascii: "."))
    append(word: UInt64(truncatingIfNeeded: digits.afterFirst), 8)
    append(word: UInt64(truncatingIfNeeded: digits.afterFirst >> 64), 8)
    truncate(to: start &+ (digits.length > 1 ? digits.length &+ 1 : 1))
    append(digits.point < 0 ? "e-" : "e+")
    let exponent = digits.point.magnitude
    if exponent < 10 { append(UInt8(ascii: "0")) }
    append(decimal: UInt64(exponent))
  }

  /// All 17 digits.
  private mutating func appendAll(_ digits: FloatDigits) {
    append(digits.first)
    append(word: UInt64(truncatingIfNeeded: digits.afterFirst), 8)
    append(word: UInt64(truncatingIfNeeded: digits.afterFirst >> 64), 8)
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
