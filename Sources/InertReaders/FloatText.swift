import WireCore

/// Floats as text.
enum FloatText {
  /// What Python's `float(text)` reads, underscores apart: white space around it, a sign, `inf`, `infinity`
  /// and `nan` in any case; `nil` of anything else.
  static func python(_ text: Span<UInt8>) -> Double? {
    let text = text.extracting(PickleNumber.trimmed(text))
    guard text.count > 0 else { return nil }
    let isNegative = text[0] == UInt8(ascii: "-")
    let start = isNegative || text[0] == UInt8(ascii: "+") ? 1 : 0
    let magnitude = text.extracting(start..<text.count)
    guard let value = decimal(magnitude) ?? named(magnitude) else { return nil }
    return isNegative ? -value : value
  }

  /// The nearest double of digits with at most one point and an optional exponent; `nil` of anything else.
  static func decimal(_ text: Span<UInt8>) -> Double? {
    var scan = DecimalScan()
    scan.digits(text, isFraction: false)
    if scan.at < text.count, text[scan.at] == UInt8(ascii: ".") {
      scan.at += 1
      scan.digits(text, isFraction: true)
    }
    guard scan.hasDigits, scan.exponent(text), scan.at == text.count else { return nil }
    return DecimalNumber(mantissa: scan.mantissa, exponent: scan.exponent, isTruncated: scan.kept > 19).double
      ?? exactDouble(of: text)
  }

  private static func named(_ text: Span<UInt8>) -> Double? {
    if isWord(text, "inf") || isWord(text, "infinity") { return .infinity }
    return isWord(text, "nan") ? .nan : nil
  }

  private static func isWord(_ text: Span<UInt8>, _ word: StaticString) -> Bool {
    guard text.count == word.utf8CodeUnitCount else { return false }
    return word.withUTF8Buffer { wanted in
      for index in 0..<text.count where text[index] | 0x20 != wanted[index] { return false }
      return true
    }
  }
}

/// The parts of a decimal number.
private struct DecimalScan {
  var at = 0
  var mantissa: UInt64 = 0
  var exponent = 0
  /// How many significant digits there were.
  var kept = 0
  var hasDigits = false

  mutating func digits(_ text: Span<UInt8>, isFraction: Bool) {
    while at < text.count, case let digit = text[at] &- UInt8(ascii: "0"), digit < 10 {
      at += 1
      hasDigits = true
      if kept > 0 || digit != 0 { kept += 1 }
      if kept <= 19 {
        mantissa = mantissa &* 10 &+ UInt64(digit)
        if isFraction { exponent -= 1 }
      } else if !isFraction {
        exponent += 1
      }
    }
  }

  /// False where an `e` has no digits behind it.
  mutating func exponent(_ text: Span<UInt8>) -> Bool {
    guard at < text.count, text[at] | 0x20 == UInt8(ascii: "e") else { return true }
    at += 1
    let isNegative = at < text.count && text[at] == UInt8(ascii: "-")
    if at < text.count, isNegative || text[at] == UInt8(ascii: "+") { at += 1 }
    let start = at
    var number = 0
    while at < text.count, case let digit = text[at] &- UInt8(ascii: "0"), digit < 10 {
      at += 1
      number = min(number * 10 + Int(digit), 1 << 40)
    }
    exponent += isNegative ? -number : number
    return at > start
  }
}
