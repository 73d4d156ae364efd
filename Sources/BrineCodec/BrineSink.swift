import PythonValues
import WireCore

/// What becomes of values that hold no others, in whatever form they are written.
protocol BrineSink {
  associatedtype Element: BrineElement
  mutating func append(_ element: consuming Element)
  /// An integer past 64 bits: its digits, which are still to be checked, stand at `range`, a `-` before them included.
  mutating func bigInteger(_ input: Span<UInt8>, at range: Range<Int>, start: Int) throws(WireError)
  mutating func complex(_ number: PythonComplex, start: Int)
}

/// What becomes of all values that ``BrineParser`` meets, in document order.
protocol BrineDocumentSink: BrineSink {
  /// Takes values as ``BrineRun/read(_:_:into:)`` reads them, as many as there is room for, and perhaps tuples, which
  /// it begins and ends among the frames.
  mutating func run(_ input: Span<UInt8>, _ place: BrinePlace, _ frames: inout BrineFrames) -> BrinePlace
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
struct BrineNoSink: BrineDocumentSink {
  @inline(never)
  mutating func run(_ input: Span<UInt8>, _ place: BrinePlace, _ frames: inout BrineFrames) -> BrinePlace {
    var nothing = BrineNothing()
    return frames.read(input, place, base: 0, into: &nothing)
  }

  @inline(__always)
  mutating func append(_ element: BrineNothing) {}
  mutating func bigInteger(_ input: Span<UInt8>, at range: Range<Int>, start: Int) throws(WireError) {
    try BrineNumber.checkWide(input, range)
  }
  mutating func complex(_ number: PythonComplex, start: Int) {}
  @inline(__always)
  mutating func open(_ container: BrineContainer, count: Int, start: Int) -> Int { 0 }
  @inline(__always)
  mutating func close(_ frame: BrineFrame) {}
}

/// Writes a tape, which is whole once the parser has ended without an error.
struct BrineTapeSink: BrineDocumentSink {
  var tape = Tape()

  @inline(never)
  mutating func run(_ input: Span<UInt8>, _ place: BrinePlace, _ frames: inout BrineFrames) -> BrinePlace {
    let base = tape.count
    var end = place
    tape.append(atMost: tape.room) { nodes in
      end = frames.read(input, place, base: base, into: &nodes)
    }
    return end
  }

  @inline(__always)
  mutating func append(_ element: TapeNode) { tape.append(element) }

  mutating func bigInteger(_ input: Span<UInt8>, at range: Range<Int>, start: Int) throws(WireError) {
    if case .bigInt(let number) = try BrineNumber.wideInteger(input, range) {
      tape.append(integer: number.magnitude, isNegative: number.isNegative, at: start)
    }
  }

  mutating func complex(_ number: PythonComplex, start: Int) { tape.append(complex: number, at: start) }

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
    tape.close(frame.mark, as: kind, count: frame.count, flags: frame.isFlat ? .flat : [])
  }
}
