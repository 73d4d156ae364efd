import PyroWire
import PythonValues
import WireCore

extension TesteeCodec {
  /// Messages and conversations of Pyro 5 (TEST-20, TEST-30).
  public static let pyro5 = TesteeCodec(
    format: "pyro5",
    decode: { (bytes, options) throws(WireError) in
      try MessageStream.read(bytes) { (rest, base) throws(WireError) in
        try Pyro5Testee.message(rest, base: base, limits: options.limits)
      }
    },
    encode: { (value, _) throws(WireError) in try Pyro5Testee.stream(of: GivenMessage.all(in: value)) },
    check: { (bytes, options) throws(WireError) in
      try Transcript(bytes).judged(
        by: PyroConversation(.pyro5, options: PyroConversation.Options(limits: options.limits)))
    })
}

private enum Pyro5Testee {
  static func message(
    _ rest: Span<UInt8>, base: Int, limits: Limits
  ) throws(WireError) -> (PythonValue, size: Int) {
    let size = Pyro5Header.size + (try Pyro5Header(rest, base: base)).bodySize
    let whole = rest.extracting(..<min(size, rest.count))
    return (fields(of: try Pyro5Message(whole, base: base, limits: limits)), size)
  }

  private static func fields(of message: Pyro5Message) -> PythonValue {
    var fields = MessageFields()
    fields.set("kind", .string(message.type.name))
    fields.set("sequence", Int(message.sequence))
    fields.set("flags", Int(message.flags.rawValue))
    let serializer = Pyro5Serializer(rawValue: message.serializerID)?.name
    fields.set("serializer", .string(serializer ?? "serializer-\(message.serializerID)"))
    fields.set("correlation", ifThere: message.correlationID?.description)
    fields.set(message.annotations)
    fields.set("payload", .bytes(message.payload))
    return fields.value
  }

  static func stream(of messages: [GivenMessage]) throws(WireError) -> [UInt8] {
    var output: [UInt8] = []
    for given in messages {
      let type: UInt8 = try given.code(
        "kind", prefix: "type", named: PyroMessageKind.allCases.map { ($0.name, UInt8($0.rawValue)) })
      var message = Pyro5Message(
        type: Pyro5MessageType(rawValue: type), flags: Pyro5Flags(rawValue: try given.number("flags")),
        sequence: try given.number("sequence"), annotations: try given.annotations(),
        payload: try given.bytes("payload"))
      message.serializerID = try given.code(
        "serializer", prefix: "serializer", named: Pyro5Serializer.allCases.map { ($0.name, $0.rawValue) })
      message.correlationID = try given.correlation()
      let encoder = Pyro5Encoder(compresses: message.flags.contains(.compressed))
      try encoder.append(message, to: &output)
    }
    return output
  }
}

extension GivenMessage {
  /// The id of a chain of calls, as a UUID is written; `nil` where there is none.
  fileprivate func correlation() throws(WireError) -> PyroCorrelationID? {
    guard self["correlation"] != nil else { return nil }
    let digits = try text("correlation").filter { $0 != "-" }
    guard digits.utf8.count == 32, let high = UInt64(digits.prefix(16), radix: 16),
      let low = UInt64(digits.dropFirst(16), radix: 16)
    else { throw Self.fault("its correlation is no UUID") }
    return PyroCorrelationID(high: high, low: low)
  }
}
