import PythonValues
import WireCore

/// Writes one value as brine. The elements of containers are looked at in their place, by a few calls in each other;
/// what nests deeper stands on a stack of its own, so nesting costs no thread stack.
struct BrineDumper: ~Copyable {
  /// How many containers are written by calls in each other.
  private static let shallow = 16

  var out: OutputBuffer
  let dialect: BrineDialect
  /// What an integer past 64 bits is printed with.
  var words: [UInt64] = []
  /// The type of what brine cannot hold, and the indices that lead to it, the innermost first.
  private var refused: String?
  private var place: [Int] = []

  init(_ value: PythonValue, dialect: BrineDialect) {
    out = OutputBuffer(expecting: BrineDumper.room(for: value))
    self.dialect = dialect
  }

  /// What the value takes at a glance, for a tuple of texts all of it, so that it is not moved as it grows; and a
  /// quarter more.
  private static func room(for value: PythonValue) -> Int {
    guard case .tuple(let elements) = value else { return 64 }
    return BorrowedValue.each(of: elements) { elements in
      var room = 64
      for index in elements.indices {
        switch elements[index].value {
        case .string(let text): room += text.utf8.count + 6
        case .bytes(let bytes): room += bytes.count + 5
        default: room += 9
        }
      }
      return room + room / 4
    }
  }

  /// Writes everything.
  mutating func run(_ value: PythonValue) throws(WireError) {
    let root = BorrowedValue(value)
    guard !writeScalar(root), !writeContainer(root, BrineDumper.shallow) else { return }
    throw fault
  }

  // MARK: Containers

  /// Writes a container; `false` where brine cannot hold it.
  @inline(__always)
  private mutating func writeContainer(_ borrowed: borrowing BorrowedValue, _ levels: Int) -> Bool {
    switch borrowed.value {
    case .tuple(let elements): writeTuple(elements, levels)
    default: writeRareContainer(borrowed.value, levels)
    }
  }

  @inline(never)
  private mutating func writeRareContainer(_ value: PythonValue, _ levels: Int) -> Bool {
    guard let members = members(of: value) else {
      refused = value.typeName
      return false
    }
    return writeTuple(members, levels)
  }

  /// BRINE-11: a tuple is its count and its elements.
  @inline(__always)
  private mutating func writeTuple(_ elements: borrowing [PythonValue], _ levels: Int) -> Bool {
    guard writeTupleHead(elements.count) else { return false }
    let written = BorrowedValue.each(of: elements) { writeScalars($0, from: 0) }
    if written == elements.count { return true }
    if levels == 0 { return writeDeep(Siblings(elements: copy elements, next: written)) }
    return BorrowedValue.each(of: elements) { writeElements($0, from: written, levels &- 1) }
  }

  /// Writes elements up to the first that holds others, or is none of brine, and returns its index.
  @inline(__always)
  private mutating func writeScalars(_ elements: UnsafeBufferPointer<BorrowedValue>, from start: Int) -> Int {
    var index = start
    while index < elements.count {
      if elements.count > 4, elements[index].isNumber {
        let first = index
        index = writeNumbers(elements, from: first)
        if index > first { continue }
      }
      guard writeScalar(elements[index]) else { break }
      index &+= 1
    }
    return index
  }

  /// Writes elements, containers among them.
  @inline(never)
  private mutating func writeElements(
    _ elements: UnsafeBufferPointer<BorrowedValue>, from start: Int, _ levels: Int
  ) -> Bool {
    var index = start
    while true {
      index = writeScalars(elements, from: index)
      guard index < elements.count else { return true }
      if out.isPastExpectation, levels == BrineDumper.shallow - 1 {
        out.expect(havingDone: Double(index) / Double(elements.count))
      }
      guard writeContainer(elements[index], levels) else {
        place.append(index)
        return false
      }
      index &+= 1
    }
  }

  /// The elements of one container, written up to `next`.
  private struct Siblings {
    let elements: [PythonValue]
    var next = 0
  }

  /// Writes elements and all that is in them, however deep.
  @inline(never)
  private mutating func writeDeep(_ siblings: Siblings) -> Bool {
    var open = [siblings]
    while var innermost = open.popLast() {
      guard innermost.next < innermost.elements.count else { continue }
      let element = innermost.elements[innermost.next]
      innermost.next += 1
      open.append(innermost)
      if writeAnyScalar(element) { continue }
      guard let inner = members(of: element), writeTupleHead(inner.count) else {
        refused = refused ?? element.typeName
        place = open.reversed().map { $0.next - 1 }
        return false
      }
      open.append(Siblings(elements: inner))
    }
    return true
  }

  @inline(never)
  private mutating func writeAnyScalar(_ value: PythonValue) -> Bool { writeScalar(BorrowedValue(value)) }

  /// What a container holds, after what stands before its tuple; `nil` where it is none of brine.
  private mutating func members(of value: PythonValue) -> [PythonValue]? {
    switch value {
    case .tuple(let elements): return elements
    case .slice(let slice):
      // BRINE-12: a slice is its tag and a tuple of three.
      out.append(BrineTag.slice)
      return [slice.start, slice.stop, slice.step]
    case .frozenset(let set):
      // BRINE-13: a frozenset is its tag and a tuple of its members.
      out.append(BrineTag.frozenset)
      return set.elements
    default: return nil
    }
  }

  /// BRINE-11: the shortest of the forms of a count; `false` where there is none.
  @inline(__always)
  private mutating func writeTupleHead(_ count: Int) -> Bool {
    guard count > 4 || count == 0 else {
      out.append(BrineTag.tuple1 &+ UInt8(truncatingIfNeeded: count &- 1))
      return true
    }
    return writeLongTupleHead(count)
  }

  @inline(never)
  private mutating func writeLongTupleHead(_ count: Int) -> Bool {
    switch count {
    case 0: out.append(BrineTag.emptyTuple)
    case 1...255:
      out.append(BrineTag.tupleL1)
      out.append(UInt8(truncatingIfNeeded: count))
    default:
      guard let count = UInt32(exactly: count) else {
        refused = "tuple of 2^32 elements or more"
        return false
      }
      out.append(BrineTag.tupleL4)
      out.appendBigEndian(count)
    }
    return true
  }

  /// The bytes written.
  mutating func bytes() -> [UInt8] { out.array() }

  /// What brine cannot hold: which type, and the indices that lead to it.
  private var fault: WireError {
    let indices = place.reversed().map(String.init).joined(separator: ", element ")
    return WireError(
      .unrepresentable, at: out.count, reading: "value",
      "brine has no \(refused ?? "such value")\(place.isEmpty ? "" : " (element \(indices))")")
  }
}
