import Testing
import WireCapture
import WireCore

/// Where connections begin and end, and who opened them.
@Suite struct ConnectionTests {
  private func read(_ packets: [[UInt8]], _ limits: CaptureLimits = CaptureLimits()) throws -> RecordingSink {
    try OrderingTests.read(packets, limits)
  }

  @Test func aCaptureMayBeginInsideAConnection() throws {
    var talk = Talk()
    talk.send(.serverToClient, "half an answer")
    talk.send(.clientToServer, "question")
    let sink = try read(talk.packets)
    #expect(sink.flows[0].info.midstream && !sink.flows[0].info.clientKnown)
    #expect(sink.flows[0].info.client.port == 40_000)
    #expect(sink.text(0, .serverToClient) == "half an answer" && sink.text(0, .clientToServer) == "question")
    #expect(sink.findings.map(\.rule) == [.midstream])
  }

  @Test(arguments: [(9_090, 4_000, 4_000), (40_000, 9_540, 40_000), (18_861, 5_000, 5_000)])
  func guessesTheClientByThePorts(first: Int, second: Int, client: UInt16) throws {
    var talk = Talk(clientPort: first, serverPort: second)
    talk.send(.clientToServer, "a")
    #expect(try read(talk.packets).flows[0].info.client.port == client)
  }

  /// CAP-52: the ports of name servers, registries and servers, whichever end comes first, and though the other port is lower.
  @Test(arguments: [9_090, 9_091, 7_766, 7_767, 18_811, 18_812, 18_821, 18_861, 18_871], [true, false])
  func knowsTheServersPorts(port: Int, isFirst: Bool) throws {
    for other in [4_000, port - 1, port + 1, 60_000] where !Self.servers.contains(other) {
      var talk = Talk(clientPort: isFirst ? port : other, serverPort: isFirst ? other : port)
      talk.send(.clientToServer, "a")
      #expect(try read(talk.packets).flows[0].info.client.port == UInt16(other))
    }
  }

  private static let servers = [9_090, 9_091, 7_766, 7_767, 18_811, 18_812, 18_821, 18_861, 18_871]

  @Test func aHandshakeAnswerAloneSaysWhoTheClientIs() throws {
    var talk = Talk(clientPort: 9_090, serverPort: 40_000)
    talk.open()
    talk.packets.removeFirst()
    talk.send(.serverToClient, "a")
    let info = try read(talk.packets).flows[0].info
    #expect(info.client.port == 9_090 && info.clientKnown && !info.midstream)
  }

  @Test func bytesMayComeWithTheHandshake() throws {
    var talk = Talk()
    talk.send(.clientToServer, flags: Talk.syn, Array("early ".utf8))
    talk.send(.serverToClient, flags: Talk.syn | Talk.ack)
    talk.send(.clientToServer, "late")
    let sink = try read(talk.packets)
    #expect(sink.text(0, .clientToServer) == "early late" && sink.findings.isEmpty)
  }

  @Test func bothMayOpenAtOnce() throws {
    var talk = Talk()
    talk.send(.clientToServer, flags: Talk.syn)
    talk.send(.serverToClient, flags: Talk.syn)
    talk.packets.append(talk.packet(.clientToServer, flags: Talk.syn | Talk.ack, sequence: 1_000))
    talk.packets.append(talk.packet(.serverToClient, flags: Talk.syn | Talk.ack, sequence: 5_000))
    talk.send(.clientToServer, "hello")
    talk.send(.serverToClient, "hi")
    let sink = try read(talk.packets)
    #expect(sink.flows.count == 1 && sink.flows[0].info.client.port == 40_000)
    #expect(sink.text(0, .clientToServer) == "hello" && sink.text(0, .serverToClient) == "hi")
  }

  @Test func aHandshakeMayBeRepeated() throws {
    var talk = Talk()
    talk.open()
    talk.packets.insert(talk.packets[0], at: 1)
    talk.packets.insert(talk.packets[2], at: 3)
    talk.send(.clientToServer, "a")
    talk.packets.append(talk.packets[0])
    talk.send(.clientToServer, "b")
    let sink = try read(talk.packets)
    #expect(sink.flows.count == 1 && sink.text(0, .clientToServer) == "ab" && sink.findings.isEmpty)
  }

  @Test(arguments: [true, false]) func portsMayBeUsedAgain(isClosed: Bool) throws {
    var first = Talk()
    first.open()
    first.send(.clientToServer, "one")
    if isClosed { first.close() }
    var second = Talk()
    second.next = [.clientToServer: 70_000, .serverToClient: 90_000]
    second.open()
    second.send(.clientToServer, "two")
    second.close()
    let sink = try read(first.packets + second.packets)
    #expect(sink.flows.count == 2 && sink.findings.isEmpty)
    #expect(sink.text(0, .clientToServer) == "one" && sink.text(1, .clientToServer) == "two")
    #expect(sink.flows[0].endings[.clientToServer] == (isClosed ? .closed : .unseen))
    #expect(sink.flows[1].endings[.clientToServer] == .closed)
  }

  @Test func lateRetransmissionsBeginNoConnection() throws {
    var talk = OrderingTests.conversation()
    talk.packets += talk.packets[3...]
    #expect(try read(talk.packets).flows.count == 1)
  }

