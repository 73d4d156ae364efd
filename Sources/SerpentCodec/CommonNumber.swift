import PythonValues
import WireCore

/// A number as most are written: SERP-21: decimal digits, or a float of up to 19.
struct CommonNumber {
  let node: TapeNode
  /// The place after it.
  let end: Int
  /// The byte there: only where a delimiter is it the whole token. Zero at the end of the source.
  let next: UInt8

  @inline(__always)
  fileprivate init(_ node: TapeNode, end: Int, next: UInt8) {
    (self.node, self.end, self.next) = (node, end, next)
  }
}

/// The first eight bytes of a number, from which it is read.
///
/// Nobody can guess how long a number is, whether a sign stands before it and with which digit it begins: a jump that
/// depends on it costs as much as reading a short number, so most of that is found in arithmetic. And what follows a
/// number waits for its end, which is therefore found first, in a few steps from where it begins.
struct NumberHead {
  /// The bytes.
  private let word: UInt64
  /// Of digits, their values; of a sign, zero.
  private let digits: UInt64
  /// A bit for each byte that is no digit, of those behind the first.
  private let others: UInt64
  /// 1 where a minus stands before the number.
  private let minus: UInt64

  /// - Parameter word: the bytes from the sign on, the first in the lowest place; `nil` where no number begins.
  @inline(__always)
  init?(_ word: UInt64) {
    self.word = word
    minus = UInt8(truncatingIfNeeded: word) == Ascii.minus ? 1 : 0
    let values = word ^ asciiZeros
    digits = values & ~(0xFF &* minus)
    others = eachByteAboveNine(values) & ~0xFF
    // The first is a digit, and none follows a zero.
    let sign = 8 &* minus
    let isAlone = others &>> (15 &+ sign) & 1
    guard UInt8(truncatingIfNeeded: values &>> sign | isAlone) &- 1 < 9 else { return nil }
  }

  /// Whether all bytes are digits, behind the sign.
  @inline(__always)
  var isLong: Bool { others == 0 }

  /// Bits before the first byte that is no digit.
  @inline(__always)
  private var bits: UInt64 { UInt64(truncatingIfNeeded: others.trailingZeroBitCount) & 0x38 }

  /// The first byte that is no digit.
  @inline(__always)
  var next: UInt8 { UInt8(truncatingIfNeeded: word &>> bits) }

  /// The number that the digits before it write.
  @inline(__always)
  private var value: UInt64 { joinedDecimals(digits &<< (64 &- bits)) }

  @inline(__always)
  private func integer(_ magnitude: UInt64, at start: Int) -> TapeNode {
    TapeNode(.int, at: start, payload: (magnitude ^ (0 &- minus)) &+ minus)
  }

  @inline(__always)
  private func float(_ double: Double, at start: Int) -> TapeNode {
    TapeNode(.float, at: start, payload: double.bitPattern ^ minus &<< 63)
  }

  // MARK: Integers

  /// An integer of up to seven digits.
  @inline(__always)
  func shortInteger(_ start: Int) -> CommonNumber {
    CommonNumber(integer(value, at: start), end: start &+ Int(truncatingIfNeeded: bits &>> 3), next: next)
  }

  /// The digits of an integer that ``isLong``.
  struct LongDigits {
    /// The number that they write, where there are no more than 19.
    let magnitude: UInt64
    let end: Int
    let next: UInt8
  }

  @inline(__always)
  func longDigits(_ source: Span<UInt8>, _ start: Int) -> LongDigits? {
    var (at, magnitude) = (start &+ 8, joinedDecimals(digits))
    while let word = loadWord(source, at: at) {
      let run = DigitRun(word)
      guard run.bits < 64 else {
        magnitude = magnitude &* 100_000_000 &+ joinedDecimals(run.digits)
        // Not by the count, which is the same: the next word need not wait for it.
        at &+= 8
        continue
      }
      return LongDigits(
        magnitude: magnitude &* run.scale &+ run.valueOfSeven, end: at &+ run.count, next: run.next)
    }
    return nil
  }

  @inline(__always)
  private func count(_ digits: LongDigits, _ start: Int) -> Int {
    digits.end &- start &- Int(truncatingIfNeeded: minus)
  }

  /// Whether there are more digits than a word holds.
  @inline(__always)
  func isWide(_ digits: LongDigits, _ start: Int) -> Bool { count(digits, start) > 19 }

  /// An integer of up to 19 digits; `nil` where it does not fit.
  @inline(__always)
  func longInteger(_ digits: LongDigits, _ start: Int) -> CommonNumber? {
    guard digits.magnitude <= UInt64(Int64.max) else { return nil }
    return CommonNumber(integer(digits.magnitude, at: start), end: digits.end, next: digits.next)
  }

