import FuzzScripts
import WireCapture
import WireCore

extension ConversationScript {
  /// The targets whose protocol the first bytes look like.
  var targets: [String] {
    for case .data(_, let bytes) in pieces {
      if bytes.starts(with: Array("PYRO".utf8)), bytes.count > 5 {
        switch Int(bytes[4]) << 8 | Int(bytes[5]) {
        case 502: return ["pyro5"]
        case 46...48: return ["pyro4"]
        default: return ["pyro3"]
        }
      }
      return ["rpyc"]
    }
    return []
  }
}

/// Makes a script of each connection of a capture.
struct ScriptSink: CaptureSink {
  private var open: [FlowID: ConversationScript] = [:]
  private(set) var finished: [ConversationScript] = []
  private(set) var datagrams: [[UInt8]] = []

  mutating func opened(_ flow: FlowInfo, at packet: PacketStamp) { open[flow.id] = ConversationScript() }

  mutating func received(
    _ bytes: Span<UInt8>, of flow: FlowID, from direction: Direction, in packet: PacketStamp
  ) {
    open[flow]?.pieces.append(.data(direction, bytes.indices.map { bytes[$0] }))
  }

  mutating func lost(_ count: Int, of flow: FlowID, from direction: Direction, before packet: PacketStamp) {
    open[flow]?.pieces.append(.loss(direction, min(count, 0xFFFF)))
  }

  mutating func ended(
    _ flow: FlowID, _ direction: Direction, because ending: StreamEnding, in packet: PacketStamp
  ) {
    open[flow]?.pieces.append(.end(direction, ending))
  }

  mutating func closed(_ flow: FlowID) {
    if let script = open.removeValue(forKey: flow) { finished.append(script) }
  }

  mutating func datagram(
    _ bytes: Span<UInt8>, of flow: FlowID, from direction: Direction, in packet: PacketStamp
  ) {
    datagrams.append(bytes.indices.map { bytes[$0] })
  }

  mutating func finding(_ finding: CaptureFinding) {}
}
