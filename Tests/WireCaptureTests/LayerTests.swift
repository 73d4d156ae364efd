import TestSupport
import Testing
import WireCapture
import WireCore

/// Link layers, IP of both versions, fragments, UDP.
@Suite struct LayerTests {
  static func conversation(version6: Bool = false) -> [[UInt8]] {
    var talk = Talk(isVersion6: version6)
    talk.open()
    talk.send(.clientToServer, "question")
    talk.send(.serverToClient, "answer")
    talk.close()
    return talk.packets
  }

  private func expectConversation(_ frames: [[UInt8]], link: UInt32 = 1) throws {
    let sink = try readCapture(PcapFile(link: link).bytes(frames))
    #expect(sink.flows.count == 1 && sink.breaches.isEmpty && sink.findings.isEmpty)
    try #require(sink.flows.count == 1)
    #expect(sink.text(0, .clientToServer) == "question" && sink.text(0, .serverToClient) == "answer")
  }

  @Test(arguments: [[], [0x8100], [0x88A8, 0x8100], [0x9100, 0x8100, 0x8100]], [true, false])
  func readsEthernetBehindTags(tags: [Int], version6: Bool) throws {
    try expectConversation(Self.conversation(version6: version6).map { Frames.ethernet($0, tags: tags) })
  }

  @Test(arguments: [7, 8, 9]) func looksThroughEightTags(count: Int) throws {
    let tags = (0..<count).map { [0x8100, 0x88A8, 0x9100][$0 % 3] }
    let frames = Self.conversation().map { Frames.ethernet($0, tags: tags) }
    let sink = try readCapture(PcapFile().bytes(frames))
    #expect(sink.flows.count == (count > 8 ? 0 : 1) && sink.findings.isEmpty)
  }

  /// The header length is below 20 bytes, the total length below the header's, the version none.
  @Test(arguments: [(0x44, 60), (0x45, 19), (0x46, 20), (0x55, 60), (0x15, 60)] as [(UInt8, Int)])
  func passesOverPacketsThatMakeNoSense(first: UInt8, length: Int) throws {
    let segment = Frames.tcp((40_000, 9_090), 1, 1, Talk.ack, [UInt8](repeating: 1, count: 20))
    var packet = Frames.ipv4(segment, totalLength: length)
    packet[0] = first
    let sink = try readCapture(PcapFile.ethernet([packet]))
    #expect(sink.flows.isEmpty && sink.findings.isEmpty)
  }

  /// A header of which only the beginning was captured.
  @Test(arguments: [true, false]) func readsNoHeaderPastItsEnd(version6: Bool) throws {
    let packet = Self.conversation(version6: version6)[0]
    for count in 1..<(version6 ? 60 : 40) {
      let sink = try readCapture(PcapFile(link: 101).bytes([Array(packet[..<count])]))
      #expect(sink.flows.isEmpty, "\(count)")
    }
  }

  @Test(arguments: [0, 1, 6, 46]) func ethernetPaddingIsNoPayload(padding: Int) throws {
    try expectConversation(Self.conversation().map { Frames.ethernet($0, padding: padding) })
    try expectConversation(Self.conversation(version6: true).map { Frames.ethernet($0, padding: padding) })
  }

  @Test(arguments: [12, 14, 101, 228, 229, 0xF000_0065] as [UInt32]) func readsRawIP(link: UInt32) throws {
    try expectConversation(Self.conversation(version6: link == 229), link: link)
  }

  @Test(arguments: [[2, 0, 0, 0], [0, 0, 0, 2]] as [[UInt8]], [0, 108] as [UInt32])
  func readsBSDLoopback(family: [UInt8], link: UInt32) throws {
    try expectConversation(Self.conversation().map { family + $0 }, link: link)
  }

  @Test(arguments: [10, 24, 28, 30] as [UInt8]) func readsBSDLoopbackOfVersion6(family: UInt8) throws {
    try expectConversation(Self.conversation(version6: true).map { [family, 0, 0, 0] + $0 }, link: 0)
  }

  @Test(arguments: [true, false]) func readsLinuxCooked(version6: Bool) throws {
    let type: [UInt8] = version6 ? [0x86, 0xDD] : [8, 0]
    let packets = Self.conversation(version6: version6)
    try expectConversation(packets.map { [UInt8](repeating: 0, count: 14) + type + $0 }, link: 113)
    try expectConversation(packets.map { type + [UInt8](repeating: 0, count: 18) + $0 }, link: 276)
  }

  @Test func segmentationOffloadLeavesTheLengthAtZero() throws {
    let version4 = Self.conversation().map { packet in Array(packet[..<2]) + [0, 0] + packet[4...] }
    try expectConversation(version4.map { Frames.ethernet($0) })
    let version6 = Self.conversation(version6: true).map { packet in
      Array(packet[..<4]) + [0, 0] + packet[6...]
    }
    try expectConversation(version6.map { Frames.ethernet($0) })
  }

