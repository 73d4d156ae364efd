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
  guard let word = loadWordOrLess(source, at: at), let head = NumberHead(word),
    let number = head.number(source, at, mostDigits: limits.digits, isWanted: converts),
    isDelimiter(number.next)
  else {
    return try scanAnyNumber(source, &at, limits: limits, converts: converts)
  }
  let digits = at..<number.end
  at = number.end
  return NumberLiteral(form: form(of: number.node), bits: number.node.payload, digits: digits)
}

/// What an unsigned number's node is.
private func form(of node: TapeNode) -> NumberLiteral.Form {
  switch node.kind {
  case .float: .float
  case .bigInt: .wideInteger
  default: .integer
  }
}

/// Whether a value certainly ends before this byte: a comma, a colon, a closing bracket or a line feed.
private func isDelimiter(_ byte: UInt8) -> Bool {
  switch byte {
  case Ascii.comma, Ascii.colon, Ascii.newline: true
  default: Ascii.isClosing(byte)
  }
}
