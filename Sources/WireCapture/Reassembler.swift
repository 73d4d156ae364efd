import WireCore

/// Puts the segments of every connection in order and hands their bytes on (CAP-50 to CAP-62).
struct Reassembler {
  var table: FlowTable
  var pool = HoldBackPool()
  var waiting = WaitingFlows()
  let limits: CaptureLimits
  /// Where in the capture the bytes begin that segments are in; `nil` where they are not as in the capture.
  var base: Int?
  /// How many flows were opened.
  var opened = 0
  /// Closed flows, oldest first, that stay in the table for a while.
  private var lingering: [(slot: Int, serial: Int)] = []
  private var lingeringGone = 0
  /// Flows whose datagrams go to a broadcast address, of late.
  private var broadcasts = BroadcastMemory()

  init(limits: CaptureLimits) {
    self.limits = limits
    table = FlowTable(limit: limits.flows)
  }

  /// Takes one TCP segment.
  @inline(__always) mutating func take<Sink: CaptureSink>(
    _ segment: TCPSegment, of packet: InternetPacket, _ bytes: Span<UInt8>, _ number: Int, _ time: Int64,
    into sink: inout Sink
  ) {
    let (key, side) = FlowKey.make(
      from: Endpoint(packet.source, port: segment.sourcePort),
      to: Endpoint(packet.destination, port: segment.destinationPort), .tcp)
    guard let slot = table.find(key) else {
      begin(key, segment, bytes, side, stamp(number, time), into: &sink)
      return
    }
    let (isDone, client, flowNumber, turn) = { (flow: inout TrackedFlow) in
      flow.lastPacket = number
      flow.packets &+= 1
      let isDone = flow.takesDirectly(segment, from: side)
      return (isDone, flow.client, flow.number, flow[side].handedOn)
    }(&table.flows[slot])
    guard isDone else {
      takeSlowly(slot, segment, bytes, side, stamp(number, time), into: &sink)
      return
    }
    guard segment.count > 0 else { return }
    remember(slot, side, turn, segment.sequence, segment.start, segment.count)
    sink.received(
      bytes.extracting(segment.start..<segment.start + segment.count),
      of: FlowID(number: flowNumber, slot: slot),
      from: side == client ? .clientToServer : .serverToClient, in: stamp(number, time))
  }

  @inline(__always) private func stamp(_ number: Int, _ time: Int64) -> PacketStamp {
    PacketStamp(number: number, nanoseconds: time == PacketRecord.noTime ? nil : time)
  }

  /// CAP-50: any segment that is no reset begins a flow.
  private mutating func begin<Sink: CaptureSink>(
    _ key: FlowKey, _ segment: TCPSegment, _ bytes: Span<UInt8>, _ side: Int, _ stamp: PacketStamp,
    into sink: inout Sink
  ) {
    guard !segment.has(TCPSegment.rst) else { return }
    let slot = makeRoom(key, client: Reassembler.likelyClient(key), stamp, into: &sink)
    table.flows[slot].packets = 1
    table.flows[slot].lastPacket = stamp.number
    takeSlowly(slot, segment, bytes, side, stamp, into: &sink)
  }

  /// A slot for a new flow, at the cost of another where the table is full.
  mutating func makeRoom<Sink: CaptureSink>(
    _ key: FlowKey, client: Int, _ stamp: PacketStamp, into sink: inout Sink
  ) -> Int {
    if table.isFull {
      let victim = table.victim()
      close(victim, because: .unseen, stamp, into: &sink)
      table.remove(victim)
    }
    return table.insert(key, client: client)
  }

  /// CAP-51: whatever the short way does not take.
  private mutating func takeSlowly<Sink: CaptureSink>(
    _ slot: Int, _ segment: TCPSegment, _ bytes: Span<UInt8>, _ side: Int, _ stamp: PacketStamp,
    into sink: inout Sink
  ) {
    if beginsAnother(slot, segment, side) {
      close(slot, because: .unseen, stamp, into: &sink)
      table.restart(slot, client: Reassembler.likelyClient(table.flows[slot].key))
      table.flows[slot].packets = 1
    }
    guard !table.flows[slot].isClosed else { return }
    if table.flows[slot].isSettled { table.flows[slot].forgetAcknowledgements() }
    learn(slot, segment, side)
    if segment.has(TCPSegment.rst) {
      if isInWindow(slot, segment, side) { close(slot, because: .reset, stamp, into: &sink) }
      return
    }
    if segment.has(TCPSegment.fin) { noteFin(slot, segment, side) }
    if segment.count > 0 { order(slot, segment, bytes, side, stamp, into: &sink) }
    settle(slot, stamp, into: &sink)
    if table.flows[slot][0].isFinished, table.flows[slot][1].isFinished {
      close(slot, because: .closed, stamp, into: &sink)
    }
  }

