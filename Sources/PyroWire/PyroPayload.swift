import InertReaders
import SerpentCodec
import WireCore
import WirePolicy

/// Reads payloads onto a tape, and uses its storage again for each.
struct PyroPayloadReader: Sendable {
  /// The values of the payload read last.
  private(set) var tape = Tape()
  /// What loading the pickle read last would do that is a means of attack, also where it could not be read to its end.
  private(set) var dangers: [PickleDanger] = []
  private var serpent: SerpentReader
  private let limits: Limits
  /// The most nodes for which storage is kept from one payload to the next.
  private static let keptNodes = 4_096

  init(limits: Limits) {
    self.limits = limits
    serpent = SerpentReader(limits: limits)
  }

  /// Reads what a serializer wrote.
  ///
  /// - Throws: what the serializer's reader throws.
  mutating func read(_ payload: Span<UInt8>, _ serializer: PyroSerializer) throws(WireError) {
    switch serializer {
    case .serpent: try serpent.parse(payload, onto: &tape)
    case .marshal: try Marshal.read(payload, into: &tape, limits: limits)
    case .json: try JSON.read(payload, into: &tape, limits: limits)
    case .msgpack: try MessagePack.read(payload, into: &tape, limits: limits)
    case .pickle, .cloudpickle, .dill: try readPickle(payload)
    }
  }

  /// PYRO4-63: the pickle is read as a program that is not run.
  private mutating func readPickle(_ payload: Span<UInt8>) throws(WireError) {
    let reading = Pickle.examine(payload, limits: limits)
    dangers = reading.dangers()
    if let fault = reading.fault { throw fault }
    tape.read(reading.value)
    let left = payload.count - reading.bytesRead
    guard left == 0 else {
      throw WireError(.trailing, at: reading.bytesRead, reading: "pickle", "\(left) bytes follow its end")
    }
  }

  /// Gives back the storage of a large payload.
  mutating func release() {
    if tape.nodes.capacity > Self.keptNodes { tape = Tape() }
  }
}

extension WireError {
  /// The rule that a payload breaks which could not be read; `nil` where Python reads it and we do not.
  var payloadRule: Rule? {
    switch kind {
    case .limit: .resourceLimit
    case .trailing: .trailingBytes
    case .syntax, .truncated, .forbidden: .payloadSyntax
    case .unsupported, .unrepresentable: nil
    }
  }
}

/// Looks at the place where serpent text stopped being a literal: whether what stands there would have
/// to be evaluated (PYRO5-66).
enum EvaluatedExpression {
  /// What the expression is, in a few words; `nil` where it is only bad syntax.
  static func found(in source: Span<UInt8>, at offset: Int) -> String? {
    guard offset < source.count else { return nil }
    switch source[offset] {
    case UInt8(ascii: "("): return isAfterValue(source, offset) ? "a call" : nil
    case UInt8(ascii: "["): return isAfterValue(source, offset) ? "a subscript" : nil
    case UInt8(ascii: "."): return isAfterValue(source, offset) ? "an attribute" : nil
    default: return named(in: source, at: offset)
    }
  }

  /// A name, and what follows it.
  private static func named(in source: Span<UInt8>, at offset: Int) -> String? {
    let end = endOfName(source, offset)
    guard end > offset else { return nil }
    let name = String(decoding: (offset..<min(end, offset + 40)).map { source[$0] }, as: UTF8.self)
    let next = skipBlanks(source, end)
    if name == "lambda" || name == "for" || name == "await" || name == "yield" {
      return isKeyword(name, source, offset, next) ? "an expression with '\(name)'" : nil
    }
    guard next < source.count else { return nil }
    switch source[next] {
    case UInt8(ascii: "("): return "a call of \(name)"
    case UInt8(ascii: "."): return "an attribute of \(name)"
    case UInt8(ascii: "["): return "a subscript of \(name)"
    case UInt8(ascii: "'"), UInt8(ascii: "\""):
      return next == end && isFormat(name) ? "a formatted string" : nil
    default:
      let second = endOfName(source, next)
      let isLoop =
        second - next == 3 && source[next] == UInt8(ascii: "f") && source[next + 1] == UInt8(ascii: "o")
        && source[next + 2] == UInt8(ascii: "r")
      return isLoop ? "a comprehension" : nil
    }
  }

  /// `for` stands after a value; `lambda`, `await` and `yield` before one.
  private static func isKeyword(_ name: String, _ source: Span<UInt8>, _ offset: Int, _ next: Int) -> Bool {
    guard next < source.count else { return false }
    return name == "for" ? isAfterValue(source, offset) : true
  }

  private static func isFormat(_ name: String) -> Bool {
    ["f", "fr", "rf"].contains(name.lowercased())
  }

  /// Whether the byte before, blanks apart, ends a value.
  private static func isAfterValue(_ source: Span<UInt8>, _ offset: Int) -> Bool {
    var index = offset - 1
    while index >= 0, source[index] == 0x20 || source[index] == 0x09 { index -= 1 }
    guard index >= 0 else { return false }
    switch source[index] {
    case UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"):
      return true
    default: return isNameByte(source[index])
    }
  }

  private static func endOfName(_ source: Span<UInt8>, _ start: Int) -> Int {
    guard start < source.count, isNameByte(source[start]), !(0x30...0x39).contains(source[start]) else {
      return start
    }
    var end = start
    while end < source.count, isNameByte(source[end]) { end += 1 }
    return end
  }

  private static func skipBlanks(_ source: Span<UInt8>, _ start: Int) -> Int {
    var index = start
    while index < source.count, source[index] == 0x20 || source[index] == 0x09 { index += 1 }
    return index
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x5F, 0x61...0x7A, 0x80...: true
    default: false
    }
  }
}
