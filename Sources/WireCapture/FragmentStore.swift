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
    var bytes: [UInt8] = []
    /// What is there, in order, without overlap and without touching.
    var parts: [Range<Int>] = []
    var size: Int?
    var carries: UInt8?
    var firstPacket: Int
    var firstTime: Int64
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
    size -= datagram.bytes.count
    if fragment.fragmentOffset == 0 { datagram.carries = datagram.carries ?? fragment.carries }
    if !fragment.moreFragments { datagram.size = datagram.size ?? end }
    let present = bytes.extracting(fragment.start..<fragment.start + fragment.captured)
    FragmentStore.place(present, at: fragment.fragmentOffset, in: &datagram)
    if let whole = FragmentStore.whole(datagram, fragment) { return (whole, datagram.bytes) }
    size += datagram.bytes.count
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
    size -= datagram.bytes.count
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

  /// CAP-32: where fragments overlap, the bytes that came first stay.
  private static func place(_ bytes: Span<UInt8>, at offset: Int, in datagram: inout Datagram) {
    let end = offset + bytes.count
    guard datagram.parts.count < mostParts else { return }
    if datagram.bytes.count < end {
      datagram.bytes.append(contentsOf: repeatElement(0, count: end - datagram.bytes.count))
    }
    var position = offset
    for part in datagram.parts where part.upperBound > position && position < end {
      write(bytes, position - offset..<min(max(part.lowerBound, position), end) - offset, offset, &datagram)
      position = part.upperBound
    }
    if position < end { write(bytes, position - offset..<end - offset, offset, &datagram) }
    join(offset..<end, &datagram.parts)
  }

  private static func write(
    _ bytes: Span<UInt8>, _ range: Range<Int>, _ offset: Int, _ datagram: inout Datagram
  ) {
    for index in range { datagram.bytes[offset + index] = bytes[index] }
  }

  private static func join(_ new: Range<Int>, _ parts: inout [Range<Int>]) {
    guard !new.isEmpty else { return }
    var merged = new
    var rest: [Range<Int>] = []
    for part in parts {
      if part.upperBound < merged.lowerBound || part.lowerBound > merged.upperBound {
        rest.append(part)
      } else {
        merged = min(part.lowerBound, merged.lowerBound)..<max(part.upperBound, merged.upperBound)
      }
    }
    let place = rest.firstIndex { $0.lowerBound > merged.lowerBound } ?? rest.count
    rest.insert(merged, at: place)
    parts = rest
  }

  private static func whole(_ datagram: Datagram, _ last: InternetPacket) -> InternetPacket? {
    guard let size = datagram.size, let carries = datagram.carries, datagram.parts.count == 1,
      datagram.parts[0].lowerBound == 0, datagram.parts[0].upperBound >= size
    else { return nil }
    return InternetPacket(
      source: last.source, destination: last.destination, carries: carries, start: 0, count: size,
      captured: size)
  }
}
