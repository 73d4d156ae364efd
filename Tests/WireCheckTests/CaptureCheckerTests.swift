import PyroWire
import Testing
import WireCapture
import WireCore

@testable import WireCheck

/// The checker fed by hand: the rules that need addresses, or whole connections.
@Suite struct CaptureCheckerTests {
  /// A checker and one flow in it.
  private struct Bench {
    var checker: CaptureChecker<NoObserver>
    let flow: FlowInfo
    var packet = 1

    init(
      _ options: CheckOptions = CheckOptions(keepsMessages: true), client: UInt32 = 0x7F00_0001,
      server: UInt32 = 0x7F00_0001, clientKnown: Bool = true, transport: FlowInfo.Transport = .tcp
    ) {
      checker = CaptureChecker(options, observer: NoObserver())
      flow = FlowInfo(
        id: FlowID(number: 0, slot: 0), transport: transport,
        client: Endpoint(IPAddress(v4: client), port: 40_000),
        server: Endpoint(IPAddress(v4: server), port: 9_090), clientKnown: clientKnown,
        midstream: !clientKnown)
      checker.opened(flow, at: PacketStamp(number: 1))
    }

    mutating func send(_ bytes: [UInt8], from direction: Direction) {
      packet += 1
      checker.received(bytes.span, of: flow.id, from: direction, in: PacketStamp(number: packet))
    }

    mutating func datagram(_ bytes: [UInt8], from direction: Direction) {
      packet += 1
      checker.datagram(bytes.span, of: flow.id, from: direction, in: PacketStamp(number: packet))
    }

    /// Closes both directions, and reports.
    mutating func report() -> CaptureReport {
      for direction in Direction.allCases {
        checker.ended(flow.id, direction, because: .closed, in: PacketStamp(number: packet))
      }
      checker.closed(flow.id)
      return checker.report(path: "x", packets: packet, bytes: 0)
    }
  }

  /// A message of Pyro 5 with a serpent payload.
  private func message(_ type: UInt8, sequence: UInt8 = 0, _ payload: String) -> [UInt8] {
    let text = Array(payload.utf8)
    var header: [UInt8] = Array("PYRO".utf8) + [1, 0xF6, type, 1, 0, 0, 0, sequence, 0, 0]
    header += [UInt8(text.count >> 8), UInt8(text.count & 0xFF), 0, 0, 0, 0]
    header += [UInt8](repeating: 0, count: 18) + [0x4D, 0xC5]
    return header + text
  }

  /// A CONNECT of Pyro 4 with a serpent payload and a right checksum.
  private func connect4(version: UInt8) -> [UInt8] {
    let text = Array("{'handshake':'hello','object':'x'}".utf8)
    var header: [UInt8] = Array("PYRO".utf8) + [0, version, 0, 1, 0, 16, 0, 0, 0, 0, 0, UInt8(text.count)]
    header += [0, 1, 0, 0, 0, 0]
    let sum = 0x34E9 + Int(version) + 1 + 16 + text.count + 1
    return header + [UInt8(sum >> 8), UInt8(sum & 0xFF)] + text
  }

  /// A version that no Pyro has is told from what only one of them writes.
  @Test(arguments: [(48, []), (49, [.badVersion]), (99, [.badVersion])] as [(UInt8, [Rule])])
  func knowsPyro4ByItsChecksum(version: UInt8, faults: [Rule]) {
    var bench = Bench()
    bench.send(connect4(version: version), from: .clientToServer)
    let report = bench.report()
    #expect(report.flows.map(\.spoken) == [.pyro4])
    #expect(report.findings.filter { $0.severity > .note }.map(\.rule) == faults)
  }

  private func rules(_ report: CaptureReport) -> Set<Rule> { Set(report.findings.map(\.rule)) }

  @Test(
    arguments: [
      (0x7F00_0001, 0x7F00_0001, Rule.Severity.note), (0x0A00_0001, 0x0A00_0002, .warning),
      (0x7F00_0001, 0x0A00_0002, .warning),
    ] as [(UInt32, UInt32, Rule.Severity)])
  func weighsCleartextByTheAddresses(client: UInt32, server: UInt32, severity: Rule.Severity) {
    var bench = Bench(client: client, server: server)
    bench.send(message(1, "{'handshake':'hello','object':'x'}"), from: .clientToServer)
    let findings = bench.report().findings.filter { $0.rule == .cleartext }
    #expect(findings.map(\.severity) == [severity])
  }

