import PyroWire
import RPyCWire
import WireCore

/// The datagrams that are understood: the broadcasts by which Pyro finds its name server, and the
/// messages of RPyC's registry.
enum DatagramCheck {
  /// Takes one datagram of a flow.
  static func take<Observer: CheckObserver>(
    _ bytes: Span<UInt8>, of flow: CheckedFlow, from direction: Direction, into sink: inout FlowSink<Observer>
  ) {
    guard let datagram = Datagram(bytes, of: flow, from: direction) else { return }
    flow.spoken = flow.spoken ?? (datagram == .registry ? .rpyc : .nameServerBroadcast)
    let index = flow.kinds.reduce(0) { $0 + $1.count }
    if let finding = finding(datagram, bytes, from: direction, index: index) { sink.finding(finding) }
    let message = ObservedMessage(
      index: index, direction: direction, kind: datagram.kind, payloadLength: bytes.count,
      summary: sink.context.wantsMessages ? summary(datagram, bytes) : nil)
    sink.message(message, payload: bytes)
  }

  /// A datagram that is understood.
  private enum Datagram: Equatable {
    case pyro(PyroBroadcast)
    case pyro3(Pyro3Broadcast)
    case registry

    init?(_ bytes: Span<UInt8>, of flow: CheckedFlow, from direction: Direction) {
      // An answer to a broadcast comes from another address than the question went to: it may open a flow.
      let mayAnswer = flow.spoken == .nameServerBroadcast || direction == .clientToServer
      if let broadcast = PyroBroadcast(bytes), broadcast == .lookup || mayAnswer {
        self = .pyro(broadcast)
      } else if let broadcast = Pyro3Broadcast(bytes),
        DatagramCheck.isBelieved(broadcast, of: flow, mayAnswer: mayAnswer)
      {
        self = .pyro3(broadcast)
      } else if RPyCRegistryDatagram.looksLikeRequest(bytes)
        || flow.spoken == .rpyc && direction == .serverToClient
      {
        self = .registry
      } else {
        return nil
      }
    }

    var kind: String {
      switch self {
      case .pyro(let broadcast): broadcast.kind
      case .pyro3(let broadcast): broadcast.kind
      case .registry: registryKind
      }
    }
  }

  /// A URI is known by its form; a question of Pyro 3 is a plain word, which is believed at its own ports.
  private static func isBelieved(
    _ broadcast: Pyro3Broadcast, of flow: CheckedFlow, mayAnswer: Bool
  ) -> Bool {
    switch broadcast {
    case .reply, .farewell: mayAnswer
    case .lookup, .shutdown: Pyro3Broadcast.ports.contains(flow.server.port)
    }
  }

  private static func finding(
    _ datagram: Datagram, _ bytes: Span<UInt8>, from direction: Direction, index: Int
  ) -> Finding? {
    switch datagram {
    case .pyro(.reply), .pyro3(.reply):
      Finding(
        .nameserverOpen, message: index,
        "a name server answers broadcasts without authentication: \(text(bytes))")
    case .pyro3(.shutdown):
      Finding(
        .nameserverOpen, severity: .warning, message: index,
        "a name server is told to end, by a datagram that anybody can send")
    case .registry where direction == .serverToClient: openRegistry(message: index)
    case .pyro, .pyro3, .registry: nil
    }
  }

  /// What a message to or from a registry is called.
  static let registryKind = "REGISTRY"

  /// What an answer of a registry shows.
  static func openRegistry(message index: Int) -> Finding {
    Finding(.nameserverOpen, message: index, "a registry of RPyC services answers without authentication")
  }

  private static func summary(_ datagram: Datagram, _ bytes: Span<UInt8>) -> String {
    guard datagram == .registry, let registry = try? RPyCRegistryDatagram(bytes) else { return text(bytes) }
    return registry.summary
  }

  private static func text(_ bytes: Span<UInt8>) -> String {
    var shown: [UInt8] = []
    for index in 0..<min(bytes.count, 200) { shown.append(0x20...0x7E ~= bytes[index] ? bytes[index] : 0x2E) }
    return String(decoding: shown, as: UTF8.self)
  }
}
