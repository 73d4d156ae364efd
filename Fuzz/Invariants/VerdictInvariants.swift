import Conformance
import WireCapture
import WireCheck
import WireCore

/// What holds of checking a whole capture, whatever the bytes.
enum VerdictInvariants {
  @Sendable static func check(_ bytes: [UInt8]) throws(Violation) {
    var options = CheckOptions(limits: StreamInvariants.limits, keepsMessages: true)
    let whole = try report(bytes, options)
    for finding in whole.findings {
      let inFlow = finding.flow.map { flow in whole.flows.contains { $0.id == flow } } ?? true
      try promise("a finding is of a flow that is listed", inFlow, "\(finding)")
    }
    // What is wrong with the file alone says nothing of its conversations.
    let errors = whole.findings.filter { $0.severity == .error && $0.rule.category != .capture }
    try promise(
      "a capture with an error is not sound", errors.isEmpty || whole.verdict != .conformant, "\(errors)")
    options.framingOnly = true
    let framing = try report(bytes, options)
    try promise("framing sees the same flows", framing.flows.count == whole.flows.count)
  }

  private static func report(_ bytes: [UInt8], _ options: CheckOptions) throws(Violation) -> CaptureReport {
    var checker = CaptureChecker(options, observer: NoObserver())
    do throws(CaptureError) {
      let summary = try CaptureReader(limits: options.captureLimits).read(
        CaptureInput(bytes: bytes), into: &checker)
      return checker.report(path: "input", packets: summary.packets, bytes: summary.bytes)
    } catch {
      return checker.report(path: "input", packets: 0, bytes: 0)
    }
  }
}
