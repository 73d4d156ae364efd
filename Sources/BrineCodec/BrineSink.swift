import PythonValues
import WireCore

/// What becomes of values that hold no others, in whatever form they are written.
protocol BrineSink {
  associatedtype Element: BrineElement
  mutating func append(_ element: consuming Element)
  /// An integer past 64 bits: its digits, checked, stand at `range` (a `-` before them included).
  mutating func bigInteger(_ input: Span<UInt8>, at range: Range<Int>, start: Int)
  mutating func complex(_ number: PythonComplex, start: Int)
}

/// What becomes of all values that ``BrineParser`` meets, in document order.
protocol BrineDocumentSink: BrineSink {
  /// Takes values as ``BrineRun/read(_:_:into:)`` reads them, as many as there is room for.
  mutating func run(_ input: Span<UInt8>, _ place: BrinePlace) -> BrinePlace
  /// A container of `count` elements begins; those follow, then `close` is given what this returns.
  mutating func open(_ container: BrineContainer, count: Int, start: Int) -> Int
  mutating func close(_ frame: BrineFrame)
  /// Begins a tuple at `start` whose elements are all that `place` has pending, and reads them as `run` does. Where
  /// none is left to come the tuple is ended, too; else `close` follows, and is given the mark.
  mutating func tuple(_ input: Span<UInt8>, _ place: BrinePlace, start: Int) -> (end: BrinePlace, mark: Int)
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
  mutating func run(_ input: Span<UInt8>, _ place: BrinePlace) -> BrinePlace {
    var nothing = BrineNothing()
    return BrineRun.read(input, place, into: &nothing)
  }

  @inline(__always)
  mutating func tuple(_ input: Span<UInt8>, _ place: BrinePlace, start: Int) -> (end: BrinePlace, mark: Int) {
    (run(input, place), 0)
  }

  @inline(__always)
  mutating func append(_ element: BrineNothing) {}
  mutating func bigInteger(_ input: Span<UInt8>, at range: Range<Int>, start: Int) {}
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
  private static func read(
    _ input: Span<UInt8>, _ place: BrinePlace, into nodes: inout OutputSpan<TapeNode>
  ) -> BrinePlace {
    BrineRun.read(input, place, into: &nodes)
  }

  @inline(__always)
  mutating func run(_ input: Span<UInt8>, _ place: BrinePlace) -> BrinePlace {
    let lent = min(place.pending, tape.room)
    var end = place
    tape.append(atMost: lent) { nodes in
      end = BrineTapeSink.read(input, BrinePlace(at: place.at, pending: lent), into: &nodes)
    }
    end.pending &+= place.pending &- lent
    return end
  }

  @inline(__always)
  mutating func tuple(_ input: Span<UInt8>, _ place: BrinePlace, start: Int) -> (end: BrinePlace, mark: Int) {
    let mark = tape.open(.tuple, at: start)
    let end = run(input, place)
    if end.pending == 0 { tape.close(mark, as: .tuple, count: place.pending, flags: .flat) }
    return (end, mark)
  }

  @inline(__always)
  mutating func append(_ element: TapeNode) { tape.append(element) }

  mutating func bigInteger(_ input: Span<UInt8>, at range: Range<Int>, start: Int) {
    let value = bigIntegerValue(input, at: range)
    if case .bigInt(let number) = value {
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
    tape.close(Int(frame.mark), as: kind, count: Int(frame.count), flags: frame.isFlat ? .flat : [])
  }
}