  @Test func turnsAFlowWhoseEndsWereMistaken() {
    var bench = Bench(clientKnown: false)
    bench.send(Array("the rest of something ".utf8) + message(5, sequence: 1, "1"), from: .clientToServer)
    bench.send(message(4, sequence: 2, "('o','m',(),{})"), from: .serverToClient)
    bench.send(message(5, sequence: 2, "None"), from: .clientToServer)
    let flow = bench.report().flows[0]
    #expect(flow.client.port == 9_090)
    #expect(flow.server.port == 40_000)
    #expect(flow.messages?.map(\.message.direction) == [.serverToClient, .clientToServer, .serverToClient])
    #expect(flow.messages?.map(\.message.kind) == ["RESULT", "INVOKE", "RESULT"])
  }

  @Test func readsOnAfterALossBeforeAnythingWasRecognised() {
    var bench = Bench()
    bench.send(Array("PYR".utf8), from: .clientToServer)
    bench.checker.lost(100, of: bench.flow.id, from: .clientToServer, before: PacketStamp(number: 2))
    bench.send(message(4, sequence: 7, "('o','m',(),{})"), from: .clientToServer)
    let report = bench.report()
    #expect(report.flows[0].messages?.map(\.message.kind) == ["INVOKE"])
    #expect(!rules(report).contains(.noHandshake))
  }

  @Test func takesTheInterruptOfADaemonToItself() {
    var bench = Bench()
    bench.send([UInt8](repeating: 0x21, count: 16), from: .clientToServer)
    let report = bench.report()
    #expect(report.flows[0].messages?.map(\.message.kind) == ["SHUTDOWN_INTERRUPT"])
    #expect(report.findings.isEmpty)
  }

