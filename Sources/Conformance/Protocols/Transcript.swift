import PythonValues
import WireCore

/// What the two ends of a connection sent, in turn, as text (TEST-31).
struct Transcript {
  /// One line.
  private enum Event {
    case bytes([UInt8])
    /// Bytes are missing; how many, where that is known.
    case lost(Int?)
    case end
  }

  private var events: [(direction: Direction, event: Event)] = []

  /// Reads the lines.
  ///
  /// - Throws: `syntax` at the beginning of the line that is none.
  init(_ text: [UInt8]) throws(WireError) {
    var start = 0
    for line in text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      if !line.isEmpty, line.first != UInt8(ascii: "#") {
        guard let event = Transcript.event(Array(line)) else {
          throw WireError(.syntax, at: start, reading: "transcript", "the line says nothing")
        }
        events.append(event)
      }
      start += line.count + 1
    }
  }

  private static func event(_ line: [UInt8]) -> (direction: Direction, event: Event)? {
    let words = String(decoding: line, as: UTF8.self).split(separator: " ")
    guard words.count > 1, let direction = Direction(rawValue: String(words[0])) else { return nil }
    if words[1] == "lost", words.count <= 3 {
      let count = words.count == 3 ? Int(words[2]) : nil
      return words.count == 3 && count == nil ? nil : (direction, .lost(count))
    }
    guard words.count == 2 else { return nil }
    if words[1] == "end" { return (direction, .end) }
    return bytes(ofHex: words[1].utf8).map { (direction, .bytes($0)) }
  }

  /// What a conversation makes of it (TEST-32); `also` adds what its protocol has besides.
  func judged<Kind: Conversation>(
    by conversation: Kind, also: (Kind) -> (String, PythonValue)? = { _ in nil }
  ) -> PythonValue {
    var conversation = conversation
    var record = ConversationRecord()
    var open = Direction.allCases
    for (direction, event) in events {
      switch event {
      case .bytes(let bytes): conversation.receive(bytes.span, from: direction, into: &record)
      case .lost(let count): conversation.lose(count, from: direction, into: &record)
      case .end:
        conversation.end(direction, because: .closed, into: &record)
        open.removeAll { $0 == direction }
      }
    }
    for direction in open { conversation.end(direction, because: .closed, into: &record) }
    return record.value(also: also(conversation))
  }
}

/// The messages and findings of a conversation.
private struct ConversationRecord: ConversationSink {
  private var messages: [PythonValue] = []
  private var findings: [Finding] = []

  /// TEST-33
  mutating func message(_ message: ObservedMessage, payload: Span<UInt8>) {
    var fields = MessageFields()
    fields.set("direction", .string(message.direction.rawValue))
    fields.set("kind", .string(message.kind))
    fields.set("handler", ifThere: message.handler)
    if let sequence = message.sequence { fields.set("sequence", sequence) }
    if let flags = message.flags { fields.set("flags", flags) }
    fields.set("serializer", ifThere: message.serializer)
    fields.set("payloadLength", message.payloadLength)
    if let answers = message.answers { fields.set("answers", answers) }
    messages.append(fields.value)
  }

  mutating func finding(_ finding: Finding) { findings.append(finding) }

  /// TEST-34: findings stand in the order of their messages, those of none last, and of their rules.
  func value(also: (String, PythonValue)?) -> PythonValue {
    let sorted = findings.sorted {
      ($0.message ?? .max, $0.rule.rawValue) < ($1.message ?? .max, $1.rule.rawValue)
    }
    var fields = MessageFields()
    fields.set(
      "findings",
      .list(
        sorted.map { finding in
          let message = finding.message.map { PythonValue.int(Int64($0)) } ?? .none
          return .tuple([.string(finding.rule.rawValue), .string(finding.severity.rawValue), message])
        }))
    fields.set("messages", .list(messages))
    if let also { fields.set(also.0, also.1) }
    return fields.value
  }
}
