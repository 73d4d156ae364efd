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
}
