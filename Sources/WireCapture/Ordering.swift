import WireCore

// The long way of a segment: what it says of its connection, and where its bytes belong.
extension Reassembler {
  /// The largest window of TCP, in bytes (RFC 7323).
  static let farthest = 1 << 30

  /// CAP-58: whether a segment belongs to another connection between the same ends: a SYN that begins
  /// elsewhere than the connection did, or bytes far outside of one that has ended.
  func beginsAnother(_ slot: Int, _ segment: TCPSegment, _ side: Int) -> Bool {
    let flow = table.flows[slot]
    let me = flow[side]
    guard me.isKnown else {
      return flow.isClosed && (segment.count > 0 || segment.has(TCPSegment.syn))
    }
    guard segment.has(TCPSegment.syn) else {
      let far = abs(segment.sequence.distance(past: me.next)) > limits.heldBytes
      return flow.isClosed && segment.count > 0 && far && !segment.has(TCPSegment.rst)
    }
    if me.hasSyn { return segment.sequence != me.start }
    // A SYN that comes late begins before the bytes that came first, and not far before.
    let ahead = me.start.distance(past: segment.sequence)
    return !(0...limits.heldBytes).contains(ahead)
  }

  /// CAP-52: what a segment says apart from its bytes: where its direction stands, where the other does.
  mutating func learn(_ slot: Int, _ segment: TCPSegment, _ side: Int) {
    let isSyn = segment.has(TCPSegment.syn)
    let isAck = segment.has(TCPSegment.ack)
    // What was handed on has a direction already: a SYN that comes after it turns nothing around.
    if isSyn, !table.flows[slot].isClientKnown, table.flows[slot].number < 0 {
      table.flows[slot].client = isAck ? 1 - side : side
      table.flows[slot].isClientKnown = true
    }
    Reassembler.learnOwn(&table.flows[slot][side], segment, isSyn, reach: limits.heldBytes)
    guard isAck, !segment.has(TCPSegment.rst) else { return }
    Reassembler.learnOther(&table.flows[slot][1 - side], segment.acknowledgement, answersSyn: isSyn)
  }

  private static func learnOwn(
    _ me: inout TCPSide, _ segment: TCPSegment, _ isSyn: Bool, reach: Int
  ) {
    me.isSeen = true
    if !me.isKnown {
      me.isKnown = true
      me.start = segment.sequence
      me.next = segment.sequence &+ (isSyn ? 1 : 0)
      me.acked = me.next
    }
    if !me.hasSyn, isSyn || segment.count > 0 {
      let sequence = segment.sequence &+ (isSyn ? 1 : 0)
      if me.mayBegin(at: sequence, isSyn, reach) { (me.start, me.next) = (sequence, sequence) }
    }
    if isSyn, !me.hasSyn {
      me.hasSyn = true
      me.start = segment.sequence
    }
  }

  private static func learnOther(_ other: inout TCPSide, _ acknowledgement: UInt32, answersSyn: Bool) {
    if !other.isKnown {
      other.isKnown = true
      other.start = acknowledgement &- (answersSyn ? 1 : 0)
      other.next = acknowledgement
      other.acked = acknowledgement
      other.hasSyn = answersSyn
    }
    // An acknowledgement of bytes that no window has room for is not believed.
    let ahead = acknowledgement.distance(past: other.acked)
    if ahead > 0, acknowledgement.distance(past: other.next) <= farthest { other.acked = acknowledgement }
  }

  /// CAP-57: whether a reset is near enough to what its sender sent to be taken for real.
  func isInWindow(_ slot: Int, _ segment: TCPSegment, _ side: Int) -> Bool {
    let distance = segment.sequence.distance(past: table.flows[slot][side].next)
    return (-1...limits.heldBytes).contains(distance) || segment.sequence == 0
  }