  @Test func readsIPv4Options() throws {
    var talk = Talk()
    talk.open()
    let segment = Frames.tcp(
      (40_000, 9_090), 1_001, 5_001, Talk.ack, Array("with options".utf8), options: [1, 1, 1, 1])
    let packet = Frames.ipv4(segment, options: [UInt8](repeating: 1, count: 40))
    let sink = try readCapture(PcapFile.ethernet(talk.packets + [packet]))
    #expect(sink.text(0, .clientToServer) == "with options")
  }

  /// Chains of extension headers that end in TCP: the first type, the headers.
  static let chains: [(UInt8, [UInt8])] = [
    (0, [6, 0, 1, 4, 0, 0, 0, 0]), (43, [6, 1] + [UInt8](repeating: 0, count: 14)),
    (60, [6, 0, 1, 4, 0, 0, 0, 0]),
    (51, [6, 4] + [UInt8](repeating: 0, count: 22)), (44, [6, 0, 0, 0, 0, 0, 0, 9]),
    (0, [60, 0, 1, 4, 0, 0, 0, 0, 43, 0, 1, 4, 0, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0]),
  ]

  @Test(arguments: chains) func readsExtensionHeaders(first: UInt8, headers: [UInt8]) throws {
    let frames = Self.conversation(version6: true).map { packet -> [UInt8] in
      let payload = headers + packet[40...]
      return Frames.ethernet(
        Array(packet[..<4]) + Frames.big16(payload.count) + [first] + packet[7..<40] + payload)
    }
    try expectConversation(frames)
  }

  /// An extension header of a type before one of the next.
  private static func header(_ type: UInt8, next: UInt8) -> [UInt8] {
    switch type {
    case 44: [next, 0, 0, 0, 0, 0, 0, 9]
    case 51: [next, 4] + [UInt8](repeating: 0, count: 22)
    default: [next, 1] + [UInt8](repeating: 0, count: 14)
    }
  }

  /// The conversation with these headers in its packets.
  private func conversation(_ first: UInt8, _ headers: [UInt8]) -> [[UInt8]] {
    Self.conversation(version6: true).map { packet in
      let payload = headers + packet[40...]
      let front = Array(packet[..<4]) + Frames.big16(payload.count)
      return Frames.ethernet(front + [first] + packet[7..<40] + payload)
    }
  }

  static let extensions: [UInt8] = [0, 43, 44, 51, 60, 135]

  @Test(arguments: extensions, extensions)
  func readsEachExtensionHeaderBehindEach(first: UInt8, second: UInt8) throws {
    let headers = Self.header(first, next: second) + Self.header(second, next: 6)
    try expectConversation(conversation(first, headers))
  }

  @Test(arguments: [31, 32, 33]) func looksThroughNoMoreThan32ExtensionHeaders(count: Int) throws {
    let headers = (1...count).flatMap { Self.header(60, next: $0 == count ? 6 : 60) }
    let sink = try readCapture(PcapFile().bytes(conversation(60, headers)))
    #expect(sink.flows.count == (count > 32 ? 0 : 1) && sink.findings.isEmpty)
  }

  @Test func readsAnAuthenticationHeaderInVersion4() throws {
    let frames = Self.conversation().map { packet -> [UInt8] in
      let payload = Self.header(51, next: 6) + packet[20...]
      let front = Array(packet[..<2]) + Frames.big16(20 + payload.count) + packet[4..<9] + [51]
      return Frames.ethernet(front + packet[10..<20] + payload)
    }
    try expectConversation(frames)
  }

