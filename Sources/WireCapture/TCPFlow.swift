/// What is known of one direction of a connection.
struct TCPSide {
  /// The sequence number of the next byte to hand on.
  var next: UInt32 = 0
  /// The sequence number of SYN, or where that was not seen of what came first.
  var start: UInt32 = 0
  /// The highest acknowledgement that the other end sent.
  var acked: UInt32 = 0
  /// Where FIN stands, once seen, and what its packet acknowledged.
  var finSequence: UInt32 = 0
  var finAcknowledgement: UInt32 = 0
  /// The index of its hold-back in the pool; -1 where nothing is held.
  var held: Int32 = -1
  /// How many segments were handed on, modulo 256.
  var handedOn: UInt8 = 0
  /// Whether `next` means anything.
  var isKnown = false
  /// Whether a packet of this direction is in the capture.
  var isSeen = false
  /// Whether SYN was seen.
  var hasSyn = false
  /// Whether FIN was seen.
  var hasFin = false
  /// Whether `ended` was reported.
  var isFinished = false
  /// Losses, bytes lost, and the packet before which the first loss was.
  var gaps = 0
  var lostBytes = 0
  var firstGap = 0

  /// Whether bytes were acknowledged that were not handed on.
  var hasAckedGap: Bool { isKnown && acked.isAfter(next) }

  /// CAP-52: whether a direction of which nothing is known but a place, and nothing was handed on, begins before
  /// that place: packets that told of later bytes came first. One byte before it is a keep-alive probe.
  func mayBegin(at sequence: UInt32, _ isSyn: Bool, _ reach: Int) -> Bool {
    guard isKnown, !hasSyn, next == start else { return false }
    let distance = next.distance(past: sequence)
    return distance >= (isSyn ? 1 : 2) && distance <= reach
  }
}

/// One entry of the flow table: a connection, or the datagrams between two UDP ends.
struct TrackedFlow {
  var key: FlowKey
  /// Its number once it is opened, -1 before.
  var number = -1
  /// Tells this flow from others that had its slot.
  var serial: Int
  private var first = TCPSide()
  private var second = TCPSide()
  /// Which side is the client: 0 is `key.first`.
  var client: Int
  var isClientKnown = false
  /// Whether both directions have ended.
  var isClosed = false
  /// The number of its last packet.
  var lastPacket = 0
  /// Whether nothing is held back and no gap is waited for: then packets may take the short way.
  var isSettled = true
  /// Whether a segment waits for the bytes that it acknowledges. Off once two wait for each other.
  var isCausal = true
  /// Whether a gap that the other end acknowledged is waited for, and since when.
  var isGapWaited = false
  var gapPacket = 0
  var gapTime: Int64 = 0
  /// Whether it is among the flows that hold something back.
  var isQueued = false
  /// Its packets so far.
  var packets = 0
  /// Packets cut by the snap length, bytes missing for that, the first of them.
  var snapped = 0
  var snappedBytes = 0
  var firstSnapped = 0
  /// Retransmissions whose bytes differ from those before, and the first of them.
  var conflicts = 0
  var firstConflict = 0

  init(_ key: FlowKey, client: Int, serial: Int) {
    self.key = key
    self.client = client
    self.serial = serial
  }

  /// The side 0 or 1.
  subscript(side: Int) -> TCPSide {
    @inline(__always) get { side == 0 ? first : second }
    @inline(__always) _modify {
      if side == 0 { yield &first } else { yield &second }
    }
  }

  /// Whether it is the one to give up rather than `other`: closed, or without bytes, or quiet for longer.
  func isQuieter(than other: TrackedFlow) -> Bool {
    if isClosed != other.isClosed { return isClosed }
    if (number < 0) != (other.number < 0) { return number < 0 }
    return lastPacket < other.lastPacket
  }

  /// Whether a direction holds something back, or a FIN.
  func isWaitingSide(_ side: Int) -> Bool {
    self[side].held >= 0 || (self[side].hasFin && !self[side].isFinished)
  }

  /// Whether nothing is held back in a direction, and nothing waited for.
  func isSettledSide(_ side: Int) -> Bool { !isWaitingSide(side) && !self[side].hasAckedGap }

  /// The short way keeps no acknowledgements; none was past what has been handed on.
  mutating func forgetAcknowledgements() {
    first.acked = first.next
    second.acked = second.next
  }

  /// The short way, for what most packets are: the next bytes of an open connection in which nothing
  /// is missing, or a mere acknowledgement. Answers whether the packet is dealt with, apart from
  /// handing its bytes on.
  @inline(__always) mutating func takesDirectly(_ segment: TCPSegment, from side: Int) -> Bool {
    let plain = segment.flags & (TCPSegment.syn | TCPSegment.fin | TCPSegment.rst | TCPSegment.ack)
    guard plain == TCPSegment.ack, isSettled, number >= 0, !isClosed else { return false }
    return side == 0
      ? TrackedFlow.takes(segment, from: &first, to: second)
      : TrackedFlow.takes(segment, from: &second, to: first)
  }

  @inline(__always) private static func takes(
    _ segment: TCPSegment, from side: inout TCPSide, to other: TCPSide
  ) -> Bool {
    guard side.isSeen, side.isKnown, other.isKnown, !segment.acknowledgement.isAfter(other.next),
      segment.count == segment.captured, segment.count == 0 || segment.sequence == side.next, !side.isFinished
    else { return false }
    side.next &+= UInt32(truncatingIfNeeded: segment.count)
    side.handedOn &+= 1
    return true
  }
}

extension UInt32 {
  /// Whether this sequence number is past `other`, in a space that wraps around.
  @inline(__always) func isAfter(_ other: UInt32) -> Bool { Int32(bitPattern: self &- other) > 0 }

  /// How far this sequence number is past `other`; negative where it is before.
  @inline(__always) func distance(past other: UInt32) -> Int { Int(Int32(bitPattern: self &- other)) }
}
