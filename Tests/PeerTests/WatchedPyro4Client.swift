import PyroWire
import SerpentCodec
import PythonValues
import TestSupport
import WireCore

/// A Pyro 4 client made of our encoder and decoder, with a conversation that watches both directions.
struct WatchedPyro4Client {
  private let encoder: Pyro4Encoder
  private var connection: WatchedConnection<Pyro4Header, Pyro4Message>
  private var sequence: UInt16 = 0

  /// What the conversation reported.
  var watched: WatchingSink { connection.watched }

  /// Connects, without a handshake yet. `key` signs what is sent, `watching` is the key of the conversation.
  init(port: UInt16, compresses: Bool = false, key: String? = nil, watching: String? = nil) throws {
    let hmac = key.map { Pyro4HMAC(key: Array($0.utf8)) }
    encoder = Pyro4Encoder(compresses: compresses, hmac: hmac)
    let watched = watching.map { Pyro4HMAC(key: Array($0.utf8)) } ?? hmac
    connection = try WatchedConnection(port: port, options: .init(describes: true, hmac: watched)) {
      header, annotations, payload throws(WireError) in
      try Pyro4Message(header, annotations: annotations, payload: payload)
    }
  }

  /// Sends a message.
  mutating func send(_ message: Pyro4Message) throws { try connection.send(encoder.encode(message)) }

  /// The next message.
  mutating func receive() throws -> Pyro4Message { try connection.receive() }

  /// Ends the conversation, so that it says what it is still waiting for.
  mutating func end() { connection.end() }

  /// Shakes hands, asking for the object's metadata; returns the answer.
  mutating func shakeHands(_ handshake: PythonValue = "hello", object: String = "demo.depot") throws
    -> Pyro4Message
  {
    let data: PythonValue = ["handshake": handshake, "object": .string(object)]
    try send(
      Pyro4Message(
        type: .connect, flags: .metadataOnConnect, sequence: sequence,
        payload: try SerpentCodec.encode(data)))
    return try receive()
  }

  /// Calls a method; returns the answer, `nil` for a one-way call.
  mutating func call(
    _ method: String, _ arguments: [PythonValue], _ keywords: PythonValue = [:],
    object: String = "demo.depot", flags: Pyro4Flags = [], annotations: [PyroAnnotation] = []
  ) throws -> Pyro4Message? {
    sequence &+= 1
    let call: PythonValue = .tuple([.string(object), .string(method), .tuple(arguments), keywords])
    try send(
      Pyro4Message(
        type: .invoke, flags: flags, sequence: sequence, annotations: annotations,
        payload: try SerpentCodec.encode(call)))
    if flags.contains(.oneway) { return nil }
    let answer = try receive()
    return answer
  }

  /// Calls a method; returns what Python would print of the result.
  mutating func result(
    _ method: String, _ arguments: [PythonValue], _ keywords: PythonValue = [:],
    object: String = "demo.depot", flags: Pyro4Flags = [], annotations: [PyroAnnotation] = []
  ) throws -> String {
    guard
      let answer = try call(
        method, arguments, keywords, object: object, flags: flags, annotations: annotations)
    else { return "" }
    return try SerpentCodec.decode(answer.payload).repr
  }
}
