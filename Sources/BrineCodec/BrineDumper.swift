import PythonValues
import WireCore

/// Writes one value as brine. Iterative: the containers that are not done stand on a stack of its own, so
/// nesting costs no thread stack.
struct BrineDumper: ~Copyable {
  var out: OutputBuffer
  let dialect: BrineDialect
  /// The containers around ``siblings``.
  private var around: [Siblings] = []
  /// The elements now being written.
  private var siblings: Siblings

  /// The elements of one container, written up to `next`.
  private struct Siblings {
    let elements: [PythonValue]
    var next = 0
  }

  init(_ value: PythonValue, dialect: BrineDialect) {
    out = OutputBuffer(minimumCapacity: BrineDumper.room(for: value))
    self.dialect = dialect
    siblings = Siblings(elements: [value])
  }

  /// What the value takes at a glance, for a tuple of texts all of it, so that it is not moved as it grows; and a
  /// quarter more: then a large buffer and the bytes copied from it are less than twice the buffer, which is what
  /// glibc keeps for the next time.
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
  mutating func run() throws(WireError) {
    while true {
      if let inner = try writeSiblings() {
        around.append(siblings)
        siblings = inner
      } else {
        guard let outer = around.popLast() else { return }
        siblings = outer
      }
    }
  }

  /// Writes the elements up to the first container with containers in it, and returns what is left of that;
  /// `nil` at the end.
  private mutating func writeSiblings() throws(WireError) -> Siblings? {
    let (elements, start) = (siblings.elements, siblings.next)
    return try BorrowedValue.each(of: elements) { (elements) throws(WireError) in
      for index in start..<elements.count where !writeScalar(elements[index]) {
        siblings.next = index + 1
        if let inner = try writeContainer(elements[index]) { return inner }
      }
      siblings.next = elements.count
      return nil
    }
  }

  /// Writes a container, and returns what is left of it where there are containers in it.
  @inline(__always)
  private mutating func writeContainer(_ borrowed: borrowing BorrowedValue) throws(WireError) -> Siblings? {
    switch borrowed.value {
    case .tuple(let elements): try writeTuple(elements)
    default: try writeRareContainer(borrowed.value)
    }
  }

  @inline(never)
  private mutating func writeRareContainer(_ value: PythonValue) throws(WireError) -> Siblings? {
    switch value {
    case .slice(let slice):
      // BRINE-12: a slice is its tag and a tuple of three.
      out.append(BrineTag.slice)
      return try writeTuple([slice.start, slice.stop, slice.step])
    case .frozenset(let set):
      // BRINE-13: a frozenset is its tag and a tuple of its members.
      out.append(BrineTag.frozenset)
      return try writeTuple(set.elements)
    default:
      throw undumpable(value)
    }
  }

  /// BRINE-11: a tuple is its count and its elements.
  @inline(__always)
  private mutating func writeTuple(_ elements: borrowing [PythonValue]) throws(WireError) -> Siblings? {
    try writeTupleHead(elements.count)
    let written = BorrowedValue.each(of: elements) { elements in
      var index = 0
      while index < elements.count, writeScalar(elements[index]) { index &+= 1 }
      return index
    }
    return written == elements.count ? nil : Siblings(elements: copy elements, next: written)
  }

  /// Writes a value that holds no other; `false` where the value is none of those, or too long.
  @inline(__always)
  private mutating func writeScalar(_ borrowed: borrowing BorrowedValue) -> Bool {
    switch borrowed.value {
    case .int(let number): writeInteger(number)
    case .string(let text): return writeText(text)
    case .float(let number): writeFloat(number)
    case .none: out.append(BrineTag.none)
    case .bool(let truth): out.append(truth ? BrineTag.isTrue : BrineTag.isFalse)
    case .tuple: return false
    default: return writeRareScalar(borrowed)
    }
    return true
  }

  @inline(never)
  private mutating func writeRareScalar(_ borrowed: borrowing BorrowedValue) -> Bool {
    switch borrowed.value {
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

  @inline(__always)
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
    out.append(verbatim: digits)
  }

  /// BRINE-7: text is its tag and its UTF-8 as bytes.
  private mutating func writeText(_ text: String) -> Bool {
    let count = text.utf8.count
    guard count <= UInt32.max else { return false }
    out.reserve(min(count, 1 << 12) + 6)
    out.append(BrineTag.text)
    writeBytesHead(count)
    out.append(verbatim: text)
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
  mutating func bytes() -> [UInt8] { out.array() }

  /// What brine cannot hold: which type, and the indices that lead to it.
  private func undumpable(_ value: PythonValue) -> WireError {
    let indices = (around.dropFirst() + [siblings]).map { $0.next - 1 }
    let place =
      around.isEmpty ? "" : " (element " + indices.map(String.init).joined(separator: ", element ") + ")"
    return WireError(
      .unrepresentable, at: out.count, reading: "value", "brine has no \(value.typeName)\(place)")
  }
}

extension OutputBuffer {
  /// Appends four bytes, most significant first.
  mutating func appendBigEndian(_ number: UInt32) { append(word: UInt64(number.byteSwapped), 4) }

  /// Appends eight bytes, most significant first.
  mutating func appendBigEndian(_ number: UInt64) { append(word: number.byteSwapped, 8) }
}