  /// CAP-63: notes where a direction ends.
  mutating func noteFin(_ slot: Int, _ segment: TCPSegment, _ side: Int) {
    guard !table.flows[slot][side].hasFin else { return }
    let syn: UInt32 = segment.has(TCPSegment.syn) ? 1 : 0
    let end = segment.sequence &+ UInt32(truncatingIfNeeded: segment.count) &+ syn
    guard (0...Reassembler.farthest).contains(end.distance(past: table.flows[slot][side].next)) else {
      return
    }
    table.flows[slot][side].hasFin = true
    table.flows[slot][side].finSequence = end
    table.flows[slot][side].finAcknowledgement =
      segment.has(TCPSegment.ack) ? segment.acknowledgement : table.flows[slot][1 - side].next
    table.flows[slot].isSettled = false
  }

  /// CAP-53: puts the bytes of a segment where they belong. What was handed on already is left out.
  mutating func order<Sink: CaptureSink>(
    _ slot: Int, _ segment: TCPSegment, _ bytes: Span<UInt8>, _ side: Int, _ stamp: PacketStamp,
    into sink: inout Sink
  ) {
    let me = table.flows[slot][side]
    guard !me.isFinished else { return }
    let sequence = segment.sequence &+ (segment.has(TCPSegment.syn) ? 1 : 0)
    let distance = sequence.distance(past: me.next)
    // What is further ahead than any window reaches is of no connection that this one could be.
    guard distance <= Reassembler.farthest else { return }
    let old = max(0, -distance)
    if old > 0, repeatsDifferently(slot, side, segment, sequence, bytes) { noteConflict(slot, stamp) }
    guard old < segment.count else { return }
    let start = segment.start + min(old, segment.captured)
    let present = bytes.extracting(start..<segment.start + segment.captured)
    let acknowledgement = segment.has(TCPSegment.ack) ? segment.acknowledgement : nil
    let held = HeldSegment(
      sequence: sequence &+ UInt32(truncatingIfNeeded: old), count: segment.count - old, bytes: [],
      acknowledgement: acknowledgement, stamp: stamp)
    if distance <= 0, me.held < 0, !waits(slot, side, acknowledgement) {
      remember(slot, side, held.sequence, start, present.count)
      handOn(slot, side, present, of: held.count, stamp, into: &sink)
    } else {
      hold(slot, side, held, present)
    }
  }

  /// CAP-54: whether a segment acknowledges bytes that have not been handed on: then what it answers
  /// comes first.
  func waits(_ slot: Int, _ side: Int, _ acknowledgement: UInt32?) -> Bool {
    guard let acknowledgement, table.flows[slot].isCausal else { return false }
    let other = table.flows[slot][1 - side]
    return other.isKnown && acknowledgement.isAfter(other.next)
      && acknowledgement.distance(past: other.next) <= Reassembler.farthest
  }

  private mutating func hold(_ slot: Int, _ side: Int, _ segment: HeldSegment, _ bytes: Span<UInt8>) {
    if table.flows[slot][side].held < 0 { table.flows[slot][side].held = pool.acquire() }
    let index = Int(table.flows[slot][side].held)
    let before = pool.all[index].cost
    if pool.all[index].insert(segment, bytes, next: table.flows[slot][side].next) {
      noteConflict(slot, segment.stamp)
    }
    pool.cost += pool.all[index].cost - before
    table.flows[slot].isSettled = false
  }

  /// Hands bytes on: so many as `length`, of which the capture has those in `all`, and none from behind
  /// FIN (CAP-63).
  mutating func handOn<Sink: CaptureSink>(
    _ slot: Int, _ side: Int, _ all: Span<UInt8>, of length: Int, _ stamp: PacketStamp, into sink: inout Sink
  ) {
    let me = table.flows[slot][side]
    let count = me.hasFin ? min(length, me.finSequence.distance(past: me.next)) : length
    guard count > 0 else { return }
    let bytes = all.extracting(first: min(count, all.count))
    table.flows[slot][side].next &+= UInt32(truncatingIfNeeded: count)
    open(slot, stamp, into: &sink)
    let flow = table.flows[slot]
    if !bytes.isEmpty { sink.received(bytes, of: flow.id(slot), from: flow.direction(side), in: stamp) }
    guard bytes.count < count else { return }
    // CAP-56: the snap length cut the rest.
    noteSnapped(slot, count - bytes.count, stamp)
    sink.lost(count - bytes.count, of: flow.id(slot), from: flow.direction(side), before: stamp)
  }
}
