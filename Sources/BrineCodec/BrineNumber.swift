import PythonValues
import WireCore

/// The numbers of brine, from their bytes.
enum BrineNumber {
  /// BRINE-3: the integer that is one byte.
  @inline(__always)
  static func immediate(_ tag: UInt8) -> Int64 { Int64(tag) &- Int64(BrineTag.immediateZero) }

  /// BRINE-10: eight bytes of IEEE 754, most significant first.
  @inline(__always)
  static func bits(_ input: Span<UInt8>, _ at: Int, _ what: StaticString) throws(WireError) -> UInt64 {
    guard let word = loadWord(input, at: at) else { throw BrineFault.tooFew(8, input, at, what) }
    return word.byteSwapped
  }

  /// BRINE-8: where the digits of an integer stand. The tag was read, the length follows.
  @inline(__always)
  static func digits(_ tag: UInt8, _ input: Span<UInt8>, _ at: Int) throws(WireError) -> Range<Int> {
    let isShort = tag == BrineTag.integerL1
    let count = try BrineFault.length(isShort ? 1 : 4, input, at, "an integer's length")
    return try BrineFault.take(count, input, at &+ (isShort ? 1 : 4), "an integer")
  }

  /// An integer behind a length of one byte, whose tag stands at `at`, and where it ends; `nil` where it has none
  /// or more than nineteen digits, passes 64 bits, or is not written as Python writes it. Nor is what stands in
  /// the first bytes of the input read here, unless it is short: words cannot be loaded there.
  ///
  /// - Parameter isAmongMany: whether it stands among other numbers. Then its length cannot be guessed, and all lengths
  ///   are read in one way; else most are short.
  @inline(__always)
  static func short(
    _ input: Span<UInt8>, _ at: Int, isAmongMany: Bool = false
  ) -> (value: Int64, end: Int)? {
    guard input.count >= 8, 4 <= input.count &- at else { return nil }
    let length = Int(input[at &+ 1])
    guard length > 1, length <= input.count &- at &- 2 else { return nil }
    let end = at &+ 2 &+ length
    let isNegative = input[at &+ 2] == UInt8(ascii: "-")
    let first = at &+ 2 &+ (isNegative ? 1 : 0)
    guard input[first] != UInt8(ascii: "0"),
      let magnitude = magnitude(input, first, end, isAmongMany: isAmongMany)
    else { return nil }
    let signed = Int64(truncatingIfNeeded: magnitude)
    return (isNegative ? 0 &- signed : signed, end)
  }

  /// The number that one to nineteen digits write, where a signed one of 64 bits holds it.
  @inline(__always)
  private static func magnitude(
    _ input: Span<UInt8>, _ first: Int, _ end: Int, isAmongMany: Bool
  ) -> UInt64? {
    let count = end &- first
    if isAmongMany ? end >= 24 : count > 8 { return BrineDigits(input, count, before: end)?.number }
    guard count <= 8 else { return nil }
    // At the end of the input the word begins earlier, and what stands before the digits is moved out.
    let start = min(first, input.count &- 8)
    guard let word = loadWord(input, at: start) else { return nil }
    return decimalNumber(of: word &>> UInt64(8 &* (first &- start)), digits: count)
  }

  /// BRINE-8: decimal digits as Python prints them; `nil` where the integer passes 64 bits, whose digits are then
  /// still to be checked.
  @inline(never)
  static func integer(
    _ input: Span<UInt8>, _ range: Range<Int>, limit: Int
  ) throws(WireError) -> Int64? {
    let first = try firstDigit(input, range)
    guard range.upperBound &- first <= limit else {
      throw WireError(.limit, at: range.lowerBound, reading: "an integer", "more than \(limit) digits")
    }
    guard range.upperBound &- first <= 19 else { return nil }
    var value: Int64 = 0
    var fits = true
    for index in first..<range.upperBound {
      let digit = input[index] &- UInt8(ascii: "0")
      guard digit < 10 else { throw badDigit(at: index) }
      // Counted downwards, so that the smallest integer fits.
      guard fits else { continue }
      let (product, over) = value.multipliedReportingOverflow(by: 10)
      let (difference, under) = product.subtractingReportingOverflow(Int64(digit))
      fits = !over && !under
      value = difference
    }
    guard fits else { return nil }
    if first > range.lowerBound { return value }
    return value == .min ? nil : 0 &- value
  }

  /// The integer past 64 bits whose digits, after a `-` or none, stand at `range`.
  @inline(never)
  static func wideInteger(_ input: Span<UInt8>, _ range: Range<Int>) throws(WireError) -> PythonValue {
    let digits = unsigned(input, range)
    let value = PythonValue.integer(plainDigits: input.extracting(digits), isNegative: digits != range)
    if let value { return value }
    try checkDigits(input, digits)
    // Not reached: of so many digits, 19 at least, all are read.
    return .none
  }

  /// Checks the digits of such an integer.
  static func checkWide(_ input: Span<UInt8>, _ range: Range<Int>) throws(WireError) {
    try checkDigits(input, unsigned(input, range))
  }

  private static func unsigned(_ input: Span<UInt8>, _ range: Range<Int>) -> Range<Int> {
    input[range.lowerBound] == UInt8(ascii: "-") ? range.lowerBound &+ 1..<range.upperBound : range
  }

  private static func checkDigits(_ input: Span<UInt8>, _ range: Range<Int>) throws(WireError) {
    var index = range.lowerBound
    while index &+ 8 <= range.upperBound, let word = loadWord(input, at: index),
      decimalNumber(of: word, digits: 8) != nil
    {
      index &+= 8
    }
    while index < range.upperBound {
      guard input[index] &- UInt8(ascii: "0") < 10 else { throw badDigit(at: index) }
      index &+= 1
    }
  }

  /// Where the digits begin. Python prints no sign but `-`, no digit before them that is 0, no `-0`.
  private static func firstDigit(_ input: Span<UInt8>, _ range: Range<Int>) throws(WireError) -> Int {
    var first = range.lowerBound
    if !range.isEmpty, input[first] == UInt8(ascii: "-") { first &+= 1 }
    guard first < range.upperBound else {
      throw WireError(.syntax, at: range.lowerBound, reading: "an integer", "it has no digits")
    }
    if input[first] == UInt8(ascii: "0"), range.count > 1 { throw badDigit(at: first) }
    return first
  }

  private static func badDigit(at index: Int) -> WireError {
    WireError(.syntax, at: index, reading: "an integer", "it is not written as Python writes integers")
  }
}
