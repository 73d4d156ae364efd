import WireCore

// What is held back is handed on as soon as it can be, and what holds it up is given up as lost when
// it is certain not to come, or when waiting costs too much.
extension Reassembler {
  /// Hands on what can be, and decides whether to wait for the rest.
  mutating func settle<Sink: CaptureSink>(_ slot: Int, _ stamp: PacketStamp, into sink: inout Sink) {
    drain(slot, stamp, into: &sink)
    giveUpAcknowledged(slot, stamp, into: &sink)
    while isOverLimit(slot), giveUp(slot, stamp, into: &sink) { drain(slot, stamp, into: &sink) }
    if table.flows[slot][0].held >= 0 || table.flows[slot][1].held >= 0 { queue(slot) }
    while pool.cost > limits.totalHeldBytes, let oldest = waiting.takeOldest(table) {
      table.flows[oldest].isQueued = false
      flush(oldest, stamp, into: &sink)
      noteSettled(oldest)
    }
    noteSettled(slot)
  }

  private mutating func noteSettled(_ slot: Int) {
    let flow = table.flows[slot]
    table.flows[slot].isSettled = flow.isSettledSide(0) && flow.isSettledSide(1)
  }

  /// Whoever waits longest is the first to stop when all together wait for too much.
  private mutating func queue(_ slot: Int) {
    guard !table.flows[slot].isQueued else { return }
    table.flows[slot].isQueued = true
    waiting.add(slot, table)
  }

  /// At the end of a flow nothing is waited for.
  mutating func flush<Sink: CaptureSink>(_ slot: Int, _ stamp: PacketStamp, into sink: inout Sink) {
    drain(slot, stamp, into: &sink)
    while giveUp(slot, stamp, into: &sink) { drain(slot, stamp, into: &sink) }
  }

  /// Hands on every held segment that is next in its direction and waits for nothing of the other.
  private mutating func drain<Sink: CaptureSink>(_ slot: Int, _ stamp: PacketStamp, into sink: inout Sink) {
    var isMoving = true
    while isMoving {
      isMoving = false
      for side in 0..<2 {
        while let segment = takeReady(slot, side) {
          handOn(slot, side, segment.bytes.span, of: segment.count, segment.stamp, into: &sink)
          isMoving = true
        }
        if finishes(slot, side) {
          finish(slot, side, stamp, into: &sink)
          isMoving = true
        }
      }
    }
  }

  private mutating func takeReady(_ slot: Int, _ side: Int) -> HeldSegment? {
    let me = table.flows[slot][side]
    guard me.held >= 0 else { return nil }
    let index = Int(me.held)
    guard pool.all[index].headSequence == me.next, !waits(slot, side, pool.all[index].headAcknowledgement)
    else { return nil }
    let before = pool.all[index].cost
    let segment = pool.all[index].takeFirst()
    pool.cost += pool.all[index].cost - before
    if pool.all[index].isEmpty {
      pool.release(me.held)
      table.flows[slot][side].held = -1
    }
    return segment
  }

  private func finishes(_ slot: Int, _ side: Int) -> Bool {
    let me = table.flows[slot][side]
    return me.hasFin && !me.isFinished && me.finSequence == me.next
      && !waits(slot, side, me.finAcknowledgement)
  }

  private mutating func finish<Sink: CaptureSink>(
    _ slot: Int, _ side: Int, _ stamp: PacketStamp, into sink: inout Sink
  ) {
    table.flows[slot][side].isFinished = true
    table.flows[slot][side].next &+= 1
    discard(slot, side)
    let flow = table.flows[slot]
    guard flow.number >= 0 else { return }
    sink.ended(flow.id(slot), flow.direction(side), because: .closed, in: stamp)
  }

  /// CAP-63: bytes held for a place behind FIN are no part of the stream.
  private mutating func discard(_ slot: Int, _ side: Int) {
    let index = table.flows[slot][side].held
    guard index >= 0 else { return }
    pool.cost -= pool.all[Int(index)].cost
    pool.release(index)
    table.flows[slot][side].held = -1
  }

