import Testing
import WireCapture
import WireCore

/// The limits: how they are set, and to the packet what they do.
@Suite struct CaptureLimitsTests {
  @Test func haveTheirDefaults() {
    #expect(
      CaptureLimits()
        == CaptureLimits(
          packetBytes: 1_048_576, flows: 32_768, lingering: 1_024, heldBytes: 1_048_576, heldSegments: 1_024,
          totalHeldBytes: 16_777_216, reorderPackets: 32, reorderNanoseconds: 1_000_000_000,
          fragmentedDatagrams: 256, fragmentBytes: 4_194_304, interfaces: 4_096, inflationRatio: 200,
          inflationFloor: 268_435_456))
  }

  /// All limits, of the values given.
  private func limits(_ values: [Int]) -> CaptureLimits {
    CaptureLimits(
      packetBytes: values[0], flows: values[1], lingering: values[2], heldBytes: values[3],
      heldSegments: values[4], totalHeldBytes: values[5], reorderPackets: values[6],
      reorderNanoseconds: Int64(values[7]), fragmentedDatagrams: values[8], fragmentBytes: values[9],
      interfaces: values[10], inflationRatio: values[11], inflationFloor: values[12])
  }

  /// All limits as they are.
  private func values(_ limits: CaptureLimits) -> [Int] {
    [
      limits.packetBytes, limits.flows, limits.lingering, limits.heldBytes, limits.heldSegments,
      limits.totalHeldBytes, limits.reorderPackets, Int(limits.reorderNanoseconds),
      limits.fragmentedDatagrams,
      limits.fragmentBytes, limits.interfaces, limits.inflationRatio, limits.inflationFloor,
    ]
  }

  @Test func areMovedIntoTheirRanges() {
    let least = [64, 2, 0, 1, 1, 1, 0, 0, 1, 1, 1, 1, 0]
    let most = [
      256 << 20, 1 << 24, 1 << 24, 1 << 30, 1 << 16, .max, 1 << 30, .max, 1 << 16, .max, 1 << 20, .max, .max,
    ]
    for value in [Int.min, -1, 0] {
      #expect(values(limits([Int](repeating: value, count: 13))) == least)
    }
    #expect(values(limits([Int](repeating: .max, count: 13))) == most)
    #expect(values(limits([Int](repeating: 1_000, count: 13))) == [Int](repeating: 1_000, count: 13))
    #expect(values(limits(least)) == least && values(limits(most)) == most)
  }

  /// The packets with a datagram of two other ends behind each: what comes before the n-th datagram came with
  /// the n-th packet at the latest.
  private func timed(_ packets: [[UInt8]]) -> [UInt8] {
    let tick = Frames.ipv4(
      from: [10, 9, 9, 8], to: [10, 9, 9, 9], carries: 17, Frames.udp((1, 2), [0]))
    return PcapFile.ethernet(packets.flatMap { [$0, tick] })
  }

  /// With which of the packets, from 1, an event came; one more than there are for the end of the capture.
  private func turn(of event: String, _ packets: [[UInt8]], _ limits: CaptureLimits) throws -> Int? {
    let events = try readCapture(timed(packets), limits: limits).events
    return events.firstIndex(of: event).map { place in
      events[..<place].count { $0.hasSuffix("datagram 1") } + 1
    }
  }

  /// Three packets of opening; then segments of 100 bytes, before which ten are missing.
  private static let gap: [[UInt8]] = {
    var talk = Talk()
    talk.open()
    talk.skip(.clientToServer, 10)
    for _ in 0..<10 { talk.send(.clientToServer, [UInt8](repeating: 7, count: 100)) }
    return talk.packets
  }()

  /// A segment costs its bytes and 96.
  @Test(
    arguments: [
      (CaptureLimits(), 14), (CaptureLimits(heldSegments: 1), 5), (CaptureLimits(heldSegments: 3), 7),
      (CaptureLimits(heldBytes: 3 * 196), 7), (CaptureLimits(heldBytes: 3 * 196 - 1), 6),
      (CaptureLimits(totalHeldBytes: 3 * 196), 7), (CaptureLimits(totalHeldBytes: 3 * 196 - 1), 6),
    ])
  func holdBackUntilTooMuchIsHeld(limits: CaptureLimits, turn: Int) throws {
    #expect(try self.turn(of: "c2s lost 10", Self.gap, limits) == turn)
  }

  /// With the fourth packet the server acknowledges what the capture does not have. Each packet comes two
  /// milliseconds after the one before.
  @Test(
    arguments: [
      (CaptureLimits(reorderPackets: 0), 5), (CaptureLimits(reorderPackets: 5), 10), (CaptureLimits(), 37),
      (CaptureLimits(reorderPackets: 1_000, reorderNanoseconds: 10_000_000), 10),
      (CaptureLimits(reorderPackets: 1_000, reorderNanoseconds: 9_999_999), 9),
      (CaptureLimits(reorderPackets: 1_000, reorderNanoseconds: 0), 5),
      (CaptureLimits(reorderPackets: 1_000), 44),
    ])
  func waitForWhatWasAcknowledged(limits: CaptureLimits, turn: Int) throws {
    var talk = Talk()
    talk.open()
    talk.skip(.clientToServer, 100)
    for _ in 0..<40 { talk.send(.serverToClient) }
    #expect(try self.turn(of: "c2s lost 100", talk.packets, limits) == turn)
  }

  /// CAP-59: of two closed connections the first is forgotten, or is not.
  @Test(arguments: [(1, 3), (2, 2)]) func rememberClosedConnections(lingering: Int, flows: Int) throws {
    var packets: [[UInt8]] = []
    for port in [40_000, 40_001] {
      var talk = Talk(clientPort: port)
      talk.open()
      talk.send(.clientToServer, "a")
      talk.close()
      packets += talk.packets
    }
    packets.append(packets[3])
    let sink = try readCapture(PcapFile.ethernet(packets), limits: CaptureLimits(lingering: lingering))
    #expect(sink.flows.count == flows && sink.breaches.isEmpty)
  }

  @Test func holdsToTheLargestRecord() throws {
    let limits = CaptureLimits(packetBytes: 64)
    let record = { PcapFile().bytes([[UInt8](repeating: 0, count: $0)]) }
    #expect(try readCapture(record(64), limits: limits).findings.isEmpty)
    let large = try readCapture(record(65), limits: limits).findings.first
    #expect(
      large?.detail
        == "The capture contradicts itself before its first packet: a packet record claims 65 bytes.")
    // A block may have 64 KiB more, 32 bytes of its own among them.
    for (count, isWhole) in [((64 << 10) + 64 - 32, true), ((64 << 10) + 64 - 31, false)] {
      var file = PcapngFile()
      file.interface()
      file.enhanced([UInt8](repeating: 0, count: count))
      #expect(try readCapture(file.bytes, limits: limits).findings.isEmpty == isWhole)
    }
  }

  @Test(arguments: [2, 3]) func holdsToTheNumberOfInterfaces(count: Int) throws {
    var file = PcapngFile()
    for _ in 0..<count { file.interface() }
    let sink = try readCapture(file.bytes, limits: CaptureLimits(interfaces: 2))
    #expect(sink.findings.first?.detail.contains("too many interfaces") == (count > 2 ? true : nil))
  }

  @Test func countsPacketsThatAreNotReadAndNamesTheFirst() throws {
    var file = PcapngFile()
    file.interface(link: 105)
    file.interface(link: 1)
    for (index, frame) in FormatTests.frames().enumerated() {
      file.enhanced(frame, interface: 1)
      if index > 1 { file.enhanced([1, 2, 3, 4]) }
    }
    let foreign = try readCapture(file.bytes).findings
    #expect(foreign.map(\.packet) == [4] && foreign.first?.detail.hasPrefix("6 packets ") == true)
    let cut = try readCapture(
      PcapFile(snap: 40).bytes([[UInt8](repeating: 0, count: 20)] + FormatTests.frames())
    )
    .findings
    #expect(cut.map(\.packet) == [2] && cut.first?.detail.hasSuffix(" of 8 packets.") == true)
  }
}
