import PythonValues
import WireCore

/// A number token that was read.
struct NumberLiteral {
  enum Form {
    /// Fits `UInt64`: ``NumberLiteral/bits`` is the value.
    case integer
    /// Does not: ``NumberLiteral/digits`` says where its digits stand.
    case wideInteger
    /// ``NumberLiteral/bits`` are those of the double.
    case float
    /// ``NumberLiteral/bits`` are those of the imaginary part.
    case imaginary
  }

  var form: Form
  var bits: UInt64
  /// The digits, underscores among them.
  var digits: Range<Int>
  /// 10, or 2, 8 or 16.
  var base: UInt8 = 10

  /// The integer that ``digits`` write, where it is wide.
  func wideInteger(_ source: Span<UInt8>, isNegative: Bool) -> PythonBigInt? {
    let value = PythonValue.integer(
      digits: source.extracting(digits), radix: Int(base), isNegative: isNegative)
    guard case .bigInt(let wide)? = value else { return nil }
    return wide
  }
}

/// Reads an unsigned number token that begins with a digit, or with a dot before a digit.
///
/// SERP-20: as Python's tokenizer has it: single underscores between digits, bases by `0x`, `0o` and `0b`,
/// no leading zeros in a decimal integer other than zero, `j` for imaginary; no name follows.
/// - Parameter converts: whether floats are to be converted; else their bits are 0.
@inline(__always)
func scanNumber(
  _ source: Span<UInt8>, _ at: inout Int, limits: Limits, converts: Bool
) throws(WireError) -> NumberLiteral {
  let start = at
  var mantissa: UInt64 = 0
  while at < source.count, Ascii.isDigit(source[at]) {
    mantissa = mantissa &* 10 &+ UInt64(source[at] &- Ascii.zero)
    at += 1
  }
  let count = at - start
  // SERP-21: the common case, decimal digits that fit, with a delimiter after them.
  let isShort = count <= 19 && count <= limits.digits && (source[start] != Ascii.zero || count == 1)
  if isShort, at < source.count, isDelimiter(source[at]) {
    return NumberLiteral(form: .integer, bits: mantissa, digits: start..<at)
  }
  if count <= 18, converts, let double = shortFloat(source, &at, integerPart: mantissa, digits: count) {
    return NumberLiteral(form: .float, bits: double.bitPattern, digits: start..<at)
  }
  at = start
  return try scanAnyNumber(source, &at, limits: limits, converts: converts)
}

/// Whether a number certainly ends before this byte.
@inline(__always)
private func isDelimiter(_ byte: UInt8) -> Bool {
  byte == Ascii.comma || byte == Ascii.rightBracket || byte == Ascii.rightBrace
    || byte == Ascii.rightParenthesis || byte == Ascii.colon || byte == Ascii.newline
}

/// The common float: digits, a dot, digits, perhaps an exponent, up to 19 digits in all, with a
/// delimiter after them. `nil`, with `at` anywhere, where it is something else.
@inline(__always)
private func shortFloat(
  _ source: Span<UInt8>, _ at: inout Int, integerPart: UInt64, digits: Int
) -> Double? {
  guard digits > 0, at < source.count, source[at] == Ascii.dot else { return nil }
  at += 1
  var mantissa = integerPart
  let fraction = at
  while at < source.count, Ascii.isDigit(source[at]) {
    mantissa = mantissa &* 10 &+ UInt64(source[at] &- Ascii.zero)
    at += 1
  }
  let places = at - fraction
  // Zeros in front count here too: 0.000123… may go the long way.
  guard digits + places <= 19, at < source.count else { return nil }
  var exponent = -places
  if !isDelimiter(source[at]) {
    guard let written = shortExponent(source, &at) else { return nil }
    exponent += written
  }
  return DecimalNumber(mantissa: mantissa, exponent: exponent).double
}

/// An exponent of one to four digits with a delimiter after it.
@inline(__always)
private func shortExponent(_ source: Span<UInt8>, _ at: inout Int) -> Int? {
  guard Ascii.lowered(source[at]) == UInt8(ascii: "e") else { return nil }
  at += 1
  guard at < source.count else { return nil }
  let isNegative = source[at] == Ascii.minus
  if isNegative || source[at] == Ascii.plus { at += 1 }
  var value = 0
  let start = at
  while at < source.count, Ascii.isDigit(source[at]), at - start < 4 {
    value = value * 10 + Int(source[at] &- Ascii.zero)
    at += 1
  }
  guard at > start, at < source.count, isDelimiter(source[at]) else { return nil }
  return isNegative ? -value : value
}