  @Test func aResetEndsBothDirections() throws {
    var talk = Talk()
    talk.open()
    talk.send(.clientToServer, "a")
    talk.send(.serverToClient, flags: Talk.rst | Talk.ack)
    talk.send(.clientToServer, "ignored")
    let sink = try read(talk.packets)
    #expect(sink.events == ["c2s 1", "c2s reset", "s2c reset"])
  }

  @Test func aResetFarFromTheStreamIsNotBelieved() throws {
    var talk = Talk()
    talk.open()
    talk.packets.append(talk.packet(.serverToClient, flags: Talk.rst, sequence: 0x7000_0000))
    talk.send(.clientToServer, "a")
    talk.close()
    #expect(try read(talk.packets).events == ["c2s 1", "c2s closed", "s2c closed"])
  }

  @Test func oneDirectionMayGoOnAfterTheOtherEnds() throws {
    var talk = Talk()
    talk.open()
    talk.send(.clientToServer, flags: Talk.fin | Talk.ack, Array("last".utf8))
    talk.send(.serverToClient, "still")
    talk.send(.serverToClient, flags: Talk.fin | Talk.ack)
    #expect(try read(talk.packets).events == ["c2s 4", "c2s closed", "s2c 5", "s2c closed"])
  }

  @Test func aFinIsWaitedForUntilItsTurn() throws {
    var talk = Talk()
    talk.open()
    talk.send(.clientToServer, "ab")
    talk.send(.clientToServer, flags: Talk.fin | Talk.ack, Array("cd".utf8))
    talk.packets.swapAt(3, 4)
    #expect(try read(talk.packets).events == ["c2s 2", "c2s 2", "c2s closed", "s2c unseen"])
  }

  @Test(arguments: [true, false]) func whatIsSentBehindAFinIsNoPartOfTheStream(finIsFirst: Bool) throws {
    var talk = Talk()
    talk.open()
    talk.send(.serverToClient, "early")
    // A FIN after "ab", in a packet that answers what the server sends later, and data across that place.
    let fin = talk.packet(
      .clientToServer, flags: Talk.fin | Talk.ack, Array("ab".utf8), acknowledgement: 5_000 + 1 + 5 + 4)
    let across = talk.packet(.clientToServer, Array("abcd".utf8), acknowledgement: 5_000 + 1 + 5 + 4)
    let far = talk.packet(.clientToServer, Array("far".utf8), sequence: 1_000 + 1 + 50)
    talk.packets += finIsFirst ? [fin, across, far] : [across, far, fin]
    talk.send(.serverToClient, "late")
    talk.skip(.clientToServer, 3)
    talk.send(.serverToClient, flags: Talk.fin | Talk.ack)
    let sink = try readCapture(PcapFile.ethernet(talk.packets))
    #expect(sink.breaches.isEmpty && sink.findings.isEmpty && sink.flows[0].lost.isEmpty)
    #expect(sink.text(0, .clientToServer) == "ab" && sink.text(0, .serverToClient) == "earlylate")
  }

  @Test func anUnseenFinIsNoMissingByte() throws {
    var talk = Talk()
    talk.open()
    talk.send(.clientToServer, "a")
    talk.skip(.clientToServer, 1)
    talk.send(.serverToClient, "b")
    let sink = try read(talk.packets)
    #expect(sink.text(0, .serverToClient) == "b" && sink.findings.isEmpty && sink.flows[0].lost.isEmpty)
  }

  @Test func ofAConnectionWithOneDirectionCapturedTheOtherIsMissing() throws {
    var talk = Talk()
    talk.open()
    talk.send(.clientToServer, "ask")
    for turn in 0..<60 {
      talk.skip(.serverToClient, 10)
      talk.send(.clientToServer, "next \(turn % 10)")
    }
    talk.packets.remove(at: 1)
    let sink = try read(talk.packets)
    #expect(sink.text(0, .clientToServer).count == 3 + 60 * 6)
    #expect(sink.flows[0].lost[.serverToClient]?.reduce(0, +) == 600)
    #expect(sink.findings.map(\.rule) == [.missingBytes])
  }

  @Test func connectionsWithoutBytesAreNotReported() throws {
    var talk = Talk()
    talk.open()
    talk.close()
    var refused = Talk(clientPort: 40_001)
    refused.send(.clientToServer, flags: Talk.syn)
    refused.send(.serverToClient, flags: Talk.rst | Talk.ack)
    let sink = try read(talk.packets + refused.packets)
    #expect(sink.flows.isEmpty && sink.events.isEmpty && sink.findings.isEmpty)
  }

  @Test func theQuietestConnectionGoesWhenThereAreTooMany() throws {
    var packets: [[UInt8]] = []
    var busy = Talk(clientPort: 30_000)
    busy.open()
    for port in 0..<50 {
      var talk = Talk(clientPort: 40_000 + port)
      talk.open()
      talk.send(.clientToServer, "x")
      packets += talk.packets
      busy.send(.clientToServer, "y")
      packets += busy.packets
      busy.packets = []
    }
    let sink = try read(packets, CaptureLimits(flows: 8))
    let flows = sink.flows.filter { $0.info.client.port == 30_000 }
    #expect(sink.flows.count == 51 && flows.count == 1)
    #expect(flows.first?.streams[.clientToServer]?.count == 50)
    #expect(sink.flows.allSatisfy { $0.info.id.slot < 8 && $0.isClosed })
  }
}