  /// SERP-28: an integer that ``isWide(_:_:)``, converted when asked for; `nil` past the limit.
  @inline(__always)
  func wideInteger(_ digits: LongDigits, _ start: Int, mostDigits: Int) -> CommonNumber? {
    let count = count(digits, start)
    guard count <= mostDigits else { return nil }
    let node = TapeNode(
      .bigInt, minus == 1 ? .negative : [], at: start, low: digits.end &- count, high: count)
    return CommonNumber(node, end: digits.end, next: digits.next)
  }

  // MARK: Floats

  /// A float, whose dot is ``next``; `nil` where it is better read as any number.
  ///
  /// - Parameter isWanted: whether it is to be converted; else its bits are 0.
  @inline(__always)
  func float(_ source: Span<UInt8>, _ start: Int, isWanted: Bool) -> CommonNumber? {
    let behindDot = others & (others &- 1)
    guard behindDot == 0 else { return shortFloat(start, behindDot) }
    guard let second = loadWord(source, at: start &+ 8) else { return nil }
    var (ends, at) = (eachByteAboveNine(second ^ asciiZeros), start &+ 8)
    if ends == 0 {
      guard let third = loadWord(source, at: start &+ 16) else { return nil }
      (ends, at) = (eachByteAboveNine(third ^ asciiZeros), start &+ 16)
    }
    guard ends != 0 else { return nil }
    return longFloat(source, start, end: at &+ ends.trailingZeroBitCount &>> 3, isWanted: isWanted)
  }

  /// A float of up to six digits, which ends within the word at the bit behind the dot's.
  @inline(__always)
  private func shortFloat(_ start: Int, _ behindDot: UInt64) -> CommonNumber {
    let end = UInt64(truncatingIfNeeded: behindDot.trailingZeroBitCount) & 0x38
    // The dot is taken out: the digits before it move up to its place.
    let integer = digits & ~(~0 &<< bits)
    let fraction = digits & (~0xFF &<< bits)
    let mantissa = joinedDecimals((integer &<< 8 | fraction) &<< (64 &- end))
    let places = Int(truncatingIfNeeded: (end &- bits) &>> 3) &- 1
    // Both are exact doubles, so that dividing them rounds once.
    let double = Double(mantissa) / exactPowerOfTen(places)
    return CommonNumber(
      float(double, at: start), end: start &+ Int(truncatingIfNeeded: end &>> 3),
      next: UInt8(truncatingIfNeeded: word &>> end))
  }

  /// A float whose digits end at `end`; an exponent may follow.
  @inline(__always)
  private func longFloat(
    _ source: Span<UInt8>, _ start: Int, end last: Int, isWanted: Bool
  ) -> CommonNumber? {
    let fraction = start &+ Int(truncatingIfNeeded: bits &>> 3) &+ 1
    let places = last &- fraction
    let integer = value
    let most = integer == 0 ? 19 : 19 &- Int(truncatingIfNeeded: bits &>> 3)
    guard places <= most, last < source.count else { return nil }
    var (end, exponent) = (last, 0 &- places)
    if Ascii.lowered(source[end]) == UInt8(ascii: "e") {
      guard let written = shortExponent(source, &end), end < source.count else { return nil }
      exponent &+= written
    }
    guard isWanted else { return CommonNumber(float(0, at: start), end: end, next: source[end]) }
    guard let mantissa = joined(source, fraction, places, behind: integer),
      let double = DecimalNumber(mantissa: mantissa, exponent: exponent).byProduct
    else { return nil }
    return CommonNumber(float(double, at: start), end: end, next: source[end])
  }

  /// The digits behind the dot joined to those before it.
  @inline(__always)
  private func joined(_ source: Span<UInt8>, _ start: Int, _ places: Int, behind integer: UInt64) -> UInt64? {
    var (mantissa, at, rest) = (integer, start, places)
    while rest >= 8 {
      guard let word = loadWord(source, at: at) else { return nil }
      mantissa = mantissa &* 100_000_000 &+ joinedDecimals(word ^ asciiZeros)
      at &+= 8
      rest &-= 8
    }
    guard let word = loadWordOrLess(source, at: at) else { return nil }
    let run = DigitRun(word)
    return mantissa &* run.scale &+ run.valueOfSeven
  }
}

extension NumberHead {
  /// A number of any of the common forms.
  ///
  /// - Parameters:
  ///   - mostDigits: how many an integer may have.
  ///   - isWanted: whether floats are to be converted; else their bits are 0.
  @inline(__always)
  func number(_ source: Span<UInt8>, _ start: Int, mostDigits: Int, isWanted: Bool) -> CommonNumber? {
    guard isLong else {
      return next == Ascii.dot ? float(source, start, isWanted: isWanted) : shortInteger(start)
    }
    guard let digits = longDigits(source, start) else { return nil }
    return isWide(digits, start)
      ? wideInteger(digits, start, mostDigits: mostDigits) : longInteger(digits, start)
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
