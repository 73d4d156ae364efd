import PythonValues
import WireCore

// Numbers, signs and complex sums.
extension LiteralParser where Sink: ~Copyable {
  /// Any number that begins with a digit at `digits`, after a sign or none at `start`; returns its end.
  /// SERP-30: a sign stands before an unsigned number, perhaps in parentheses, and before nothing else.
  @inline(never)
  mutating func longNumber(
    _ source: Span<UInt8>, digits: Int, from start: Int
  ) throws(WireError) -> Int {
    var at = digits
    if at >= source.count || !Ascii.isDigit(source[at]) {
      try signedOperand(source, &at)
      return at
    }
    let number = try scanNumber(source, &at, limits: limits, converts: Sink.keepsValues)
    emit(number, isNegative: source[start] == Ascii.minus, source, at: start)
    return at
  }

  /// What follows a sign, where it is no digit; `at` is on what follows.
  @inline(never)
  mutating func signedOperand(_ source: Span<UInt8>, _ at: inout Int) throws(WireError) {
    let start = at - 1
    let isNegative = source[start] == Ascii.minus
    let (number, digits) = try operand(source, &at, after: "sign")
    left = LeftOperand(
      owner: start, digits: number.form == .imaginary ? -1 : digits, isNegative: isNegative)
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
      guard state.around + open < state.depth else { throw tooDeep(at) }
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

  /// Where the digits of the value read last stand, and its sign, if it can be the left side of a sum:
  /// a real number, perhaps signed, perhaps in parentheses.
  func leftOperand(_ source: Span<UInt8>) -> LeftOperand {
    if left.owner == state.valueStart { return left }
    let isSigned = source[state.valueStart] == Ascii.minus || source[state.valueStart] == Ascii.plus
    let digits = state.valueStart + (isSigned ? 1 : 0)
    let isNumber = digits < source.count && startsNumber(source, digits)
    return LeftOperand(
      owner: state.valueStart, digits: isNumber ? digits : -1,
      isNegative: source[state.valueStart] == Ascii.minus)
  }

  /// SERP-32: a sum is a real number, signed or not, `+` or `-`, and an unsigned imaginary number.
  @inline(never)
  mutating func sum(_ source: Span<UInt8>, _ at: inout Int) throws(WireError) {
    let operand = leftOperand(source)
    var place = operand.digits
    let number = place < 0 ? nil : try scanNumber(source, &place, limits: limits, converts: true)
    guard let number, number.form != .imaginary else { throw unexpectedAfterValue(source, at) }
    let isDifference = source[at] == Ascii.minus
    let right64 = try rightSide(source, &at)
    guard var real = realPart(number, source) else {
      throw WireError(
        .syntax, at: operand.digits, reading: "complex number", "the integer is too large for a float")
    }
    // An integer has no negative zero.
    if operand.isNegative, real != 0 || number.form == .float { real = -real }
    // As CPython adds: both sides are complex, and 0 is added to what the other side lacks.
    let value =
      isDifference
      ? PythonComplex(real: real - 0.0, imaginary: 0.0 - right64)
      : PythonComplex(real: real + 0.0, imaginary: 0.0 + right64)
    tape.removeLast()
    tape.append(complex: value, at: state.valueStart)
    left = LeftOperand(owner: state.valueStart)
  }

  /// The operator of a sum, at `at`, and the number after it, which must be imaginary.
  private mutating func rightSide(_ source: Span<UInt8>, _ at: inout Int) throws(WireError) -> Double {
    at += 1
    let (right, digits) = try operand(source, &at, after: "operator")
    guard right.form == .imaginary else {
      throw WireError(
        .syntax, at: digits, reading: "complex number", "the right side of a sum must be imaginary: 1+2j")
    }
    return Double(bitPattern: right.bits)
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
      tape.append(TapeNode(.int, at: start, payload: isNegative ? 0 &- number.bits : number.bits), source)
    case .float:
      let sign: UInt64 = isNegative ? 1 << 63 : 0
      tape.append(TapeNode(.float, at: start, payload: number.bits ^ sign), source)
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
          high: number.digits.count), source)
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
  mutating func dot(_ source: Span<UInt8>, _ at: inout Int) throws(WireError) {
    let start = at
    if startsNumber(source, at) {
      let number = try scanNumber(source, &at, limits: limits, converts: Sink.keepsValues)
      return emit(number, isNegative: false, source, at: start)
    }
    guard at + 3 <= source.count, source[at + 1] == Ascii.dot, source[at + 2] == Ascii.dot else {
      if endsWithinWord(source, at) { throw unexpectedValue(source, at) }
      throw WireError(.syntax, at: at, reading: "value", "a digit or '...' expected at the '.'")
    }
    tape.append(TapeNode(.ellipsis, at: at), source)
    at += 3
  }
}

/// The left side of a sum.
struct LeftOperand: Sendable {
  /// Where the value begins that this is about; none at first.
  var owner = -1
  /// Where its digits begin; negative where it cannot be the left side.
  var digits = -1
  /// Whether a minus stands before them.
  var isNegative = false
}
