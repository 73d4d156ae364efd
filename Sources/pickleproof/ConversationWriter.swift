import WireCapture
import WireCheck
import WireCore

/// Writes the messages of a check as lines, as they are completed.
final class ConversationWriter: CheckObserver {
  private let output: StandardOutput
  private let style: TextStyle
  private let filters: [FlowFilter]
  private let width: Int
  private let showsFindings: Bool
  /// The flows introduced so far, each with the dialect that was written of it, or an empty string.
  private var introduced: [Int: String] = [:]
  private var requests: [MessageKey: Int64] = [:]
  private var buffer: [UInt8] = []
  /// Findings of messages that are still to come, each to stand after its message.
  private var early: [MessageKey: [String]] = [:]
  /// The last message written of each flow.
  private var written: [Int: Int] = [:]

  /// A message, by its flow: a request that may be answered, or one that findings wait for.
  private struct MessageKey: Hashable {
    let flow: Int
    let message: Int
  }

  /// The most requests whose times are remembered.
  private static let requestLimit = 1 << 16
  private static let bufferSize = 32 << 10

  init(
    _ output: StandardOutput, style: TextStyle, filters: [FlowFilter], width: Int, showsFindings: Bool
  ) {
    self.output = output
    self.style = style
    self.filters = filters
    self.width = width
    self.showsFindings = showsFindings
  }

  var wantsMessages: Bool { true }

  func title(_ name: String) { line(style.heading("== \(name) ==")) }

  func message(_ message: ObservedMessage, of flow: FlowReport, in packet: PacketStamp) {
    guard !output.hasFailed, isShown(flow) else { return }
    introduce(flow, packet)
    nameDialect(flow)
    let arrow = message.direction == .clientToServer ? "->" : "<-"
    line(
      "\(style.faint(Clock.time(packet.nanoseconds))) [\(flow.id)] \(arrow) #\(message.index) \(said(message))"
        + style.faint(answer(message, flow, packet)))
    written[flow.id] = message.index
    for finding in early.removeValue(forKey: MessageKey(flow: flow.id, message: message.index)) ?? [] {
      line(finding)
    }
  }

  func finding(_ finding: FindingReport, of flow: FlowReport?, in packet: PacketStamp?) {
    guard showsFindings, !output.hasFailed, flow.map(isShown) ?? filters.isEmpty else { return }
    let place = [flow.map { "[\($0.id)]" }, finding.message.map { "#\($0)" }].compactMap(\.self)
    let severity = style.severity(finding.severity)
    let text =
      "        \(severity) \((place + [finding.rule.rawValue]).joined(separator: " ")): \(finding.detail)"
    if let flow, let message = finding.message, message > written[flow.id] ?? -1,
      early.count < Self.requestLimit
    {
      early[MessageKey(flow: flow.id, message: message), default: []].append(text)
    } else {
      if let flow { introduce(flow, packet) }
      line(text)
    }
  }

  func progressed(to bytes: Int) {
    if buffer.count > 0, Terminal.isOutput { flush() }
  }

  /// Says what is not shown, and writes what is left.
  func finish(_ report: CaptureReport) {
    // Messages that could not be read are not written; what was found in them is.
    let left = early.sorted { ($0.key.flow, $0.key.message) < ($1.key.flow, $1.key.message) }
    for finding in left.flatMap(\.value) { line(finding) }
    early = [:]
    let silent = report.flows.count { $0.messageCount == 0 } + report.flowsOmitted
    if silent > 0, filters.isEmpty {
      line(style.faint("\(silent) connection\(silent == 1 ? "" : "s") without a message that can be read"))
    }
    flush()
  }

  private func isShown(_ flow: FlowReport) -> Bool {
    filters.isEmpty || filters.contains { $0.matches(flow) }
  }

  private func introduce(_ flow: FlowReport, _ packet: PacketStamp?) {
    guard introduced[flow.id] == nil else { return }
    introduced[flow.id] = flow.dialect ?? ""
    let dialect = flow.dialect.map { " " + $0 } ?? ""
    let date = packet?.nanoseconds.map { ", " + Clock.date($0) + " UTC" } ?? ""
    line(
      style.heading("[\(flow.id)] \(flow.client) -> \(flow.server)")
        + "  \(flow.spoken.rawValue)\(dialect)\(date)")
  }

  /// Says which dialect a flow speaks where its first messages did not tell.
  private func nameDialect(_ flow: FlowReport) {
    guard let dialect = flow.dialect, introduced[flow.id] != dialect else { return }
    introduced[flow.id] = dialect
    line(style.faint("        [\(flow.id)] speaks \(flow.spoken.rawValue) \(dialect)"))
  }

  /// Kind, handler and content; the handler once, where the content begins with it.
  private func said(_ message: ObservedMessage) -> String {
    let summary = message.summary?.onOneLine
    let handler = message.handler.flatMap { summary?.hasPrefix($0 + "(") == true ? nil : $0 }
    return [message.kind, handler, summary.map(cut)].compactMap(\.self).joined(separator: " ")
  }

  /// Which request a message answers, and how long that took.
  private func answer(_ message: ObservedMessage, _ flow: FlowReport, _ packet: PacketStamp) -> String {
    let now = packet.nanoseconds
    guard let request = message.answers else {
      if requests.count >= Self.requestLimit { requests.removeAll() }
      if let now { requests[MessageKey(flow: flow.id, message: message.index)] = now }
      return ""
    }
    let asked = requests.removeValue(forKey: MessageKey(flow: flow.id, message: request))
    guard let now, let asked else { return "  (#\(request))" }
    return "  (#\(request), \(Clock.duration(now - asked)))"
  }

  private func cut(_ text: String) -> String {
    width > 0 && text.count > width ? text.prefix(width) + "…" : text
  }

  private func line(_ text: String) {
    buffer.append(contentsOf: text.utf8)
    buffer.append(UInt8(ascii: "\n"))
    if buffer.count >= Self.bufferSize { flush() }
  }

  private func flush() {
    output.write(buffer)
    buffer.removeAll(keepingCapacity: true)
  }
}
