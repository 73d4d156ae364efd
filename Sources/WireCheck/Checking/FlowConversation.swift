import WireCore

/// The conversation of a flow's protocol. An enumeration and not an existential: what is called for every
/// packet is known when it is compiled.
enum FlowConversation {
  /// None: the protocol is not read.
  case none
  case tls(TLSHandshake)

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
    }
  }

  /// Learns that no more bytes come from one direction.
  mutating func end<Sink: ConversationSink>(
    _ direction: Direction, because ending: StreamEnding, into sink: inout Sink
  ) {}
}