  @Test func namesVersion6EndsAsUsual() throws {
    let sink = try readCapture(PcapFile.ethernet(Self.conversation(version6: true)))
    #expect(
      "\(sink.flows[0].info.client) \(sink.flows[0].info.server)" == "[2001:db8::1]:40000 [2001:db8::2]:9090")
  }

  @Test(
    arguments: [
      (0, 0, "::"), (0, 1, "::1"), (0x2001_0DB8_0000_0000, 0x0001_0000_0000_0001, "2001:db8::1:0:0:1"),
      (0x2001_0DB8_0000_0001, 0x0001_0001_0001_0001, "2001:db8:0:1:1:1:1:1"),
      (0xFE80_0000_0000_0000, 0xAB, "fe80::ab"),
      (0x0001_0000_0000_0000, 0, "1::"), (0x2001_0000_0000_0001, 0x0000_0000_0000_0001, "2001:0:0:1::1"),
    ] as [(UInt64, UInt64, String)])
  func printsVersion6AsRFC5952Says(high: UInt64, low: UInt64, text: String) {
    #expect(IPAddress(v6High: high, low: low).description == text)
  }

  @Test func knowsLoopbackAddresses() {
    #expect(IPAddress(v4: 0x7F01_0203).isLoopback && IPAddress(v6High: 0, low: 1).isLoopback)
    #expect(IPAddress(v6High: 0, low: 0xFFFF_7F00_0001).isLoopback)
    #expect(!IPAddress(v4: 0x0A00_0001).isLoopback && !IPAddress(v6High: 1, low: 1).isLoopback)
  }

  @Test func datagramsOfTwoEndsAreOneFlow() throws {
    let ask = Frames.ipv4(carries: 17, Frames.udp((5_000, 9_091), Array("ask".utf8)))
    let tell = Frames.ipv4(
      from: Frames.server, to: Frames.client, carries: 17, Frames.udp((9_091, 5_000), Array("tell".utf8)))
    let sink = try readCapture(PcapFile.ethernet([ask, tell]))
    #expect(sink.flows.count == 1 && sink.flows[0].info.transport == .udp && sink.flows[0].isClosed)
    #expect(sink.events == ["c2s datagram 3", "s2c datagram 4"] && sink.breaches.isEmpty)
  }

  @Test func anAnswerToABroadcastBelongsToIt() throws {
    let ask = Frames.ipv4(to: [10, 0, 0, 255], carries: 17, Frames.udp((5_000, 9_091), Array("ask".utf8)))
    let tell = Frames.ipv4(
      from: Frames.server, to: Frames.client, carries: 17, Frames.udp((9_091, 5_000), Array("tell".utf8)))
    let sink = try readCapture(PcapFile.ethernet([ask, tell]))
    #expect(sink.flows.count == 1 && "\(sink.flows[0].info.server)" == "10.0.0.255:9091")
    #expect(sink.events == ["c2s datagram 3", "s2c datagram 4"])
  }

  @Test(
    arguments: [
      ([255, 255, 255, 255], true), ([10, 0, 0, 255], true), ([224, 0, 0, 1], true), ([239, 1, 2, 3], true),
      ([10, 0, 0, 254], false), ([223, 0, 0, 1], false), ([240, 0, 0, 1], false), ([10, 255, 255, 1], false),
      ([0xFF, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1], true),
      ([0xFE, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255], false),
    ] as [([UInt8], Bool)])
  func anAnswerFromElsewhereBelongsToABroadcastOnly(asked: [UInt8], isBroadcast: Bool) throws {
    let frame = { (source: [UInt8], target: [UInt8], ports: (Int, Int)) -> [UInt8] in
      let datagram = Frames.udp(ports, [1, 2, 3])
      return asked.count == 4
        ? Frames.ipv4(from: source, to: target, carries: 17, datagram)
        : Frames.ipv6(from: source, to: target, carries: 17, datagram)
    }
    let (client, server) =
      asked.count == 4 ? (Frames.client, Frames.server) : (Frames.client6, Frames.server6)
    let sink = try readCapture(
      PcapFile.ethernet([frame(client, asked, (5_000, 9_091)), frame(server, client, (9_091, 5_000))]))
    #expect(sink.events == ["c2s datagram 3", isBroadcast ? "s2c datagram 3" : "c2s datagram 3"])
    #expect(sink.flows.count == (isBroadcast ? 1 : 2))
  }

  /// CAP-42: the last 64 questions are remembered.
  @Test func answersBelongToTheLast64Broadcasts() throws {
    let asks = (0..<66).map { number in
      Frames.ipv4(to: [10, 0, 0, 255], carries: 17, Frames.udp((5_000 + number, 9_091), [1]))
    }
    let tells = (0..<66).map { number in
      Frames.ipv4(
        from: Frames.server, to: Frames.client, carries: 17, Frames.udp((9_091, 5_000 + number), [1, 2]))
    }
    let sink = try readCapture(PcapFile.ethernet(asks + tells))
    let answered = sink.flows.prefix(66).map { $0.datagrams.count == 2 }
    #expect(answered == [false, false] + [Bool](repeating: true, count: 64))
    #expect(sink.flows.count == 68 && sink.breaches.isEmpty)
  }

  @Test(arguments: [0, 3, 7, 9_999]) func aDatagramHasNoMoreThanItsPacket(length: Int) throws {
    let datagram = Frames.udp((5_000, 9_091), Array("ask".utf8), length: length)
    let sink = try readCapture(PcapFile.ethernet([Frames.ipv4(carries: 17, datagram)]))
    #expect(sink.events == ["c2s datagram 3"])
  }

  @Test func cutsAreReportedPerFlow() throws {
    let frames = Self.conversation().map { Frames.ethernet($0) }
    let sink = try readCapture(PcapFile(snap: 57).bytes(frames))
    #expect(sink.text(0, .clientToServer) == "que" && sink.text(0, .serverToClient) == "ans")
    #expect(sink.events.prefix(4) == ["c2s 3", "c2s lost 5", "s2c 3", "s2c lost 3"])
    #expect(sink.findings.map(\.rule) == [.snapped])
    let headless = try readCapture(PcapFile(snap: 40).bytes(frames))
    #expect(headless.flows.isEmpty && headless.findings.map(\.rule) == [.snapped])
  }
}
