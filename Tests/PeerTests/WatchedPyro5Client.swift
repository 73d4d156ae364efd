import PyroWire
import SerpentCodec
import PythonValues
import TestSupport
import WireCore

/// A Pyro 5 client made of our encoder and decoder, with a conversation that watches both directions.
struct WatchedPyro5Client {
  private let socket: LoopbackSocket
  private let encoder: Pyro5Encoder
  private var decoder = Pyro5StreamDecoder()
  private var arrived: [Pyro5Message] = []
  private var conversation = PyroConversation(.pyro5, options: .init(describes: true))
  private(set) var watched = WatchingSink()
  private var sequence: UInt16

  /// The server closed the connection.
  struct Closed: Error {}

  /// Keeps what the conversation reports.
  struct WatchingSink: ConversationSink {
    var messages: [ObservedMessage] = []
    var findings: [Finding] = []

    mutating func message(_ message: ObservedMessage, payload: Span<UInt8>) { messages.append(message) }
    mutating func finding(_ finding: Finding) { findings.append(finding) }

    /// Findings of the protocol, and of anything more than a note.
    var faults: [Finding] { findings.filter { $0.rule.category == .protocol || $0.severity > .note } }
  }

  /// Connects, without a handshake yet. `sequence` is the number of the handshake.
  init(port: UInt16, compresses: Bool = false, sequence: UInt16 = 0) throws {
    socket = try LoopbackSocket(port: port)
    encoder = Pyro5Encoder(compresses: compresses)
    self.sequence = sequence
  }

  /// Sends a message.
  mutating func send(_ message: Pyro5Message) throws {
    let bytes = try encoder.encode(message)
    conversation.receive(bytes.span, from: .clientToServer, into: &watched)
    try socket.send(bytes)
  }

  /// The next message.
  mutating func receive() throws -> Pyro5Message {
    while arrived.isEmpty {
      let bytes = try socket.receive()
      guard !bytes.isEmpty else { throw Closed() }
      conversation.receive(bytes.span, from: .serverToClient, into: &watched)
      var messages: [Pyro5Message] = []
      var fault: (any Error)?
      decoder.read(bytes.span) { header, annotations, payload in
        do {
          messages.append(try Pyro5Message(header, annotations: annotations, payload: payload))
        } catch {
          fault = error
        }
      } damage: { damage, offset in
        fault = damage.error(base: offset)
      }
      if let fault { throw fault }
      arrived += messages
    }
    return arrived.removeFirst()
  }

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

  /// Ends the conversation, so that it says what it is still waiting for.
  mutating func end() {
    conversation.end(.clientToServer, because: .closed, into: &watched)
    conversation.end(.serverToClient, because: .closed, into: &watched)
  }
}