  /// CAP-55: bytes that the other end acknowledged were sent; where the capture does not show them within
  /// some packets or some time, it never will. Of a direction with no packet in the capture it never does.
  private mutating func giveUpAcknowledged<Sink: CaptureSink>(
    _ slot: Int, _ stamp: PacketStamp, into sink: inout Sink
  ) {
    guard let side = acknowledgedGap(slot) else {
      table.flows[slot].isGapWaited = false
      return
    }
    let flow = table.flows[slot]
    let time = stamp.nanoseconds ?? 0
    guard flow.isGapWaited else {
      table.flows[slot].isGapWaited = true
      table.flows[slot].gapPacket = flow.packets
      table.flows[slot].gapTime = time
      return
    }
    let isAbsent = !flow[side].isSeen && flow.packets > limits.reorderPackets
    let (elapsed, overflow) = time.subtractingReportingOverflow(flow.gapTime)
    guard
      isAbsent || flow.packets - flow.gapPacket > limits.reorderPackets
        || (!overflow && elapsed > limits.reorderNanoseconds)
    else { return }
    table.flows[slot].isGapWaited = isAbsent
    guard giveUp(slot, acknowledgedOnly: true, stamp, into: &sink) else { return }
    drain(slot, stamp, into: &sink)
  }

  private func acknowledgedGap(_ slot: Int) -> Int? {
    if table.flows[slot][0].hasAckedGap { return 0 }
    return table.flows[slot][1].hasAckedGap ? 1 : nil
  }

  private func isOverLimit(_ slot: Int) -> Bool {
    let flow = table.flows[slot]
    if flow[0].held < 0, flow[1].held < 0 { return false }
    for side in 0..<2 where flow[side].held >= 0 {
      let held = pool.all[Int(flow[side].held)]
      if held.cost > limits.heldBytes || held.count > limits.heldSegments { return true }
    }
    return false
  }

  /// Gives one gap up as lost, in the direction whose held bytes came first.
  ///
  /// - Returns: whether there was anything to give up; if so, waiting for it is over.
  private mutating func giveUp<Sink: CaptureSink>(
    _ slot: Int, acknowledgedOnly: Bool = false, _ stamp: PacketStamp, into sink: inout Sink
  ) -> Bool {
    let first = headPacket(slot, 0) <= headPacket(slot, 1) ? 0 : 1
    for side in [first, 1 - first] {
      if let target = gapEnd(slot, side, acknowledgedOnly: acknowledgedOnly) {
        lose(slot, side, upTo: target, stamp, into: &sink)
        return true
      }
    }
    // Nothing is missing, yet something is held: two segments wait for each other.
    let flow = table.flows[slot]
    guard flow.isCausal, flow.isWaitingSide(0) || flow.isWaitingSide(1) else { return false }
    table.flows[slot].isCausal = false
    return true
  }

  private func headPacket(_ slot: Int, _ side: Int) -> Int {
    let held = table.flows[slot][side].held
    return held < 0 ? Int.max : pool.all[Int(held)].headStamp?.number ?? Int.max
  }

  /// Where the gap before the next bytes of a direction ends; `nil` where there is no gap.
  private func gapEnd(_ slot: Int, _ side: Int, acknowledgedOnly: Bool) -> UInt32? {
    let me = table.flows[slot][side]
    guard me.isKnown, !me.isFinished else { return nil }
    let acked = me.hasAckedGap ? me.acked : nil
    var head = me.held < 0 ? nil : pool.all[Int(me.held)].headSequence
    if me.hasFin, head?.isAfter(me.finSequence) ?? true { head = me.finSequence }
    guard let head else { return acked }
    guard head.isAfter(me.next) else { return nil }
    guard acknowledgedOnly else { return head }
    guard let acked else { return nil }
    return acked.isAfter(head) ? head : acked
  }

  /// Gives up what is missing before `target`.
  private mutating func lose<Sink: CaptureSink>(
    _ slot: Int, _ side: Int, upTo target: UInt32, _ stamp: PacketStamp, into sink: inout Sink
  ) {
    let me = table.flows[slot][side]
    let count = target.distance(past: me.next)
    table.flows[slot][side].next = target
    // CAP-55: one acknowledged byte with nothing after it is a FIN that the capture does not have.
    if count == 1, me.held < 0, !me.hasFin { return }
    let stamp = me.held < 0 ? stamp : pool.all[Int(me.held)].headStamp ?? stamp
    if me.gaps == 0 { table.flows[slot][side].firstGap = stamp.number }
    table.flows[slot][side].gaps += 1
    table.flows[slot][side].lostBytes += count
    open(slot, stamp, into: &sink)
    let flow = table.flows[slot]
    sink.lost(count, of: flow.id(slot), from: flow.direction(side), before: stamp)
  }
}
