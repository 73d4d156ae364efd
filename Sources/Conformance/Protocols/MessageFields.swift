import PyroWire
import PythonValues
import WireCore

/// The fields of one message on their way into a dict with texts for keys (TEST-21).
struct MessageFields {
  private var entries: [PythonDict.Entry] = []

  /// Sets a field that is not set yet.
  mutating func set(_ name: String, _ value: PythonValue) {
    entries.append(PythonDict.Entry(key: .string(name), value: value))
  }

  mutating func set(_ name: String, _ number: Int) { set(name, .int(Int64(number))) }

  /// Sets a field where there is something to set.
  mutating func set(_ name: String, ifThere text: String?) {
    if let text { set(name, .string(text)) }
  }

  /// TEST-23: pairs of an id and data, in the order of the wire.
  mutating func set(_ annotations: [PyroAnnotation]) {
    set("annotations", .list(annotations.map { .tuple([.string($0.id), .bytes($0.data)]) }))
  }

  /// The dict.
  var value: PythonValue { .dict(PythonDict(distinctEntries: entries)) }
}

/// The fields of one message that is to be written.
///
/// What is missing, or cannot be on the wire, is `unrepresentable`.
struct GivenMessage {
  private let fields: PythonDict

  /// The messages of a value: a list of dicts.
  static func all(in value: PythonValue) throws(WireError) -> [GivenMessage] {
    guard case .list(let messages) = value else { throw fault("what is written is a list of messages") }
    var given: [GivenMessage] = []
    for message in messages {
      guard case .dict(let fields) = message else { throw fault("a message is a dict") }
      given.append(GivenMessage(fields: fields))
    }
    return given
  }

  /// A field, where it is there.
  subscript(name: String) -> PythonValue? { fields[name] }

  func text(_ name: String) throws(WireError) -> String {
    guard let text = fields[name]?.stringValue else { throw Self.fault("it needs a text \(name)") }
    return text
  }

  func bytes(_ name: String) throws(WireError) -> [UInt8] {
    guard let bytes = fields[name]?.bytesValue else { throw Self.fault("it needs the bytes of \(name)") }
    return bytes
  }

  func number<Number: FixedWidthInteger>(_ name: String) throws(WireError) -> Number {
    guard case .int(let value)? = fields[name], let number = Number(exactly: value) else {
      throw Self.fault("its \(name) is no number of \(Number.bitWidth) bits")
    }
    return number
  }

  /// TEST-22: one of the names of the protocol, or `PREFIX-9` with the number of another.
  func code<Number: FixedWidthInteger>(
    _ name: String, prefix: String, named: [(String, Number)]
  ) throws(WireError) -> Number {
    let text = try text(name)
    if let known = named.first(where: { $0.0 == text }) { return known.1 }
    guard text.hasPrefix(prefix + "-"), let number = Number(text.dropFirst(prefix.utf8.count + 1)) else {
      throw Self.fault("there is no \(name) \(text)")
    }
    return number
  }

  /// TEST-23
  func annotations() throws(WireError) -> [PyroAnnotation] {
    guard let pairs = fields["annotations"]?.elements else { throw Self.fault("it needs annotations") }
    var annotations: [PyroAnnotation] = []
    for pair in pairs {
      guard let parts = pair.elements, parts.count == 2, let id = parts[0].stringValue,
        let data = parts[1].bytesValue
      else { throw Self.fault("an annotation is an id and its bytes") }
      annotations.append(PyroAnnotation(id: id, data: data))
    }
    return annotations
  }

  static func fault(_ detail: String) -> WireError {
    WireError(.unrepresentable, at: 0, reading: "message", detail)
  }
}

/// A stream that consists of whole messages.
enum MessageStream {
  /// One message, and how many bytes it takes.
  typealias Read = (_ rest: Span<UInt8>, _ base: Int) throws(WireError) -> (PythonValue, size: Int)

  /// Reads messages to the end of a stream (TEST-20).
  static func read(_ bytes: [UInt8], _ one: Read) throws(WireError) -> PythonValue {
    var messages: [PythonValue] = []
    var start = 0
    while start < bytes.count {
      let (message, size) = try one(bytes.span.extracting(start...), start)
      messages.append(message)
      start += size
    }
    return .list(messages)
  }
}
