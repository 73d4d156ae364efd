import WireCapture
import WireCore

/// What holds of reading a capture file, whatever the bytes.
enum CaptureInvariants {
  static let limits = CaptureLimits()

  @Sendable static func check(_ bytes: [UInt8]) throws(Violation) {
    let whole = try read(bytes, step: .max)
    var choice = Choice(bytes)
    let step = [1, 3, 16, 100, 1_000][choice.below(5)]
    let pieces = try read(bytes, step: step)
    try promise("a file read in steps of \(step) bytes says what it says whole", pieces == whole)
  }

  private static func read(_ bytes: [UInt8], step: Int) throws(Violation) -> SeenCapture {
    var seen = SeenCapture()
    do throws(CaptureError) {
      let summary = try CaptureReader(limits: limits).read(
        CaptureInput(bytes: bytes, step: step), into: &seen)
      seen.close(summary)
    } catch {
      seen.error = error.kind
    }
    if let breach = seen.breach { throw Violation(promise: "a sink is called in order", detail: breach) }
    return seen
  }
}

/// What a reader said of a capture, and the first call that was out of order.
struct SeenCapture: CaptureSink, Equatable {
  /// One direction of a flow that is open.
  private struct OpenFlow: Equatable {
    var info: FlowInfo
    var ended: Set<Direction> = []
  }

  private var open: [Int: OpenFlow] = [:]
  private var nextFlow = 0
  private var lastPacket = 0
  /// The bytes that came, a run of a direction a piece, and what else was said, in words.
  private(set) var events: [String] = []
  private(set) var delivered: [String: [UInt8]] = [:]
  private(set) var lostBytes = 0
  private(set) var breach: String?
  var error: CaptureError.Kind?

  private mutating func expect(_ holds: Bool, _ what: String) {
    if !holds, breach == nil { breach = what }
  }

  private mutating func expectOpen(_ flow: FlowID, _ direction: Direction?, _ call: String) {
    guard let state = open[flow.slot], state.info.id == flow else {
      return expect(false, "\(call) of flow \(flow.number), which is not open")
    }
    if let direction { expect(!state.ended.contains(direction), "\(call) after the end of \(direction)") }
  }

  private mutating func expectPacket(_ packet: PacketStamp) {
    expect(packet.number >= 1, "packet \(packet.number)")
    lastPacket = max(lastPacket, packet.number)
  }

  mutating func opened(_ flow: FlowInfo, at packet: PacketStamp) {
    expectPacket(packet)
    expect(open[flow.id.slot] == nil, "slot \(flow.id.slot) is given twice")
    expect(flow.id.number == nextFlow, "flow \(flow.id.number) after \(nextFlow)")
    expect(flow.id.slot < CaptureInvariants.limits.flows, "slot \(flow.id.slot) is past the limit")
    nextFlow = flow.id.number + 1
    open[flow.id.slot] = OpenFlow(info: flow)
    events.append(
      "opened \(flow.id.number) \(flow.client) \(flow.server) \(flow.transport) \(flow.midstream)")
  }

  mutating func received(
    _ bytes: Span<UInt8>, of flow: FlowID, from direction: Direction, in packet: PacketStamp
  ) {
    expectPacket(packet)
    expectOpen(flow, direction, "data")
    expect(!bytes.isEmpty, "data of no bytes")
    delivered["\(flow.number) \(direction)", default: []] += bytes.copy
  }

  mutating func lost(_ count: Int, of flow: FlowID, from direction: Direction, before packet: PacketStamp) {
    expectOpen(flow, direction, "loss")
    expect(count > 0, "a loss of \(count) bytes")
    lostBytes += count
    let place = delivered["\(flow.number) \(direction)"]?.count ?? 0
    events.append("lost \(count) of \(flow.number) \(direction) at \(place)")
  }

  mutating func ended(
    _ flow: FlowID, _ direction: Direction, because ending: StreamEnding, in packet: PacketStamp
  ) {
    expectOpen(flow, direction, "an end")
    open[flow.slot]?.ended.insert(direction)
    events.append("ended \(flow.number) \(direction) \(ending)")
  }

  mutating func closed(_ flow: FlowID) {
    expectOpen(flow, nil, "closing")
    if let state = open[flow.slot], state.info.transport == .tcp {
      expect(state.ended.count == 2, "flow \(flow.number) is closed before both of its directions ended")
    }
    open[flow.slot] = nil
    events.append("closed \(flow.number)")
  }

  mutating func datagram(
    _ bytes: Span<UInt8>, of flow: FlowID, from direction: Direction, in packet: PacketStamp
  ) {
    expectPacket(packet)
    expectOpen(flow, nil, "a datagram")
    events.append("datagram \(bytes.count) of \(flow.number) \(direction)")
  }

  mutating func finding(_ finding: CaptureFinding) {
    expect(!finding.detail.isEmpty, "a finding without text")
    events.append("\(finding.rule.rawValue) \(finding.flow?.number ?? -1) \(finding.packet ?? -1)")
  }

  /// After the last call: every flow is closed, and no packet came that was not counted.
  mutating func close(_ summary: CaptureSummary) {
    expect(open.isEmpty, "\(open.count) flows are left open")
    expect(lastPacket <= summary.packets, "packet \(lastPacket) of \(summary.packets)")
  }
}
