import TestSupport
import Testing
import WireCore

@testable import WireCapture

/// Captures made to do harm: nothing traps, nothing grows, and what is promised to the sink holds.
@Suite struct HostileTests {
  /// A small capture with a bit of everything.
  static let packets: [[UInt8]] = {
    var talk = Talk()
    talk.open()
    talk.send(.clientToServer, "question")
    talk.send(.serverToClient, "answer")
    talk.packets += FragmentTests.pieces(size: 24, version6: true, of: "cut into pieces")
    talk.packets += FragmentTests.pieces(size: 24, version6: false, of: "cut into pieces")
    talk.packets.append(Frames.ipv4(carries: 17, Frames.udp((5_000, 9_091), [1, 2, 3])))
    talk.packets.append(
      Frames.ipv6(carries: 0, [6, 0, 1, 4, 0, 0, 0, 0] + Frames.tcp((1, 2), 3, 4, 16, [5])))
    talk.close()
    return talk.packets
  }()

  static let files: [[UInt8]] = {
    var file = PcapngFile(bigEndian: true)
    file.interface(options: [(9, [6]), (14, [0, 0, 0, 0, 0, 0, 0, 1])])
    for (index, packet) in packets.enumerated() {
      let frame = Frames.ethernet(packet, tags: [0x8100])
      switch index % 3 {
      case 0: file.enhanced(frame, time: UInt64(index))
      case 1: file.simple(frame)
      default: file.old(frame)
      }
    }
    return [PcapFile.ethernet(packets), file.bytes]
  }()

  static let small = CaptureLimits(packetBytes: 4_096, flows: 4, heldBytes: 2_000, fragmentedDatagrams: 2)

  /// Reads what may be no capture at all, and holds the reader to its promises.
  static func survives(_ bytes: [UInt8], _ limits: CaptureLimits = small) -> RecordingSink? {
    guard let sink = try? readCapture(bytes, limits: limits) else { return nil }
    #expect(sink.breaches.isEmpty)
    #expect(!sink.flows.contains { !$0.isClosed })
    return sink
  }

  @Test(arguments: 0...1) func aFileCutAnywhereIsReadAsFarAsItGoes(file: Int) throws {
    let bytes = Self.files[file]
    let whole = try readCapture(bytes)
    var damaged = 0
    for length in 0..<bytes.count {
      guard let sink = Self.survives(Array(bytes[..<length])) else { continue }
      if !sink.findings(.damagedCapture).isEmpty { damaged += 1 }
      for (flow, other) in zip(sink.flows, whole.flows) {
        for direction in Direction.allCases {
          #expect((other.streams[direction] ?? []).starts(with: flow.streams[direction] ?? []))
        }
      }
    }
    // All lengths but those that end between two records.
    #expect(damaged > bytes.count - 60 - Self.packets.count)
  }

  @Test(arguments: 0...1) func anyByteMayBeAnyOther(file: Int) {
    let bytes = Self.files[file]
    for index in bytes.indices {
      for value in [0, 0xFF, bytes[index] ^ 1, bytes[index] ^ 0x80, bytes[index] &+ 4] as [UInt8] {
        var changed = bytes
        changed[index] = value
        _ = Self.survives(changed)
      }
    }
  }

