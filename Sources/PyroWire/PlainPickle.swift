import PythonValues
import WireCore

/// Writes plain values as a pickle of protocol 2, which every Python from 2.3 on loads: what a client of a
/// Pyro 3 daemon has to write unless both are set to XML.
///
/// There is no memo: a shared value is written each time, as `pickletools.optimize` leaves a pickle without any.
struct PlainPickle {
  /// The pickle of a value.
  ///
  /// - Throws: `unrepresentable` for what is no plain value: integers past 64 bits, sets, records and
  ///   references; `limit` for text and bytes of 2 GiB and more. The path is that of the whole value.
  /// - Complexity: linear in the size of the value; not recursive.
  static func encode(_ value: PythonValue) throws(ValueEncodingError) -> [UInt8] {
    var writer = PlainPickle()
    writer.output = [0x80, 2]
    writer.steps = [.value(value)]
    while let step = writer.steps.popLast() {
      switch step {
      case .bytes(let bytes): writer.output += bytes
      case .value(let value): try writer.write(value)
      }
    }
    return writer.output + [UInt8(ascii: ".")]
  }

  private enum Step {
    case value(PythonValue)
    case bytes([UInt8])
  }

  private var output: [UInt8] = []
  /// What is still to be written, the next at the end.
  private var steps: [Step] = []

  private mutating func write(_ value: PythonValue) throws(ValueEncodingError) {
    switch value {
    case .none: output.append(UInt8(ascii: "N"))
    case .bool(let flag): output.append(flag ? 0x88 : 0x89)
    case .int(let integer): write(integer)
    case .float(let double):
      output.append(UInt8(ascii: "G"))
      output.appendBigEndian(double.bitPattern)
    case .string(let text): try write(Array(text.utf8), UInt8(ascii: "X"))
    case .bytes(let bytes): try write(bytes, UInt8(ascii: "T"))
    case .list(let elements): write(elements, opening: [0x5D, 0x28], closing: 0x65)
    case .tuple(let elements): writeTuple(elements)
    case .dict(let dict):
      write(dict.entries.flatMap { [$0.key, $0.value] }, opening: [0x7D, 0x28], closing: 0x75)
    default:
      throw ValueEncodingError(.unrepresentable, path: "", "no plain value: \(value.typeName)")
    }
  }

  /// BININT1, BININT, or LONG1 for more than 32 bits.
  private mutating func write(_ integer: Int64) {
    if let small = UInt8(exactly: integer) {
      output += [UInt8(ascii: "K"), small]
    } else if let medium = Int32(exactly: integer) {
      output.append(UInt8(ascii: "J"))
      appendLittleEndian(medium)
    } else {
      output += [0x8A, 8]
      appendLittleEndian(integer)
    }
  }

  private mutating func write(_ bytes: [UInt8], _ opcode: UInt8) throws(ValueEncodingError) {
    guard let count = Int32(exactly: bytes.count) else {
      throw ValueEncodingError(.limit, path: "", "a text of \(bytes.count) bytes")
    }
    output.append(opcode)
    appendLittleEndian(count)
    output += bytes
  }

  /// A tuple of up to three has an opcode of its own; a longer one has a mark before it.
  private mutating func writeTuple(_ elements: [PythonValue]) {
    switch elements.count {
    case 0: output.append(UInt8(ascii: ")"))
    case 1...3: write(elements, opening: [], closing: 0x84 + UInt8(elements.count))
    default: write(elements, opening: [UInt8(ascii: "(")], closing: UInt8(ascii: "t"))
    }
  }

  private mutating func write(_ elements: [PythonValue], opening: [UInt8], closing: UInt8) {
    output += opening
    steps.append(.bytes([closing]))
    for element in elements.reversed() { steps.append(.value(element)) }
  }

  private mutating func appendLittleEndian<Integer: FixedWidthInteger>(_ integer: Integer) {
    for shift in stride(from: 0, to: Integer.bitWidth, by: 8) {
      output.append(UInt8(truncatingIfNeeded: integer >> Integer(shift)))
    }
  }
}
