import RPyCWire
import WireCore

/// The datagrams that are understood: the broadcasts by which Pyro finds its name server, and the
/// messages of RPyC's registry.
enum DatagramCheck {
  /// What a Pyro 4 or 5 client broadcasts.
  private static let lookup = Array("GET_NSURI".utf8)
  /// With what a name server's address begins.
  private static let uriScheme = Array("PYRO:".utf8)
  /// The longest answer that is believed, in bytes.
  private static let longestURI = 1_024

  /// Takes one datagram of a flow.
  static func take<Observer: CheckObserver>(
    _ bytes: Span<UInt8>, of flow: CheckedFlow, from direction: Direction, into sink: inout FlowSink<Observer>
  ) {
    guard let kind = kind(of: bytes, of: flow, from: direction) else { return }
    flow.spoken = flow.spoken ?? (kind == registry ? .rpyc : .nameServerBroadcast)
    let index = flow.kinds.reduce(0) { $0 + $1.count }
    if direction == .serverToClient { sink.finding(answered(kind, bytes, index: index)) }
    let message = ObservedMessage(
      index: index, direction: direction, kind: kind, payloadLength: bytes.count,
      summary: sink.context.wantsMessages ? summary(kind, bytes) : nil)
    sink.message(message, payload: bytes)
  }

  private static let registry = "REGISTRY"

  private static func kind(
    of bytes: Span<UInt8>, of flow: CheckedFlow, from direction: Direction
  ) -> String? {
    if matches(bytes, lookup), bytes.count == lookup.count { return "NS_BROADCAST_LOOKUP" }
    if flow.spoken == .nameServerBroadcast, direction == .serverToClient, matches(bytes, uriScheme),
      bytes.count <= longestURI
    {
      return "NS_BROADCAST_REPLY"
    }
    if RPyCRegistryDatagram.looksLikeRequest(bytes)
      || flow.spoken == .rpyc && direction == .serverToClient
    {
      return registry
    }
    return nil
  }

  private static func answered(_ kind: String, _ bytes: Span<UInt8>, index: Int) -> Finding {
    kind == registry
      ? Finding(.nameserverOpen, message: index, "a registry of RPyC services answers without authentication")
      : Finding(
        .nameserverOpen, message: index,
        "a name server answers broadcasts without authentication: \(text(bytes))")
  }

  private static func summary(_ kind: String, _ bytes: Span<UInt8>) -> String {
    guard kind == registry, let datagram = try? RPyCRegistryDatagram(bytes) else { return text(bytes) }
    return datagram.summary
  }

  private static func text(_ bytes: Span<UInt8>) -> String {
    var shown: [UInt8] = []
    for index in 0..<min(bytes.count, 200) { shown.append(0x20...0x7E ~= bytes[index] ? bytes[index] : 0x2E) }
    return String(decoding: shown, as: UTF8.self)
  }

  private static func matches(_ bytes: Span<UInt8>, _ prefix: [UInt8]) -> Bool {
    bytes.count >= prefix.count && prefix.indices.allSatisfy { bytes[$0] == prefix[$0] }
  }
}
