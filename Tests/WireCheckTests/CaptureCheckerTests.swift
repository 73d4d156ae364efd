import PyroWire
import Testing
import WireCapture
import WireCore

@testable import WireCheck

/// The checker fed by hand: the rules that need addresses, or whole connections.
@Suite struct CaptureCheckerTests {
  /// A message of Pyro 5 with a serpent payload.
  private func message(_ type: UInt8, sequence: UInt8 = 0, _ payload: String) -> [UInt8] {
    let text = Array(payload.utf8)
    var header: [UInt8] = Array("PYRO".utf8) + [1, 0xF6, type, 1, 0, 0, 0, sequence, 0, 0]
    header += [UInt8(text.count >> 8), UInt8(text.count & 0xFF), 0, 0, 0, 0]
    header += [UInt8](repeating: 0, count: 18) + [0x4D, 0xC5]
    return header + text
  }

  @Test(arguments: [(48, []), (49, [.badVersion]), (99, [.badVersion])] as [(UInt8, [Rule])])
  func knowsPyro4ByItsChecksum(version: UInt8, faults: [Rule]) {
    var bench = CheckerBench()
    bench.send(connect4(version: version), from: .clientToServer)
    let report = bench.report()
    #expect(report.flows.map(\.spoken) == [.pyro4])
    #expect(report.findings.filter { $0.severity > .note }.map(\.rule) == faults)
  }

  @Test(
    arguments: [
      (0x7F00_0001, 0x7F00_0001, Rule.Severity.note), (0x0A00_0001, 0x0A00_0002, .warning),
      (0x7F00_0001, 0x0A00_0002, .warning),
    ] as [(UInt32, UInt32, Rule.Severity)])
  func weighsCleartextByTheAddresses(client: UInt32, server: UInt32, severity: Rule.Severity) {
    var bench = CheckerBench(client: client, server: server)
    bench.send(message(1, "{'handshake':'hello','object':'x'}"), from: .clientToServer)
    let findings = bench.report().findings.filter { $0.rule == .cleartext }
    #expect(findings.map(\.severity) == [severity])
  }

  @Test func turnsAFlowWhoseEndsWereMistaken() {
    var bench = CheckerBench(clientKnown: false)
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
    var bench = CheckerBench()
    bench.send(Array("PYR".utf8), from: .clientToServer)
    bench.checker.lost(100, of: bench.flow.id, from: .clientToServer, before: PacketStamp(number: 2))
    bench.send(message(4, sequence: 7, "('o','m',(),{})"), from: .clientToServer)
    let report = bench.report()
    #expect(report.flows[0].messages?.map(\.message.kind) == ["INVOKE"])
    #expect(!rules(report).contains(.noHandshake))
  }

  @Test func tellsAShortConnectionOfAnotherProtocolAtItsEnd() {
    var bench = CheckerBench()
    bench.send(Array("GET / HTTP/1.1\r\n\r\n".utf8), from: .clientToServer)
    let report = bench.report()
    #expect(report.flows[0].spoken == .unknown && report.flows[0].messageCount == 0)
    #expect(rules(report) == [.unknownProtocol])
  }

  @Test func decidesOnAFlowThatClosesWithoutItsEnds() {
    var bench = CheckerBench()
    bench.send(Array("PYRO".utf8), from: .clientToServer)
    bench.checker.closed(bench.flow.id)
    let report = bench.checker.report(path: "x", packets: 1, bytes: 0)
    #expect(report.flows.map(\.spoken) == [.pyro5] && rules(report).contains(.cleartext))
  }

  /// Of a version that no Pyro has, Pyro 3 is known by the size of its header.
  @Test(arguments: [(18, .pyro3), (17, .pyro5)] as [(UInt8, SpokenProtocol)])
  func knowsPyro3ByTheSizeOfItsHeader(size: UInt8, spoken: SpokenProtocol) {
    var bench = CheckerBench()
    let header = Array("PYRO".utf8) + [0, 9, 0, size] + [UInt8](repeating: 0, count: 10)
    bench.send(header, from: .clientToServer)
    let report = bench.report()
    #expect(report.flows.map(\.spoken) == [spoken] && report.flows[0].dialect == "9")
    #expect(spoken == .pyro5 || rules(report).contains(.badVersion))
  }

