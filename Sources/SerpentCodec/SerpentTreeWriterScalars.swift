import PythonValues
import WireCore

// Values that hold no others.
extension SerpentTreeWriter {
  /// Writes a value that holds no others behind a byte; `false`, and nothing is written, where it may hold some.
  @inline(__always)
  mutating func writeScalar(
    _ borrowed: borrowing BorrowedValue, behind before: UInt8
  ) throws(SerpentFault) -> Bool {
    switch borrowed.value {
    case .none: output.append(word: 0x65_6E6F_4E00 | UInt64(before), 5)  // None
    case .bool(true): output.append(word: 0x65_7572_5400 | UInt64(before), 5)
    case .bool(false): output.append(word: 0x6573_6C61_4600 | UInt64(before), 6)
    case .int(let number):
      output.append(before)
      output.append(decimal: number)
    case .float(let number):
      output.append(before)
      output.append(serpentFloat: number)
    case .string(let text): output.append(reprOf: text, behind: before)
    case .list, .tuple, .dict: return false
    default: return try writeRareScalar(borrowed, behind: before)
    }
    return true
  }

  /// How much room is asked for at once, and how much of it a number may take.
  private static let (numbersRoom, mostOfNumber) = (2_048, OutputRoom.mostOfFewWords + 64)

  /// Writes integers and finite floats, the first behind `before` and the others behind commas, and returns the index
  /// of the first element that is none, or an integer of very many digits.
  @inline(never)
  mutating func writeNumbers(
    _ elements: UnsafeBufferPointer<BorrowedValue>, from start: Int, behind before: UInt8
  ) -> Int {
    var (index, before) = (start, before)
    let mostDigits = options.maximumDigits
    while index < elements.count, elements[index].isNumber {
      let first = index
      output.append(atMost: SerpentTreeWriter.numbersRoom) { room in
        var at = 0
        while index < elements.count, at <= SerpentTreeWriter.numbersRoom - SerpentTreeWriter.mostOfNumber,
          let next = SerpentTreeWriter.store(
            elements[index], behind: before, mostDigits: mostDigits, into: &room, at: at)
        {
          at = next
          before = UInt8(ascii: ",")
          index &+= 1
        }
        return at
      }
      if index == first { break }
    }
    return index
  }

  /// Writes an integer or a finite float behind a byte, and returns where it ends; `nil` of all else.
  @inline(__always)
  private static func store(
    _ borrowed: borrowing BorrowedValue, behind before: UInt8, mostDigits: Int, into room: inout OutputRoom,
    at offset: Int
  ) -> Int? {
    switch borrowed.value {
    case .int(let number):
      room.store(byte: before, at: offset)
      return room.store(decimal: number, at: offset &+ 1)
    case .float(let number):
      guard number.isFinite else { return nil }
      room.store(byte: before, at: offset)
      return room.store(float: number, at: offset &+ 1)
    case .bigInt(let number):
      // A word is less than twenty digits.
      guard number.magnitude.count &* 20 <= mostDigits else { return nil }
      room.store(byte: before, at: offset)
      return room.store(few: number, at: offset &+ 1)
    default: return nil
    }
  }

  /// Writes a string, and no other value.
  @inline(__always)
  mutating func writeString(_ borrowed: borrowing BorrowedValue, behind before: UInt8) -> Bool {
    switch borrowed.value {
    case .string(let text): output.append(reprOf: text, behind: before)
    default: return false
    }
    return true
  }

  @inline(never)
  private mutating func writeRareScalar(
    _ borrowed: borrowing BorrowedValue, behind before: UInt8
  ) throws(SerpentFault) -> Bool {
    switch borrowed.value {
    case .bigInt(let number): try write(number, behind: before)
    case .complex(let number):
      output.append(before)
      output.append(serpentComplex: number)
    case .bytes(let bytes):
      output.append(before)
      output.append(serpentBytes: bytes, asRepr: options.bytesRepr)
    case .ellipsis: throw unknownClass("ellipsis")
    case .notImplemented: throw unknownClass("NotImplementedType")
    case .slice: throw unknownClass("slice")
    case .global(let global):
      throw SerpentFault(
        .unrepresentable, "the class or function \(global.module).\(global.name) is a name only")
    default: return false
    }
    return true
  }

  private func unknownClass(_ name: String) -> SerpentFault {
    SerpentFault(.unrepresentable, "serpent has no form of the type \(name)")
  }

  /// SERP-104: an integer is its decimal digits, of which CPython writes no more than 4,300.
  private mutating func write(_ number: PythonBigInt, behind before: UInt8) throws(SerpentFault) {
    output.append(before)
    let start = output.count
    // Each word but the last has more than 19 digits: what is far too long is not printed first.
    let isShort = (number.magnitude.count - 1) * 19 <= options.maximumDigits
    if isShort { number.appendDecimal(to: &output, using: &digits) }
    guard isShort, output.count - start - (number.isNegative ? 1 : 0) <= options.maximumDigits else {
      throw SerpentFault(.limit, "the integer has over \(options.maximumDigits) digits")
    }
  }

  /// SERP-111: keys and elements of sets are booleans, numbers, strings, bytes or tuples.
  @inline(__always)
  static func requireKey(_ key: borrowing BorrowedValue) throws(SerpentFault) {
    switch key.value {
    case .string, .int, .bool, .float, .tuple, .bytes, .bigInt, .complex: return
    default: throw SerpentTreeWriter.keyError()
    }
  }

  @inline(never)
  private static func keyError() -> SerpentFault {
    SerpentFault(
      .unrepresentable,
      "serpent takes only numbers, strings, bytes and tuples as keys of a dict or elements of a set")
  }
}
