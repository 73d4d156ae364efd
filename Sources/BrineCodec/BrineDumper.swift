import PythonValues
import WireCore

/// Writes one value as brine. Iterative: the values still to be written stand on a stack of its
/// own, so nesting costs no thread stack.
struct BrineDumper: ~Copyable {
  var out: OutputBuffer
  let dialect: BrineDialect
  /// The containers that are open around ``siblings``.
  private var open: [Siblings] = []
  /// The elements now being written, and the index of the next of them.
  private var siblings: Siblings

  /// The elements of one container, written up to `next`.
  private struct Siblings {
    var elements: [PythonValue]
    var next = 0
  }

  init(_ value: PythonValue, dialect: BrineDialect, room: Int = 256) {
    out = OutputBuffer(minimumCapacity: room)
    self.dialect = dialect
    siblings = Siblings(elements: [value])
  }

  /// Writes everything.
  mutating func run() throws(WireError) {
    while true {
      if siblings.next == siblings.elements.count {
        guard let around = open.popLast() else { return }
        siblings = around
        continue
      }
      let value = siblings.elements[siblings.next]
      siblings.next += 1
      if !writeScalar(value) { try writeContainer(value) }
    }
  }

  private mutating func writeContainer(_ value: PythonValue) throws(WireError) {
    switch value {
    case .tuple(let elements):
      try writeTuple(elements)
    case .slice(let slice):
      // BRINE-12: a slice is its tag and a tuple of three.
      out.append(BrineTag.slice)
      try writeTuple([slice.start, slice.stop, slice.step])
    case .frozenset(let set):
      // BRINE-13: a frozenset is its tag and a tuple of its members.
      out.append(BrineTag.frozenset)
      try writeTuple(set.elements)
    default:
      throw undumpable(value)
    }
  }

  /// BRINE-11. Elements that are scalars are written at once; from the first that is not, the
  /// rest waits its turn, and what was being written waits for them.
  private mutating func writeTuple(_ elements: [PythonValue]) throws(WireError) {
    try writeTupleHead(elements.count)
    var next = 0
    while next < elements.count {
      guard writeScalar(elements[next]) else {
        open.append(siblings)
        siblings = Siblings(elements: elements, next: next)
        return
      }
      next += 1
    }
  }

  /// Writes a value that holds no other; `false` where the value is none of those, or too long.
  private mutating func writeScalar(_ value: PythonValue) -> Bool {
    switch value {
    case .none: out.append(BrineTag.none)
    case .bool(let truth): out.append(truth ? BrineTag.isTrue : BrineTag.isFalse)
    case .int(let number): writeInteger(number)
    case .float(let number): writeFloat(number)
    case .string(let text): return writeText(text)
    case .bytes(let bytes): return writeBytes(bytes)
    case .complex(let number):
      out.append(BrineTag.complex)
      out.appendBigEndian(number.real.bitPattern)
      out.appendBigEndian(number.imaginary.bitPattern)
    case .ellipsis: out.append(BrineTag.ellipsis)
    case .notImplemented: out.append(BrineTag.notImplemented)
    case .bigInt(let number): writeBigInteger(number)
    default: return false
    }
    return true
  }

  private mutating func writeFloat(_ number: Double) {
    out.reserve(9)
    out.append(BrineTag.float)
    out.appendBigEndian(number.bitPattern)
  }

  /// BRINE-3, BRINE-8: one byte where there is one, else decimal digits.
  private mutating func writeInteger(_ number: Int64) {
    if BrineTag.immediateIntegers.contains(number) {
      out.append(UInt8(truncatingIfNeeded: number &+ Int64(BrineTag.immediateZero)))
    } else {
      out.append(BrineTag.integerL1)
      out.append(0)
      let start = out.count
      out.append(decimal: number)
      out.replaceByte(at: start - 1, with: UInt8(truncatingIfNeeded: out.count - start))
    }
  }

  private mutating func writeBigInteger(_ number: PythonBigInt) {
    let digits = number.description
    // BRINE-9: Python 2 puts the tag of `long` before it.
    if dialect.writesLong { out.append(BrineTag.long) }
    let length = digits.utf8.count
    if length < 256 {
      out.append(BrineTag.integerL1)
      out.append(UInt8(truncatingIfNeeded: length))
    } else {
      out.append(BrineTag.integerL4)
      out.appendBigEndian(UInt32(clamping: length))
    }
    out.append(utf8: digits)
  }

  /// BRINE-7: text is its tag and its UTF-8 as bytes.
  private mutating func writeText(_ text: String) -> Bool {
    let count = text.utf8.count
    guard count <= UInt32.max else { return false }
    out.reserve(count + 6)
    out.append(BrineTag.text)
    writeBytesHead(count)
    out.append(utf8: text)
    return true
  }

  private mutating func writeBytes(_ bytes: [UInt8]) -> Bool {
    guard bytes.count <= UInt32.max else { return false }
    writeBytesHead(bytes.count)
    out.append(bytes.span)
    return true
  }

  /// BRINE-6: the shortest of the four forms of a length.
  private mutating func writeBytesHead(_ count: Int) {
    switch count {
    case 0: out.append(BrineTag.emptyBytes)
    case 1...4: out.append(BrineTag.bytes1 &+ UInt8(truncatingIfNeeded: count - 1))
    case 5...255:
      out.append(BrineTag.bytesL1)
      out.append(UInt8(truncatingIfNeeded: count))
    default:
      out.append(BrineTag.bytesL4)
      out.appendBigEndian(UInt32(truncatingIfNeeded: count))
    }
  }

  private mutating func writeTupleHead(_ count: Int) throws(WireError) {
    switch count {
    case 0: out.append(BrineTag.emptyTuple)
    case 1...4: out.append(BrineTag.tuple1 &+ UInt8(truncatingIfNeeded: count - 1))
    case 5...255:
      out.append(BrineTag.tupleL1)
      out.append(UInt8(truncatingIfNeeded: count))
    default:
      guard let count = UInt32(exactly: count) else {
        throw WireError(.unrepresentable, at: out.count, reading: "value", "a tuple of 2^32 elements or more")
      }
      out.append(BrineTag.tupleL4)
      out.appendBigEndian(count)
    }
  }

  /// The bytes written.
  func bytes() -> [UInt8] { out.array() }

  /// What brine cannot hold: which type, and the indices that lead to it.
  private func undumpable(_ value: PythonValue) -> WireError {
    let indices = (open.dropFirst() + [siblings]).map { $0.next - 1 }
    let place =
      open.isEmpty ? "" : " (element " + indices.map(String.init).joined(separator: ", element ") + ")"
    return WireError(
      .unrepresentable, at: out.count, reading: "value", "brine has no \(value.typeName)\(place)")
  }
}