  @Test(arguments: NastyCaptureTests.truths.map(\.capture)) func mutatedCapturesAreSurvived(name: String)
    throws
  {
    let bytes = try ProjectFiles.fixtureBytes("captures/\(name)")
    var random = SeededGenerator(seed: UInt64(bytes.count))
    for _ in 0..<60 {
      var changed = bytes
      for _ in 0..<Int.random(in: 1...12, using: &random) {
        changed[Int.random(in: 0..<changed.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      if Bool.random(using: &random) {
        changed.removeLast(Int.random(in: 0..<changed.count / 2, using: &random))
      }
      _ = Self.survives(changed)
    }
  }

  /// A segment as no peer would send it.
  static func absurdSegment(_ random: inout SeededGenerator) -> [UInt8] {
    let places: [UInt32] = [0, 1, 1_000, 1_001, 1_005, 1_020, 1_100, 0x7FFF_FFFF, 0x8000_03E8, 0xFFFF_FFF0]
    let isClient = Bool.random(using: &random)
    let ports = isClient ? (40_000, 9_090) : (9_090, 40_000)
    let flags: UInt8 = [16, 16, 16, 24, 2, 18, 17, 1, 4, 20, 0, 63].randomElement(using: &random) ?? 16
    let payload = (0..<Int.random(in: 0...40, using: &random)).map { _ in
      UInt8.random(in: 97...99, using: &random)
    }
    let segment = Frames.tcp(
      ports, (places.randomElement(using: &random) ?? 0) &+ UInt32.random(in: 0...30, using: &random),
      (places.randomElement(using: &random) ?? 0) &+ UInt32.random(in: 0...30, using: &random), flags, payload
    )
    return isClient ? Frames.ipv4(segment) : Frames.ipv4(from: Frames.server, to: Frames.client, segment)
  }

  @Test(arguments: 0..<300) func segmentsOfAnyKindInAnyOrderAreSurvived(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let packets = (0..<80).map { _ in Self.absurdSegment(&random) }
    _ = Self.survives(PcapFile.ethernet(packets))
    _ = Self.survives(PcapFile.ethernet(packets), CaptureLimits(heldSegments: 2, reorderPackets: 0))
  }

  @Test(arguments: 0..<50) func nothingStaysHeld(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    var sink = RecordingSink()
    let limits = CaptureLimits(heldBytes: 1_000, totalHeldBytes: 600)
    var reassembler = Reassembler(limits: limits)
    for number in 1...200 {
      let bytes = Self.absurdSegment(&random)
      guard
        case .packet(let packet) = InternetLayer.read(
          bytes.span, at: 0, end: bytes.count, wireEnd: bytes.count),
        let segment = TCPSegment(bytes.span, packet)
      else { continue }
      reassembler.take(segment, of: packet, bytes.span, number, 0, into: &sink)
      #expect(reassembler.pool.cost <= limits.totalHeldBytes)
    }
    reassembler.finish(PacketStamp(number: 200), into: &sink)
    #expect(reassembler.pool.cost == 0 && sink.breaches.isEmpty)
  }

  @Test func whoWaitsLongestStopsFirst() throws {
    var packets: [[UInt8]] = []
    var talks = (0..<20).map { Talk(clientPort: 40_000 + $0) }
    for index in talks.indices {
      talks[index].open()
      talks[index].skip(.clientToServer, 1)
      talks[index].send(.clientToServer, [UInt8](repeating: 1, count: 100))
      packets += talks[index].packets
    }
    let sink = try readCapture(PcapFile.ethernet(packets), limits: CaptureLimits(totalHeldBytes: 1_000))
    #expect(sink.flows.map { Int($0.info.client.port) } == Array(40_000..<40_020))
    // What could not be held was handed on before the capture ended.
    #expect(sink.events.prefix(30).allSatisfy { $0 == "c2s lost 1" || $0 == "c2s 100" })
  }

  @Test func aFloodOfHandshakesLeavesRoomForAConversation() throws {
    var file = PcapFile.ethernet([])
    var talk = Talk(clientPort: 30_000)
    talk.open()
    for number in 0..<20_000 {
      let syn = Frames.tcp((1_024 + number % 60_000, 80), UInt32(number), 0, Talk.syn)
      let source = [10, 1, UInt8(number >> 8 & 0xFF), UInt8(number & 0xFF)] as [UInt8]
      file += PcapFile.ethernet([Frames.ipv4(from: source, syn)]).dropFirst(24)
      if number % 200 == 0 { talk.send(.clientToServer, [UInt8(number / 200)]) }
      file += PcapFile.ethernet(talk.packets).dropFirst(24)
      talk.packets = []
    }
    let sink = try #require(Self.survives(file, CaptureLimits(flows: 64)))
    #expect(sink.flows.count == 1)
    #expect(sink.flows[0].streams[.clientToServer] == (0..<100).map { UInt8($0) })
  }

  @Test func aFlowTableOfAnySizeFindsWhatIsInIt() {
    var table = FlowTable(limit: 3_000)
    var random = SeededGenerator(seed: 3)
    var known: [(FlowKey, Int)] = []
    for _ in 0..<20_000 {
      if known.count == 3_000 || (Bool.random(using: &random) && !known.isEmpty) {
        let (key, slot) = known.remove(at: Int.random(in: known.indices, using: &random))
        #expect(table.find(key) == slot)
        table.remove(slot)
        #expect(table.find(key) == nil)
      }
      let ends = (0..<2).map { _ in
        Endpoint(
          IPAddress(v4: UInt32.random(in: 0...50, using: &random)), port: .random(in: 0...99, using: &random))
      }
      let (key, side) = FlowKey.make(from: ends[0], to: ends[1], .tcp)
      #expect(FlowKey.make(from: ends[1], to: ends[0], .tcp).key == key)
      if table.find(key) == nil, !table.isFull { known.append((key, table.insert(key, client: side))) }
    }
    #expect(table.count == known.count && known.allSatisfy { table.find($0.0) == $0.1 })
  }
}
