import Testing
import WireCapture
import WireCore

@testable import WireCheck

@Suite struct TextReportTests {
  private func report() -> CaptureReport {
    var report = CaptureReport(path: "a\u{1B}b.pcap")
    report.packets = 1_234
    report.bytes = 1
    report.verdict = .insecure
    report.flows = [
      FlowReport(
        id: 3, client: Endpoint(IPAddress(v4: 0x0A00_0001), port: 40_000),
        server: Endpoint(IPAddress(v4: 0x0A00_0002), port: 9_090), transport: .tcp, spoken: .pyro5,
        dialect: "502", dialectClient: nil, dialectServer: nil, isTLS: false,
        kinds: [KindCount(kind: "CONNECT", count: 1), KindCount(kind: "INVOKE", count: 2)], messages: nil,
        tally: FindingTally())
    ]
    report.findings = [
      FindingReport(rule: .damagedCapture, severity: .error, packet: 9, detail: "it ends early"),
      FindingReport(
        rule: .cleartext, severity: .warning, flow: 3, message: 1, packet: 2, offset: 7,
        detail: "in the clear",
        omitted: 4),
    ]
    return report
  }

  @Test func groupsFindingsByConnection() {
    var text = TextReport(MemoryOutput(), style: TextStyle(isColoured: false))
    text.capture(report())
    text.summary()
    #expect(
      text.output.text == """
        a\\u{1b}b.pcap: insecure
          1,234 packets, 1 byte
            error    damaged-capture: it ends early (packet 9)

          [3] 10.0.0.1:40000 -> 10.0.0.2:9090  tcp  pyro5 502
              3 messages: 1 CONNECT, 2 INVOKE
            warning  cleartext: in the clear (message 1, packet 2, byte 7) … and 4 more

        1 capture: insecure; 0 errors, 0 warnings, 0 notes

        """)
  }

  @Test func countsTheFlowsThatAreNotListed() {
    var all = report()
    var text = TextReport(MemoryOutput(), style: TextStyle(isColoured: false))
    text.capture(all)
    #expect(!text.output.text.contains("not listed"))
    all.flowsOmitted = 1_234
    text.capture(all)
    #expect(text.output.text.hasSuffix("\n  … and 1,234 flows not listed\n\n"))
  }

  @Test func coloursOnlyWhenAskedTo() {
    var plain = TextReport(MemoryOutput(), style: TextStyle(isColoured: false))
    plain.capture(report())
    #expect(!plain.output.text.contains("\u{1B}"))
    var coloured = TextReport(MemoryOutput(), style: TextStyle(isColoured: true))
    coloured.capture(report())
    #expect(coloured.output.text.contains("\u{1B}[1;31minsecure\u{1B}[0m"))
  }
}
