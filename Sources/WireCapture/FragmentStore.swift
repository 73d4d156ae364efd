/// Puts fragmented IP datagrams together, within bounds of number, size and age (CAP-32, CAP-33, CAP-36).
struct FragmentStore {
  /// What the fragments of one datagram have in common.
  private struct Key: Hashable {
    var source: IPAddress
    var destination: IPAddress
    var identification: UInt32
    /// Version 6 does not tell datagrams apart by what they carry.
    var carries: UInt8
  }

  private struct Datagram {
    /// Its fragments: where they overlap, the bytes that came first are kept (CAP-32).
    var parts = HoldBack()
    var end = 0
    var size: Int?
    var carries: UInt8?
    var firstPacket: Int
    var firstTime: Int64

    /// Whether every byte is there.
    var isWhole: Bool { carries != nil && size == end && parts.byteCount == end }
  }

  private var datagrams: [Key: Datagram] = [:]
  /// Keys in the order of arrival, with the packets that they arrived in.
  private var arrivals: [(key: Key, packet: Int)] = []
  private var gone = 0
  private var size = 0
  private let limits: CaptureLimits
  /// Datagrams that were given up.
  private(set) var incomplete = 0
  private(set) var firstIncomplete = 0

  /// After so many packets or nanoseconds a datagram of the same identification is another one.
  private static let oldestPackets = 20_000
  private static let oldestNanoseconds: Int64 = 30_000_000_000
  /// The largest datagram, and the most parts that one is put together from.
  private static let largest = 65_535
  private static let mostParts = 1_024

  init(limits: CaptureLimits) { self.limits = limits }

  /// Takes a fragment in.
  ///
  /// - Returns: the datagram, where this fragment made it whole, and a packet that begins at its index 0.
  mutating func add(
    _ fragment: InternetPacket, _ bytes: Span<UInt8>, packet number: Int, time: Int64
  ) -> (packet: InternetPacket, bytes: [UInt8])? {
    let end = fragment.fragmentOffset + fragment.count
    guard fragment.count > 0, end <= FragmentStore.largest else { return nil }
    let key = Key(
      source: fragment.source, destination: fragment.destination, identification: fragment.identification,
      carries: fragment.source.version == 4 ? fragment.carries : 0)
    dropIfOld(key, number, time)
    var datagram = datagrams.removeValue(forKey: key) ?? begin(key, number, time)
    size -= datagram.parts.cost
    if fragment.fragmentOffset == 0 { datagram.carries = datagram.carries ?? fragment.carries }
    if !fragment.moreFragments { datagram.size = datagram.size ?? end }
    FragmentStore.place(fragment, bytes, end, in: &datagram)
    if datagram.isWhole { return FragmentStore.whole(datagram, fragment) }
    size += datagram.parts.cost
    datagrams[key] = datagram
    makeRoom()
    return nil
  }

  private mutating func begin(_ key: Key, _ number: Int, _ time: Int64) -> Datagram {
    arrivals.append((key, number))
    return Datagram(firstPacket: number, firstTime: time)
  }

  private mutating func dropIfOld(_ key: Key, _ number: Int, _ time: Int64) {
    guard let known = datagrams[key] else { return }
    let (age, overflow) = time.subtractingReportingOverflow(known.firstTime)
    if overflow || age > FragmentStore.oldestNanoseconds
      || number - known.firstPacket > FragmentStore.oldestPackets
    {
      drop(key)
    }
  }

  private mutating func drop(_ key: Key) {
    guard let datagram = datagrams.removeValue(forKey: key) else { return }
    size -= datagram.parts.cost
    if incomplete == 0 { firstIncomplete = datagram.firstPacket }
    incomplete += 1
  }

  /// CAP-33: the oldest go first.
  private mutating func makeRoom() {
    while datagrams.count > limits.fragmentedDatagrams || size > limits.fragmentBytes
      || arrivals.count - gone > 4 * limits.fragmentedDatagrams
    {
      let oldest = arrivals[gone]
      gone += 1
      if datagrams[oldest.key]?.firstPacket == oldest.packet { drop(oldest.key) }
    }
    if gone > 1_024 {
      arrivals.removeSubrange(..<gone)
      gone = 0
    }
  }

  /// Nothing more comes: what is not whole never will be.
  mutating func finish() {
    for key in datagrams.keys.sorted(by: { datagrams[$0]?.firstPacket ?? 0 < datagrams[$1]?.firstPacket ?? 0 }
    ) {
      drop(key)
    }
  }

  private static func place(
    _ fragment: InternetPacket, _ bytes: Span<UInt8>, _ end: Int, in datagram: inout Datagram
  ) {
    guard datagram.parts.count < mostParts else { return }
    datagram.end = max(datagram.end, end)
    let part = HeldSegment(
      sequence: UInt32(fragment.fragmentOffset), count: fragment.count, bytes: [], acknowledgement: nil,
      stamp: PacketStamp(number: 0))
    let present = bytes.extracting(fragment.start..<fragment.start + fragment.captured)
    _ = datagram.parts.insert(part, present, next: 0)
  }

  private static func whole(
    _ datagram: Datagram, _ last: InternetPacket
  ) -> (packet: InternetPacket, bytes: [UInt8])? {
    var parts = datagram.parts
    var bytes: [UInt8] = []
    while let part = parts.takeFirst() { bytes += part.bytes }
    guard let carries = datagram.carries else { return nil }
    let packet = InternetPacket(
      source: last.source, destination: last.destination, carries: carries, start: 0, count: bytes.count,
      captured: bytes.count)
    return (packet, bytes)
  }
}
