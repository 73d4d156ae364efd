import TestSupport
import Testing
import WireCapture
import WireCore

/// IP datagrams in pieces.
@Suite struct FragmentTests {
  static let text = (0..<100).map { "line \($0) of a longer message\n" }.joined()

  /// The pieces of one segment that carries the text, of `size` bytes each.
  static func pieces(
    size: Int, version6: Bool, identification: Int = 7, of text: String = text
  ) -> [[UInt8]] {
    let segment = Frames.tcp((40_000, 9_090), 1_001, 5_001, Talk.ack, Array(text.utf8))
    return stride(from: 0, to: segment.count, by: size).map { start in
      let part = Array(segment[start..<min(segment.count, start + size)])
      let more = start + size < segment.count
      if version6 {
        let header = [6, 0] + Frames.big16(start | (more ? 1 : 0)) + [0, 0] + Frames.big16(identification)
        return Frames.ipv6(carries: 44, header + part)
      }
      return Frames.ipv4(part, identification: identification, fragment: start / 8 | (more ? 0x2000 : 0))
    }
  }

  static func opening(version6: Bool) -> [[UInt8]] {
    var talk = Talk(isVersion6: version6)
    talk.open()
    return talk.packets
  }

  @Test(arguments: [true, false], [8, 64, 512]) func putsThemTogetherInAnyOrder(version6: Bool, size: Int)
    throws
  {
    var random = SeededGenerator(seed: UInt64(size))
    let pieces = Self.pieces(size: size, version6: version6)
    for order in [
      pieces, pieces.reversed(), pieces.shuffled(using: &random), (pieces + pieces).shuffled(using: &random),
    ] {
      let sink = try readCapture(PcapFile.ethernet(Self.opening(version6: version6) + order))
      #expect(sink.flows.count == 1 && sink.text(0, .clientToServer) == Self.text)
      // What comes twice may begin a datagram that never becomes whole.
      #expect(sink.findings.allSatisfy { $0.rule == .missingBytes && $0.flow == nil })
    }
  }

  @Test func ofOverlappingFragmentsTheFirstBytesStay() throws {
    let segment = Frames.tcp((40_000, 9_090), 1_001, 5_001, Talk.ack, Array("first bytes, honest".utf8))
    var forged = Array(segment[24...])
    forged.replaceSubrange(0..<4, with: Array("EVIL".utf8))
    let pieces = [
      Frames.ipv4(Array(segment[..<32]), identification: 1, fragment: 0x2000),
      Frames.ipv4(forged, identification: 1, fragment: 3),
    ]
    let sink = try readCapture(PcapFile.ethernet(Self.opening(version6: false) + pieces))
    #expect(sink.text(0, .clientToServer) == "first bytes, honest")
  }

  @Test func reportsDatagramsThatAreNotWhole() throws {
    var pieces = Self.pieces(size: 512, version6: false)
    pieces.remove(at: 2)
    let sink = try readCapture(PcapFile.ethernet(Self.opening(version6: false) + pieces))
    #expect(sink.flows.isEmpty && sink.findings.map(\.rule) == [.missingBytes])
  }

  @Test func datagramsAreToldApart() throws {
    var talk = Talk()
    talk.open()
    var pieces: [[UInt8]] = []
    for number in 0..<3 {
      let segment = Frames.tcp(
        (40_000, 9_090), 1_001 + UInt32(number * 24), 5_001, Talk.ack,
        Array("datagram number \(number) ended".utf8.prefix(24)))
      pieces.append(Frames.ipv4(Array(segment[..<24]), identification: number, fragment: 0x2000))
      pieces.append(Frames.ipv4(Array(segment[24...]), identification: number, fragment: 3))
    }
    pieces = [0, 2, 4, 5, 3, 1].map { pieces[$0] }
    let sink = try readCapture(PcapFile.ethernet(talk.packets + pieces))
    #expect(
      sink.text(0, .clientToServer)
        == (0..<3).map { String("datagram number \($0) ended".prefix(24)) }.joined())
  }

  /// What the datagram carries is said by its first fragment.
  @Test(arguments: [true, false]) func laterFragmentsDoNotSayWhatIsCarried(isReversed: Bool) throws {
    var pieces = Self.pieces(size: 512, version6: true)
    for index in pieces.indices.dropFirst() { pieces[index][40] = 17 }
    if isReversed { pieces.reverse() }
    let sink = try readCapture(PcapFile.ethernet(Self.opening(version6: true) + pieces))
    #expect(sink.flows.map(\.info.transport) == [.tcp] && sink.text(0, .clientToServer) == Self.text)
  }

  @Test func aDatagramEndsAt65535Bytes() throws {
    for (count, isTaken) in [(7, true), (8, false)] {
      let last = Frames.ipv4([UInt8](repeating: 0, count: count), identification: 5, fragment: 0x1FFF)
      let sink = try readCapture(PcapFile.ethernet([last]))
      #expect(sink.findings.map(\.rule) == (isTaken ? [.missingBytes] : []))
    }
  }

  /// Three datagrams begin, and end in the order 2, 3, 1; each costs 24 bytes and 96 for its fragment.
  @Test(
    arguments: [
      (CaptureLimits(fragmentedDatagrams: 3), true), (CaptureLimits(fragmentedDatagrams: 2), false),
      (CaptureLimits(fragmentBytes: 360), true), (CaptureLimits(fragmentBytes: 359), false),
    ])
  func theOldestDatagramGoesFirst(limits: CaptureLimits, isWhole: Bool) throws {
    var (beginnings, ends): ([[UInt8]], [[UInt8]]) = ([], [])
    for number in 0..<3 {
      let segment = Frames.tcp(
        (40_000, 9_090), 1_001 + UInt32(number * 24), 5_001, Talk.ack, [UInt8](repeating: 1, count: 24))
      beginnings.append(Frames.ipv4(Array(segment[..<24]), identification: number, fragment: 0x2000))
      ends.append(Frames.ipv4(Array(segment[24...]), identification: number, fragment: 3))
    }
    let packets = Self.opening(version6: false) + beginnings + [ends[1], ends[2], ends[0]]
    let sink = try readCapture(PcapFile.ethernet(packets), limits: limits)
    #expect(sink.flows[0].lost == (isWhole ? [:] : [.clientToServer: [24]]))
    #expect(sink.findings.filter { $0.flow == nil }.first?.packet == (isWhole ? nil : 4))
  }

  @Test func aFloodOfBeginningsLeavesRoomForOthers() throws {
    var packets = Self.opening(version6: false)
    for number in 0..<3_000 {
      packets.append(
        Frames.ipv4(
          from: [10, 9, UInt8(number >> 8), UInt8(number & 0xFF)], [UInt8](repeating: 1, count: 16),
          fragment: 0x3FF0))
    }
    packets += Self.pieces(size: 512, version6: false)
    let limits = CaptureLimits(fragmentedDatagrams: 16, fragmentBytes: 1 << 17)
    let sink = try readCapture(PcapFile.ethernet(packets), limits: limits)
    #expect(sink.text(0, .clientToServer) == Self.text)
    #expect(sink.findings.map(\.rule) == [.missingBytes])
  }
}
