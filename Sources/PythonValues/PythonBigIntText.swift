// Reading integers of any size. Decimal text is read in chunks of 19 digits, the
// most that a word holds: quadratic in the digits, so callers limit these (4,300 by default, as
// CPython does).

private let chunkDigits = 19
private let chunkBase: UInt64 = 10_000_000_000_000_000_000

extension PythonValue {
  /// Reads the digits of an integer.
  ///
  /// - Parameters:
  ///   - digits: ASCII digits without sign or prefix. Underscores are skipped wherever they stand:
  ///     where they may stand is the format's matter.
  ///   - radix: 2, 8, 10 or 16.
  ///   - isNegative: whether a minus sign stood before them.
  /// - Returns: `nil` where there is no digit, something is not a digit, or the radix is another.
  /// - Complexity: O(n) for 2, 8 and 16; O(n²) for 10, with a small factor: 0.1 ms for 4,300 digits.
  public static func integer(
    digits: Span<UInt8>, radix: Int = 10, isNegative: Bool = false
  ) -> PythonValue? {
    let magnitude: [UInt64]? =
      switch radix {
      case 10: decimalMagnitude(digits)
      case 2: binaryMagnitude(digits, bitsPerDigit: 1)
      case 8: binaryMagnitude(digits, bitsPerDigit: 3)
      case 16: binaryMagnitude(digits, bitsPerDigit: 4)
      default: nil
      }
    return magnitude.map { integer(isNegative: isNegative, magnitude: $0) }
  }

  /// Reads the digits of an integer; see ``integer(digits:radix:isNegative:)-(Span<UInt8>,_,_)``.
  public static func integer(digits: String, radix: Int = 10, isNegative: Bool = false) -> PythonValue? {
    let bytes = Array(digits.utf8)
    return integer(digits: bytes.span, radix: radix, isNegative: isNegative)
  }

  private static func decimalMagnitude(_ digits: Span<UInt8>) -> [UInt64]? {
    plainMagnitude(digits) ?? magnitudeOfAny(digits)
  }

  /// The integer that eight decimal digits and more write; `nil` of fewer, and where something else is among them.
  package static func integer(plainDigits digits: Span<UInt8>, isNegative: Bool) -> PythonValue? {
    plainMagnitude(digits).map { integer(isNegative: isNegative, magnitude: $0) }
  }

  /// The magnitude that eight digits and more write; `nil` of fewer, and where something else is among them.
  private static func plainMagnitude(_ digits: Span<UInt8>) -> [UInt64]? {
    if let few = FewDecimalDigits(digits) { return few.magnitude }
    let count = digits.count
    guard count >= 8 else { return nil }
    var words: [UInt64] = []
    words.reserveCapacity(count / chunkDigits + 1)
    // 16 at once, and then up to 15: eight, where there are so many, and the last of the last eight.
    var index = 0
    while index &+ 16 <= count {
      guard let high = eightDigits(digits, index), let low = eightDigits(digits, index &+ 8) else {
        return nil
      }
      multiply(&words, by: 10_000_000_000_000_000, adding: high &* 100_000_000 &+ low)
      index &+= 16
    }
    var (last, scale): (UInt64, UInt64) = (0, 1)
    if index &+ 8 <= count {
      guard let eight = eightDigits(digits, index) else { return nil }
      (last, scale) = (eight, 100_000_000)
      index &+= 8
    }
    if index < count {
      guard let rest = eightDigits(digits, count &- 8, skipping: 8 &- (count &- index)) else { return nil }
      let power = powersOfTen[count &- index]
      (last, scale) = (last &* power &+ rest, scale &* power)
    }
    if scale > 1 { multiply(&words, by: scale, adding: last) }
    return words
  }

  /// The same of any number of digits, with underscores among them.
  private static func magnitudeOfAny(_ digits: Span<UInt8>) -> [UInt64]? {
    var words: [UInt64] = []
    var (chunk, scale, seen): (UInt64, UInt64, Int) = (0, 1, 0)
    for index in digits.indices where digits[index] != UInt8(ascii: "_") {
      let digit = digits[index] &- UInt8(ascii: "0")
      guard digit < 10 else { return nil }
      chunk = chunk &* 10 &+ UInt64(digit)
      scale = scale &* 10
      seen &+= 1
      if scale == chunkBase {
        multiply(&words, by: scale, adding: chunk)
        (chunk, scale) = (0, 1)
      }
    }
    guard seen > 0 else { return nil }
    if scale > 1 { multiply(&words, by: scale, adding: chunk) }
    return words
  }

  /// The number that the eight digits at `start` write, the first few left out, fewer than eight; `nil` where one of
  /// the others is no digit.
  @inline(__always)
  private static func eightDigits(_ digits: Span<UInt8>, _ start: Int, skipping: Int = 0) -> UInt64? {
    decimalNumber(of: eightBytes(digits, start) &>> UInt64(8 &* skipping), digits: 8 &- skipping)
  }

  /// words = words * factor + addend.
  private static func multiply(_ words: inout [UInt64], by factor: UInt64, adding addend: UInt64) {
    var carry = addend
    var places = words.mutableSpan
    for index in places.indices {
      let product = places[index].multipliedFullWidth(by: factor)
      let (low, overflow) = product.low.addingReportingOverflow(carry)
      places[index] = low
      carry = product.high &+ (overflow ? 1 : 0)  // At most 2^64 - 1: (2^64-1)^2 + 2^64-1 < 2^128.
    }
    if carry != 0 { words.append(carry) }
  }

  /// Reads the digits from the last to the first, and fills words from the low bits up.
  private static func binaryMagnitude(_ digits: Span<UInt8>, bitsPerDigit: UInt64) -> [UInt64]? {
    var words: [UInt64] = []
    var (word, filled, seen): (UInt64, UInt64, Int) = (0, 0, 0)
    var index = digits.count
    while index > 0 {
      index -= 1
      if digits[index] == UInt8(ascii: "_") { continue }
      guard let value = hexDigit(digits[index]), value < 1 << bitsPerDigit else { return nil }
      let digit = UInt64(value)
      word |= digit << filled
      filled += bitsPerDigit
      seen += 1
      if filled >= 64 {
        words.append(word)
        filled -= 64
        word = digit >> (bitsPerDigit - filled)  // What did not fit; a shift of all bits gives 0.
      }
    }
    guard seen > 0 else { return nil }
    words.append(word)
    return words
  }
}
