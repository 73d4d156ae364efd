import PyroWire
import SerpentCodec
import PythonValues
import TestSupport
import WireCore

/// A Pyro 5 client made of our encoder and decoder, with a conversation that watches both directions.
struct WatchedPyro5Client {
  private let encoder: Pyro5Encoder
  private var connection: WatchedConnection<Pyro5Header, Pyro5Message>
  private var sequence: UInt16

  /// What the conversation reported.
  var watched: WatchingSink { connection.watched }

  /// Connects, without a handshake yet. `sequence` is the number of the handshake.
  init(port: UInt16, compresses: Bool = false, sequence: UInt16 = 0) throws {
    connection = try WatchedConnection(port: port) { header, annotations, payload throws(WireError) in
      try Pyro5Message(header, annotations: annotations, payload: payload)
    }
    encoder = Pyro5Encoder(compresses: compresses)
    self.sequence = sequence
  }

  /// Sends a message.
  mutating func send(_ message: Pyro5Message) throws { try connection.send(encoder.encode(message)) }

  /// The next message.
  mutating func receive() throws -> Pyro5Message { try connection.receive() }

  /// Ends the conversation, so that it says what it is still waiting for.
  mutating func end() { connection.end() }

  /// Shakes hands; returns the answer.
  mutating func shakeHands(_ handshake: PythonValue = "hello", object: String = "demo.depot") throws
    -> Pyro5Message
  {
    let data: PythonValue = ["handshake": handshake, "object": .string(object)]
    try send(Pyro5Message(type: .connect, sequence: sequence, payload: try SerpentCodec.encode(data)))
    return try receive()
  }

  /// Calls a method; returns the answer, `nil` for a one-way call.
  mutating func call(
    _ method: String, _ arguments: [PythonValue], _ keywords: PythonValue = [:],
    object: String = "demo.depot", flags: Pyro5Flags = [], annotations: [PyroAnnotation] = [],
    correlationID: PyroCorrelationID? = nil
  ) throws -> Pyro5Message? {
    sequence &+= 1
    let call: PythonValue = .tuple([.string(object), .string(method), .tuple(arguments), keywords])
    try send(
      Pyro5Message(
        type: .invoke, flags: flags, sequence: sequence, correlationID: correlationID,
        annotations: annotations,
        payload: try SerpentCodec.encode(call)))
    if flags.contains(.oneway) { return nil }
    let answer = try receive()
    return answer
  }

  /// Calls a method; returns what Python would print of the result.
  mutating func result(
    _ method: String, _ arguments: [PythonValue], _ keywords: PythonValue = [:],
    object: String = "demo.depot", flags: Pyro5Flags = [], annotations: [PyroAnnotation] = []
  ) throws -> String {
    guard
      let answer = try call(
        method, arguments, keywords, object: object, flags: flags, annotations: annotations)
    else { return "" }
    return try SerpentCodec.decode(answer.payload).repr
  }
}
