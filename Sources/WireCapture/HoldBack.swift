import WireCore

/// A segment that waits for what belongs before it.
struct HeldSegment {
  /// The sequence number of its first byte.
  var sequence: UInt32
  /// Its length on the wire.
  var count: Int
  /// Its bytes, as far as the capture has them.
  var bytes: [UInt8]
  /// What its packet acknowledged; `nil` where it did not.
  var acknowledgement: UInt32?
  /// Its packet.
  var stamp: PacketStamp

  /// What it costs: a segment of one byte takes far more memory than that.
  var cost: Int { bytes.count + HeldSegment.overhead }

  static let overhead = 96
}

/// The segments of one direction that wait, in order and without overlap: where two had the same
/// bytes, those that came first were kept (CAP-53).
struct HoldBack {
  private var segments: [HeldSegment] = []
  private var taken = 0
  /// What it holds costs so many bytes.
  private(set) var cost = 0

  /// How many segments wait.
  var count: Int { segments.count - taken }
  var isEmpty: Bool { count == 0 }
  /// How many bytes of them the capture has.
  var byteCount: Int { cost - count * HeldSegment.overhead }

  /// The sequence number, packet and acknowledgement of the first segment.
  var headSequence: UInt32? { isEmpty ? nil : segments[taken].sequence }
  var headStamp: PacketStamp? { isEmpty ? nil : segments[taken].stamp }
  var headAcknowledgement: UInt32? { isEmpty ? nil : segments[taken].acknowledgement }

  /// Takes the first segment out.
  mutating func takeFirst() -> HeldSegment? {
    if isEmpty { return nil }
    var segment = HeldSegment(
      sequence: 0, count: 0, bytes: [], acknowledgement: nil, stamp: PacketStamp(number: 0))
    swap(&segment, &segments[taken])
    taken += 1
    cost -= segment.cost
    if taken > 32, taken * 2 > segments.count {
      segments.removeSubrange(..<taken)
      taken = 0
    }
    return segment
  }

  /// Adds the parts of a segment that are not held yet. All distances count from `next`, before
  /// which no byte of the segment is.
  ///
  /// - Returns: whether a byte differs from one held.
  mutating func insert(_ new: HeldSegment, _ bytes: Span<UInt8>, next: UInt32) -> Bool {
    let start = new.sequence.distance(past: next)
    let end = start + new.count
    var conflict = false
    var position = start
    var place = segments.count
    while place > taken, distance(place - 1, next) + segments[place - 1].count > position { place -= 1 }
    while position < end {
      let free = place < segments.count ? min(end, distance(place, next)) : end
      if free > position {
        add(new, bytes, position - start..<free - start, at: place)
        place += 1
        position = free
      } else {
        let stop = min(end, distance(place, next) + segments[place].count)
        conflict = differs(bytes, position - start..<stop - start, place, next, start) || conflict
        position = stop
        place += 1
      }
    }
    return conflict
  }

  private func distance(_ place: Int, _ next: UInt32) -> Int { segments[place].sequence.distance(past: next) }

  private mutating func add(_ new: HeldSegment, _ bytes: Span<UInt8>, _ part: Range<Int>, at place: Int) {
    var piece = new
    piece.sequence = new.sequence &+ UInt32(truncatingIfNeeded: part.lowerBound)
    piece.count = part.count
    let present = min(part.lowerBound, bytes.count)..<min(part.upperBound, bytes.count)
    piece.bytes = [UInt8](copying: bytes.extracting(present))
    cost += piece.cost
    segments.insert(piece, at: place)
  }

  private func differs(
    _ bytes: Span<UInt8>, _ part: Range<Int>, _ place: Int, _ next: UInt32, _ start: Int
  ) -> Bool {
    let shift = start - distance(place, next)
    let end = min(part.upperBound, bytes.count, segments[place].bytes.count - shift)
    var index = part.lowerBound
    while index < end {
      if bytes[index] != segments[place].bytes[index + shift] { return true }
      index += 1
    }
    return false
  }
}

/// The hold-backs of all flows. Few flows have one at any time, so flows name theirs by index.
struct HoldBackPool {
  var all: [HoldBack] = []
  private var free: [Int32] = []
  /// What all of them cost, in bytes.
  var cost = 0

  /// An empty hold-back.
  mutating func acquire() -> Int32 {
    if let index = free.popLast() { return index }
    all.append(HoldBack())
    return Int32(all.count - 1)
  }

  /// Gives one back, which is empty by then.
  mutating func release(_ index: Int32) {
    all[Int(index)] = HoldBack()
    free.append(index)
  }
}

/// The flows that hold something back, in the order in which they began to.
struct WaitingFlows {
  private var entries: [(slot: Int, serial: Int)] = []
  private var taken = 0

  /// Adds a flow that is not among them.
  mutating func add(_ slot: Int, _ table: FlowTable) {
    // Flows that are gone are thrown out once in a while, so that the list stays as short as the table.
    if entries.count > 2 * table.flows.count + 1_024 {
      entries = entries[taken...].filter { WaitingFlows.isLive($0, table) }
      taken = 0
    }
    entries.append((slot, table.flows[slot].serial))
  }

  /// Takes out the flow that has been here longest.
  mutating func takeOldest(_ table: FlowTable) -> Int? {
    while taken < entries.count {
      let oldest = entries[taken]
      taken += 1
      if WaitingFlows.isLive(oldest, table) { return oldest.slot }
    }
    entries.removeAll()
    taken = 0
    return nil
  }

  private static func isLive(_ entry: (slot: Int, serial: Int), _ table: FlowTable) -> Bool {
    table.flows[entry.slot].serial == entry.serial && !table.flows[entry.slot].isClosed
  }
}
