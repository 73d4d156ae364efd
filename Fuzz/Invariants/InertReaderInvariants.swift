import InertReaders
import PythonValues
import WireCore

/// What holds of the readers of pickle, marshal, MessagePack and JSON, whatever the bytes.
enum InertReaderInvariants {
  static let limits = Limits(bytes: 1 << 20, count: 100_000)

  /// Reading and examining a pickle agree; every action can be told, and stands in the pickle.
  @Sendable static func pickle(_ bytes: [UInt8]) throws(Violation) {
    let examined = Pickle.examine(bytes, limits: limits)
    let read = Outcome { () throws(WireError) in try Pickle.read(bytes, limits: limits).value }
    try promise(
      "reading agrees with examining", read.error.agrees(with: examined.fault),
      "\(read.error.text), \(examined.fault.text)")
    try promise("a pickle ends in the input", (0...bytes.count).contains(examined.bytesRead))
    for action in examined.actions.prefix(100) {
      try promise("an action stands in the pickle", (0..<max(1, bytes.count)).contains(action.offset))
      let text = action.description
      try promise("an action is told in one line", isOneLine(text) && text.utf8.count < 10_000, text)
      if let arguments = action.arguments { try ValueInvariants.check(arguments) }
    }
    switch read {
    case .error(let error): try ValueInvariants.check(error, of: bytes)
    case .value(let value): try ValueInvariants.check(value)
    }
    if examined.fault == nil { try bothWaysOfReadingAgree(bytes, examined) }
  }

  /// What is read in one pass, where it is plain data, is read in two passes as the same: DUP and POP before STOP
  /// change no value, and make of it a pickle that is read in two.
  private static func bothWaysOfReadingAgree(
    _ bytes: [UInt8], _ examined: PickleReading
  ) throws(Violation) {
    let duplicated = Array(bytes[..<(examined.bytesRead - 1)]) + [0x32, 0x30, 0x2E]
    let other = Pickle.examine(duplicated, limits: limits)
    // They are two opcodes and a value more.
    if other.fault?.kind == .limit { return }
    try promise(
      "one pass and two read the same value",
      other.fault == nil && other.value.isIdentical(to: examined.value),
      "\(examined.value.repr(limit: 200)), \(other.value.repr(limit: 200)), \(other.fault.text)")
    try promise(
      "one pass and two read as much of a pickle",
      other.bytesRead == examined.bytesRead + 2 && other.protocolVersion == examined.protocolVersion)
    try promise("one pass and two tell as many actions", other.actions.count == examined.actions.count)
  }

  @Sendable static func marshal(_ bytes: [UInt8]) throws(Violation) {
    try check(bytes) { bytes throws(WireError) in try Marshal.decode(bytes, limits: limits) }
  }

  @Sendable static func messagePack(_ bytes: [UInt8]) throws(Violation) {
    try check(bytes) { bytes throws(WireError) in try MessagePack.decode(bytes, limits: limits) }
  }

  @Sendable static func json(_ bytes: [UInt8]) throws(Violation) {
    try check(bytes) { bytes throws(WireError) in try JSON.decode(bytes, limits: limits) }
  }

  private static func check(
    _ bytes: [UInt8], _ decode: ([UInt8]) throws(WireError) -> PythonValue
  ) throws(Violation) {
    switch Outcome({ () throws(WireError) in try decode(bytes) }) {
    case .value(let value): try ValueInvariants.check(value)
    case .error(let error): try ValueInvariants.check(error, of: bytes)
    }
  }

  private static func isOneLine(_ text: String) -> Bool {
    !text.isEmpty && !text.unicodeScalars.contains { $0.value < 0x20 }
  }
}
