import WireCapture
import WireCore

/// Keeps all that a capture says.
struct RecordingSink: CaptureSink {
  struct Flow {
    var info: FlowInfo
    var streams: [Direction: [UInt8]] = [.clientToServer: [], .serverToClient: []]
    /// Where in the streams so many bytes are missing.
    var gaps: [Direction: [(place: Int, count: Int)]] = [:]
    var lost: [Direction: [Int]] = [:]
    var endings: [Direction: StreamEnding] = [:]
    var datagrams: [(direction: Direction, bytes: [UInt8])] = []
    var isClosed = false

    /// The bytes of a direction with `nil` for each lost one.
    func places(_ direction: Direction) -> [UInt8?] {
      var places = (streams[direction] ?? []).map { $0 as UInt8? }
      for gap in (gaps[direction] ?? []).reversed() {
        places.insert(contentsOf: [UInt8?](repeating: nil, count: gap.count), at: gap.place)
      }
      return places
    }
  }

  var flows: [Flow] = []
  /// What happened, in order: `c2s 12`, `s2c lost 3`, `c2s closed`.
  var events: [String] = []
  var findings: [CaptureFinding] = []
  /// Breaches of what the sink is promised.
  var breaches: [String] = []

  mutating func opened(_ flow: FlowInfo, at packet: PacketStamp) {
    if flow.id.number != flows.count { breaches.append("flow numbers are not in order") }
    flows.append(Flow(info: flow))
  }

  private mutating func note(_ flow: FlowID, _ direction: Direction, _ event: String) {
    events.append("\(direction.rawValue) \(event)")
    guard flows.indices.contains(flow.number), !flows[flow.number].isClosed else {
      breaches.append("an event of a flow that is not open: \(event)")
      return
    }
    if flows[flow.number].info.id.slot != flow.slot { breaches.append("a flow changed its slot") }
    if flows[flow.number].endings[direction] != nil { breaches.append("an event after the end: \(event)") }
  }

  mutating func received(
    _ bytes: Span<UInt8>, of flow: FlowID, from direction: Direction, in packet: PacketStamp
  ) {
    note(flow, direction, "\(bytes.count)")
    if bytes.isEmpty { breaches.append("nothing received") }
    let copy = bytes.withUnsafeBufferPointer { Array($0) }
    flows[flow.number].streams[direction]?.append(contentsOf: copy)
  }

  mutating func lost(
    _ count: Int, of flow: FlowID, from direction: Direction, before packet: PacketStamp
  ) {
    note(flow, direction, "lost \(count)")
    if count <= 0 { breaches.append("\(count) bytes lost") }
    flows[flow.number].lost[direction, default: []].append(count)
    let place = flows[flow.number].streams[direction]?.count ?? 0
    flows[flow.number].gaps[direction, default: []].append((place, count))
  }

  mutating func ended(
    _ flow: FlowID, _ direction: Direction, because ending: StreamEnding, in packet: PacketStamp
  ) {
    note(flow, direction, "\(ending)")
    flows[flow.number].endings[direction] = ending
  }

  mutating func closed(_ flow: FlowID) {
    if flows[flow.number].isClosed { breaches.append("closed twice") }
    flows[flow.number].isClosed = true
  }

  mutating func datagram(
    _ bytes: Span<UInt8>, of flow: FlowID, from direction: Direction, in packet: PacketStamp
  ) {
    note(flow, direction, "datagram \(bytes.count)")
    flows[flow.number].datagrams.append((direction, bytes.indices.map { bytes[$0] }))
  }

  mutating func finding(_ finding: CaptureFinding) { findings.append(finding) }

  /// The findings of a rule.
  func findings(_ rule: Rule) -> [CaptureFinding] { findings.filter { $0.rule == rule } }

  /// The bytes of one direction of a flow as text.
  func text(_ flow: Int, _ direction: Direction) -> String {
    String(decoding: flows[flow].streams[direction] ?? [], as: UTF8.self)
  }
}

/// Reads a capture that is at hand.
func readCapture(
  _ bytes: [UInt8], limits: CaptureLimits = CaptureLimits(), step: Int = Int.max
) throws -> RecordingSink {
  var sink = RecordingSink()
  _ = try CaptureReader(limits: limits).read(CaptureInput(bytes: bytes, step: step), into: &sink)
  return sink
}
