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
  while let word = loadWord(source, at: at) {
    let run = DigitRun(word)
    at &+= run.count
    guard run.bits == 64 else {
      if run.bits > 0 { mantissa = mantissa &* run.scale &+ run.value }
      return
    }
    mantissa = mantissa &* 100_000_000 &+ run.value
  }
  while at < source.count, Ascii.isDigit(source[at]) {
    mantissa = mantissa &* 10 &+ UInt64(source[at] &- Ascii.zero)
    at &+= 1
  }
}

/// Whether a value certainly ends before this byte: a comma, a colon, a closing bracket or a line feed.
@inline(__always)
func isDelimiter(_ byte: UInt8) -> Bool {
  // A bit for each of the first 128 bytes.
  let low: UInt64 = 1 << 0x2C | 1 << 0x3A | 1 << 0x29 | 1 << 0x0A
  let high: UInt64 = 1 << 0x1D | 1 << 0x3D
  let word = byte & 0xC0 == 0 ? low : byte & 0xC0 == 0x40 ? high : 0
  return word &>> UInt64(byte) & 1 != 0
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
