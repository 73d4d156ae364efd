import PythonValues
import WireCore

// Values that hold no others.
extension BrineDumper {
  /// Writes a value that holds no other; `false` where the value is none of those, or too long.
  @inline(__always)
  mutating func writeScalar(_ borrowed: borrowing BorrowedValue) -> Bool {
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
    out.append(atMost: 17) { $0.store(brine: number, at: 0) }
  }

  /// BRINE-3, BRINE-8: one byte where there is one, else decimal digits.
  @inline(__always)
  private mutating func writeInteger(_ number: Int64) {
    if BrineTag.immediateIntegers.contains(number) {
      out.append(BrineTag.immediate(number))
    } else {
      writeDecimal(number)
    }
  }

  @inline(never)
  private mutating func writeDecimal(_ number: Int64) {
    out.append(atMost: 32) { $0.store(brine: number, at: 0) }
  }

  /// How much room is asked for at once, and how much of it a number may take.
  private static let (numbersRoom, mostOfNumber) = (2_048, OutputRoom.mostOfFewWords + 32)

  /// Writes integers and floats, one behind the other, and returns the index of the first element that is none, or an
  /// integer of very many digits.
  @inline(never)
  mutating func writeNumbers(_ elements: UnsafeBufferPointer<BorrowedValue>, from start: Int) -> Int {
    var index = start
    let writesLong = dialect.writesLong
    while index < elements.count, elements[index].isNumber {
      let first = index
      out.append(atMost: BrineDumper.numbersRoom) { room in
        var at = 0
        while index < elements.count, at <= BrineDumper.numbersRoom - BrineDumper.mostOfNumber,
          let next = room.store(brineNumber: elements[index], writesLong: writesLong, at: at)
        {
          at = next
          index &+= 1
        }
        return at
      }
      if index == first { break }
    }
    return index
  }

  private mutating func writeBigInteger(_ number: PythonBigInt) {
    // BRINE-9: Python 2 puts the tag of `long` before it.
    if dialect.writesLong { out.append(BrineTag.long) }
    // 13 words have 251 digits at most, and a sign.
    guard number.magnitude.count <= 13 else { return writeLongInteger(number) }
    out.append(BrineTag.integerL1)
    out.append(0)
    let start = out.count
    number.appendDecimal(to: &out, using: &words)
    out.replaceByte(at: start &- 1, with: UInt8(truncatingIfNeeded: out.count &- start))
  }

  private mutating func writeLongInteger(_ number: PythonBigInt) {
    let digits = number.description
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
  @inline(__always)
  private mutating func writeText(_ text: borrowing String) -> Bool {
    if #available(macOS 26, iOS 26, tvOS 26, watchOS 26, visionOS 26, *) {
      // Without the copy of the string, and so the reference counted, that its UTF-8 view is.
      return writeText(text.utf8Span.span)
    }
    let isWritten = text.utf8.withContiguousStorageIfAvailable { writeText($0.span) }
    return isWritten ?? writeText(Array(text.utf8).span)
  }

  @inline(__always)
  private mutating func writeText(_ text: borrowing Span<UInt8>) -> Bool {
    let count = text.count
    if count > 0, count <= 16 {
      // BRINE-6: the two forms of a length that are met most, in one word with the tag.
      let form = count < 5 ? UInt64(BrineTag.bytes1) &+ UInt64(count &- 1) : UInt64(BrineTag.bytesL1)
      let head = UInt64(BrineTag.text) | form << 8 | UInt64(count) << 16
      out.append(head, count < 5 ? 2 : 3, short: text)
      return true
    }
    return writeLongText(text)
  }

  @inline(never)
  private mutating func writeLongText(_ text: borrowing Span<UInt8>) -> Bool {
    let count = text.count
    guard count <= UInt32.max else { return false }
    out.reserve(min(count, 1 << 12) + 6)
    out.append(BrineTag.text)
    writeBytesHead(count)
    out.append(text)
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
}

// Numbers, which begin at `offset`: each function returns where it ends.
extension OutputRoom {
  /// Writes an integer or a float; `nil` of all else, and of an integer of very many digits.
  @inline(__always)
  fileprivate mutating func store(
    brineNumber borrowed: borrowing BorrowedValue, writesLong: Bool, at offset: Int
  ) -> Int? {
    switch borrowed.value {
    case .float(let number): store(brine: number, at: offset)
    case .int(let number): store(brine: number, at: offset)
    case .bigInt(let number): store(brine: number, writesLong: writesLong, at: offset)
    default: nil
    }
  }

  /// BRINE-8: the number of decimal digits and these; BRINE-9: behind the tag of `long` where Python 2 is to read it.
  @inline(__always)
  private mutating func store(brine number: borrowing PythonBigInt, writesLong: Bool, at offset: Int) -> Int?
  {
    store(byte: BrineTag.long, at: offset)
    let start = writesLong ? offset &+ 1 : offset
    store(byte: BrineTag.integerL1, at: start)
    guard let end = store(few: number, at: start &+ 2) else { return nil }
    store(byte: UInt8(truncatingIfNeeded: end &- start &- 2), at: start &+ 1)
    return end
  }

  /// BRINE-10: a float is its tag and its bits.
  @inline(__always)
  fileprivate mutating func store(brine number: Double, at offset: Int) -> Int {
    store(byte: BrineTag.float, at: offset)
    store(number.bitPattern.byteSwapped, at: offset &+ 1)
    return offset &+ 9
  }

  /// BRINE-3, BRINE-8: one byte where there is one, else decimal digits. There must be room for 32 bytes.
  @inline(__always)
  fileprivate mutating func store(brine number: Int64, at offset: Int) -> Int {
    guard BrineTag.immediateIntegers.contains(number) else {
      return store(decimal: number, behindLengthAnd: BrineTag.integerL1, at: offset)
    }
    store(byte: BrineTag.immediate(number), at: offset)
    return offset &+ 1
  }
}

extension OutputBuffer {
  /// Appends four bytes, most significant first.
  mutating func appendBigEndian(_ number: UInt32) { append(word: UInt64(number.byteSwapped), 4) }

  /// Appends eight bytes, most significant first.
  mutating func appendBigEndian(_ number: UInt64) { append(word: number.byteSwapped, 8) }
}