  @Test func countsTheKindsBeyondTheLimitTogether() {
    let flow = CheckedFlow(CheckerBench().flow)
    for number in 0..<40 { flow.count("kind \(number)") }
    for number in [0, 31, 39] { flow.count("kind \(number)") }
    #expect(flow.kinds.map(\.kind) == (0..<32).map { "kind \($0)" })
    #expect(flow.kinds.map(\.count) == [2] + [Int](repeating: 1, count: 30) + [1 + 8 + 2])
    #expect(flow.report(withMessages: false).messageCount == 43)
  }

  @Test func givesUpOnWhatNobodyRecognises() {
    var bench = CheckerBench()
    bench.send([UInt8](repeating: 0x55, count: 4_000), from: .clientToServer)
    bench.send(message(1, "{}"), from: .serverToClient)
    let report = bench.report()
    #expect(report.flows[0].spoken == .unknown)
    #expect(report.flows[0].messageCount == 0)
  }

  @Test func namesTheConnectionThatWasCutInItsFirstHeader() {
    var bench = CheckerBench()
    bench.send(Array("PYRO".utf8), from: .clientToServer)
    let report = bench.report()
    #expect(report.flows[0].spoken == .pyro5)
    #expect(rules(report).contains(.truncatedStream))
  }

  @Test func reportsOldTLS() {
    var bench = CheckerBench(client: 0x0A00_0001)
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
    var bench = CheckerBench(server: 0x7FFF_FFFF, transport: .udp)
    bench.datagram(Array("GET_NSURI".utf8), from: .clientToServer)
    bench.datagram(Array("PYRO:Pyro.NameServer@127.0.0.1:9090".utf8), from: .serverToClient)
    let report = bench.report()
    #expect(report.flows[0].spoken == .nameServerBroadcast)
    #expect(report.flows[0].messages?.map(\.message.kind) == ["NS_BROADCAST_LOOKUP", "NS_BROADCAST_REPLY"])
    #expect(rules(report) == [.nameserverOpen])
  }

  @Test func readsTheBroadcastsOfPyro3() {
    var bench = CheckerBench(server: 0x7FFF_FFFF, transport: .udp)
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
    var bench = CheckerBench(transport: .udp)
    bench.datagram([0x12, 0x08, 0x0D, 0x52, 0x50, 0x59, 0x43, 0x08, 0x0C, 0x51, 0x02], from: .clientToServer)
    bench.datagram([0x02], from: .serverToClient)
    let report = bench.report()
    #expect(report.flows[0].spoken == .rpyc)
    #expect(report.flows[0].messages?.map(\.message.kind) == ["REGISTRY", "REGISTRY"])
    #expect(rules(report) == [.nameserverOpen])
  }

  @Test func leavesOtherDatagramsOut() {
    var bench = CheckerBench(transport: .udp)
    bench.datagram([1, 2, 3, 4], from: .clientToServer)
    bench.datagram(Array("PYRO:x@y".utf8), from: .serverToClient)
    let report = bench.report()
    #expect(report.flows.isEmpty)
    #expect(report.findings.isEmpty)
  }

  @Test func countsFlowsBeyondTheLimit() {
    var bench = CheckerBench(CheckOptions(listedFlows: 0))
    bench.send(message(1, "{'handshake':'hello','object':'x'}"), from: .clientToServer)
    let report = bench.report()
    #expect(report.flows.isEmpty)
    #expect(report.flowsOmitted == 1)
    #expect(rules(report).contains(.cleartext))
  }

  @Test func givesTheSameReportHoweverTheBytesAreCut() {
    let whole =
      message(1, "{'handshake':'hello','object':'x'}") + message(4, sequence: 1, "('x','m',(1,),{})")
    var once = CheckerBench()
    once.send(whole, from: .clientToServer)
    var bytewise = CheckerBench()
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
