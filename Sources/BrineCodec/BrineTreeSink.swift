import PythonValues
import WireCore

/// Builds the tree of the values that a parser meets.
///
/// A container of a few elements has them on a stack that all such containers share, and takes them from there
/// in the end; a larger one has an array from the beginning, reserved at its exact size: BRINE-15 has seen to
/// it that all arrays together have no more elements than the input has bytes.
struct BrineTreeSink: BrineSink {
  /// Containers of at most so many elements are small.
  private static let few = 4

  /// The elements so far of the large containers around the innermost large one.
  private var around: [[PythonValue]] = []
  /// The elements so far of the innermost large container, or the one value at the top.
  private var elements: [PythonValue] = []
  /// The elements so far of the small containers.
  private var small: [PythonValue] = []
  /// Whether the innermost container is small.
  private var isSmall = false
  /// Where the frozensets begin, in the order in which they ended.
  private(set) var frozensets: [Int] = []

  /// The value, once the parser has ended without an error. The sink is then as new.
  mutating func takeValue() -> PythonValue? {
    if !frozensets.isEmpty { frozensets = [] }
    return elements.popLast()
  }

  @inline(__always)
  private mutating func add(_ value: consuming PythonValue) {
    if isSmall { small.append(value) } else { elements.append(value) }
  }

  mutating func constant(_ tag: UInt8, start: Int) {
    let value: PythonValue =
      switch tag {
      case BrineTag.isTrue: .bool(true)
      case BrineTag.isFalse: .bool(false)
      case BrineTag.notImplemented: .notImplemented
      case BrineTag.ellipsis: .ellipsis
      default: .none
      }
    add(value)
  }

  @inline(__always)
  mutating func integer(_ value: Int64, start: Int) { add(.int(value)) }

  mutating func bigInteger(_ input: Span<UInt8>, at range: Range<Int>, start: Int) {
    add(bigIntegerValue(input, at: range))
  }

  @inline(__always)
  mutating func float(_ bits: UInt64, start: Int) { add(.float(Double(bitPattern: bits))) }

  mutating func complex(_ number: PythonComplex, start: Int) { add(.complex(number)) }

  @inline(__always)
  mutating func text(_ input: Span<UInt8>, at range: Range<Int>, start: Int) {
    add(.string(makeString(checked: input.extracting(range))))
  }

  mutating func bytes(_ input: Span<UInt8>, at range: Range<Int>, start: Int) {
    add(.bytes([UInt8](copying: input.extracting(range))))
  }

  /// What this returns is whether the container around is small.
  @inline(__always)
  mutating func open(_ container: BrineContainer, count: Int, start: Int) -> Int {
    let mark = isSmall ? 1 : 0
    isSmall = count <= BrineTreeSink.few
    if !isSmall { openLarge(count) }
    return mark
  }

  @inline(never)
  private mutating func openLarge(_ count: Int) {
    around.append(elements)
    elements = []
    elements.reserveCapacity(count)
  }

  @inline(__always)
  mutating func close(_ frame: BrineFrame) {
    let members = isSmall ? takeSmall(frame.count) : takeLarge()
    isSmall = frame.mark == 1
    if frame.container == .tuple { add(.tuple(members)) } else { close(frame, members) }
  }

  @inline(__always)
  private mutating func takeSmall(_ count: UInt32) -> [PythonValue] {
    guard count > 0, let last = small.popLast() else { return [] }
    guard count > 1, let third = small.popLast() else { return [last] }
    guard count > 2, let second = small.popLast() else { return [third, last] }
    guard count > 3, let first = small.popLast() else { return [second, third, last] }
    return [first, second, third, last]
  }

  @inline(never)
  private mutating func takeLarge() -> [PythonValue] {
    var outer = around.popLast() ?? []
    swap(&outer, &elements)
    return outer
  }

  @inline(never)
  private mutating func close(_ frame: BrineFrame, _ members: [PythonValue]) {
    if frame.container == .frozenset {
      frozensets.append(Int(frame.start))
      add(.frozenset(PythonSet(distinctElements: members)))
    } else {
      add(.slice(PythonSlice(start: members[0], stop: members[1], step: members[2])))
    }
  }
}
