extension OutputBuffer {
  /// Appends a number as Python's `repr` prints it; see ``OutputRoom/store(float:at:)``.
  package mutating func append(float number: Double) {
    append(atMost: 64) { $0.store(float: number, at: 0) }
  }

  /// Appends a number of at most 17 digits times a power of ten as C's `%.*g` prints it: without zeros at its
  /// end, in exponent form below 1e-4 and from 10 to the `precision` on.
  package mutating func append(digits: UInt64, exponent: Int, precision: Int) {
    let digits = FloatDigits(ShortestFloat(digits: digits, exponent: exponent))
    append(atMost: 64) { room in
      switch digits.point {
      case 0..<precision: room.store(general: digits, at: 0)
      case -4..<0: room.store(fixed: digits, at: 0)
      default: room.store(scientific: digits, at: 0)
      }
    }
  }
}

// Numbers, which begin at `offset`: each function returns where it ends. Words are stored one over the end of the
// other, and what of the last means nothing stands behind that.
extension OutputRoom {
  /// Writes a number as Python's `repr` prints it: the shortest digits that read back, in exponent form below 1e-4 and
  /// from 1e16 on: 24 bytes at most, of 64 that there must be room for. Each format has its own forms of what is not
  /// finite; here they are those of `repr`: `inf`, `-inf` and `nan`.
  package mutating func store(float number: Double, at offset: Int) -> Int {
    let bits = number.bitPattern
    let significand = bits & 0xF_FFFF_FFFF_FFFF
    let exponent = bits &>> 52 & 0x7FF
    guard exponent != 0x7FF else { return store(notFinite: number, at: offset) }
    store(byte: UInt8(ascii: "-"), at: offset)
    let first = offset &+ Int(truncatingIfNeeded: bits &>> 63)
    guard significand | exponent != 0 else {
      store(0x30_2E30, at: first)  // 0.0
      return first &+ 3
    }
    let digits = FloatDigits(ShortestFloat(significandBits: significand, exponentBits: exponent))
    return digits.point >= -4 && digits.point < 16
      ? store(fixed: digits, at: first) : store(scientific: digits, at: first)
  }

  @inline(never)
  private mutating func store(notFinite number: Double, at offset: Int) -> Int {
    let (word, length): (UInt64, Int) =
      number.isNaN ? (0x6E_616E, 3) : number < 0 ? (0x666E_692D, 4) : (0x66_6E69, 3)  // nan, -inf, inf
    store(word, at: offset)
    return offset &+ length
  }

  /// `12.5` or `12`: the point stands among the digits, or nowhere.
  fileprivate mutating func store(general digits: FloatDigits, at offset: Int) -> Int {
    _ = store(fixed: digits, at: offset)
    let whole = digits.point &+ 1
    return offset &+ (digits.length > whole ? digits.length &+ 1 : whole)
  }

  /// `12.5` or `0.00125`: the point stands among the digits or behind them, and a digit follows it; or before zeros
  /// that stand before them.
  ///
  /// Which it will be cannot be foretold, so there is one way for all: the digits, and over their end the point
  /// and what comes after it; where that is all of them, the first digit in place of the point.
  @inline(__always)
  fileprivate mutating func store(fixed digits: FloatDigits, at offset: Int) -> Int {
    // -1, all bits, where zeros come first; else 0.
    let isSmall = digits.point &>> 63
    let zeros = (1 &- digits.point) & isSmall
    let whole = digits.point & ~isSmall
    let end = offset &+ zeros &+ whole &+ 1 &+ isSmall
    let fraction = digits.afterFirst &>> UInt128(truncatingIfNeeded: whole &* 8)
    let point = UInt8(ascii: ".")
    let separator = point ^ ((digits.first ^ point) & UInt8(truncatingIfNeeded: isSmall))
    store(0x3030_3030_3030_2E30, at: offset)
    store(digits.first, digits.afterFirst, at: offset &+ zeros)
    store(separator, fraction, at: end)
    return end &+ max(digits.length &- whole, 2 &+ isSmall)
  }

  /// `1.25e-07`: one digit before the point, a sign and at least two digits in the exponent.
  @inline(never)
  fileprivate mutating func store(scientific digits: FloatDigits, at offset: Int) -> Int {
    store(byte: digits.first, at: offset)
    store(UInt8(ascii: "."), digits.afterFirst, at: offset &+ 1)
    var end = offset &+ (digits.length > 1 ? digits.length &+ 1 : 1)
    let exponent = digits.point.magnitude
    let sign = digits.point < 0 ? UInt8(ascii: "-") : UInt8(ascii: "+")
    store(UInt64(UInt8(ascii: "e")) | UInt64(sign) << 8 | UInt64(UInt8(ascii: "0")) << 16, at: end)
    end &+= exponent < 10 ? 3 : 2
    return store(decimal: UInt64(exponent), at: end)
  }

  /// Writes a byte and sixteen more, the first of them in the lowest place.
  @inline(__always)
  private mutating func store(_ first: UInt8, _ rest: UInt128, at offset: Int) {
    store(byte: first, at: offset)
    store(UInt64(truncatingIfNeeded: rest), at: offset &+ 1)
    store(UInt64(truncatingIfNeeded: rest &>> 64), at: offset &+ 9)
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
