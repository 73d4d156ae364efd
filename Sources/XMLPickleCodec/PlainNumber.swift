import PythonValues
import WireCore

/// Numbers as Python prints most of them: `-12`, `0.25`, `1.5e-07`, `36893488147419103232L`. Others go the long way: see ``NumberText``.
enum PlainNumber {
  /// The number that the text is; `nil` where it is none of these, or has too many digits.
  ///
  /// `limit` is the most digits of an integer past 64 bits.
  static func value(_ text: Span<UInt8>, digits limit: Int) -> PythonValue? {
    var at = 0
    let isNegative = text.count > 0 && text[0] == UInt8(ascii: "-")
    if isNegative { at = 1 }
    var digits = Digits()
    digits.add(text, &at)
    let whole = digits.count
    guard whole > 0 else { return nil }
    if at == text.count { return integer(digits, isNegative, isZeroFirst: text[at &- whole] == 0x30) }
    if text[at] == UInt8(ascii: "L"), at &+ 1 == text.count, whole > 18, whole <= limit {
      return PythonValue.integer(digits: text.extracting(at &- whole..<at), isNegative: isNegative)
    }
    if text[at] == UInt8(ascii: ".") {
      at &+= 1
      digits.add(text, &at)
    }
    var exponent = whole &- digits.count
    if at < text.count {
      guard let power = PlainNumber.power(text, at) else { return nil }
      exponent &+= power
    }
    guard digits.significant <= 19,
      let value = DecimalNumber(mantissa: digits.mantissa, exponent: exponent).double
    else { return nil }
    return .float(isNegative ? -value : value)
  }

  /// Digits led by a zero are octal.
  @inline(__always)
  private static func integer(_ digits: Digits, _ isNegative: Bool, isZeroFirst: Bool) -> PythonValue? {
    guard digits.count <= 18, !isZeroFirst || digits.count == 1 else { return nil }
    let number = Int64(truncatingIfNeeded: digits.mantissa)
    return .int(isNegative ? 0 &- number : number)
  }

  /// The rest of the text as an exponent of one to three digits.
  private static func power(_ text: Span<UInt8>, _ start: Int) -> Int? {
    guard text[start] | 0x20 == UInt8(ascii: "e"), start &+ 1 < text.count else { return nil }
    let sign = text[start &+ 1]
    let first = start &+ (sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") ? 2 : 1)
    guard first < text.count, text.count &- first <= 3 else { return nil }
    var power = 0
    for index in first..<text.count {
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

    /// Adds the digits from `at` on, and goes behind them.
    @inline(__always)
    mutating func add(_ text: Span<UInt8>, _ at: inout Int) {
      while true {
        if mantissa != 0, let word = loadWord(text, at: at), let eight = decimalNumber(of: word, digits: 8) {
          mantissa = mantissa &* 100_000_000 &+ eight
          (at, count, significant) = (at &+ 8, count &+ 8, significant &+ 8)
          continue
        }
        guard at < text.count else { return }
        let digit = text[at] &- UInt8(ascii: "0")
        guard digit < 10 else { return }
        mantissa = mantissa &* 10 &+ UInt64(digit)
        if mantissa != 0 { significant &+= 1 }
        (at, count) = (at &+ 1, count &+ 1)
      }
    }
  }
}
