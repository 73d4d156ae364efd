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
  skipDigits(source, &at, into: &mantissa)
  let count = at &- start
  guard at < source.count, count > 0, source[start] != Ascii.zero || count == 1 else {
    return try fullNumber(source, &at, start, limits, converts)
  }
  // SERP-21: the common cases: decimal digits, or a short float, with a delimiter after them.
  if isDelimiter(source[at]) {
    guard count <= limits.digits else { return try fullNumber(source, &at, start, limits, converts) }
    return NumberLiteral(
      form: count <= 19 ? .integer : .wideInteger, bits: mantissa, digits: start..<at)
  }
  if count <= 19, source[at] == Ascii.dot,
    let bits = shortFloat(source, &at, mantissa: mantissa, digits: count, converts: converts)
  {
    return NumberLiteral(form: .float, bits: bits, digits: start..<at)
  }
  return try fullNumber(source, &at, start, limits, converts)
}

@inline(__always)
private func fullNumber(
  _ source: Span<UInt8>, _ at: inout Int, _ start: Int, _ limits: Limits, _ converts: Bool
) throws(WireError) -> NumberLiteral {
  at = start
  return try scanAnyNumber(source, &at, limits: limits, converts: converts)
}

/// Moves over digits and takes them into the mantissa, which is right for 19 digits in all.
@inline(__always)
private func skipDigits(_ source: Span<UInt8>, _ at: inout Int, into mantissa: inout UInt64) {
  while at &+ 8 <= source.count {
    let word = loadWord(source.extracting(at..<at &+ 8))
    guard areDigits(word) else { break }
    mantissa = mantissa &* 100_000_000 &+ digitValue(word)
    at &+= 8
  }
  while at < source.count, Ascii.isDigit(source[at]) {
    mantissa = mantissa &* 10 &+ UInt64(source[at] &- Ascii.zero)
    at &+= 1
  }
}

/// Whether all eight bytes are decimal digits: the high half of each is 3, and still is with 6 added.
@inline(__always)
private func areDigits(_ word: UInt64) -> Bool {
  let high: UInt64 = 0xF0F0_F0F0_F0F0_F0F0
  return word & high | ((word &+ 0x0606_0606_0606_0606) & high) >> 4 == 0x3333_3333_3333_3333
}

/// The number that eight digits write: pairs, then fours, then all of them at once.
@inline(__always)
private func digitValue(_ word: UInt64) -> UInt64 {
  let digits = word &- 0x3030_3030_3030_3030
  let pairs = digits &* 10 &+ digits >> 8
  let low = (pairs & 0x0000_00FF_0000_00FF) &* 0x000F_4240_0000_0064
  let high = (pairs >> 16 & 0x0000_00FF_0000_00FF) &* 0x0000_2710_0000_0001
  return (low &+ high) >> 32
}

/// Whether a number certainly ends before this byte.
@inline(__always)
private func isDelimiter(_ byte: UInt8) -> Bool {
  byte == Ascii.comma || byte == Ascii.rightBracket || byte == Ascii.rightBrace
    || byte == Ascii.rightParenthesis || byte == Ascii.colon || byte == Ascii.newline
}

/// The common float: digits, a dot, digits, perhaps an exponent, up to 19 significant digits in all,
/// with a delimiter after them. `nil`, with `at` anywhere, where it is something else.
@inline(__always)
private func shortFloat(
  _ source: Span<UInt8>, _ at: inout Int, mantissa integerPart: UInt64, digits: Int, converts: Bool
) -> UInt64? {
  at &+= 1
  var mantissa = integerPart
  let fraction = at
  skipDigits(source, &at, into: &mantissa)
  let places = at &- fraction
  guard at < source.count, places <= 19, integerPart == 0 || digits &+ places <= 19 else { return nil }
  var exponent = 0 &- places
  if !isDelimiter(source[at]) {
    guard let written = shortExponent(source, &at) else { return nil }
    exponent &+= written
  }
  guard converts else { return 0 }
  return DecimalNumber(mantissa: mantissa, exponent: exponent).double?.bitPattern
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
