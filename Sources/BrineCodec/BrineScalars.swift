import PythonValues
import WireCore

/// Reads values that hold no others, in whatever form they are written, and judges them.
struct BrineScalars {
  let limits: Limits
  let dialect: BrineDialect

  /// Reads one value that holds no others, in whatever form, and returns where it ends.
  @inline(never)
  func read<Sink: BrineSink>(
    _ tag: UInt8, _ input: Span<UInt8>, _ at: Int, _ start: Int, _ sink: inout Sink
  ) throws(WireError) -> Int {
    switch tag {
    case BrineTag.none, BrineTag.isTrue, BrineTag.isFalse, BrineTag.notImplemented, BrineTag.ellipsis:
      sink.append(Sink.Element.constant(tag, start: start))
      return at
    case BrineTag.lowestImmediate...BrineTag.highestImmediate:
      sink.append(Sink.Element.integer(BrineNumber.immediate(tag), start: start))
      return at
    case BrineTag.text:
      let range = try BrineText.range(input, at)
      sink.append(Sink.Element.text(input, at: range, start: start))
      return range.upperBound
    case BrineTag.emptyBytes, BrineTag.bytes1...BrineTag.bytesL4:
      let range = try BrineText.bytes(tag, input, at)
      sink.append(Sink.Element.bytes(input, at: range, start: start))
      return range.upperBound
    case BrineTag.integerL1, BrineTag.integerL4:
      return try readInteger(tag, input, at, start, &sink)
    case BrineTag.float:
      sink.append(Sink.Element.float(try BrineNumber.bits(input, at, "a float"), start: start))
      return at + 8
    case BrineTag.complex:
      let real = try BrineNumber.bits(input, at, "a complex number")
      let imaginary = try BrineNumber.bits(input, at + 8, "a complex number")
      sink.complex(
        PythonComplex(real: Double(bitPattern: real), imaginary: Double(bitPattern: imaginary)), start: start)
      return at + 16
    case BrineTag.long where dialect.readsLong:
      return try readLong(input, at, start, &sink)
    default:
      throw unknown(tag, at: start)
    }
  }

  /// BRINE-9: Python 2's `long` is its tag and an integer.
  private func readLong<Sink: BrineSink>(
    _ input: Span<UInt8>, _ at: Int, _ start: Int, _ sink: inout Sink
  ) throws(WireError) -> Int {
    guard at < input.count else { throw BrineFault.truncated(input, "the integer of a long") }
    let tag = input[at]
    switch tag {
    case BrineTag.integerL1, BrineTag.integerL4:
      return try readInteger(tag, input, at + 1, start, &sink)
    case BrineTag.lowestImmediate...BrineTag.highestImmediate:
      sink.append(Sink.Element.integer(BrineNumber.immediate(tag), start: start))
      return at + 1
    default:
      throw WireError(.syntax, at: at, reading: "a long", "it is made of something other than an integer")
    }
  }

  private func readInteger<Sink: BrineSink>(
    _ tag: UInt8, _ input: Span<UInt8>, _ at: Int, _ start: Int, _ sink: inout Sink
  ) throws(WireError) -> Int {
    let range = try BrineNumber.digits(tag, input, at)
    if let value = try BrineNumber.integer(input, range, limit: limits.digits) {
      sink.append(Sink.Element.integer(value, start: start))
    } else {
      try sink.bigInteger(input, at: range, start: start)
    }
    return range.upperBound
  }

  /// BRINE-4: bytes that begin nothing.
  @inline(never)
  private func unknown(_ tag: UInt8, at offset: Int) -> WireError {
    let known = tag == BrineTag.long ? " (a Python 2 long, of which \(dialect.name) knows nothing)" : ""
    return WireError(.syntax, at: offset, reading: "a value", "0x\(String(tag, radix: 16)) is no tag\(known)")
  }
}
