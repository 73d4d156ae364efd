import PythonValues
import WireCore

/// The integers of pickles.
enum PickleNumber {
  /// A number of the memo: decimal, without sign; `nil` where it is none.
  static func decimal(_ text: Span<UInt8>) -> Int? {
    let text = text.extracting(trimmed(text))
    guard text.count > 0, text.count <= 18 else { return nil }
    var number = 0
    for index in 0..<text.count {
      let digit = text[index] &- UInt8(ascii: "0")
      guard digit < 10 else { return nil }
      number = number * 10 + Int(digit)
    }
    return number
  }

  /// PICKLE-22: an integer as text, as Python's `int(text, 0)` reads it: a sign, a prefix for another base,
  /// underscores. INT also reads 00 and 01 as bools and a leading zero as octal, as C does; LONG may end
  /// in L.
  ///
  /// - Returns: `nil` where the text is no integer.
  static func integer(
    _ whole: Span<UInt8>, isLong: Bool, limits: Limits, at offset: Int
  ) throws(WireError) -> PythonValue? {
    let range = trimmed(whole)
    var text = whole.extracting(range)
    if isLong, text.count > 0, text[text.count - 1] == UInt8(ascii: "L") {
      text = text.extracting(0..<text.count - 1)
    }
    guard text.count > 0 else { return nil }
    // C takes blanks in front of a number, and leaves those behind it to Python, which knows of no bools here.
    let mayBeBool = !isLong && whole.count == 2 && range.upperBound == 2
    if !(mayBeBool && text.count == 1), let small = smallDecimal(text) { return .int(small) }
    let isNegative = text[0] == UInt8(ascii: "-")
    let start = isNegative || text[0] == UInt8(ascii: "+") ? 1 : 0
    let digits = text.extracting(start..<text.count)
    guard let (radix, first) = base(digits, isLong: isLong), areDigits(digits, from: first, first > 0)
    else { return nil }
    guard radix != 10 || digits.count <= limits.digits else {
      throw WireError(
        .limit, at: offset, reading: "pickle", "an integer of more than \(limits.digits) digits")
    }
    // A hexadecimal digit is worth 1.2 decimal ones.
    guard radix == 10 || digits.count <= limits.digits * 5 / 6 + 9 else {
      throw WireError(.limit, at: offset, reading: "pickle", "an integer of too many digits")
    }
    let value = PythonValue.integer(
      digits: digits.extracting(first..<digits.count), radix: radix, isNegative: isNegative)
    guard mayBeBool, case .int(let number) = value, number == 0 || number == 1 else {
      return value
    }
    return .bool(number == 1)
  }

  /// The usual case: a few decimal digits, not led by zero.
  @inline(__always)
  private static func smallDecimal(_ text: Span<UInt8>) -> Int64? {
    let isNegative = text[0] == UInt8(ascii: "-")
    var index = isNegative ? 1 : 0
    guard text.count > index, text.count <= 18, text[index] != UInt8(ascii: "0") else {
      return !isNegative && text.count == 1 ? 0 : nil
    }
    var number: Int64 = 0
    while index < text.count {
      let digit = text[index] &- UInt8(ascii: "0")
      guard digit < 10 else { return nil }
      number = number * 10 + Int64(digit)
      index += 1
    }
    return isNegative ? -number : number
  }

  /// The base that the digits are in, and where they begin.
  private static func base(_ digits: Span<UInt8>, isLong: Bool) -> (Int, Int)? {
    guard digits.count > 0 else { return nil }
    guard digits.count > 1, digits[0] == UInt8(ascii: "0") else { return (10, 0) }
    switch digits[1] | 0x20 {
    case UInt8(ascii: "x"): return (16, 2)
    case UInt8(ascii: "o"): return (8, 2)
    case UInt8(ascii: "b"): return (2, 2)
    default: break
    }
    if !isLong { return (8, 1) }
    // Of a LONG a leading zero is a fault, unless there are only zeros.
    for index in 0..<digits.count where digits[index] != UInt8(ascii: "0") { return nil }
    return (10, 0)
  }

  /// Whether there are digits, and underscores only between them or behind a prefix.
  private static func areDigits(_ digits: Span<UInt8>, from first: Int, _ hasPrefix: Bool) -> Bool {
    guard first < digits.count, digits[digits.count - 1] != UInt8(ascii: "_") else { return false }
    var isAfterUnderscore = !hasPrefix
    for index in first..<digits.count {
      let isUnderscore = digits[index] == UInt8(ascii: "_")
      if isUnderscore, isAfterUnderscore { return false }
      isAfterUnderscore = isUnderscore
    }
    return true
  }

  /// Two's complement of at most eight bytes, the lowest first.
  @inline(__always)
  static func small(_ source: Span<UInt8>, _ range: Range<Int>) -> Int64 {
    guard !range.isEmpty else { return 0 }
    let shift = UInt64(64 &- 8 &* range.count)
    let word: UInt64
    if let whole = loadWord(source, at: range.lowerBound) {
      word = whole
    } else {
      word = range.reversed().reduce(0) { $0 << 8 | UInt64(source[$1]) }
    }
    return Int64(bitPattern: word << shift) >> Int64(shift)
  }

  /// Appends the magnitude of two's complement, the lowest byte first, without zeros at its end.
  ///
  /// - Returns: whether the number is below zero.
  static func append(_ bytes: Span<UInt8>, to words: inout [UInt64]) -> Bool {
    let first = words.count
    let isNegative = bytes[bytes.count - 1] >= 0x80
    var index = 0
    while let word = loadWord(bytes, at: index) {
      words.append(word)
      index += 8
    }
    if index < bytes.count {
      let end = bytes.count
      var word: UInt64 = isNegative ? .max : 0
      for place in (index..<end).reversed() { word = word << 8 | UInt64(bytes[place]) }
      words.append(word)
    }
    if isNegative { negate(&words, from: first) }
    while words.count > first, words[words.count - 1] == 0 { words.removeLast() }
    return isNegative
  }

  private static func negate(_ words: inout [UInt64], from first: Int) {
    var carry = true
    for index in first..<words.count {
      words[index] = ~words[index]
      if carry {
        words[index] &+= 1
        carry = words[index] == 0
      }
    }
  }

  /// What is within the white space around it.
  static func trimmed(_ text: Span<UInt8>) -> Range<Int> {
    var (start, end) = (0, text.count)
    while start < end, isSpace(text[start]) { start += 1 }
    while end > start, isSpace(text[end - 1]) { end -= 1 }
    return start..<end
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte &- 0x09 < 5 }
}
