import PyroWire
import RPyCWire
import WireCore

/// The conversation of a flow's protocol. An enumeration and not an existential: what is called for every
/// packet is known when it is compiled. Each is in a box of its own, where it is changed in place.
enum FlowConversation {
  /// None: the protocol is not read.
  case none
  case tls(Box<TLSHandshake>)
  case pyro3(Box<Pyro3Conversation>)
  case pyro(Box<PyroConversation>)
  case rpyc(Box<RPyCConversation>)
  case registry(Box<RegistryConnection>)

  /// What is spoken, where the bytes say it: by both ends, or by each where they differ.
  struct Dialects {
    var both: String?
    var client: String?
    var server: String?
  }

  /// What is spoken, as far as the conversation has found out. Not to be asked for while it receives.
  var dialects: Dialects {
    switch self {
    case .none, .pyro3, .pyro, .registry: Dialects()
    case .tls(let box): Dialects(both: box.content.dialect)
    case .rpyc(let box): Dialects(of: box.content)
    }
  }

  /// Takes the next bytes of one direction.
  func receive<Sink: ConversationSink>(
    _ bytes: Span<UInt8>, from direction: Direction, into sink: inout Sink
  ) {
    switch self {
    case .none: break
    case .tls(let box): box.content.receive(bytes, from: direction)
    case .pyro3(let box): box.content.receive(bytes, from: direction, into: &sink)
    case .pyro(let box): box.content.receive(bytes, from: direction, into: &sink)
    case .rpyc(let box): box.content.receive(bytes, from: direction, into: &sink)
    case .registry(let box): box.content.receive(bytes, from: direction, into: &sink)
    }
  }

  /// Learns that bytes of one direction are lost.
  func lose<Sink: ConversationSink>(_ count: Int?, from direction: Direction, into sink: inout Sink) {
    switch self {
    case .none: break
    case .tls(let box): box.content.lose(from: direction)
    case .pyro3(let box): box.content.lose(count, from: direction, into: &sink)
    case .pyro(let box): box.content.lose(count, from: direction, into: &sink)
    case .rpyc(let box): box.content.lose(count, from: direction, into: &sink)
    case .registry(let box): box.content.lose(from: direction)
    }
  }

  /// Learns that no more bytes come from one direction.
  func end<Sink: ConversationSink>(
    _ direction: Direction, because ending: StreamEnding, into sink: inout Sink
  ) {
    switch self {
    case .none, .tls, .registry: break
    case .pyro3(let box): box.content.end(direction, because: ending, into: &sink)
    case .pyro(let box): box.content.end(direction, because: ending, into: &sink)
    case .rpyc(let box): box.content.end(direction, because: ending, into: &sink)
    }
  }
}

/// A place for a conversation to change in.
final class Box<Content> {
  var content: Content

  init(_ content: Content) { self.content = content }
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
