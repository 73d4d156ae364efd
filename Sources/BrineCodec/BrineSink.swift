import PythonValues
import WireCore

/// What becomes of the values that ``BrineParser`` meets, in document order. `start` is where the value
/// begins in the input.
protocol BrineSink {
  mutating func constant(_ tag: UInt8, start: Int)
  mutating func integer(_ value: Int64, start: Int)
  /// An integer past 64 bits: its digits, checked, stand at `range` (a `-` before them included).
  mutating func bigInteger(_ input: Span<UInt8>, at range: Range<Int>, start: Int)
  mutating func float(_ bits: UInt64, start: Int)
  mutating func complex(_ number: PythonComplex, start: Int)
  /// Text whose UTF-8, checked, stands at `range`.
  mutating func text(_ input: Span<UInt8>, at range: Range<Int>, start: Int)
  mutating func bytes(_ input: Span<UInt8>, at range: Range<Int>, start: Int)
  /// A container of `count` elements begins; those follow, then `close` is given what this returns.
  mutating func open(_ container: BrineContainer, count: Int, start: Int) -> Int
  mutating func close(_ frame: BrineFrame)
}

/// What holds other values.
enum BrineContainer: UInt8 {
  case tuple
  case slice
  case frozenset
}

/// Keeps nothing.
struct BrineNoSink: BrineSink {
  @inline(__always)
  mutating func constant(_ tag: UInt8, start: Int) {}
  @inline(__always)
  mutating func integer(_ value: Int64, start: Int) {}
  mutating func bigInteger(_ input: Span<UInt8>, at range: Range<Int>, start: Int) {}
  @inline(__always)
  mutating func float(_ bits: UInt64, start: Int) {}
  mutating func complex(_ number: PythonComplex, start: Int) {}
  @inline(__always)
  mutating func text(_ input: Span<UInt8>, at range: Range<Int>, start: Int) {}
  @inline(__always)
  mutating func bytes(_ input: Span<UInt8>, at range: Range<Int>, start: Int) {}
  @inline(__always)
  mutating func open(_ container: BrineContainer, count: Int, start: Int) -> Int { 0 }
  @inline(__always)
  mutating func close(_ frame: BrineFrame) {}
}

/// Writes a tape, which is whole once the parser has ended without an error.
struct BrineTapeSink: BrineSink {
  var tape: Tape

  mutating func constant(_ tag: UInt8, start: Int) {
    switch tag {
    case BrineTag.isTrue: tape.append(TapeNode(.bool, at: start, payload: 1))
    case BrineTag.isFalse: tape.append(TapeNode(.bool, at: start))
    case BrineTag.notImplemented: tape.append(TapeNode(.notImplemented, at: start))
    case BrineTag.ellipsis: tape.append(TapeNode(.ellipsis, at: start))
    default: tape.append(TapeNode(.none, at: start))
    }
  }

  @inline(__always)
  mutating func integer(_ value: Int64, start: Int) {
    tape.append(TapeNode(.int, at: start, payload: UInt64(bitPattern: value)))
  }

  mutating func bigInteger(_ input: Span<UInt8>, at range: Range<Int>, start: Int) {
    let value = bigIntegerValue(input, at: range)
    if case .bigInt(let number) = value {
      tape.append(integer: number.magnitude, isNegative: number.isNegative, at: start)
    }
  }

  @inline(__always)
  mutating func float(_ bits: UInt64, start: Int) {
    tape.append(TapeNode(.float, at: start, payload: bits))
  }

  mutating func complex(_ number: PythonComplex, start: Int) { tape.append(complex: number, at: start) }

  @inline(__always)
  mutating func text(_ input: Span<UInt8>, at range: Range<Int>, start: Int) {
    tape.append(TapeNode(.string, at: start, low: range.lowerBound, high: range.count))
  }

  @inline(__always)
  mutating func bytes(_ input: Span<UInt8>, at range: Range<Int>, start: Int) {
    tape.append(TapeNode(.bytes, at: start, low: range.lowerBound, high: range.count))
  }

  @inline(__always)
  mutating func open(_ container: BrineContainer, count: Int, start: Int) -> Int {
    tape.open(.tuple, at: start)
  }

  @inline(__always)
  mutating func close(_ frame: BrineFrame) {
    let kind: TapeNode.Kind =
      switch frame.container {
      case .tuple: .tuple
      case .slice: .slice
      case .frozenset: .frozenset
      }
    tape.close(Int(frame.mark), as: kind, count: Int(frame.count), flags: frame.isFlat ? .flat : [])
  }
}
