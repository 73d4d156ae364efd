import WireCore

// What is told of a flow as a whole: when it opens, and at its end what of it is missing.
extension Reassembler {
  /// Ports on which a server is likelier than a client: Pyro's name server, its broadcasts, Pyro 3's,
  /// and RPyC's registry, TLS, classic and ordinary servers.
  private static let serverPorts: Set<UInt16> = [
    9_090, 9_091, 7_766, 7_767, 18_811, 18_812, 18_821, 18_861, 18_871,
  ]

  /// CAP-52: where no handshake says, a port of a known server, else the lower port, is the server's.
  static func likelyClient(_ key: FlowKey) -> Int {
    let first = serverPorts.contains(key.first.port)
    let second = serverPorts.contains(key.second.port)
    if first != second { return first ? 1 : 0 }
    return key.first.port < key.second.port ? 1 : 0
  }

  /// Opens a flow that is not open yet.
  mutating func open<Sink: CaptureSink>(_ slot: Int, _ stamp: PacketStamp, into sink: inout Sink) {
    guard table.flows[slot].number < 0 else { return }
    table.flows[slot].number = opened
    opened += 1
    let flow = table.flows[slot]
    let isMidstream = flow.key.transport == .tcp && !flow[0].hasSyn && !flow[1].hasSyn
    let ends = [flow.key.first, flow.key.second]
    sink.opened(
      FlowInfo(
        id: flow.id(slot), transport: flow.key.transport, client: ends[flow.client],
        server: ends[1 - flow.client], clientKnown: flow.isClientKnown, midstream: isMidstream),
      at: stamp)
    if isMidstream {
      sink.finding(
        CaptureFinding(
          .midstream, flow: flow.id(slot), packet: stamp.number,
          "The capture starts inside the connection of \(ends[flow.client]) and \(ends[1 - flow.client])."))
    }
    // A direction that ended without a byte had nobody to tell so far.
    for side in 0..<2 where flow[side].isFinished {
      sink.ended(flow.id(slot), flow.direction(side), because: .closed, in: stamp)
    }
  }

  /// What was missing of a flow, at its end: one finding for each kind and direction, however often.
  func report<Sink: CaptureSink>(_ flow: TrackedFlow, _ slot: Int, into sink: inout Sink) {
    for side in [flow.client, 1 - flow.client] where flow[side].gaps > 0 {
      let sender = side == 0 ? flow.key.first : flow.key.second
      let places = flow[side].gaps == 1 ? "one place" : "\(flow[side].gaps) places"
      sink.finding(
        CaptureFinding(
          .missingBytes, flow: flow.id(slot), packet: flow[side].firstGap,
          "\(flow[side].lostBytes) bytes from \(sender) are not in the capture, in \(places)."))
    }
    if flow.snapped > 0 {
      sink.finding(
        CaptureFinding(
          .snapped, flow: flow.id(slot), packet: flow.firstSnapped,
          "\(flow.snappedBytes) bytes of \(flow.snapped) packets were cut by the snap length."))
    }
    if flow.conflicts > 0 {
      sink.finding(
        CaptureFinding(
          .conflictingBytes, flow: flow.id(slot), packet: flow.firstConflict,
          "The same part of the stream was sent with different bytes, in \(flow.conflicts) packets; the first were taken."
        ))
    }
  }

  /// Counts a packet that the snap length cut.
  mutating func noteSnapped(_ slot: Int, _ count: Int, _ stamp: PacketStamp) {
    if table.flows[slot].snapped == 0 { table.flows[slot].firstSnapped = stamp.number }
    table.flows[slot].snapped += 1
    table.flows[slot].snappedBytes += count
  }

  /// Counts a packet that says other bytes than one before.
  mutating func noteConflict(_ slot: Int, _ stamp: PacketStamp) {
    if table.flows[slot].conflicts == 0 { table.flows[slot].firstConflict = stamp.number }
    table.flows[slot].conflicts += 1
  }
}

extension TrackedFlow {
  /// Its name, once it is opened.
  func id(_ slot: Int) -> FlowID { FlowID(number: number, slot: slot) }

  /// Which way the bytes of a side travel.
  func direction(_ side: Int) -> Direction { side == client ? .clientToServer : .serverToClient }
}
