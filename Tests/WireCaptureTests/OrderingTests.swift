import TestSupport
import Testing
import WireCapture
import WireCore

/// What becomes of the segments of a connection, however the capture has them.
@Suite struct OrderingTests {
  /// What a client and a server say to each other, and a capture of it in the order of sending.
  static func conversation() -> Talk {
    var talk = Talk()
    talk.open()
    for turn in 0..<6 {
      talk.send(.clientToServer, "question \(turn) begins, ")
      talk.send(.clientToServer, "question \(turn) ends. ")
      talk.send(.serverToClient, "answer \(turn) begins, ")
      talk.send(.serverToClient, "answer \(turn) ends. ")
    }
    talk.close()
    return talk
  }

  static let whole = (0..<6).map { "question \($0) begins, question \($0) ends. " }.joined()
  static let answers = (0..<6).map { "answer \($0) begins, answer \($0) ends. " }.joined()

  static func read(_ packets: [[UInt8]], _ limits: CaptureLimits = CaptureLimits()) throws -> RecordingSink {
    let sink = try readCapture(PcapFile.ethernet(packets), limits: limits)
    #expect(sink.breaches.isEmpty)
    return sink
  }

  func expectWhole(_ sink: RecordingSink, _ comment: Comment? = nil) {
    #expect(sink.flows.count == 1, comment)
    #expect(sink.text(0, .clientToServer) == Self.whole, comment)
    #expect(sink.text(0, .serverToClient) == Self.answers, comment)
    #expect(sink.flows[0].lost.isEmpty && sink.findings.isEmpty, comment)
  }

  @Test func handsOnInOrder() throws {
    let sink = try Self.read(Self.conversation().packets)
    expectWhole(sink)
    let info = sink.flows[0].info
    #expect("\(info.client) \(info.server)" == "10.0.0.1:40000 10.0.0.2:9090")
    #expect(info.clientKnown && !info.midstream && info.transport == .tcp)
    #expect(sink.flows[0].endings == [.clientToServer: .closed, .serverToClient: .closed])
  }

  @Test(arguments: 0..<200) func acceptsSegmentsInAnyOrderNearTheirPlace(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var packets = Self.conversation().packets
    for index in packets.indices.dropFirst(3) {
      packets.swapAt(index, min(packets.count - 1, index + Int.random(in: 0...4, using: &random)))
    }
    expectWhole(try Self.read(packets), "seed \(seed)")
  }

  /// With the least limits a capture in any order is read to its end, whatever is lost.
  @Test(arguments: 0..<50) func readsOnWhereNothingIsHeld(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let packets = Self.conversation().packets.shuffled(using: &random)
    let sink = try Self.read(packets, CaptureLimits(heldBytes: 1))
    #expect(!sink.flows.isEmpty)
  }

  /// SYN apart, which tells who began: each packet up to four places late, those of the handshake too.
  @Test(arguments: 0..<200) func acceptsTheHandshakeLate(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let packets = Self.conversation().packets
    let late = packets.indices.dropFirst().map { ($0, $0 + Int.random(in: 0...4, using: &random)) }
    let order = [0] + late.sorted { ($0.1, $0.0) < ($1.1, $1.0) }.map(\.0)
    expectWhole(try Self.read(order.map { packets[$0] }), "seed \(seed)")
  }

  /// An acknowledgement tells of a place in a direction before any packet of it is there.
  @Test(arguments: [[0, 2, 3, 4, 7, 1, 5, 6], [0, 2, 3, 4, 7, 5, 1, 6], [0, 7, 5, 6, 1, 2, 3, 4]])
  func aDirectionBeginsBeforeWhatWasAcknowledgedFirst(first: [Int]) throws {
    let packets = Self.conversation().packets
    expectWhole(try Self.read(first.map { packets[$0] } + packets.dropFirst(first.count)))
  }

  /// The beginning is not in the capture: what came before the first acknowledgement is taken where it still comes.
  @Test func aRetransmissionBeforeTheFirstAcknowledgementIsRead() throws {
    var talk = Talk()
    talk.packets = [talk.packet(.clientToServer)]
    talk.packets.append(talk.packet(.serverToClient, Array("again ".utf8), sequence: 4_994))
    talk.send(.serverToClient, "and on")
    let sink = try Self.read(talk.packets)
    #expect(sink.text(0, .serverToClient) == "again and on" && sink.flows[0].lost.isEmpty)
  }