  /// Releases up to 4.41 greet, or refuse, what has woken them.
  @Test(arguments: [(Pyro4MessageType.connectOK, UInt16(47), #""ok""#), (.connectFail, 48, #""no""#)])
  func readsTheAnswerToTheInterrupt(type: Pyro4MessageType, version: UInt16, text: String) throws {
    var bench = Bench()
    bench.send([UInt8](repeating: 0x21, count: 16), from: .clientToServer)
    let answer = Pyro4Message(
      version: version, type: type, serializer: .json, sequence: 0, payload: Array(text.utf8))
    let bytes = try Pyro4Encoder().encode(answer)
    for byte in bytes { bench.send([byte], from: .serverToClient) }
    let report = bench.report()
    let messages = report.flows[0].messages ?? []
    #expect(
      messages.map(\.message.kind) == [
        "SHUTDOWN_INTERRUPT", type == .connectOK ? "CONNECTOK" : "CONNECTFAIL",
      ])
    #expect(messages.map(\.message.index) == [0, 1] && messages.map(\.packet) == [2, bytes.count + 2])
    #expect(report.flows[0].spoken == .pyro4)
    #expect(report.findings.allSatisfy { $0.severity == .note })
  }

  /// More of the same direction tells nothing, and is none of a daemon's.
  @Test func readsNoAnswerFromWhoHasSentTheInterrupt() {
    var bench = Bench()
    bench.send([UInt8](repeating: 0x21, count: 16), from: .clientToServer)
    bench.send(connect4(version: 48), from: .clientToServer)
    let report = bench.report()
    #expect(report.flows[0].messages?.map(\.message.kind) == ["SHUTDOWN_INTERRUPT"])
    #expect(report.findings.isEmpty)
  }

  /// GETROOT of RPyC 6, and an answer to it.
  private static let getRoot: [UInt8] = [0, 0, 0, 8, 0, 1, 0x11, 0x50, 0x11, 0x53, 0x11, 0x51, 2, 0x0A]
  private static let root: [UInt8] = {
    // (2, (0, (4, ("S", 1, 2))))
    let data: [UInt8] = [2, 0x11, 0x50, 0x11, 0x54, 0x12, 0x0E, 1, 0x53, 0x51, 0x52]
    return [0, 0, 0, UInt8(data.count), 0] + data + [0x0A]
  }()

  /// REP-39: a word that an authenticator asks for, from either end, in one piece with the first frame or not.
  @Test(arguments: [Direction.clientToServer, .serverToClient], [1, 2, 5])
  func passesOverWhatAnAuthenticatorWants(sender: Direction, piece: Int) {
    var bench = Bench()
    let word = Array("Ma6ik".utf8)
    if sender == .clientToServer {
      let all = word + Self.getRoot
      for start in stride(from: 0, to: all.count, by: piece) {
        bench.send(Array(all[start..<min(all.count, start + piece)]), from: .clientToServer)
      }
      bench.send(Self.root, from: .serverToClient)
    } else {
      bench.send(Array(word.prefix(piece)), from: .serverToClient)
      bench.send(Self.getRoot, from: .clientToServer)
      bench.send(word.dropFirst(piece) + Self.root, from: .serverToClient)
    }
    let report = bench.report()
    #expect(report.flows[0].messages?.map(\.message.kind) == ["REQUEST", "REPLY"])
    #expect(report.verdict == .conformant && rules(report) == [.cleartext, .unknownProtocol])
    let who = sender == .clientToServer ? "client" : "server"
    #expect(
      report.findings.first { $0.rule == .unknownProtocol }?.detail
        == "the first 5 bytes of the \(who) are no RPyC: an authenticator's, most likely")
  }

  /// What comes in place of a frame and could be one is a damaged frame; and a frame must come at last.
  @Test func passesOverNothingElse() {
    let word = Array("Ma6ik".utf8)
    let unended = word + Self.getRoot.dropLast() + [0x0B]
    let long = [UInt8](repeating: 0x58, count: 2_049 - Self.root.count)
    let fronts: [([UInt8], Rule)] = [
      ([0, 0, 0, 2, 0, 9, 0x11, 0x0A] + Self.getRoot, .unknownMessageType), (word, .resourceLimit),
      (unended, .resourceLimit), (long, .resourceLimit),
    ]
    for (bytes, rule) in fronts {
      var bench = Bench()
      bench.send(bytes, from: .clientToServer)
      bench.send(Self.root, from: .serverToClient)
      bench.send(Self.getRoot, from: .clientToServer)
      let found = rules(bench.report())
      // A whole frame follows the word in the end.
      let isWord = bytes == word || bytes == unended
      #expect(found.contains(rule) != isWord && found.contains(.unknownProtocol) == isWord)
    }
  }

  @Test func doesNotTakeTheInterruptFromElsewhere() {
    var bench = Bench(client: 0x0A00_0001)
    bench.send([UInt8](repeating: 0x21, count: 16), from: .clientToServer)
    let report = bench.report()
    #expect(report.flows[0].spoken == .unknown)
    #expect(rules(report) == [.unknownProtocol])
    #expect(report.verdict == .undetermined)
  }

  @Test func tellsAShortConnectionOfAnotherProtocolAtItsEnd() {
    var bench = Bench()
    bench.send(Array("GET / HTTP/1.1\r\n\r\n".utf8), from: .clientToServer)
    let report = bench.report()
    #expect(report.flows[0].spoken == .unknown && report.flows[0].messageCount == 0)
    #expect(rules(report) == [.unknownProtocol])
  }

  @Test func decidesOnAFlowThatClosesWithoutItsEnds() {
    var bench = Bench()
    bench.send(Array("PYRO".utf8), from: .clientToServer)
    bench.checker.closed(bench.flow.id)
    let report = bench.checker.report(path: "x", packets: 1, bytes: 0)
    #expect(report.flows.map(\.spoken) == [.pyro5] && rules(report).contains(.cleartext))
  }

  /// Of a version that no Pyro has, Pyro 3 is known by the size of its header.
  @Test(arguments: [(18, .pyro3), (17, .pyro5)] as [(UInt8, SpokenProtocol)])
  func knowsPyro3ByTheSizeOfItsHeader(size: UInt8, spoken: SpokenProtocol) {
    var bench = Bench()
    let header = Array("PYRO".utf8) + [0, 9, 0, size] + [UInt8](repeating: 0, count: 10)
    bench.send(header, from: .clientToServer)
    let report = bench.report()
    #expect(report.flows.map(\.spoken) == [spoken] && report.flows[0].dialect == "9")
    #expect(spoken == .pyro5 || rules(report).contains(.badVersion))
  }

  @Test func countsTheKindsBeyondTheLimitTogether() {
    let flow = CheckedFlow(Bench().flow)
    for number in 0..<40 { flow.count("kind \(number)") }
    for number in [0, 31, 39] { flow.count("kind \(number)") }
    #expect(flow.kinds.map(\.kind) == (0..<32).map { "kind \($0)" })
    #expect(flow.kinds.map(\.count) == [2] + [Int](repeating: 1, count: 30) + [1 + 8 + 2])
    #expect(flow.report(withMessages: false).messageCount == 43)
  }

  @Test func givesUpOnWhatNobodyRecognises() {
    var bench = Bench()
    bench.send([UInt8](repeating: 0x55, count: 4_000), from: .clientToServer)
    bench.send(message(1, "{}"), from: .serverToClient)
    let report = bench.report()
    #expect(report.flows[0].spoken == .unknown)
    #expect(report.flows[0].messageCount == 0)
  }

  @Test func namesTheConnectionThatWasCutInItsFirstHeader() {
    var bench = Bench()
    bench.send(Array("PYRO".utf8), from: .clientToServer)
    let report = bench.report()
    #expect(report.flows[0].spoken == .pyro5)
    #expect(rules(report).contains(.truncatedStream))
  }

  @Test func reportsOldTLS() {
    var bench = Bench(client: 0x0A00_0001)
    bench.send(
      [22, 3, 1, 0, 42, 1, 0, 0, 38, 3, 1] + [UInt8](repeating: 0, count: 36), from: .clientToServer)
    var hello: [UInt8] = [22, 3, 1, 0, 42, 2, 0, 0, 38, 3, 1]
    hello += [UInt8](repeating: 0, count: 36)
    bench.send(hello, from: .serverToClient)
    let report = bench.report()
    #expect(report.flows[0].spoken == .tls)
    #expect(report.flows[0].dialect == "1.0")
    #expect(rules(report) == [.encrypted, .oldTls])
    #expect(report.verdict == .undetermined)
  }

  @Test func readsTheBroadcastsOfNameServers() {
    var bench = Bench(server: 0x7FFF_FFFF, transport: .udp)
    bench.datagram(Array("GET_NSURI".utf8), from: .clientToServer)
    bench.datagram(Array("PYRO:Pyro.NameServer@127.0.0.1:9090".utf8), from: .serverToClient)
    let report = bench.report()
    #expect(report.flows[0].spoken == .nameServerBroadcast)
    #expect(report.flows[0].messages?.map(\.message.kind) == ["NS_BROADCAST_LOOKUP", "NS_BROADCAST_REPLY"])
    #expect(rules(report) == [.nameserverOpen])
  }

  @Test func readsTheBroadcastsOfPyro3() {
    var bench = Bench(server: 0x7FFF_FFFF, transport: .udp)
    bench.datagram(Array("location".utf8), from: .clientToServer)
    bench.datagram(Array("PYRO://127.0.0.1:9090/7f0000012a2f18c8".utf8), from: .serverToClient)
    bench.datagram(Array("shutdown".utf8), from: .clientToServer)
    let report = bench.report()
    #expect(report.flows[0].spoken == .nameServerBroadcast)
    #expect(
      report.flows[0].messages?.map(\.message.kind)
        == ["NS_BROADCAST_LOOKUP", "NS_BROADCAST_REPLY", "NS_BROADCAST_SHUTDOWN"])
    #expect(report.findings.map(\.severity) == [.note, .warning])
    #expect(rules(report) == [.nameserverOpen])
  }