  /// Closes a flow: what is held is handed on, with what is missing between reported lost.
  mutating func close<Sink: CaptureSink>(
    _ slot: Int, because ending: StreamEnding, _ stamp: PacketStamp, into sink: inout Sink
  ) {
    guard !table.flows[slot].isClosed else { return }
    if !table.flows[slot].isSettled { flush(slot, stamp, into: &sink) }
    table.flows[slot].isClosed = true
    let flow = table.flows[slot]
    if flow.number >= 0 {
      if flow.key.transport == .tcp {
        for side in 0..<2 where !flow[side].isFinished {
          sink.ended(flow.id(slot), flow.direction(side), because: ending, in: stamp)
        }
        report(flow, slot, into: &sink)
      }
      sink.closed(flow.id(slot))
    }
    linger(slot)
  }

  /// CAP-59: a closed flow stays known for a while, so that a late retransmission begins no other.
  private mutating func linger(_ slot: Int) {
    lingering.append((slot, table.flows[slot].serial))
    while lingering.count - lingeringGone > limits.lingering {
      let oldest = lingering[lingeringGone]
      lingeringGone += 1
      if table.flows[oldest.slot].serial == oldest.serial { table.remove(oldest.slot) }
    }
    if lingeringGone > 1_024, lingeringGone * 2 > lingering.count {
      lingering.removeSubrange(..<lingeringGone)
      lingeringGone = 0
    }
  }

  /// The capture is over: closes every flow, in the order in which they began.
  mutating func finish<Sink: CaptureSink>(_ stamp: PacketStamp, into sink: inout Sink) {
    for slot in table.liveSlots { close(slot, because: .unseen, stamp, into: &sink) }
  }

  /// Takes one UDP datagram (CAP-41, CAP-42).
  mutating func take<Sink: CaptureSink>(
    _ datagram: UDPDatagram, of packet: InternetPacket, _ bytes: Span<UInt8>, _ number: Int, _ time: Int64,
    into sink: inout Sink
  ) {
    let source = Endpoint(packet.source, port: datagram.sourcePort)
    let destination = Endpoint(packet.destination, port: datagram.destinationPort)
    guard datagram.count > 0, datagram.captured > 0 else { return }
    let stamp = stamp(number, time)
    let (slot, side) = udpSlot(from: source, to: destination, stamp, into: &sink)
    table.flows[slot].lastPacket = number
    if datagram.captured < datagram.count { noteSnapped(slot, datagram.count - datagram.captured, stamp) }
    open(slot, stamp, into: &sink)
    let flow = table.flows[slot]
    sink.datagram(
      bytes.extracting(datagram.start..<datagram.start + datagram.captured), of: flow.id(slot),
      from: flow.direction(side), in: stamp)
  }

  private mutating func udpSlot<Sink: CaptureSink>(
    from source: Endpoint, to destination: Endpoint, _ stamp: PacketStamp, into sink: inout Sink
  ) -> (slot: Int, side: Int) {
    let (key, side) = FlowKey.make(from: source, to: destination, .udp)
    if let slot = table.find(key) { return (slot, side) }
    if let known = broadcasts.slot(answering: destination, port: source.port),
      table.flows[known.slot].serial == known.serial, !table.flows[known.slot].isClosed
    {
      return (known.slot, 1 - table.flows[known.slot].client)
    }
    let slot = makeRoom(key, client: side, stamp, into: &sink)
    table.flows[slot].isClientKnown = true
    if destination.address.mayBeBroadcast {
      broadcasts.add(source, port: destination.port, slot: slot, serial: table.flows[slot].serial)
    }
    return (slot, side)
  }
}

/// CAP-42: the last flows that began with a datagram to a broadcast or multicast address. An answer comes
/// from an address of its own, and belongs to the flow all the same.
private struct BroadcastMemory {
  private var entries: [(asker: Endpoint, port: UInt16, slot: Int, serial: Int)] = []
  private var oldest = 0
  private static let capacity = 64

  mutating func add(_ asker: Endpoint, port: UInt16, slot: Int, serial: Int) {
    if entries.count < BroadcastMemory.capacity {
      entries.append((asker, port, slot, serial))
    } else {
      entries[oldest] = (asker, port, slot, serial)
      oldest = (oldest + 1) % BroadcastMemory.capacity
    }
  }

  func slot(answering asker: Endpoint, port: UInt16) -> (slot: Int, serial: Int)? {
    entries.last { $0.asker == asker && $0.port == port }.map { ($0.slot, $0.serial) }
  }
}