  /// One byte before that place is a keep-alive probe, of any content; so is what is too far away.
  @Test(arguments: [4_999, 5_000 &- (1 << 20) &- 1] as [UInt32])
  func probesBeforeTheFirstAcknowledgementAreNot(sequence: UInt32) throws {
    var talk = Talk()
    talk.packets = [talk.packet(.clientToServer)]
    talk.packets.append(talk.packet(.serverToClient, [0x58], sequence: sequence))
    talk.send(.serverToClient, "on")
    let sink = try Self.read(talk.packets)
    #expect(sink.text(0, .serverToClient) == "on" && sink.flows[0].lost.isEmpty)
  }

  @Test(arguments: 0..<200) func acceptsAnyOrderAfterTheHandshakeWithRepetitions(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let all = Self.conversation().packets
    var rest = Array(all.dropFirst(3))
    rest += rest.indices.compactMap { Bool.random(using: &random) ? rest[$0] : nil }
    rest.shuffle(using: &random)
    let sink = try Self.read(Array(all.prefix(3)) + rest, CaptureLimits(reorderPackets: 1_000))
    expectWhole(sink, "seed \(seed)")
  }

  @Test(arguments: 0..<100) func acceptsOtherCutsOnRetransmission(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var talk = Talk()
    talk.open()
    let bytes = (0..<600).map { UInt8(truncatingIfNeeded: $0 * 7 + $0 / 256) }
    let base: UInt32 = 1_001
    var packets: [[UInt8]] = []
    for _ in 0..<120 {
      let start = Int.random(in: 0..<600, using: &random)
      let end = min(600, start + Int.random(in: 1...90, using: &random))
      packets.append(talk.packet(.clientToServer, Array(bytes[start..<end]), sequence: base + UInt32(start)))
    }
    for start in stride(from: 0, to: 600, by: 50) {
      packets.append(
        talk.packet(.clientToServer, Array(bytes[start..<start + 50]), sequence: base + UInt32(start)))
    }
    let sink = try Self.read(talk.packets + packets)
    #expect(sink.flows[0].streams[.clientToServer] == bytes)
    #expect(sink.findings.isEmpty && sink.flows[0].lost.isEmpty)
  }

  @Test func answersComeAfterWhatTheyAnswerEvenWhereTheCaptureHasThemBefore() throws {
    var talk = Talk()
    talk.open()
    talk.send(.clientToServer, "ask")
    talk.send(.serverToClient, "tell")
    talk.packets.swapAt(3, 4)
    let sink = try Self.read(talk.packets)
    #expect(sink.events.prefix(2) == ["c2s 3", "s2c 4"])
  }

  @Test func reportsBytesThatWereAcknowledgedAndNeverSeen() throws {
    var talk = Talk()
    talk.open()
    talk.send(.clientToServer, "seen")
    talk.skip(.clientToServer, 100)
    talk.send(.serverToClient, "answer to what is lost")
    for _ in 0..<40 { talk.send(.clientToServer, "x") }
    let sink = try Self.read(talk.packets)
    #expect(sink.events.prefix(3) == ["c2s 4", "c2s lost 100", "s2c 22"])
    #expect(sink.text(0, .clientToServer) == "seen" + String(repeating: "x", count: 40))
    let finding = try #require(sink.findings(.missingBytes).first)
    #expect(sink.findings.count == 1 && finding.detail.hasPrefix("100 bytes from 10.0.0.1:40000 "))
  }

  @Test func waitsForARetransmissionThatComesLate() throws {
    var talk = Talk()
    talk.open()
    let late = talk.packet(.clientToServer, Array("late ".utf8))
    talk.skip(.clientToServer, 5)
    for turn in 0..<200 {
      talk.packets.append(talk.packet(.clientToServer, [UInt8(turn)])); talk.skip(.clientToServer, 1)
    }
    talk.packets.append(late)
    talk.close()
    let sink = try Self.read(talk.packets)
    #expect(sink.flows[0].streams[.clientToServer] == Array("late ".utf8) + (0..<200).map { UInt8($0) })
    #expect(sink.findings.isEmpty)
  }

