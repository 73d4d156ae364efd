import PythonValues
import WireCore

/// Writes the values that a parser meets to a tape, which is whole once the parser has ended without an
/// error. Frozensets are checked on the way.
struct BrineTapeWriter: BrineSink {
  private(set) var tape: Tape
  private var frozensets = BrineChecker()
  /// The indices of the nodes of the containers around the innermost.
  private var around: [Int] = []
  private var container = -1

  init(length: Int) {
    tape = Tape()
    restart(length: length)
  }

  /// Empties the tape, and keeps its storage, for a document of this length.
  mutating func restart(length: Int) {
    tape.reset(sourceBytes: length, bytesPerNode: 6)
    around.removeAll(keepingCapacity: true)
    container = -1
    frozensets = BrineChecker()
  }

  mutating func constant(_ tag: UInt8, start: Int) {
    switch tag {
    case BrineTag.isTrue: tape.append(TapeNode(.bool, at: start, payload: 1))
    case BrineTag.isFalse: tape.append(TapeNode(.bool, at: start))
    case BrineTag.notImplemented: tape.append(TapeNode(.notImplemented, at: start))
    case BrineTag.ellipsis: tape.append(TapeNode(.ellipsis, at: start))
    default: tape.append(TapeNode(.none, at: start))
    }
    frozensets.constant(tag, start: start)
  }

  mutating func integer(_ value: Int64, start: Int) {
    tape.append(TapeNode(.int, at: start, payload: UInt64(bitPattern: value)))
    frozensets.integer(value, start: start)
  }

  mutating func bigInteger(_ input: Span<UInt8>, at range: Range<Int>, start: Int) {
    let value = bigIntegerValue(input, at: range)
    if case .bigInt(let number) = value {
      tape.append(integer: number.magnitude, isNegative: number.isNegative, at: start)
    }
    frozensets.bigInteger(input, at: range, start: start)
  }

  mutating func float(_ bits: UInt64, start: Int) {
    tape.append(TapeNode(.float, at: start, payload: bits))
    frozensets.float(bits, start: start)
  }

  mutating func complex(_ real: UInt64, _ imaginary: UInt64, start: Int) {
    tape.append(
      complex: PythonComplex(real: Double(bitPattern: real), imaginary: Double(bitPattern: imaginary)),
      at: start)
    frozensets.complex(real, imaginary, start: start)
  }

  mutating func text(_ input: Span<UInt8>, at range: Range<Int>, start: Int) {
    tape.append(TapeNode(.string, at: start, low: range.lowerBound, high: range.count))
    frozensets.text(input, at: range, start: start)
  }

  mutating func bytes(_ input: Span<UInt8>, at range: Range<Int>, start: Int) {
    tape.append(TapeNode(.bytes, at: start, low: range.lowerBound, high: range.count))
    frozensets.bytes(input, at: range, start: start)
  }

  mutating func open(_ kind: BrineContainer, count: Int, start: Int) {
    around.append(container)
    let node: TapeNode.Kind =
      switch kind {
      case .tuple: .tuple
      case .slice: .slice
      case .frozenset: .frozenset
      }
    // The end is set when the container closes.
    container = tape.count
    tape.append(TapeNode(node, at: start, low: 0, high: count))
    frozensets.open(kind, count: count, start: start)
  }

  mutating func close() throws(WireError) {
    let node = tape[container]
    tape.close(container, as: node.kind, count: node.count)
    container = around.popLast() ?? -1
    try frozensets.close()
  }
}
