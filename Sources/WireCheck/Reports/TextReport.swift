import WireCore

/// A report for people: each capture, each of its connections, and what was found in it.
public struct TextReport<Output: ReportOutput> {
  /// Where the report goes.
  public private(set) var output: Output
  private let style: TextStyle
  private var verdicts: [Verdict: Int] = [:]
  private var tally = FindingTally()
  private var buffer: [UInt8] = []

  private static var bufferSize: Int { 32 << 10 }

  /// Writes to `output`.
  public init(_ output: Output, style: TextStyle) {
    self.output = output
    self.style = style
  }

  /// Writes what was found in one capture.
  public mutating func capture(_ capture: CaptureReport) {
    verdicts[capture.verdict, default: 0] += 1
    tally.add(capture.tally)
    line("\(style.heading(capture.path.onOneLine)): \(style.verdict(capture.verdict))")
    line(style.faint("  \(counted(capture.packets, "packet")), \(counted(capture.bytes, "byte"))"))
    let byFlow = Dictionary(grouping: capture.findings) { $0.flow ?? -1 }
    for finding in byFlow[-1] ?? [] { self.finding(finding) }
    for flow in capture.flows { self.flow(flow, byFlow[flow.id] ?? []) }
    if capture.flowsOmitted > 0 {
      line("  … and \(counted(capture.flowsOmitted, "flow")) not listed")
    }
    line("")
    flush()
  }

  /// Writes the last line: how many captures got which verdict, and how much was found.
  public mutating func summary() {
    let total = verdicts.values.reduce(0, +)
    guard total > 0 else { return }
    let parts = Verdict.allCases.reversed().compactMap { verdict in
      verdicts[verdict].map { total == 1 ? style.verdict(verdict) : "\($0) \(style.verdict(verdict))" }
    }
    let found = [
      counted(tally.errors, "error"), counted(tally.warnings, "warning"), counted(tally.notes, "note"),
    ]
    line("\(counted(total, "capture")): \(parts.joined(separator: ", ")); \(found.joined(separator: ", "))")
    flush()
  }

  private mutating func flow(_ flow: FlowReport, _ findings: [FindingReport]) {
    line("")
    let ends = "\(flow.client) -> \(flow.server)"
    line(
      "  \(style.faint("[\(flow.id)]")) \(style.heading(ends))  \(flow.transport.rawValue)  \(spoken(flow))")
    line("      " + style.faint(messages(flow)))
    for finding in findings { self.finding(finding) }
  }

  private func spoken(_ flow: FlowReport) -> String {
    if let client = flow.dialectClient, let server = flow.dialectServer {
      return "\(flow.spoken.rawValue), client \(client), server \(server)"
    }
    return flow.spoken.rawValue + (flow.dialect.map { " " + $0 } ?? "")
  }

  private func messages(_ flow: FlowReport) -> String {
    guard flow.messageCount > 0 else { return "no messages read" }
    let kinds = flow.kinds.map { "\($0.count) \($0.kind)" }.joined(separator: ", ")
    return "\(counted(flow.messageCount, "message")): \(kinds)"
  }

  private mutating func finding(_ finding: FindingReport) {
    var places: [String] = []
    if let message = finding.message { places.append("message \(message)") }
    if let packet = finding.packet { places.append("packet \(packet)") }
    if let offset = finding.offset { places.append("byte \(offset)") }
    let place = places.isEmpty ? "" : style.faint(" (\(places.joined(separator: ", ")))")
    let more = finding.omitted > 0 ? " … and \(finding.omitted) more" : ""
    line(
      "    \(style.severity(finding.severity))  \(finding.rule.rawValue): \(finding.detail)\(place)\(more)")
  }

  private mutating func line(_ text: String) {
    buffer.append(contentsOf: text.utf8)
    buffer.append(UInt8(ascii: "\n"))
    if buffer.count >= Self.bufferSize { flush() }
  }

  private mutating func flush() {
    output.write(buffer)
    buffer.removeAll(keepingCapacity: true)
  }
}

/// `1 packet`, `1,234 packets`.
func counted(_ count: Int, _ noun: String) -> String {
  "\(grouped(count)) \(noun)\(count == 1 ? "" : "s")"
}

/// The number with commas between its thousands.
private func grouped(_ count: Int) -> String {
  var digits = Array(String(count))
  var index = digits.count - 3
  while index > 0 {
    digits.insert(",", at: index)
    index -= 3
  }
  return String(digits)
}
