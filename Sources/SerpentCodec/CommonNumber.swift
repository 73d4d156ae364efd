import WireCore

/// An unsigned number as most are written: SERP-21: decimal digits, or a short float. What follows it is not looked
/// at: only where a delimiter does it is the whole token.
struct CommonNumber {
  /// An integer or a float.
  let form: NumberLiteral.Form
  /// Of an integer that is not wide, the value; of a float, the double's bits.
  let bits: UInt64
  /// The place after it.
  let end: Int

  @inline(__always)
  private init(_ form: NumberLiteral.Form, _ bits: UInt64, end: Int) {
    (self.form, self.bits, self.end) = (form, bits, end)
  }

  /// The number that begins at `start`; `nil` where none does, or it is better read as any number.
  ///
  /// - Parameters:
  ///   - mostDigits: how many an integer may have.
  ///   - converts: whether floats are to be converted; else their bits are 0.
  @inline(__always)
  init?(_ source: Span<UInt8>, _ start: Int, mostDigits: Int, converts: Bool) {
    var (at, mantissa): (Int, UInt64) = (start, 0)
    skipDigits(source, &at, into: &mantissa)
    let count = at &- start
    guard count > 0, source[start] != Ascii.zero || count == 1 else { return nil }
    if at < source.count, source[at] == Ascii.dot {
      let float = CommonNumber.float(source, at &+ 1, mantissa: mantissa, digits: count, converts: converts)
      guard let float else { return nil }
      self = float
    } else {
      guard count <= mostDigits, count > 19 || mantissa <= UInt64(Int64.max) else { return nil }
      self.init(count <= 19 ? .integer : .wideInteger, mantissa, end: at)
    }
  }

  /// A float of up to 19 significant digits, from behind its dot: digits, and perhaps an exponent.
  @inline(__always)
  private static func float(
    _ source: Span<UInt8>, _ fraction: Int, mantissa integerPart: UInt64, digits: Int, converts: Bool
  ) -> CommonNumber? {
    var (at, mantissa) = (fraction, integerPart)
    skipDigits(source, &at, into: &mantissa)
    let places = at &- fraction
    guard places <= 19, integerPart == 0 || digits &+ places <= 19 else { return nil }
    var exponent = 0 &- places
    if at < source.count, Ascii.lowered(source[at]) == UInt8(ascii: "e") {
      guard let written = shortExponent(source, &at) else { return nil }
      exponent &+= written
    }
    guard converts else { return CommonNumber(.float, 0, end: at) }
    guard let double = DecimalNumber(mantissa: mantissa, exponent: exponent).double else { return nil }
    return CommonNumber(.float, double.bitPattern, end: at)
  }

  /// The node of the number, whose digits begin at `first`, with a sign or without.
  @inline(__always)
  func node(from first: Int, isNegative: Bool, at start: Int) -> TapeNode {
    switch form {
    case .integer: TapeNode(.int, at: start, payload: isNegative ? 0 &- bits : bits)
    case .float, .imaginary: TapeNode(.float, at: start, payload: bits ^ (isNegative ? 1 << 63 : 0))
    // SERP-28: converted when asked for.
    case .wideInteger:
      TapeNode(.bigInt, isNegative ? .negative : [], at: start, low: first, high: end &- first)
    }
  }
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

/// An exponent of one to four digits, from its letter on.
@inline(__always)
private func shortExponent(_ source: Span<UInt8>, _ at: inout Int) -> Int? {
  at &+= 1
  guard at < source.count else { return nil }
  let isNegative = source[at] == Ascii.minus
  if isNegative || source[at] == Ascii.plus { at &+= 1 }
  var value = 0
  let start = at
  while at < source.count, Ascii.isDigit(source[at]), at &- start < 4 {
    value = value &* 10 &+ Int(source[at] &- Ascii.zero)
    at &+= 1
  }
  guard at > start else { return nil }
  return isNegative ? 0 &- value : value
}
