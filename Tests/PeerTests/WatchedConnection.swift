import PyroWire
import TestSupport
import WireCore

/// A connection to a live Pyro daemon, with a conversation that watches both directions.
struct WatchedConnection<Header: PyroMessageHeader, Message> {
  private let socket: LoopbackSocket
  private var decoder = PyroStreamDecoder<Header>()
  private let join: (Header, Span<UInt8>, Span<UInt8>) throws(WireError) -> Message
  private var arrived: [Message] = []
  private var conversation: PyroConversation
  private(set) var watched = WatchingSink()

  /// The server closed the connection.
  struct Closed: Error {}

  /// Connects. `join` makes a message of header, annotations and payload.
  init(
    port: UInt16, options: PyroConversation.Options = .init(describes: true),
    join: @escaping (Header, Span<UInt8>, Span<UInt8>) throws(WireError) -> Message
  ) throws {
    socket = try LoopbackSocket(port: port)
    conversation = PyroConversation(Header.generation, options: options)
    self.join = join
  }

  /// Sends a message's bytes.
  mutating func send(_ bytes: [UInt8]) throws {
    conversation.receive(bytes.span, from: .clientToServer, into: &watched)
    try socket.send(bytes)
  }

  /// The next message.
  mutating func receive() throws -> Message {
    while arrived.isEmpty {
      let bytes = try socket.receive()
      guard !bytes.isEmpty else { throw Closed() }
      conversation.receive(bytes.span, from: .serverToClient, into: &watched)
      var messages: [Message] = []
      var fault: (any Error)?
      decoder.read(bytes.span) { header, annotations, payload in
        do {
          messages.append(try join(header, annotations, payload))
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

  /// Ends the conversation, so that it says what it is still waiting for.
  mutating func end() {
    conversation.end(.clientToServer, because: .closed, into: &watched)
    conversation.end(.serverToClient, because: .closed, into: &watched)
  }
}

/// Keeps what a conversation reports.
struct WatchingSink: ConversationSink {
  var messages: [ObservedMessage] = []
  var findings: [Finding] = []

  mutating func message(_ message: ObservedMessage, payload: Span<UInt8>) { messages.append(message) }
  mutating func finding(_ finding: Finding) { findings.append(finding) }

  /// Findings of the protocol, and of anything more than a note.
  var faults: [Finding] { findings.filter { $0.rule.category == .protocol || $0.severity > .note } }
}
