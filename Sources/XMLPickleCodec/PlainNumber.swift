import PythonValues
import WireCore

/// Numbers as Python prints most of them: `-12`, `0.25`, `1.5e-07`, `36893488147419103232L`. Others go the long way: see ``NumberText``.
enum PlainNumber {
  /// The number that the text is; `nil` where it is none of these, or has too many digits.
  ///
  /// `limit` is the most digits of an integer past 64 bits.
  static func value(_ text: Span<UInt8>, digits limit: Int) -> PythonValue? {
    value(text, 0..<text.count, digits: limit)
  }

  /// The number that a part of a text is. What stands behind it is no digit: it is there to be loaded with it.
  static func value(_ text: Span<UInt8>, _ part: Range<Int>, digits limit: Int) -> PythonValue? {
    var at = part.lowerBound
    guard part.upperBound <= text.count, at < part.upperBound else { return nil }
    let isNegative = text[at] == UInt8(ascii: "-")
    if isNegative { at &+= 1 }
    let first = at
    var digits = Digits()
    digits.add(text, &at)
    let whole = at
    guard first < whole, at <= part.upperBound else { return nil }
    let isZeroFirst = text[first] == UInt8(ascii: "0") && whole &- first > 1
    if at == part.upperBound {
      if isZeroFirst { return nil }
      if digits.count <= 18 {
        let number = Int64(truncatingIfNeeded: digits.mantissa)
        return .int(isNegative ? 0 &- number : number)
      }
      return wide(text.extracting(first..<whole), isNegative, limit)
    }
    if text[at] == UInt8(ascii: "L"), at &+ 1 == part.upperBound {
      // Where a word may hold it, it is a long only where longs are read: see ``NumberText``.
      guard digits.count > 19, !isZeroFirst else { return nil }
      return wide(text.extracting(first..<whole), isNegative, limit)
    }
    if text[at] == UInt8(ascii: ".") {
      at &+= 1
      digits.add(text, &at)
    }
    guard at <= part.upperBound else { return nil }
    var exponent = (whole &- first) &- digits.count
    if at < part.upperBound {
      guard let power = PlainNumber.power(text, at..<part.upperBound) else { return nil }
      exponent &+= power
    }
    guard digits.significant <= 19,
      let value = DecimalNumber(mantissa: digits.mantissa, exponent: exponent).double
    else { return nil }
    return .float(isNegative ? -value : value)
  }

  /// An integer of more digits than a word surely holds.
  private static func wide(_ digits: Span<UInt8>, _ isNegative: Bool, _ limit: Int) -> PythonValue? {
    digits.count <= limit ? PythonValue.integer(digits: digits, isNegative: isNegative) : nil
  }

  /// The rest of the text as an exponent of one to three digits.
  private static func power(_ text: Span<UInt8>, _ part: Range<Int>) -> Int? {
    let start = part.lowerBound
    guard text[start] | 0x20 == UInt8(ascii: "e"), part.count > 1 else { return nil }
    let sign = text[start &+ 1]
    let first = start &+ (sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") ? 2 : 1)
    guard first < part.upperBound, part.upperBound &- first <= 3 else { return nil }
    var power = 0
    for index in first..<part.upperBound {
      let digit = text[index] &- UInt8(ascii: "0")
      guard digit < 10 else { return nil }
      power = power &* 10 &+ Int(digit)
    }
    return sign == UInt8(ascii: "-") ? 0 &- power : power
  }

  /// Digits so far: the number they write, which holds as long as no more than 19 are significant.
  private struct Digits {
    var mantissa: UInt64 = 0
    var count = 0
    /// Those from the first on that is not zero.
    var significant = 0

    /// Adds the digits from `at` on, up to eight at once, and goes behind them.
    @inline(__always)
    mutating func add(_ text: Span<UInt8>, _ at: inout Int) {
      while let word = loadWord(text, at: at) {
        let run = DigitRun(word)
        guard run.bits != 0 else { return }
        let length = run.count
        // The first digit stands in the lowest place.
        let zeros = mantissa == 0 ? min(length, firstMarked(run.digits)) : 0
        mantissa = mantissa &* run.scale &+ run.value
        (at, count, significant) = (at &+ length, count &+ length, significant &+ length &- zeros)
        guard length == 8 else { return }
      }
      addLast(text, &at)
    }

    /// The same where fewer than eight bytes are left.
    private mutating func addLast(_ text: Span<UInt8>, _ at: inout Int) {
      while at < text.count, case let digit = text[at] &- UInt8(ascii: "0"), digit < 10 {
        mantissa = mantissa &* 10 &+ UInt64(digit)
        if mantissa != 0 { significant &+= 1 }
        (at, count) = (at &+ 1, count &+ 1)
      }
    }
  }
}
