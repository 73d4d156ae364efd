import PythonValues
import WireCore

/// Reads any unsigned number token, as ``scanNumber(_:_:limits:converts:)`` does, in its full grammar.
@inline(never)
func scanAnyNumber(
  _ source: Span<UInt8>, _ at: inout Int, limits: Limits, converts: Bool
) throws(WireError) -> NumberLiteral {
  var scanner = NumberScanner(at: at, limits: limits)
  let number: NumberLiteral
  if source[at] == Ascii.zero, at + 1 < source.count, let base = NumberScanner.base(of: source[at + 1]) {
    number = try scanner.baseInteger(base, source)
  } else {
    number = try scanner.decimal(source, converts: converts)
  }
  try scanner.requireEnd(source)
  at = scanner.at
  return number
}

/// The productions of a number token.
private struct NumberScanner {
  var at: Int
  let start: Int
  let limits: Limits

  init(at: Int, limits: Limits) {
    self.at = at
    start = at
    self.limits = limits
  }

  static func base(of letter: UInt8) -> UInt8? {
    switch Ascii.lowered(letter) {
    case UInt8(ascii: "x"): 16
    case UInt8(ascii: "o"): 8
    case UInt8(ascii: "b"): 2
    default: nil
    }
  }

  private func byte(_ source: Span<UInt8>) -> UInt8? { at < source.count ? source[at] : nil }

  /// SERP-22: `0x`, `0o` or `0b`, then digits, each of which one underscore may precede.
  mutating func baseInteger(_ base: UInt8, _ source: Span<UInt8>) throws(WireError) -> NumberLiteral {
    at += 2
    let first = at
    var value: UInt64 = 0
    var isWide = false
    var count = 0
    while true {
      if byte(source) == Ascii.underscore { at += 1 } else if count > 0, !isDigit(source, base) { break }
      guard at < source.count else { throw missingDigit(source, base: base) }
      guard let digit = hexDigit(source[at]), digit < base else {
        throw missingDigit(source, base: base)
      }
      isWide = isWide || value >> (64 - UInt64(base.trailingZeroBitCount)) != 0
      value = value << UInt64(base.trailingZeroBitCount) | UInt64(digit)
      count += 1
      at += 1
    }
    return NumberLiteral(
      form: isWide ? .wideInteger : .integer, bits: value, digits: first..<at, base: base)
  }

  private func isDigit(_ source: Span<UInt8>, _ base: UInt8) -> Bool {
    guard at < source.count, let digit = hexDigit(source[at]) else { return false }
    return digit < base
  }

  private func missingDigit(_ source: Span<UInt8>, base: UInt8) -> WireError {
    WireError(
      at < source.count ? .syntax : .truncated, at: at, reading: "integer",
      "a digit of base \(base) expected")
  }

  /// SERP-23: a decimal integer, a float or an imaginary number.
  mutating func decimal(_ source: Span<UInt8>, converts: Bool) throws(WireError) -> NumberLiteral {
    var number = Accumulator()
    if byte(source) != Ascii.dot { try digits(source, into: &number, isFraction: false) }
    let integerEnd = at
    if byte(source) == Ascii.dot {
      at += 1
      number.isFloat = true
      if let next = byte(source), Ascii.isDigit(next) { try digits(source, into: &number, isFraction: true) }
    }
    if let next = byte(source), Ascii.lowered(next) == UInt8(ascii: "e") {
      try exponent(source, into: &number)
    }
    let end = at
    let isImaginary = byte(source).map { Ascii.lowered($0) == UInt8(ascii: "j") } ?? false
    if isImaginary { at += 1 }
    if number.isFloat || isImaginary {
      let double = converts ? number.double ?? exactDouble(of: source.extracting(start..<end)) : 0
      return NumberLiteral(
        form: isImaginary ? .imaginary : .float, bits: double.bitPattern, digits: start..<end)
    }
    return try integer(number, source, end: integerEnd)
  }

  /// SERP-24: a decimal integer has no leading zeros, unless it is zero, and at most the limit's digits.
  private func integer(
    _ number: Accumulator, _ source: Span<UInt8>, end: Int
  ) throws(WireError) -> NumberLiteral {
    if number.significant > 0, source[start] == Ascii.zero {
      throw WireError(
        .syntax, at: start, reading: "integer",
        "a decimal integer has no leading zeros; octal is written 0o")
    }
    guard number.significant <= limits.digits else {
      throw WireError(
        .limit, at: start, reading: "integer",
        "\(number.significant) digits, and the limit is \(limits.digits)")
    }
    let isWide = number.significant > 19
    return NumberLiteral(
      form: isWide ? .wideInteger : .integer, bits: number.mantissa, digits: start..<end)
  }

  /// SERP-25: digits, each but the first of which one underscore may precede.
  private mutating func digits(
    _ source: Span<UInt8>, into number: inout Accumulator, isFraction: Bool
  ) throws(WireError) {
    while let next = byte(source) {
      if Ascii.isDigit(next) {
        number.add(next &- Ascii.zero, isFraction: isFraction)
        at += 1
      } else if next == Ascii.underscore {
        at += 1
        guard let digit = byte(source), Ascii.isDigit(digit) else { throw missingDigit(source, base: 10) }
      } else {
        return
      }
    }
  }

  /// SERP-26: `e`, a sign or none, and digits.
  private mutating func exponent(_ source: Span<UInt8>, into number: inout Accumulator) throws(WireError) {
    at += 1
    let isNegative = byte(source) == Ascii.minus
    if isNegative || byte(source) == Ascii.plus { at += 1 }
    guard let first = byte(source), Ascii.isDigit(first) else { throw missingDigit(source, base: 10) }
    number.isFloat = true
    var written = Accumulator()
    try digits(source, into: &written, isFraction: false)
    let value = written.significant > 9 ? 1 << 40 : Int(written.mantissa)
    number.exponent += isNegative ? -value : value
  }

  /// SERP-27: no name follows a number directly.
  func requireEnd(_ source: Span<UInt8>) throws(WireError) {
    guard let next = byte(source), Ascii.isNameByte(next) else { return }
    throw WireError(
      .syntax, at: at, reading: "number", "\(quoted(source, at)) cannot follow a number directly")
  }
}

/// The digits of a number read so far.
private struct Accumulator {
  var mantissa: UInt64 = 0
  /// Digits from the first that is not zero.
  var significant = 0
  var exponent = 0
  var isTruncated = false
  var isFloat = false

  mutating func add(_ digit: UInt8, isFraction: Bool) {
    if significant < 19 {
      mantissa = mantissa * 10 + UInt64(digit)
      if isFraction { exponent -= 1 }
    } else {
      isTruncated = isTruncated || digit != 0
      if !isFraction { exponent += 1 }
    }
    if significant > 0 || digit != 0 { significant += 1 }
  }

  var double: Double? {
    DecimalNumber(
      mantissa: mantissa, exponent: max(-1 << 20, min(exponent, 1 << 20)), isTruncated: isTruncated
    ).double
  }
}