  @Test func readsTheRegistryOfRPyC() {
    var bench = Bench(transport: .udp)
    bench.datagram([0x12, 0x08, 0x0D, 0x52, 0x50, 0x59, 0x43, 0x08, 0x0C, 0x51, 0x02], from: .clientToServer)
    bench.datagram([0x02], from: .serverToClient)
    let report = bench.report()
    #expect(report.flows[0].spoken == .rpyc)
    #expect(report.flows[0].messages?.map(\.message.kind) == ["REGISTRY", "REGISTRY"])
    #expect(rules(report) == [.nameserverOpen])
  }

  /// RPYC-60: ("RPYC", "QUERY", ("FOO",)) from a Python 3, and from a Python 2.
  @Test(
    arguments: [
      [0x12, 0x08, 0x0D, 0x52, 0x50, 0x59, 0x43, 0x08, 0x0E, 5] + Array("QUERY".utf8) + [0x10, 0x08, 0x0C]
        + Array("FOO".utf8),
      [0x12, 0x0D, 0x52, 0x50, 0x59, 0x43, 0x0E, 5] + Array("QUERY".utf8) + [0x10, 0x0C] + Array("FOO".utf8),
    ] as [[UInt8]], [1, 5, 64])
  func readsAConnectionToARegistry(request: [UInt8], piece: Int) {
    var bench = Bench()
    for start in stride(from: 0, to: request.count, by: piece) {
      bench.send(Array(request[start..<min(request.count, start + piece)]), from: .clientToServer)
    }
    let asked = bench.packet
    // ()
    bench.send([0x02], from: .serverToClient)
    bench.send([0x02], from: .serverToClient)
    let report = bench.report()
    #expect(report.flows[0].spoken == .rpyc)
    #expect(report.flows[0].messages?.map(\.message.kind) == ["REGISTRY", "REGISTRY"])
    #expect(report.flows[0].messages?.map(\.message.payloadLength) == [request.count, 1])
    #expect(report.flows[0].messages?.map(\.packet) == [asked, asked + 1])
    #expect(rules(report) == [.cleartext, .nameserverOpen] && report.verdict == .conformant)
  }

