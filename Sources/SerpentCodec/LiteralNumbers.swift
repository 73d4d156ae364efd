import PythonValues
import WireCore

// Numbers, signs and complex sums.
extension LiteralParser {
  /// An unsigned number.
  @inline(__always)
  mutating func number(_ source: Span<UInt8>, _ at: inout Int) throws(WireError) {
    let start = at
    let number = try scanNumber(source, &at, limits: limits, converts: Sink.keepsValues)
    leftNumber = number.form == .imaginary ? -1 : start
    leftIsNegative = false
    emit(number, isNegative: false, source, at: start)
  }

  /// SERP-30: a sign stands before an unsigned number, perhaps in parentheses, and before nothing else.
  @inline(__always)
  mutating func signedNumber(_ source: Span<UInt8>, _ at: inout Int) throws(WireError) {
    let start = at
    let isNegative = source[at] == Ascii.minus
    at += 1
    if at >= source.count || !Ascii.isDigit(source[at]) { return try signedOperand(source, &at) }
    leftNumber = at
    leftIsNegative = isNegative
    let number = try scanNumber(source, &at, limits: limits, converts: Sink.keepsValues)
    if number.form == .imaginary { leftNumber = -1 }
    emit(number, isNegative: isNegative, source, at: start)
  }

  /// What follows a sign, where it is no digit.
  @inline(never)
  private mutating func signedOperand(_ source: Span<UInt8>, _ at: inout Int) throws(WireError) {
    let start = at - 1
    let isNegative = source[start] == Ascii.minus
    let (number, digits) = try operand(source, &at, after: "sign")
    leftNumber = number.form == .imaginary ? -1 : digits
    leftIsNegative = isNegative
    emit(number, isNegative: isNegative, source, at: start)
  }

  /// SERP-31: an operand is an unsigned number in any pairs of parentheses, which hold nothing else.
  /// Returns the number and where its token begins.
  private func operand(
    _ source: Span<UInt8>, _ at: inout Int, after what: String
  ) throws(WireError) -> (NumberLiteral, Int) {
    var open = 0
    try skipBlanks(source, &at)
    while at < source.count, source[at] == Ascii.leftParenthesis {
      guard outer.count + open < depth else { throw tooDeep(at) }
      open += 1
      at += 1
      try skipGap(source, &at, inBrackets: true)
    }
    guard at < source.count else { throw endOfInput(source) }
    guard startsNumber(source, at) else {
      throw WireError(
        .syntax, at: at, reading: "operand",
        "a number expected after the \(what), found \(quoted(source, at))")
    }
    let digits = at
    let number = try scanNumber(source, &at, limits: limits, converts: true)
    while open > 0 {
      try skipGap(source, &at, inBrackets: true)
      guard at < source.count else { throw endOfInput(source) }
      guard source[at] == Ascii.rightParenthesis else {
        throw WireError(.syntax, at: at, reading: "operand", "')' expected, found \(quoted(source, at))")
      }
      open -= 1
      at += 1
    }
    return (number, digits)
  }

  private func startsNumber(_ source: Span<UInt8>, _ at: Int) -> Bool {
    if Ascii.isDigit(source[at]) { return true }
    return source[at] == Ascii.dot && at + 1 < source.count && Ascii.isDigit(source[at + 1])
  }

  /// SERP-32: a sum is a real number, signed or not, `+` or `-`, and an unsigned imaginary number.
  @inline(never)
  mutating func sum(_ source: Span<UInt8>, _ at: inout Int) throws(WireError) {
    guard leftNumber >= 0 else { throw unexpectedAfterValue(source, at) }
    let sign = at
    at += 1
    let (right, digits) = try operand(source, &at, after: "operator")
    guard right.form == .imaginary else {
      throw WireError(
        .syntax, at: digits, reading: "complex number", "the right side of a sum must be imaginary: 1+2j")
    }
    var left = leftNumber
    let number = try scanNumber(source, &left, limits: limits, converts: true)
    guard var real = realPart(number, source) else {
      throw WireError(
        .syntax, at: leftNumber, reading: "complex number", "the integer is too large for a float")
    }
    // An integer has no negative zero.
    if leftIsNegative, real != 0 || number.form == .float { real = -real }
    let right64 = Double(bitPattern: right.bits)
    // As CPython adds: both sides are complex, and 0 is added to what the other side lacks.
    let value =
      source[sign] == Ascii.minus
      ? PythonComplex(real: real - 0.0, imaginary: 0.0 - right64)
      : PythonComplex(real: real + 0.0, imaginary: 0.0 + right64)
    tape.removeLast()
    tape.append(complex: value, at: valueStart)
    leftNumber = -1
  }

  private func realPart(_ number: NumberLiteral, _ source: Span<UInt8>) -> Double? {
    switch number.form {
    case .integer: Double(number.bits)
    case .wideInteger: number.wideInteger(source, isNegative: false)?.doubleValue
    case .float, .imaginary: Double(bitPattern: number.bits)
    }
  }

  /// Writes a number to the tape, as the token or the sign before it has it.
  @inline(__always)
  private mutating func emit(
    _ number: NumberLiteral, isNegative: Bool, _ source: Span<UInt8>, at start: Int
  ) {
    guard Sink.keepsValues else { return }
    switch number.form {
    case .integer where number.bits <= UInt64(Int64.max):
      tape.append(TapeNode(.int, at: start, payload: isNegative ? 0 &- number.bits : number.bits))
    case .float:
      let sign: UInt64 = isNegative ? 1 << 63 : 0
      tape.append(TapeNode(.float, at: start, payload: number.bits ^ sign))
    default: emitRare(number, isNegative: isNegative, source, at: start)
    }
  }

  @inline(never)
  private mutating func emitRare(
    _ number: NumberLiteral, isNegative: Bool, _ source: Span<UInt8>, at start: Int
  ) {
    let imaginary = Double(bitPattern: number.bits)
    switch number.form {
    case .integer: tape.append(integer: [number.bits], isNegative: isNegative, at: start)
    case .wideInteger where number.base == 10:
      // SERP-28: converted when asked for.
      tape.append(
        TapeNode(
          .bigInt, isNegative ? .negative : [], at: start, low: number.digits.lowerBound,
          high: number.digits.count))
    case .wideInteger:
      guard let wide = number.wideInteger(source, isNegative: isNegative) else { return }
      tape.append(integer: wide.magnitude, isNegative: isNegative, at: start)
    default:
      // SERP-33: a minus before an imaginary number makes both parts negative, the real zero too.
      let value = PythonComplex(real: isNegative ? -0.0 : 0.0, imaginary: isNegative ? -imaginary : imaginary)
      tape.append(complex: value, at: start)
    }
  }

  /// A dot begins a float or an ellipsis.
  @inline(never)
  mutating func dot(_ source: Span<UInt8>, _ at: inout Int) throws(WireError) {
    if startsNumber(source, at) { return try number(source, &at) }
    guard at + 3 <= source.count, source[at + 1] == Ascii.dot, source[at + 2] == Ascii.dot else {
      if endsWithinWord(source, at) { throw unexpectedValue(source, at) }
      throw WireError(.syntax, at: at, reading: "value", "a digit or '...' expected at the '.'")
    }
    tape.append(TapeNode(.ellipsis, at: at))
    at += 3
  }
}
