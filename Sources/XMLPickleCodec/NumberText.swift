import PythonValues
import WireCore

/// The text of a number, part by part. Nothing is evaluated: what is not a number is `nil`.
struct NumberText {
  private let text: [UInt8]
  private var index = 0
  private let end: Int

  private init(_ text: [UInt8], _ range: Range<Int>) {
    self.text = text
    index = range.lowerBound
    end = range.upperBound
  }

  /// A number as `gnosis.util.XtoY` writes and reads them (XMLP-13 to XMLP-17).
  ///
  /// - Returns: `nil` for what is no number.
  /// - Throws: ``TooManyDigits``.
  static func gnosis(_ text: [UInt8], digits: Int) throws(TooManyDigits) -> PythonValue? {
    var range = trimmed(text, 0..<text.count)
    // XMLP-14: pairs of parentheses around it are dropped.
    while range.count >= 2, text[range.lowerBound] == UInt8(ascii: "("),
      text[range.upperBound - 1] == UInt8(ascii: ")")
    {
      range = range.lowerBound + 1..<range.upperBound - 1
    }
    var scanner = NumberText(text, range)
    if let colon = text[range].firstIndex(of: UInt8(ascii: ":")) {
      return scanner.pair(colon: colon)
    }
    if let last = text[range].last, last | 0x20 == UInt8(ascii: "j") {
      return scanner.sum()
    }
    return try scanner.single(digits: digits)
  }

  /// An integer as Python's `int()` or `long()` reads it (XMLP-44).
  static func integer(_ text: [UInt8], allowsSuffix: Bool, digits: Int) throws(TooManyDigits) -> PythonValue?
  {
    var range = trimmed(text, 0..<text.count)
    if allowsSuffix, let last = text[range].last, last | 0x20 == UInt8(ascii: "l") {
      range = range.lowerBound..<range.upperBound - 1
    }
    var scanner = NumberText(text, range)
    let isNegative = scanner.sign()
    return try integer(scanner.text[scanner.index..<scanner.end], 10, isNegative, digits: digits)
  }

  /// A float as Python's `float()` reads it (XMLP-44).
  static func float(_ text: ArraySlice<UInt8>) -> Double? {
    let whole = Array(text)
    var scanner = NumberText(whole, trimmed(whole, 0..<whole.count))
    guard let number = scanner.real(), scanner.index == scanner.end else { return nil }
    return number.value
  }

  private static func trimmed(_ text: [UInt8], _ range: Range<Int>) -> Range<Int> {
    var (start, end) = (range.lowerBound, range.upperBound)
    while start < end, isSpace(text[start]) { start += 1 }
    while end > start, isSpace(text[end - 1]) { end -= 1 }
    return start..<end
  }

  private static func integer(
    _ text: ArraySlice<UInt8>, _ radix: Int, _ isNegative: Bool, digits: Int
  ) throws(TooManyDigits) -> PythonValue? {
    guard !text.contains(UInt8(ascii: "_")) else { return nil }
    if radix == 10, text.count > digits { throw TooManyDigits(count: text.count, limit: digits) }
    if radix == 10, text.count <= 18 { return smallInteger(text, isNegative) }
    return PythonValue.integer(digits: text.span, radix: radix, isNegative: isNegative)
  }

  private static func smallInteger(_ text: ArraySlice<UInt8>, _ isNegative: Bool) -> PythonValue? {
    var value: Int64 = 0
    for byte in text {
      guard isDigit(byte) else { return nil }
      value = value &* 10 &+ Int64(byte &- UInt8(ascii: "0"))
    }
    return text.isEmpty ? nil : .int(isNegative ? -value : value)
  }

  // MARK: Productions

  /// Skips a sign; whether it was a minus.
  private mutating func sign() -> Bool {
    guard index < end, text[index] == UInt8(ascii: "+") || text[index] == UInt8(ascii: "-") else {
      return false
    }
    index += 1
    return text[index - 1] == UInt8(ascii: "-")
  }

  /// XMLP-15: `re:im`.
  private mutating func pair(colon: Int) -> PythonValue? {
    var left = NumberText(text, index..<colon)
    var right = NumberText(text, colon + 1..<end)
    guard let real = left.real(), left.index == left.end else { return nil }
    guard let imaginary = right.real(), right.index == right.end else { return nil }
    return .complex(PythonComplex(real: real.value, imaginary: imaginary.value))
  }

