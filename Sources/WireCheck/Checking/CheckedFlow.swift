import WireCapture
import WireCore

/// What is kept of one flow while it is open.
final class CheckedFlow {
  /// How far the flow is known.
  enum Stage: Equatable {
    /// Its protocol is not known yet.
    case probing
    /// A Pyro daemon has woken itself from this direction; its answer would tell of which Pyro it is.
    case woken(Direction)
    /// A conversation reads it.
    case speaking
    /// Nothing more of it is looked at.
    case ignored
  }

  let info: FlowInfo
  var stage = Stage.probing
  var probe: FlowProbe
  var conversation = FlowConversation.none
  var findings = FlowFindings()
  var messages: [MessageReport] = []
  private(set) var kinds: [KindCount] = []
  /// What is spoken; `nil` until it is known.
  var spoken: SpokenProtocol?
  /// The version word of a Pyro.
  var version: UInt16?
  /// Whether the end that the capture takes for the client turned out to be the server.
  var isTurned = false
  /// What is spoken, as far as its conversation has found out.
  var dialects = FlowConversation.Dialects()
  /// The packet with which a direction ended last.
  var lastPacket: PacketStamp?
  /// How each direction ended, by the capture's directions.
  var endings: [Direction: StreamEnding] = [:]

  /// The most kinds of messages that are counted apart.
  private static let kindLimit = 32

  init(_ info: FlowInfo) {
    self.info = info
    probe = FlowProbe(midstream: info.midstream)
    // Datagrams are judged each by itself.
    if info.transport == .udp { stage = .ignored }
  }

  var client: Endpoint { isTurned ? info.server : info.client }
  var server: Endpoint { isTurned ? info.client : info.server }

  /// A direction as the conversation knows it.
  func turned(_ direction: Direction) -> Direction { isTurned ? direction.reversed : direction }

  /// Whether the flow is in the report: every connection, and datagrams of known protocols.
  var isReported: Bool { info.transport == .tcp || spoken != nil }

  func count(_ kind: String) {
    if let index = kinds.firstIndex(where: { $0.kind == kind }) {
      kinds[index].count += 1
    } else if kinds.count < Self.kindLimit {
      kinds.append(KindCount(kind: kind, count: 1))
    } else {
      kinds[Self.kindLimit - 1].count += 1
    }
  }

  /// The flow as the report has it, with what is known by now.
  func report(withMessages: Bool) -> FlowReport {
    return FlowReport(
      id: info.id.number, client: client, server: server, transport: info.transport,
      spoken: spoken ?? .unknown, dialect: dialects.both ?? version.map { String($0) },
      dialectClient: dialects.client, dialectServer: dialects.server, isTLS: spoken == .tls, kinds: kinds,
      messages: withMessages ? messages : nil, tally: findings.tally)
  }
}
