import PythonValues
import WireCore

/// Builds the tree of the values that a parser meets.
///
/// Each array is reserved at its exact size: BRINE-15 has seen to it that all arrays together
/// have no more elements than the input has bytes.
struct BrineTreeBuilder: BrineSink {
  /// The containers around the innermost.
  private var around: [Level] = []
  /// The elements of the innermost container so far, or the one value at the top.
  private var elements: [PythonValue] = []
  private var container = BrineContainer.tuple
  private var start = 0

  private struct Level {
    var elements: [PythonValue]
    var container: BrineContainer
    /// Where the container begins, for errors.
    var start: Int
  }

  /// The value; `nil` unless the parser ended without an error.
  var value: PythonValue? { around.isEmpty ? elements.first : nil }

  mutating func constant(_ tag: UInt8, start: Int) {
    let value: PythonValue =
      switch tag {
      case BrineTag.isTrue: .bool(true)
      case BrineTag.isFalse: .bool(false)
      case BrineTag.notImplemented: .notImplemented
      case BrineTag.ellipsis: .ellipsis
      default: .none
      }
    elements.append(value)
  }

  mutating func integer(_ value: Int64, start: Int) { elements.append(.int(value)) }

  mutating func bigInteger(_ input: Span<UInt8>, at range: Range<Int>, start: Int) {
    elements.append(bigIntegerValue(input, at: range))
  }

  mutating func float(_ bits: UInt64, start: Int) { elements.append(.float(Double(bitPattern: bits))) }

  mutating func complex(_ real: UInt64, _ imaginary: UInt64, start: Int) {
    elements.append(
      .complex(PythonComplex(real: Double(bitPattern: real), imaginary: Double(bitPattern: imaginary))))
  }

  mutating func text(_ input: Span<UInt8>, at range: Range<Int>, start: Int) {
    elements.append(.string(makeString(checked: input.extracting(range))))
  }

  mutating func bytes(_ input: Span<UInt8>, at range: Range<Int>, start: Int) {
    elements.append(.bytes(copy(of: input.extracting(range))))
  }

  mutating func open(_ container: BrineContainer, count: Int, start: Int) {
    around.append(Level(elements: elements, container: self.container, start: self.start))
    self.container = container
    self.start = start
    elements = []
    elements.reserveCapacity(count)
  }

  mutating func close() throws(WireError) {
    guard var outer = around.popLast() else { return }
    switch container {
    case .tuple: outer.elements.append(.tuple(elements))
    case .slice:
      outer.elements.append(.slice(PythonSlice(start: elements[0], stop: elements[1], step: elements[2])))
    case .frozenset: outer.elements.append(.frozenset(try frozenset(elements)))
    }
    elements = outer.elements
    container = outer.container
    start = outer.start
  }

  /// BRINE-13: members are hashable, and no two are equal. A NaN equals nothing in Python, not
  /// even itself, so a frozenset may hold several, and tuples with NaN in them.
  private func frozenset(_ members: [PythonValue]) throws(WireError) -> PythonSet {
    var seen = Set<PythonValue>(minimumCapacity: members.count)
    for member in members {
      guard member.isHashable else {
        throw WireError(.syntax, at: start, reading: "a frozenset", "it has a member that Python cannot hash")
      }
      guard seen.insert(member).inserted || holdsNaN(member) else {
        throw WireError(.syntax, at: start, reading: "a frozenset", "it has a member twice")
      }
    }
    return PythonSet(distinctElements: members)
  }
}

private func holdsNaN(_ value: PythonValue) -> Bool {
  var waiting = [value]
  while let next = waiting.popLast() {
    switch next {
    case .float(let number): if number.isNaN { return true }
    case .complex(let number): if number.real.isNaN || number.imaginary.isNaN { return true }
    case .tuple(let elements): waiting += elements
    case .frozenset(let set): waiting += set.elements
    default: break
    }
  }
  return false
}