  /// XMLP-16: `1.5-2j`, as older versions wrote complex numbers.
  private mutating func sum() -> PythonValue? {
    let start = index
    guard let first = real() else { return nil }
    if index == end - 1 {
      // An imaginary part alone has a sign.
      let isSigned = text[start] == UInt8(ascii: "+") || text[start] == UInt8(ascii: "-")
      return isSigned ? .complex(PythonComplex(real: 0, imaginary: first.value)) : nil
    }
    guard index < end, text[index] == UInt8(ascii: "+") || text[index] == UInt8(ascii: "-") else {
      return nil
    }
    guard let second = real(), index == end - 1 else { return nil }
    return .complex(PythonComplex(real: first.value, imaginary: second.value))
  }

  /// XMLP-13: an integer, a long with its `L`, a float, an octal or hexadecimal number.
  private mutating func single(digits: Int) throws(TooManyDigits) -> PythonValue? {
    let start = index
    let isNegative = sign()
    let body = text[index..<end]
    if let last = body.last, last | 0x20 == UInt8(ascii: "l") {
      return try NumberText.integer(body.dropLast(), 10, isNegative, digits: digits)
    }
    if body.first == UInt8(ascii: "0"), body.count > 1 {
      let second = body[index + 1]
      if second | 0x20 == UInt8(ascii: "x") {
        return try NumberText.integer(body.dropFirst(2), 16, isNegative, digits: digits)
      }
      if body.allSatisfy(isDigit) {
        return try NumberText.integer(body.dropFirst(), 8, isNegative, digits: digits)
      }
    }
    if body.allSatisfy(isDigit) {
      return try NumberText.integer(body, 10, isNegative, digits: digits)
    }
    index = start
    guard let number = real(), index == end else { return nil }
    return .float(number.value)
  }

  /// A float or a whole number, as a float; what is not finite is `inf` and `nan`, with or without a dot.
  private mutating func real() -> (value: Double, isWhole: Bool)? {
    let isNegative = sign()
    if index < end, text[index] | 0x20 == UInt8(ascii: "i") || text[index] | 0x20 == UInt8(ascii: "n") {
      return notFinite(isNegative).map { ($0, false) }
    }
    let digits = index
    var decimal = Decimal()
    skipDigits { decimal.add($0, isFraction: false) }
    var isWhole = true
    if index < end, text[index] == UInt8(ascii: ".") {
      isWhole = false
      index += 1
      skipDigits { decimal.add($0, isFraction: true) }
    }
    guard decimal.hasDigits else { return nil }
    if skipExponent(into: &decimal) { isWhole = false }
    let value = decimal.double ?? exactDouble(of: text[digits..<index].span)
    return (isNegative ? -value : value, isWhole)
  }

  private mutating func skipDigits(_ take: (UInt8) -> Void) {
    while index < end, isDigit(text[index]) {
      take(text[index] &- UInt8(ascii: "0"))
      index += 1
    }
  }

  /// Skips an exponent; where there is none, nothing.
  private mutating func skipExponent(into decimal: inout Decimal) -> Bool {
    guard index < end, text[index] | 0x20 == UInt8(ascii: "e") else { return false }
    let start = index
    index += 1
    let isNegative = sign()
    var (exponent, hasDigits) = (0, false)
    skipDigits {
      exponent = min(exponent * 10 + Int($0), 100_000)
      hasDigits = true
    }
    guard hasDigits else {
      index = start
      return false
    }
    decimal.exponent += isNegative ? -exponent : exponent
    return true
  }

  /// XMLP-17: the encoder writes `inf.`, `-inf.` and `nan.`.
  private mutating func notFinite(_ isNegative: Bool) -> Double? {
    for (name, value) in [("infinity", Double.infinity), ("inf", .infinity), ("nan", .nan)] {
      let letters = Array(name.utf8)
      guard index + letters.count <= end else { continue }
      guard text[index..<index + letters.count].elementsEqual(letters, by: { $0 | 0x20 == $1 }) else {
        continue
      }
      index += letters.count
      if index < end, text[index] == UInt8(ascii: ".") { index += 1 }
      return isNegative ? -value : value
    }
    return nil
  }
}

/// An integer has more decimal digits than are read.
struct TooManyDigits: Error {
  let count: Int
  let limit: Int
}

/// The digits of a decimal number, as far as they fit a word.
private struct Decimal {
  private var mantissa: UInt64 = 0
  private var significant = 0
  var exponent = 0
  var hasDigits = false

  mutating func add(_ digit: UInt8, isFraction: Bool) {
    hasDigits = true
    if significant < 19 {
      mantissa = mantissa &* 10 &+ UInt64(digit)
      if isFraction { exponent -= 1 }
    } else if !isFraction {
      exponent += 1
    }
    if significant > 0 || digit != 0 { significant += 1 }
  }

  /// The nearest float; `nil` in the rare cases that need all digits.
  var double: Double? {
    DecimalNumber(mantissa: mantissa, exponent: exponent, isTruncated: significant > 19).double
  }
}

private func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }

/// What Python's `strip()` drops.
func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte &- 0x09 < 5 }
