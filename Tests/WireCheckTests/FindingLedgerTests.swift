import Testing
import WireCore

@testable import WireCheck

/// Counting, weighing and capping findings (REP-19, REP-21, REP-22).
@Suite struct FindingLedgerTests {
  private func finding(_ rule: Rule, flow: Int = 0) -> FindingReport {
    FindingReport(rule: rule, severity: rule.defaultSeverity, flow: flow, detail: "x")
  }

  @Test func listsUpToTheLimitOfAFlowAndCountsTheRest() {
    var ledger = FindingLedger(CheckOptions(findingsPerFlow: 3))
    var flow = FlowFindings()
    for _ in 0..<10 { ledger.enter(finding(.payloadSyntax), of: &flow) }
    ledger.enter(finding(.badMagic), of: &flow)
    #expect(ledger.report.map(\.rule) == [.payloadSyntax, .payloadSyntax, .payloadSyntax, .badMagic])
    #expect(ledger.report.map(\.omitted) == [0, 0, 7, 0])
    #expect(ledger.tally.errors == 11)
    #expect(flow.tally.errors == 11)
  }

  @Test func listsUpToTheLimitOfACaptureAndCountsTheRest() {
    var ledger = FindingLedger(CheckOptions(findingsPerFlow: 1, findingsPerRule: 5))
    for number in 0..<9 {
      var flow = FlowFindings()
      ledger.enter(finding(.cleartext, flow: number), of: &flow)
    }
    #expect(ledger.report.count == 6)
    #expect(ledger.report.last?.flow == nil)
    #expect(ledger.report.last?.omitted == 4)
    #expect(ledger.tally.notes == 9)
  }

  @Test func weighsByThePolicy() {
    let policy = SeverityPolicy([.cleartext: .severity(.error), .badMagic: .ignored])
    var ledger = FindingLedger(CheckOptions(policy: policy))
    var flow = FlowFindings()
    #expect(ledger.enter(finding(.badMagic), of: &flow) == nil)
    #expect(ledger.enter(finding(.cleartext), of: &flow)?.severity == .error)
    #expect(ledger.verdict == .insecure)
    #expect(ledger.tally.errors == 1)
  }

  @Test func takesTheWorstVerdict() {
    var ledger = FindingLedger(CheckOptions())
    var flow = FlowFindings()
    ledger.enter(finding(.damagedCapture), of: &flow)
    #expect(ledger.verdict == nil)
    ledger.enter(finding(.payloadSyntax), of: &flow)
    #expect(ledger.verdict == .nonconformant)
    ledger.enter(finding(.pickleSerializer), of: &flow)
    ledger.enter(finding(.badMagic), of: &flow)
    #expect(ledger.verdict == .insecure)
  }
}
