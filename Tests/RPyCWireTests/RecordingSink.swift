import WireCore

/// Keeps what a conversation reports.
struct RecordingSink: ConversationSink {
  /// The messages, in order.
  private(set) var messages: [ObservedMessage] = []
  /// Their payloads.
  private(set) var payloads: [[UInt8]] = []
  /// The findings, in order.
  private(set) var findings: [Finding] = []

  /// Keeps a message.
  mutating func message(_ message: ObservedMessage, payload: Span<UInt8>) {
    messages.append(message)
    payloads.append(payload.withUnsafeBufferPointer { Array($0) })
  }

  /// Keeps a finding.
  mutating func finding(_ finding: Finding) { findings.append(finding) }

  /// The rules of the findings, in order.
  var rules: [Rule] { findings.map(\.rule) }

  /// Each finding in one line: message, byte, rule, what was found.
  var lines: [String] {
    findings.map { finding in
      let place = [finding.message, finding.offset].map { $0.map(String.init) ?? "-" }
      return "\(place[0]) \(place[1]) \(finding.rule.rawValue): \(finding.detail)"
    }
  }
}
