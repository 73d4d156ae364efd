import PyroWire
import PythonValues
import WireCore

extension TesteeCodec {
  /// Messages and conversations of Pyro 4 (TEST-20, TEST-30), with the options `dialect`, the protocol's version,
  /// and `hmacKey` (TEST-25).
  public static let pyro4 = TesteeCodec(
    format: "pyro4",
    options: ["dialect": .word(Set(Pyro4Header.versions.map(String.init))), "hmacKey": .text],
    decode: { (bytes, options) throws(WireError) in
      try MessageStream.read(bytes) { (rest, base) throws(WireError) in
        try Pyro4Testee.message(rest, base: base, options)
      }
    },
    encode: { (value, options) throws(WireError) in
      try Pyro4Testee.stream(of: GivenMessage.all(in: value), hmac: Pyro4Testee.hmac(options))
    },
    check: { (bytes, options) throws(WireError) in
      try Transcript(bytes).judged(
        by: PyroConversation(
          .pyro4,
          options: PyroConversation.Options(limits: options.limits, hmac: Pyro4Testee.hmac(options))))
    })
}

private enum Pyro4Testee {
  static func hmac(_ options: TesteeOptions) -> Pyro4HMAC? {
    options.word("hmacKey").map { Pyro4HMAC(key: Array($0.utf8)) }
  }

  static func message(
    _ rest: Span<UInt8>, base: Int, _ options: TesteeOptions
  ) throws(WireError) -> (PythonValue, size: Int) {
    let header = try Pyro4Header(rest, base: base)
    if let dialect = options.word("dialect"), dialect != String(header.version) {
      throw WireError(.unsupported, at: base + 4, reading: "Pyro 4 header", "the version is not \(dialect)")
    }
    let size = Pyro4Header.size + header.bodySize
    let whole = rest.extracting(..<min(size, rest.count))
    let message = try Pyro4Message(whole, base: base, limits: options.limits)
    if let hmac = hmac(options) { try verify(whole, header, hmac, base: base) }
    return (fields(of: message), size)
  }

  /// TEST-25: a message that is signed with another key, or not at all, is refused.
  private static func verify(
    _ message: Span<UInt8>, _ header: Pyro4Header, _ hmac: Pyro4HMAC, base: Int
  ) throws(WireError) {
    let start = Pyro4Header.size
    let end = start + Int(header.annotationsSize)
    let (chunks, payload) = (message.extracting(start..<end), message.extracting(end...))
    guard let place = codePlace(in: chunks) else {
      throw WireError(.forbidden, at: base + start, reading: "HMAC", "the message is not signed")
    }
    let code = chunks.extracting(place)
    // PYRO4-27: of the older protocols either order is right.
    for isSorted in header.version < Pyro4Header.version ? [true, false] : [true] {
      let own = try? hmac.code(payload: payload, annotations: chunks, isSorted: isSorted)
      if let own, Pyro4HMAC.matches(own, code) { return }
    }
    throw WireError(
      .forbidden, at: base + start + place.lowerBound, reading: "HMAC", "the code is of another key")
  }

  /// Where among the annotations the code is: of several, the last, as Pyro has it.
  private static func codePlace(in chunks: Span<UInt8>) -> Range<Int>? {
    var reader = PyroAnnotationReader(.pyro4)
    var place: Range<Int>?
    while let chunk = try? reader.next(in: chunks) {
      if PyroAnnotationReader.text(of: chunk.id) == "HMAC" { place = chunk.data }
    }
    return place
  }

  private static func fields(of message: Pyro4Message) -> PythonValue {
    var fields = MessageFields()
    fields.set("kind", .string(message.type.name))
    fields.set("version", Int(message.version))
    fields.set("sequence", Int(message.sequence))
    fields.set("flags", Int(message.flags.rawValue))
    let serializer = Pyro4Serializer(rawValue: message.serializerID)?.name
    fields.set("serializer", .string(serializer ?? "serializer-\(message.serializerID)"))
    fields.set(message.annotations)
    fields.set("payload", .bytes(message.payload))
    return fields.value
  }

  static func stream(of messages: [GivenMessage], hmac: Pyro4HMAC?) throws(WireError) -> [UInt8] {
    var output: [UInt8] = []
    for given in messages {
      let type: UInt16 = try given.code(
        "kind", prefix: "type", named: PyroMessageKind.allCases.map { ($0.name, $0.rawValue) })
      var message = Pyro4Message(
        version: try given.number("version"), type: Pyro4MessageType(rawValue: type),
        flags: Pyro4Flags(rawValue: try given.number("flags")), sequence: try given.number("sequence"),
        annotations: try given.annotations(), payload: try given.bytes("payload"))
      message.serializerID = try given.code(
        "serializer", prefix: "serializer", named: Pyro4Serializer.allCases.map { ($0.name, $0.rawValue) })
      let encoder = Pyro4Encoder(compresses: message.flags.contains(.compressed), hmac: hmac)
      try encoder.append(message, to: &output)
    }
    return output
  }
}
