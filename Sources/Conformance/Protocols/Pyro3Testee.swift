import PyroWire
import PythonValues
import WireCore

extension TesteeCodec {
  /// Messages and conversations of Pyro 3 (TEST-20, TEST-30), with the options `dialect`, the version in the header,
  /// and `passphrase` (TEST-26, TEST-35).
  public static let pyro3 = TesteeCodec(
    format: "pyro3",
    options: ["dialect": .word(Set(Pyro3Header.versions.map(String.init))), "passphrase": .text],
    decode: { (bytes, options) throws(WireError) in
      try MessageStream.read(bytes) { (rest, base) throws(WireError) in
        try Pyro3Testee.message(rest, base: base, options)
      }
    },
    encode: { (value, _) throws(WireError) in try Pyro3Testee.stream(of: GivenMessage.all(in: value)) },
    check: { (bytes, options) throws(WireError) in
      let passphrases = options.word("passphrase").map { [Pyro3Passphrase($0)] } ?? []
      return try Transcript(bytes).judged(
        by: Pyro3Conversation(
          options: Pyro3Conversation.Options(limits: options.limits, passphrases: passphrases)))
    })
}

private enum Pyro3Testee {
  static func message(
    _ rest: Span<UInt8>, base: Int, _ options: TesteeOptions
  ) throws(WireError) -> (PythonValue, size: Int) {
    if rest.count >= Pyro3Answer.size, let answer = Pyro3Answer(rest.extracting(..<Pyro3Answer.size)) {
      return (fields(of: answer), Pyro3Answer.size)
    }
    let header = try Pyro3Header(rest, base: base)
    if let dialect = options.word("dialect"), dialect != String(header.version) {
      throw WireError(.unsupported, at: base + 4, reading: "Pyro 3 header", "the version is not \(dialect)")
    }
    let size = Pyro3Header.size + Int(header.bodySize)
    let whole = rest.extracting(..<min(size, rest.count))
    return (fields(of: try Pyro3Message(whole, base: base, limits: options.limits)), size)
  }

  /// TEST-24: an answer to the handshake has no header.
  private static func fields(of answer: Pyro3Answer) -> PythonValue {
    var fields = MessageFields()
    fields.set("kind", .string(answer.kind))
    if case .denied(let reason) = answer { fields.set("reason", .bytes([reason.code])) }
    return fields.value
  }

  private static func fields(of message: Pyro3Message) -> PythonValue {
    var fields = MessageFields()
    fields.set("kind", .string("MESSAGE"))
    fields.set("version", Int(message.version))
    fields.set("flags", Int(message.flags.rawValue))
    fields.set("payload", .bytes(message.body))
    return fields.value
  }

  static func stream(of messages: [GivenMessage]) throws(WireError) -> [UInt8] {
    var output: [UInt8] = []
    for given in messages {
      switch try given.text("kind") {
      case "GRANTED": output += Pyro3Answer.granted.bytes
      case "DENIED":
        let code = try given.bytes("reason")
        guard code.count == 1 else { throw GivenMessage.fault("a reason is one byte") }
        output += Pyro3Answer.denied(Pyro3Answer.Reason(code: code[0])).bytes
      case "MESSAGE": try append(given, to: &output)
      default: throw GivenMessage.fault("there is no such kind")
      }
    }
    return output
  }

  private static func append(_ given: GivenMessage, to output: inout [UInt8]) throws(WireError) {
    var message = Pyro3Message(version: try given.number("version"), body: try given.bytes("payload"))
    message.flags = Pyro3Flags(rawValue: try given.number("flags"))
    let encoder = Pyro3Encoder(
      compresses: message.flags.contains(.compressed), checksums: message.flags.contains(.checksum))
    try encoder.append(message, to: &output)
  }
}
