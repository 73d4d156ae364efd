import PythonValues
import WireCore

// Values that hold no others.
extension MarshalTapeReader {
  /// A value that is longer is not repeated where it is referred to.
  private static let repeatedBytes = 64

  mutating func scalar(
    _ type: UInt8, at start: Int, _ source: Span<UInt8>, _ tape: inout Tape
  ) throws(WireError) {
    switch type {
    case UInt8(ascii: "N"): tape.append(TapeNode(.none, at: start))
    case UInt8(ascii: "F"): tape.append(TapeNode(.bool, at: start))
    case UInt8(ascii: "T"): tape.append(TapeNode(.bool, at: start, payload: 1))
    case UInt8(ascii: "."): tape.append(TapeNode(.ellipsis, at: start))
    case UInt8(ascii: "S"): tape.append(record: Self.stopIteration, at: start)
    case UInt8(ascii: "i"): integer(Int64(Int32(truncatingIfNeeded: try little(4, source))), at: start, &tape)
    case UInt8(ascii: "I"): integer(Int64(bitPattern: try little(8, source)), at: start, &tape)
    case UInt8(ascii: "l"): try wideInteger(at: start, source, &tape)
    case UInt8(ascii: "g"): tape.append(TapeNode(.float, at: start, payload: try little(8, source)))
    case UInt8(ascii: "f"):
      tape.append(TapeNode(.float, at: start, payload: try floatText(source).bitPattern))
    case UInt8(ascii: "y"), UInt8(ascii: "x"): try complex(type, at: start, source, &tape)
    case UInt8(ascii: "s"): try extent(.bytes, try count(source), at: start, source, &tape)
    case UInt8(ascii: "u"), UInt8(ascii: "t"), UInt8(ascii: "a"), UInt8(ascii: "A"):
      try extent(.string, try count(source), at: start, source, &tape)
      if type == UInt8(ascii: "t") { interned.append(Referable(node: tape.nodes.count - 1)) }
    case UInt8(ascii: "z"), UInt8(ascii: "Z"):
      try extent(.string, Int(try byte(source)), at: start, source, &tape)
    case UInt8(ascii: "r"): try reference(at: start, source, &tape)
    case UInt8(ascii: "R"): try internedReference(at: start, source, &tape)
    default: throw fault(.syntax, start, "the type code \(type) is not defined")
    }
  }

  /// MARSHAL-10: the class itself, which marshal has a type for.
  private static let stopIteration = PythonValue.global(
    PythonGlobal(module: "builtins", name: "StopIteration"))

  private mutating func integer(_ value: Int64, at start: Int, _ tape: inout Tape) {
    tape.append(TapeNode(.int, at: start, payload: UInt64(bitPattern: value)))
  }

  /// MARSHAL-11: a signed count of 15-bit digits, least significant first, the last of them not zero.
  private mutating func wideInteger(at start: Int, _ source: Span<UInt8>, _ tape: inout Tape)
    throws(WireError)
  {
    let signed = Int(Int32(truncatingIfNeeded: try little(4, source)))
    let digits = signed.magnitude
    guard digits <= (source.count - at) / 2 else {
      throw fault(.truncated, source.count, "an integer is cut off")
    }
    // A 15-bit digit is worth four and a half decimal ones.
    guard digits <= UInt(limits.digits) / 4 + 1 else {
      throw fault(.limit, start, "an integer of more than \(limits.digits) digits")
    }
    var words = [UInt64](repeating: 0, count: Int(digits) * 15 / 64 + 1)
    var digit: UInt64 = 1
    for index in 0..<Int(digits) {
      digit = try little(2, source)
      guard digit < 1 << 15 else { throw fault(.syntax, at - 2, "a digit of an integer is too large") }
      let (word, shift) = (15 * index).quotientAndRemainder(dividingBy: 64)
      words[word] |= digit << UInt64(shift)
      if shift > 49 { words[word + 1] |= digit >> UInt64(64 - shift) }
    }
    guard digit != 0 else { throw fault(.syntax, at - 2, "the highest digit of an integer is zero") }
    tape.append(integer: words, isNegative: signed < 0, at: start)
  }

