import PythonValues
import WireCore

/// Builds the tree of the values that a parser meets, of any document; ``BrineShallowTree`` builds most of them.
///
/// Each container's array is made at its exact size when the container begins, and the values are written in their
/// place: BRINE-15 has seen to it that all arrays together have no more elements than the input has bytes.
struct BrineTreeSink: BrineDocumentSink {
  /// The elements so far of the containers around the innermost, the one value at the top first.
  private var around: [[PythonValue]] = []
  /// The elements so far of the innermost container, or the one value at the top.
  private var elements: [PythonValue] = []
  /// Where the frozensets begin, in the order in which they ended.
  private(set) var frozensets: [Int] = []

  /// The value, once the parser has ended without an error. The sink is then as new.
  mutating func takeValue() -> PythonValue? {
    if !frozensets.isEmpty { frozensets = [] }
    return elements.popLast()
  }

  /// Reads values as ``BrineRun`` does.
  @inline(never)
  static func read(
    _ input: Span<UInt8>, _ place: BrinePlace, into values: inout OutputSpan<PythonValue>
  ) -> BrinePlace {
    BrineRun.read(input, place, into: &values)
  }

  @inline(__always)
  mutating func run(_ input: Span<UInt8>, _ place: BrinePlace, _ frames: inout BrineFrames) -> BrinePlace {
    var end = place
    elements.append(addingCapacity: place.pending) { values in
      end = BrineTreeSink.read(input, place, into: &values)
    }
    return end
  }

  @inline(__always)
  mutating func append(_ value: consuming PythonValue) { elements.append(value) }

  mutating func bigInteger(_ input: Span<UInt8>, at range: Range<Int>, start: Int) throws(WireError) {
    append(try BrineNumber.wideInteger(input, range))
  }

  mutating func complex(_ number: PythonComplex, start: Int) { append(.complex(number)) }

  mutating func open(_ container: BrineContainer, count: Int, start: Int) -> Int {
    var members: [PythonValue] = []
    members.reserveCapacity(count)
    swap(&members, &elements)
    around.append(members)
    return 0
  }

  @inline(__always)
  mutating func close(_ frame: BrineFrame) {
    var members = around.popLast() ?? []
    swap(&members, &elements)
    if frame.container == .tuple { append(.tuple(members)) } else { close(frame, members) }
  }

  @inline(never)
  private mutating func close(_ frame: BrineFrame, _ members: [PythonValue]) {
    if frame.container == .frozenset {
      frozensets.append(frame.start)
      append(.frozenset(PythonSet(distinctElements: members)))
    } else {
      append(.slice(PythonSlice(start: members[0], stop: members[1], step: members[2])))
    }
  }
}
