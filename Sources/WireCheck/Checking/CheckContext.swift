import Crypto
import WireCapture
import WireCore

/// What all flows of one check share.
final class CheckContext<Observer: CheckObserver> {
  let options: CheckOptions
  var ledger: FindingLedger
  var observer: Observer
  let wantsMessages: Bool
  /// Messages of all flows.
  var messages = 0

  init(_ options: CheckOptions, _ observer: Observer) {
    self.options = options
    self.observer = observer
    wantsMessages = observer.wantsMessages
    ledger = FindingLedger(options)
  }

  /// Enters a finding of a flow.
  func enter(_ finding: Finding, of flow: CheckedFlow, at packet: PacketStamp?) {
    let report = FindingReport(
      rule: finding.rule, severity: finding.severity, flow: flow.isReported ? flow.info.id.number : nil,
      message: finding.message, packet: packet?.number, offset: finding.offset,
      detail: finding.detail.onOneLine)
    guard let entered = ledger.enter(report, of: &flow.findings), wantsMessages else { return }
    observer.finding(entered, of: flow.isReported ? flow.report(withMessages: false) : nil, in: packet)
  }

  /// Enters a finding of no flow.
  func enter(_ finding: CaptureFinding, of counts: inout FlowFindings) {
    let report = FindingReport(
      rule: finding.rule, severity: finding.rule.defaultSeverity, packet: finding.packet,
      detail: finding.detail.onOneLine)
    guard let entered = ledger.enter(report, of: &counts), wantsMessages else { return }
    observer.finding(entered, of: nil, in: nil)
  }

  func enter(_ message: ObservedMessage, payload: Span<UInt8>, of flow: CheckedFlow, at packet: PacketStamp) {
    messages += 1
    flow.count(message.kind)
    if wantsMessages { observer.message(message, of: flow.report(withMessages: false), in: packet) }
    if options.keepsMessages {
      flow.messages.append(
        MessageReport(
          message: message, payloadSHA256: PayloadDigest(payload), packet: packet.number,
          time: packet.nanoseconds))
    }
  }
}

/// What a flow's conversation reports to.
struct FlowSink<Observer: CheckObserver>: ConversationSink {
  let flow: CheckedFlow
  let packet: PacketStamp
  let context: CheckContext<Observer>

  mutating func message(_ message: ObservedMessage, payload: Span<UInt8>) {
    context.enter(message, payload: payload, of: flow, at: packet)
  }

  mutating func finding(_ finding: Finding) { context.enter(finding, of: flow, at: packet) }
}