  /// MARSHAL-12: two floats, as bits or, up to format 1, as text.
  private mutating func complex(
    _ type: UInt8, at start: Int, _ source: Span<UInt8>, _ tape: inout Tape
  ) throws(WireError) {
    let isText = type == UInt8(ascii: "x")
    let real = isText ? try floatText(source) : Double(bitPattern: try little(8, source))
    let imaginary = isText ? try floatText(source) : Double(bitPattern: try little(8, source))
    tape.append(complex: PythonComplex(real: real, imaginary: imaginary), at: start)
  }

  /// A float as text with its length before it.
  private mutating func floatText(_ source: Span<UInt8>) throws(WireError) -> Double {
    let start = at
    let length = Int(try byte(source))
    guard length <= source.count - at else { throw fault(.truncated, source.count, "a float is cut off") }
    defer { at += length }
    guard let value = FloatText.python(source.extracting(at..<at + length)) else {
      throw fault(.syntax, start, "a float that is none")
    }
    return value
  }

  /// MARSHAL-13: text is UTF-8. Python lets lone surrogates through; such text is kept as bytes.
  private mutating func extent(
    _ kind: TapeNode.Kind, _ length: Int, at start: Int, _ source: Span<UInt8>, _ tape: inout Tape
  ) throws(WireError) {
    guard length <= source.count - at else { throw fault(.truncated, source.count, "a string is cut off") }
    let isText = kind == .string && isUTF8(source.extracting(at..<at + length))
    tape.append(TapeNode(isText ? .string : .bytes, at: start, low: at, high: length))
    at += length
  }

  /// MARSHAL-14: a value met before.
  private mutating func reference(
    at start: Int, _ source: Span<UInt8>, _ tape: inout Tape
  ) throws(WireError) {
    let number = try count(source)
    guard number < references.count, (references[number].node ?? 0) < tape.nodes.count else {
      throw fault(.syntax, start, "a reference to a value that was not met")
    }
    repeated(references[number], at: start, source, &tape)
  }

  /// MARSHAL-15: Python 2's references to interned strings.
  private mutating func internedReference(
    at start: Int, _ source: Span<UInt8>, _ tape: inout Tape
  ) throws(WireError) {
    let number = try count(source)
    guard number < interned.count else {
      throw fault(.syntax, start, "a reference to a string that was not met")
    }
    repeated(interned[number], at: start, source, &tape)
  }

  /// A small value is repeated; any other is referred to, or a few bytes would grow without end.
  private func repeated(
    _ value: Referable, at start: Int, _ source: Span<UInt8>, _ tape: inout Tape
  ) {
    let node = value.node.map { tape.nodes[$0] } ?? value.leaf
    let isSmall =
      !node.kind.isContainer && node.kind != .record
      && (!node.hasExtent || node.extent.count <= Self.repeatedBytes)
    if isSmall {
      tape.append(node)
    } else if let index = value.node, node.kind == .tuple, node.count == 0, node.end == index + 1 {
      // The empty tuple is the same wherever it stands.
      tape.close(tape.open(.tuple, at: start), as: .tuple, count: 0)
    } else if let index = value.node {
      tape.append(record: tape.reference(to: index, source), at: start)
    } else {
      tape.append(TapeNode(.ellipsis, at: start))
    }
  }
}

// Bytes.
extension MarshalTapeReader {
  mutating func byte(_ source: Span<UInt8>) throws(WireError) -> UInt8 {
    guard at < source.count else { throw fault(.truncated, at, "the data ends inside a value") }
    defer { at += 1 }
    return source[at]
  }

  mutating func little(_ width: Int, _ source: Span<UInt8>) throws(WireError) -> UInt64 {
    guard source.count - at >= width else {
      throw fault(.truncated, source.count, "the data ends inside a value")
    }
    var value: UInt64 = 0
    for index in (at..<at + width).reversed() { value = value << 8 | UInt64(source[index]) }
    at += width
    return value
  }

  /// A count or length: 32 bits, signed, not below zero.
  mutating func count(_ source: Span<UInt8>) throws(WireError) -> Int {
    let start = at
    let value = Int(Int32(truncatingIfNeeded: try little(4, source)))
    guard value >= 0 else { throw fault(.syntax, start, "a size below zero") }
    return value
  }
}

extension TapeNode {
  /// Whether the payload is an extent.
  fileprivate var hasExtent: Bool { kind == .string || kind == .bytes || kind == .bigInt }
}
