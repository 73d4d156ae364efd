import RPyCWire
import WireCore

/// The conversation of a flow's protocol. An enumeration and not an existential: what is called for every
/// packet is known when it is compiled.
enum FlowConversation {
  /// None: the protocol is not read.
  case none
  case tls(TLSHandshake)
  case rpyc(RPyCConversation)

  /// What is spoken, where the bytes say it: by both ends, or by each where they differ.
  struct Dialects {
    var both: String?
    var client: String?
    var server: String?
  }

  var dialects: Dialects {
    switch self {
    case .none: Dialects()
    case .tls(let handshake): Dialects(both: handshake.dialect)
    case .rpyc(let conversation): Dialects(of: conversation)
    }
  }

  /// Takes the next bytes of one direction.
  mutating func receive<Sink: ConversationSink>(
    _ bytes: Span<UInt8>, from direction: Direction, into sink: inout Sink
  ) {
    switch self {
    case .none: break
    case .tls(var handshake):
      self = .none
      handshake.receive(bytes, from: direction)
      self = .tls(handshake)
    case .rpyc(var conversation):
      self = .none
      conversation.receive(bytes, from: direction, into: &sink)
      self = .rpyc(conversation)
    }
  }

  /// Learns that bytes of one direction are lost.
  mutating func lose<Sink: ConversationSink>(
    _ count: Int?, from direction: Direction, into sink: inout Sink
  ) {
    switch self {
    case .none: break
    case .tls(var handshake):
      handshake.lose(from: direction)
      self = .tls(handshake)
    case .rpyc(var conversation):
      self = .none
      conversation.lose(count, from: direction, into: &sink)
      self = .rpyc(conversation)
    }
  }

  /// Learns that no more bytes come from one direction.
  mutating func end<Sink: ConversationSink>(
    _ direction: Direction, because ending: StreamEnding, into sink: inout Sink
  ) {
    switch self {
    case .none, .tls: break
    case .rpyc(var conversation):
      self = .none
      conversation.end(direction, because: ending, into: &sink)
      self = .rpyc(conversation)
    }
  }
}

extension FlowConversation.Dialects {
  /// The generations of both ends, apart where they differ.
  init(of conversation: RPyCConversation) {
    let (client, server) = (conversation.dialectClient?.rawValue, conversation.dialectServer?.rawValue)
    if let client, let server, client != server {
      self.init(client: client, server: server)
    } else {
      self.init(both: client ?? server)
    }
  }
}