  @Test func givesUpWhenTooMuchIsHeld() throws {
    var talk = Talk()
    talk.open()
    talk.skip(.clientToServer, 10)
    for _ in 0..<20 { talk.send(.clientToServer, [UInt8](repeating: 7, count: 100)) }
    let held = try Self.read(talk.packets, CaptureLimits(heldBytes: 500))
    let events = held.events
    #expect(events.first == "c2s lost 10" && events.count == 23)
    #expect(held.flows[0].streams[.clientToServer]?.count == 2_000)
    let many = try Self.read(talk.packets, CaptureLimits(heldSegments: 3))
    #expect(many.events == events)
  }

  @Test func reportsWhatIsMissingAtTheEnd() throws {
    var talk = Talk()
    talk.open()
    talk.skip(.serverToClient, 3)
    talk.send(.serverToClient, "after")
    let sink = try Self.read(talk.packets)
    #expect(sink.events == ["s2c lost 3", "s2c 5", "c2s unseen", "s2c unseen"])
  }

  @Test func saysBeforeWhichPacketBytesAreMissing() throws {
    var talks = [Talk(clientPort: 40_000), Talk(clientPort: 40_001)]
    for index in talks.indices {
      talks[index].open()
      talks[index].skip(.serverToClient, 3)
    }
    var packets = talks.flatMap(\.packets)
    for index in talks.indices {
      talks[index].send(.serverToClient, "after")
      packets += talks[index].packets.suffix(1)
    }
    packets.append(Frames.ipv4(carries: 17, Frames.udp((1, 2), [3])))
    let sink = try Self.read(packets)
    #expect(sink.findings.map(\.rule) == [.missingBytes, .missingBytes])
    #expect(sink.findings.map(\.packet) == [7, 8])
  }

  @Test func sequenceNumbersWrapAround() throws {
    var talk = Talk()
    talk.next = [.clientToServer: UInt32.max - 30, .serverToClient: UInt32.max - 10]
    talk.open()
    for turn in 0..<6 {
      talk.send(.clientToServer, "question \(turn) begins, question \(turn) ends. ")
      talk.send(.serverToClient, "answer \(turn) begins, answer \(turn) ends. ")
    }
    talk.close()
    expectWhole(try Self.read(talk.packets))
  }

  @Test func firstBytesWinAndTheDifferenceIsReported() throws {
    var talk = Talk()
    talk.open()
    let forged = talk.packet(.clientToServer, Array("rm -r /".utf8))
    talk.send(.clientToServer, "ls -l /")
    talk.packets.append(forged)
    talk.close()
    let sink = try Self.read(talk.packets)
    #expect(sink.text(0, .clientToServer) == "ls -l /")
    #expect(sink.findings.map(\.rule) == [.conflictingBytes] && sink.findings.first?.packet == 5)
  }

  @Test func firstBytesWinAmongThoseHeldToo() throws {
    var talk = Talk()
    talk.open()
    talk.packets.append(talk.packet(.clientToServer, Array("DEF".utf8), sequence: 1_004))
    talk.packets.append(talk.packet(.clientToServer, Array("abcdef".utf8), sequence: 1_001))
    let sink = try Self.read(talk.packets)
    #expect(sink.text(0, .clientToServer) == "abcDEF")
    #expect(sink.findings.map(\.rule) == [.conflictingBytes])
  }

  @Test func keepAliveProbesCarryNothing() throws {
    var talk = Talk()
    talk.open()
    talk.send(.clientToServer, "before ")
    for garbage: [UInt8] in [[], [0], [0xFF]] {
      talk.packets.append(talk.packet(.clientToServer, garbage, sequence: 1_007))
      talk.send(.serverToClient)
    }
    talk.send(.clientToServer, "after")
    let sink = try Self.read(talk.packets)
    #expect(sink.text(0, .clientToServer) == "before after")
    #expect(sink.findings.isEmpty)
  }

  @Test func zeroWindowProbesCarryTheNextByte() throws {
    var talk = Talk()
    talk.open()
    for _ in 0..<3 { talk.packets.append(talk.packet(.clientToServer, Array("p".utf8))) }
    talk.send(.clientToServer, "probed")
    let sink = try Self.read(talk.packets)
    #expect(sink.text(0, .clientToServer) == "probed" && sink.findings.isEmpty)
  }
}
