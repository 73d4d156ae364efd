import BrineCodec
import PythonValues
import RPyCWire
import VinegarCodec
import WireCore

extension TesteeCodec {
  /// Messages and conversations of RPyC (TEST-20, TEST-30), with the options `dialect`, that of brine, and `threads`
  /// (TEST-27).
  public static let rpyc = TesteeCodec(
    format: "rpyc", options: ["dialect": .word(Set(BrineDialect.all.map(\.name))), "threads": .flag],
    decode: { (bytes, options) throws(WireError) in
      try MessageStream.read(bytes) { (rest, base) throws(WireError) in
        try RPyCTestee.message(rest, base: base, options)
      }
    },
    encode: { (value, options) throws(WireError) in
      try RPyCTestee.stream(of: GivenMessage.all(in: value), RPyCTestee.generation(options) ?? .six)
    },
    check: { (bytes, options) throws(WireError) in
      try Transcript(bytes).judged(
        by: RPyCConversation(options: RPyCConversation.Options(limits: options.limits)),
        also: { conversation in
          let ends = [conversation.dialectClient, conversation.dialectServer]
          return ("dialects", .tuple(ends.map { end in end.map { .string($0.rawValue) } ?? .none }))
        })
    })
}

private enum RPyCTestee {
  /// TEST-27
  static func generation(_ options: TesteeOptions) -> RPyCGeneration? {
    switch options.word("dialect") {
    case nil: nil
    case "rpyc6": .six
    case "rpyc3": .three
    default: .fourFive
    }
  }

  /// RPYC-1: a length, a flag, data, a line feed.
  static func message(
    _ rest: Span<UInt8>, base: Int, _ options: TesteeOptions
  ) throws(WireError) -> (PythonValue, size: Int) {
    guard rest.count >= 5 else { throw cut(rest, base) }
    let length = Int(bigEndian32(rest, at: 0))
    guard length <= options.limits.bytes else {
      throw WireError(.limit, at: base, reading: "RPyC frame", "\(length) bytes of data")
    }
    let flag = rest[4]
    guard flag <= 1 else { throw fault(at: base + 4, "its flag is neither 0 nor 1") }
    let end = 5 + length
    guard rest.count > end else { throw cut(rest, base) }
    guard rest[end] == 0x0A else { throw fault(at: base + end, "no line feed ends it") }
    let message = try read(rest.extracting(5..<end), isCompressed: flag == 1, base: base + 5, options)
    guard options.flag("threads") == (message.threads != nil) else {
      throw fault(at: base + 5, options.flag("threads") ? "no threads are named" : "threads are named")
    }
    return (fields(of: message, flag: flag), end + 1)
  }

  private static func read(
    _ data: Span<UInt8>, isCompressed: Bool, base: Int, _ options: TesteeOptions
  ) throws(WireError) -> RPyCMessage {
    let (generation, limits) = (generation(options), options.limits)
    guard isCompressed else {
      guard !options.flag("threads") || data.count >= 16 else {
        throw fault(at: base, "no threads are named")
      }
      do throws(WireError) {
        return try RPyCMessage(data, generation: generation, limits: limits)
      } catch {
        throw error.moved(by: base)
      }
    }
    let inflated = try inflate(data, base: base, limits: limits)
    do throws(WireError) {
      return try RPyCMessage(inflated.span, generation: generation, limits: limits)
    } catch {
      // TEST-20: what is wrong within compressed data is wrong where that begins.
      throw WireError(error.kind, at: base, reading: error.reading, error.detail)
    }
  }

  private static func cut(_ rest: Span<UInt8>, _ base: Int) -> WireError {
    WireError(.truncated, at: base + rest.count, reading: "RPyC frame", "its end is missing")
  }

  private static func fault(at offset: Int, _ detail: String) -> WireError {
    WireError(.syntax, at: offset, reading: "RPyC frame", detail)
  }

  private static func fields(of message: RPyCMessage, flag: UInt8) -> PythonValue {
    var fields = MessageFields()
    fields.set("kind", .string(message.kind.name))
    fields.set("sequence", message.sequence)
    fields.set("flags", Int(flag))
    if let threads = message.threads {
      fields.set(
        "threads",
        .tuple([threads.sender, threads.receiver].map { .integer(isNegative: false, magnitude: [$0]) }))
    }
    switch message.body {
    case .request(let handler, let arguments):
      fields.set("handler", .string(handler.name))
      fields.set("body", arguments.value)
    case .reply(let box): fields.set("body", box.value)
    case .exception(let exception): fields.set("body", .exception(exception))
    }
    return fields.value
  }

  static func stream(
    of messages: [GivenMessage], _ generation: RPyCGeneration
  ) throws(WireError) -> [UInt8] {
    var output: [UInt8] = []
    for given in messages {
      let flags: UInt8 = try given.number("flags")
      let message = RPyCMessage(
        sequence: try given.number("sequence"), body: try body(of: given), threads: try threads(of: given))
      output += try RPyCEncoder(generation: generation, compresses: flags == 1).frame(message)
    }
    return output
  }

  private static func body(of given: GivenMessage) throws(WireError) -> RPyCMessage.Body {
    guard let body = given["body"] else { throw GivenMessage.fault("it needs a body") }
    switch try given.text("kind") {
    case "REQUEST":
      let name = try given.text("handler")
      guard let handler = RPyCHandler.allCases.first(where: { $0.name == name }) else {
        throw GivenMessage.fault("there is no handler \(name)")
      }
      return .request(handler, arguments: try RPyCBox(body))
    case "REPLY": return .reply(try RPyCBox(body))
    case "EXCEPTION":
      guard case .exception(let exception) = body else { throw GivenMessage.fault("it needs an exception") }
      return .exception(exception)
    default: throw GivenMessage.fault("there is no such kind")
    }
  }

  private static func threads(of given: GivenMessage) throws(WireError) -> RPyCThreadIDs? {
    guard let value = given["threads"] else { return nil }
    guard let parts = value.elements, parts.count == 2, let sender = id(parts[0]), let receiver = id(parts[1])
    else { throw GivenMessage.fault("threads are two numbers of 64 bits") }
    return RPyCThreadIDs(sender: sender, receiver: receiver)
  }

  private static func id(_ value: PythonValue) -> UInt64? {
    switch value {
    case .int(let id): UInt64(exactly: id)
    case .bigInt(let id) where !id.isNegative && id.magnitude.count == 1: id.magnitude[0]
    default: nil
    }
  }
}
