import PythonValues
import WireCore

/// The text of a number, part by part. Nothing is evaluated: what is not a number is `nil`.
struct NumberText {
  private var index: Int
  private let end: Int

  private init(_ range: Range<Int>) {
    index = range.lowerBound
    end = range.upperBound
  }

  /// A number as `gnosis.util.XtoY` writes and reads them (XMLP-13 to XMLP-17).
  ///
  /// - Returns: `nil` for what is no number.
  /// - Throws: ``TooManyDigits``.
  static func gnosis(_ text: Span<UInt8>, digits: Int) throws(TooManyDigits) -> PythonValue? {
    var range = trimmed(text)
    // XMLP-14: pairs of parentheses around it are dropped.
    while range.count >= 2, text[range.lowerBound] == UInt8(ascii: "("),
      text[range.upperBound - 1] == UInt8(ascii: ")")
    {
      range = range.lowerBound + 1..<range.upperBound - 1
    }
    guard let last = range.last else { return nil }
    var scanner = NumberText(range)
    if isLetter(text[last], "j") { return scanner.sum(text) }
    for index in range where text[index] == UInt8(ascii: ":") { return scanner.pair(text, colon: index) }
    return try scanner.single(text, digits: digits)
  }

  /// An integer as Python's `int()` or `long()` reads it (XMLP-44).
  static func integer(
    _ text: Span<UInt8>, allowsSuffix: Bool, digits: Int
  ) throws(TooManyDigits) -> PythonValue? {
    var range = trimmed(text)
    if allowsSuffix, let last = range.last, isLetter(text[last], "l") { range = range.lowerBound..<last }
    var scanner = NumberText(range)
    let isNegative = scanner.sign(text)
    return try integer(text, scanner.index..<scanner.end, 10, isNegative, digits: digits)
  }

  /// A float as Python's `float()` reads it (XMLP-44).
  static func float(_ text: Span<UInt8>) -> Double? {
    var scanner = NumberText(trimmed(text))
    guard let number = scanner.real(text), scanner.index == scanner.end else { return nil }
    return number
  }

  private static func trimmed(_ text: Span<UInt8>) -> Range<Int> {
    var (start, end) = (0, text.count)
    while start < end, isSpace(text[start]) { start += 1 }
    while end > start, isSpace(text[end - 1]) { end -= 1 }
    return start..<end
  }

  private static func integer(
    _ text: Span<UInt8>, _ range: Range<Int>, _ radix: Int, _ isNegative: Bool, digits: Int
  ) throws(TooManyDigits) -> PythonValue? {
    if radix == 10, range.count <= 19, let small = smallInteger(text, range, isNegative) { return small }
    for index in range where text[index] == UInt8(ascii: "_") { return nil }
    if radix == 10, range.count > digits { throw TooManyDigits(count: range.count, limit: digits) }
    return PythonValue.integer(digits: text.extracting(range), radix: radix, isNegative: isNegative)
  }

  /// An integer of at most 19 digits that fits 63 bits; `nil` for others, and for what is none.
  private static func smallInteger(
    _ text: Span<UInt8>, _ range: Range<Int>, _ isNegative: Bool
  ) -> PythonValue? {
    var value: UInt64 = 0
    for index in range {
      guard isDigit(text[index]) else { return nil }
      value = value &* 10 &+ UInt64(text[index] &- UInt8(ascii: "0"))
    }
    guard !range.isEmpty, let number = Int64(exactly: value) else { return nil }
    return .int(isNegative ? -number : number)
  }

  // MARK: Productions

  /// Skips a sign; whether it was a minus.
  private mutating func sign(_ text: Span<UInt8>) -> Bool {
    guard isAtSign(text) else { return false }
    index += 1
    return text[index - 1] == UInt8(ascii: "-")
  }

  private func isAtSign(_ text: Span<UInt8>) -> Bool {
    index < end && (text[index] == UInt8(ascii: "+") || text[index] == UInt8(ascii: "-"))
  }

  /// XMLP-15: `re:im`.
  private mutating func pair(_ text: Span<UInt8>, colon: Int) -> PythonValue? {
    var left = NumberText(index..<colon)
    var right = NumberText(colon + 1..<end)
    guard let real = left.real(text), left.index == left.end else { return nil }
    guard let imaginary = right.real(text), right.index == right.end else { return nil }
    return .complex(PythonComplex(real: real, imaginary: imaginary))
  }

