/// The flows being followed: an open hash table of slots, and the flows in their slots.
///
/// Its size is bounded by ``CaptureLimits/flows``. When it is full, of a few flows in a row the one goes that was
/// quiet longest, and rather one that has carried no bytes; the next time, of the few after them.
struct FlowTable {
  /// The flows by slot. A free slot keeps its last flow.
  var flows: [TrackedFlow] = []
  /// The last segments of each direction of each flow, `RecentSegment.count` of them a direction.
  var recent: [RecentSegment] = []
  private var free: [Int] = []
  private var isLive: [Bool] = []
  /// Slots plus one, by hash; 0 is empty. A power of two, at most half full.
  private var index = [UInt32](repeating: 0, count: 1_024)
  private var hand = 0
  private var serial = 0
  private let seed = HashSeed()
  private let limit: Int

  init(limit: Int) { self.limit = limit }

  /// How many flows there are.
  var count: Int { flows.count - free.count }

  /// Whether the next flow needs the slot of another.
  var isFull: Bool { count >= limit }

  /// The slots in use, in the order of their flows' beginning.
  var liveSlots: [Int] {
    flows.indices.filter { isLive[$0] }.sorted { flows[$0].serial < flows[$1].serial }
  }

  /// The slot of a flow; `nil` where there is none.
  @inline(__always) func find(_ key: FlowKey) -> Int? {
    var place = home(key)
    while true {
      let entry = index[place]
      if entry == 0 { return nil }
      if flows[Int(entry) - 1].key == key { return Int(entry) - 1 }
      place = (place + 1) & (index.count - 1)
    }
  }

  @inline(__always) private func home(_ key: FlowKey) -> Int {
    Int(truncatingIfNeeded: key.hash(seed)) & (index.count - 1)
  }

  /// Begins a flow that is not in the table, which is not full.
  mutating func insert(_ key: FlowKey, client: Int) -> Int {
    serial += 1
    let flow = TrackedFlow(key, client: client, serial: serial)
    let slot: Int
    if let reused = free.popLast() {
      slot = reused
      flows[slot] = flow
      isLive[slot] = true
      forgetRecent(slot)
    } else {
      slot = flows.count
      flows.append(flow)
      recent.append(contentsOf: repeatElement(RecentSegment(), count: 2 * RecentSegment.count))
      isLive.append(true)
    }
    if count * 2 > index.count { rebuild() } else { place(slot) }
    return slot
  }

  /// Begins another flow between the same ends in the same slot.
  mutating func restart(_ slot: Int, client: Int) {
    serial += 1
    flows[slot] = TrackedFlow(flows[slot].key, client: client, serial: serial)
    forgetRecent(slot)
  }

  private mutating func forgetRecent(_ slot: Int) {
    for index in 2 * RecentSegment.count * slot..<2 * RecentSegment.count * (slot + 1) {
      recent[index] = RecentSegment()
    }
  }

  private mutating func place(_ slot: Int) {
    var place = home(flows[slot].key)
    while index[place] != 0 { place = (place + 1) & (index.count - 1) }
    index[place] = UInt32(slot + 1)
  }

  private mutating func rebuild() {
    index = [UInt32](repeating: 0, count: index.count * 2)
    for slot in flows.indices where isLive[slot] { place(slot) }
  }

  /// Takes a flow out. What stood behind it in the table moves up, so that nothing is left to skip.
  mutating func remove(_ slot: Int) {
    guard isLive[slot] else { return }
    isLive[slot] = false
    free.append(slot)
    let mask = index.count - 1
    var hole = home(flows[slot].key)
    while index[hole] != UInt32(slot + 1) { hole = (hole + 1) & mask }
    var place = (hole + 1) & mask
    while index[place] != 0 {
      let wanted = home(flows[Int(index[place]) - 1].key)
      if (place &- wanted) & mask >= (place &- hole) & mask {
        index[hole] = index[place]
        hole = place
      }
      place = (place + 1) & mask
    }
    index[hole] = 0
  }

  /// CAP-60: the flow to give up when the table is full, and so has no free slot.
  mutating func victim() -> Int {
    var quietest = hand
    for _ in 0..<min(FlowTable.candidates, flows.count) {
      hand = hand + 1 < flows.count ? hand + 1 : 0
      if flows[hand].isQuieter(than: flows[quietest]) { quietest = hand }
    }
    return quietest
  }

  private static let candidates = 16
}