  /// No value, one past what a registry reads, one with a hole in it.
  @Test func readsNoMoreThanARegistry() {
    let front: [UInt8] = [0x12, 0x0D, 0x52, 0x50, 0x59, 0x43]
    for rest in [[], [UInt8](repeating: 0x50, count: 1_495), [0xFF]] {
      var bench = Bench()
      bench.send(front + rest, from: .clientToServer)
      bench.send([0x50, 0x50], from: .clientToServer)
      let report = bench.report()
      #expect(report.flows[0].messageCount == 0 || rest == [])
    }
    var bench = Bench()
    bench.send(front, from: .clientToServer)
    bench.checker.lost(3, of: bench.flow.id, from: .clientToServer, before: PacketStamp(number: 9))
    bench.send([0x50, 0x50], from: .clientToServer)
    #expect(bench.report().flows[0].messageCount == 0)
  }

  @Test func leavesOtherDatagramsOut() {
    var bench = Bench(transport: .udp)
    bench.datagram([1, 2, 3, 4], from: .clientToServer)
    bench.datagram(Array("PYRO:x@y".utf8), from: .serverToClient)
    let report = bench.report()
    #expect(report.flows.isEmpty)
    #expect(report.findings.isEmpty)
  }

  @Test func countsFlowsBeyondTheLimit() {
    var bench = Bench(CheckOptions(listedFlows: 0))
    bench.send(message(1, "{'handshake':'hello','object':'x'}"), from: .clientToServer)
    let report = bench.report()
    #expect(report.flows.isEmpty)
    #expect(report.flowsOmitted == 1)
    #expect(rules(report).contains(.cleartext))
  }

  @Test func givesTheSameReportHoweverTheBytesAreCut() {
    let whole =
      message(1, "{'handshake':'hello','object':'x'}") + message(4, sequence: 1, "('x','m',(1,),{})")
    var once = Bench()
    once.send(whole, from: .clientToServer)
    var bytewise = Bench()
    for byte in whole { bytewise.send([byte], from: .clientToServer) }
    let (left, right) = (once.report(), bytewise.report())
    #expect(left.flows[0].messages?.map(\.message) == right.flows[0].messages?.map(\.message))
    #expect(left.flows[0].messages?.map(\.payloadSHA256) == right.flows[0].messages?.map(\.payloadSHA256))
    #expect(left.findings.map(\.rule) == right.findings.map(\.rule))
  }

  @Test(arguments: [
    "nasty-gzip.pcap.gz", "pyro5-nameserver.pcapng", "pyro5-interrupt.pcap", "nasty-cut-file.pcap",
  ])
  func putsSharesTogetherToTheSameReport(capture: String) throws {
    for limit in [1, 2, 1_000] {
      let options = CheckOptions(keepsMessages: true, findingsPerRule: limit)
      let whole = try check(capture, options)
      let shares = try (0..<3).map { index in
        var mine = options
        mine.share = CheckOptions.Share(index: index, count: 3)
        return try check(capture, mine)
      }
      let merged = CaptureReport(merging: shares, options: options)
      #expect(merged.findings == whole.findings)
      #expect(merged.verdict == whole.verdict)
      #expect(merged.tally == whole.tally)
      #expect(merged.flows.map(\.id) == whole.flows.map(\.id))
      #expect(merged.flows.map(\.spoken) == whole.flows.map(\.spoken))
      #expect(merged.flows.map(\.messages) == whole.flows.map(\.messages))
      #expect(shares.allSatisfy { $0.flows.count < max(2, whole.flows.count) })
    }
  }
}