  /// XMLP-16: `1.5-2j`, as older versions wrote complex numbers; an imaginary part alone has a sign.
  private mutating func sum(_ text: Span<UInt8>) -> PythonValue? {
    let isSigned = isAtSign(text)
    guard let first = real(text) else { return nil }
    if index == end - 1 { return isSigned ? .complex(PythonComplex(real: 0, imaginary: first)) : nil }
    guard isAtSign(text), let second = real(text), index == end - 1 else { return nil }
    return .complex(PythonComplex(real: first, imaginary: second))
  }

  /// XMLP-13: an integer, a long with its `L`, a float, an octal or hexadecimal number.
  private mutating func single(_ text: Span<UInt8>, digits: Int) throws(TooManyDigits) -> PythonValue? {
    let start = index
    let isNegative = sign(text)
    guard index < end else { return nil }
    if isLetter(text[end - 1], "l") {
      return try NumberText.integer(text, index..<end - 1, 10, isNegative, digits: digits)
    }
    let isZeroFirst = text[index] == UInt8(ascii: "0") && end - index > 1
    if isZeroFirst, isLetter(text[index + 1], "x") {
      return try NumberText.integer(text, index + 2..<end, 16, isNegative, digits: digits)
    }
    var isWhole = true
    for place in index..<end where !isDigit(text[place]) {
      isWhole = false
      break
    }
    if isWhole {
      let (first, radix) = isZeroFirst ? (index + 1, 8) : (index, 10)
      return try NumberText.integer(text, first..<end, radix, isNegative, digits: digits)
    }
    index = start
    guard let number = real(text), index == end else { return nil }
    return .float(number)
  }

  /// A float or a whole number, as a float; what is not finite is `inf` and `nan`, with or without a dot.
  private mutating func real(_ text: Span<UInt8>) -> Double? {
    let isNegative = sign(text)
    let start = index
    if index < end, isLetter(text[index], "i") || isLetter(text[index], "n") {
      return notFinite(text, isNegative)
    }
    var decimal = Decimal()
    skipDigits(text, into: &decimal, isFraction: false)
    if index < end, text[index] == UInt8(ascii: ".") {
      index += 1
      skipDigits(text, into: &decimal, isFraction: true)
    }
    guard decimal.hasDigits else { return nil }
    skipExponent(text, into: &decimal)
    let value = decimal.double ?? exactDouble(of: text.extracting(start..<index))
    return isNegative ? -value : value
  }

  private mutating func skipDigits(_ text: Span<UInt8>, into decimal: inout Decimal, isFraction: Bool) {
    while index < end, isDigit(text[index]) {
      decimal.add(text[index] &- UInt8(ascii: "0"), isFraction: isFraction)
      index += 1
    }
  }

  /// Skips an exponent; where there is none, nothing.
  private mutating func skipExponent(_ text: Span<UInt8>, into decimal: inout Decimal) {
    guard index < end, isLetter(text[index], "e") else { return }
    let start = index
    index += 1
    let isNegative = sign(text)
    let first = index
    var exponent = 0
    while index < end, isDigit(text[index]) {
      exponent = min(exponent * 10 + Int(text[index] &- UInt8(ascii: "0")), 100_000)
      index += 1
    }
    if index == first {
      index = start
    } else {
      decimal.exponent += isNegative ? -exponent : exponent
    }
  }

  /// XMLP-17: the encoder writes `inf.`, `-inf.` and `nan.`.
  private mutating func notFinite(_ text: Span<UInt8>, _ isNegative: Bool) -> Double? {
    for (name, value) in [("infinity", Double.infinity), ("inf", .infinity), ("nan", .nan)] {
      let letters = Array(name.utf8)
      guard index + letters.count <= end else { continue }
      guard letters.indices.allSatisfy({ text[index + $0] | 0x20 == letters[$0] }) else { continue }
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

/// Whether a byte is this letter, small or capital.
private func isLetter(_ byte: UInt8, _ small: Unicode.Scalar) -> Bool { byte | 0x20 == UInt8(ascii: small) }

private func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }

/// What Python's `strip()` drops.
func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte &- 0x09 < 5 }
