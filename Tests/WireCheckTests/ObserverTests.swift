import Testing
import WireCapture
import WireCore

@testable import WireCheck

/// What somebody sees who looks on while a capture is checked.
@Suite struct ObserverTests {
  /// Writes a line of whatever it sees.
  private struct Watcher: CheckObserver {
    var wantsMessages = true
    var lines: [String] = []

    mutating func message(_ message: ObservedMessage, of flow: FlowReport, in packet: PacketStamp) {
      lines.append("\(flow.id) \(packet.number) \(message.kind) \(message.summary ?? "-")")
    }

    mutating func finding(_ finding: FindingReport, of flow: FlowReport?, in packet: PacketStamp?) {
      let places = [flow?.id, packet?.number].map { $0.map { "\($0)" } ?? "-" }
      lines.append("\(places.joined(separator: " ")) \(finding.rule.rawValue) \(finding.detail)")
    }

    mutating func progressed(to bytes: Int) { lines.append("\(bytes) bytes") }
  }

  private func checker(
    _ options: CheckOptions = CheckOptions(), wantsMessages: Bool = true
  ) -> CaptureChecker<Watcher> {
    CaptureChecker(options, observer: Watcher(wantsMessages: wantsMessages))
  }

  private static let flow = FlowInfo(
    id: FlowID(number: 5, slot: 0), transport: .udp,
    client: Endpoint(IPAddress(v4: 0x7F00_0001), port: 40_000),
    server: Endpoint(IPAddress(v4: 0x7F00_0001), port: 18_811), clientKnown: true, midstream: false)

  /// `("RPYC", "LIST", (None,))` in brine.
  private static let request: [UInt8] =
    [0x12, 0x08, 0x0D] + Array("RPYC".utf8) + [0x08, 0x0D] + Array("LIST".utf8) + [0x10, 0x00]

  @Test(arguments: [true, false]) func seesWhatARegistryIsAsked(wantsMessages: Bool) {
    var checker = checker(wantsMessages: wantsMessages)
    checker.opened(Self.flow, at: PacketStamp(number: 1))
    for (number, bytes) in [Self.request, Array(Self.request.prefix(12))].enumerated() {
      checker.datagram(bytes.span, of: Self.flow.id, from: .clientToServer, in: PacketStamp(number: number))
    }
    checker.datagram([0x02].span, of: Self.flow.id, from: .serverToClient, in: PacketStamp(number: 9))
    let all = [
      "5 0 REGISTRY LIST(None)", "5 1 REGISTRY ...RPYC..LIS",
      "5 9 nameserver-open a registry of RPyC services answers without authentication", "5 9 REGISTRY ()",
    ]
    #expect(checker.observer.lines == (wantsMessages ? all : []))
    #expect(checker.report(path: "x", packets: 3, bytes: 0).findings.count == 1)
  }

  @Test(arguments: [true, false]) func seesFindingsOfTheWholeCapture(wantsMessages: Bool) {
    var checker = checker(wantsMessages: wantsMessages)
    checker.finding(CaptureFinding(.damagedCapture, packet: 3, "It breaks\noff."))
    checker.progressed(to: 77)
    let line = ["- - damaged-capture It breaks\\u{a}off."]
    #expect(checker.observer.lines == (wantsMessages ? line : []) + ["77 bytes"])
    let findings = checker.report(path: "x", packets: 3, bytes: 0).findings
    #expect(findings.map(\.rule) == [.damagedCapture] && findings.map(\.packet) == [3])
  }

  @Test func doesNotSeeWhatThePolicySilences() {
    var checker = checker(CheckOptions(policy: SeverityPolicy([.damagedCapture: .ignored])))
    checker.finding(CaptureFinding(.damagedCapture, packet: 3, "It breaks off."))
    #expect(checker.observer.lines.isEmpty)
    #expect(checker.report(path: "x", packets: 3, bytes: 0).findings.isEmpty)
  }
}
