import InertReaders
import PyroWire
import PythonValues
import TestSupport
import WireCore

/// A Pyro 3 client made of our encoder and decoder, with a conversation that watches both directions.
struct WatchedPyro3Client {
  private let socket: LoopbackSocket
  private let encoder: Pyro3Encoder
  private var decoder = Pyro3StreamDecoder(readsAnswers: true)
  private var arrived: [Arrival] = []
  private var conversation: Pyro3Conversation
  private(set) var watched = WatchingSink()

  /// What a server sends.
  enum Arrival {
    case message(Pyro3Message)
    case answer(Pyro3Answer)
  }

  /// Something else came than what was waited for, or the server closed the connection.
  struct Unexpected: Error {}

  /// Connects, without a handshake yet. `known` are the passphrases that the conversation is told.
  init(port: UInt16, encoder: Pyro3Encoder = Pyro3Encoder(), known: [Pyro3Passphrase] = []) throws {
    socket = try LoopbackSocket(port: port)
    self.encoder = encoder
    conversation = Pyro3Conversation(options: .init(describes: true, passphrases: known))
  }

  private mutating func send(_ message: Pyro3Message) throws {
    let bytes = try encoder.encode(message)
    conversation.receive(bytes.span, from: .clientToServer, into: &watched)
    try socket.send(bytes)
  }

  private mutating func receive() throws -> Arrival {
    while arrived.isEmpty {
      let bytes = try socket.receive()
      guard !bytes.isEmpty else { throw Unexpected() }
      conversation.receive(bytes.span, from: .serverToClient, into: &watched)
      var (arrivals, fault): ([Arrival], (any Error)?) = ([], nil)
      decoder.read(bytes.span) { header, body in
        do {
          arrivals.append(.message(try Pyro3Message(header, body: body)))
        } catch {
          fault = error
        }
      } answer: { answer in
        arrivals.append(.answer(answer))
      } damage: { damage, offset in
        fault = damage.error(base: offset)
      }
      if let fault { throw fault }
      arrived += arrivals
    }
    return arrived.removeFirst()
  }

  /// Answers the challenge with the token of a passphrase; returns what the daemon says to it.
  mutating func shakeHands(_ passphrase: Pyro3Passphrase = .none) throws -> Pyro3Answer {
    switch try receive() {
    case .answer(let answer): return answer
    case .message(let challenge):
      try send(.connect(token: passphrase.token(for: challenge.body)))
      guard case .answer(let answer) = try receive() else { throw Unexpected() }
      return answer
    }
  }

  /// Sends a request; returns the value of its answer, `nil` for a one-way call.
  mutating func call(_ request: Pyro3Request) throws -> PythonValue? {
    try send(Pyro3Message(body: try request.body()))
    if request.flags.contains(.oneway) { return nil }
    guard case .message(let answer) = try receive() else { throw Unexpected() }
    return try Pickle.read(answer.body).value
  }

  /// The id of an object that the daemon knows by this name, as for a PYROLOC address.
  mutating func resolve(_ name: String) throws -> String {
    let request = Pyro3Request(
      object: .string(Pyro3Request.daemonID), method: "ResolvePYROLOC", flags: [], arguments: [.string(name)])
    guard let id = try call(request),
      let text = id.stringValue ?? id.bytesValue.map({ String(decoding: $0, as: UTF8.self) })
    else { throw Unexpected() }
    return text
  }

  /// What the conversation said of the last message.
  var lastSummary: String? { watched.messages.last?.summary }

  /// Ends the conversation, so that it says what it is still waiting for.
  mutating func end() {
    conversation.end(.clientToServer, because: .closed, into: &watched)
    conversation.end(.serverToClient, because: .closed, into: &watched)
  }
}
