import PyroWire
import WireCore

/// Keeps what a conversation reports.
struct RecordingSink: ConversationSink, Equatable {
  var messages: [ObservedMessage] = []
  var payloads: [[UInt8]] = []
  var findings: [Finding] = []

  mutating func message(_ message: ObservedMessage, payload: Span<UInt8>) {
    messages.append(message)
    payloads.append(payload.indices.map { payload[$0] })
  }

  mutating func finding(_ finding: Finding) { findings.append(finding) }

  /// The rules found, in order.
  var rules: [Rule] { findings.map(\.rule) }
  /// The rules found that are more than notes, in order.
  var faults: [Rule] { findings.filter { $0.severity > .note }.map(\.rule) }
  /// Each finding in one line: message, byte, rule, what was found.
  var lines: [String] {
    findings.map { finding in
      let place = [finding.message, finding.offset].map { $0.map(String.init) ?? "-" }
      return "\(place[0]) \(place[1]) \(finding.rule.rawValue): \(finding.detail)"
    }
  }
}

/// A conversation written down: who sends what.
struct Dialogue {
  var generation = PyroGeneration.pyro5
  var turns: [(Direction, [UInt8])] = []

  /// A dialogue that begins with an accepted handshake.
  static var accepted: Dialogue {
    var dialogue = Dialogue()
    dialogue.client(.connect, 0, #"{"handshake": "hello", "object": "demo"}"#)
    dialogue.server(
      .connectOK, 0, #"{"handshake": "hello", "meta": {"methods": ["add"], "oneway": [], "attrs": []}}"#)
    return dialogue
  }

  mutating func client(
    _ type: Pyro5MessageType, _ sequence: UInt16, _ payload: String, flags: Pyro5Flags = [],
    serializer: Pyro5Serializer = .json
  ) {
    send(.clientToServer, type, sequence, payload, flags, serializer)
  }

  mutating func server(
    _ type: Pyro5MessageType, _ sequence: UInt16, _ payload: String, flags: Pyro5Flags = [],
    serializer: Pyro5Serializer = .json
  ) {
    send(.serverToClient, type, sequence, payload, flags, serializer)
  }

  private mutating func send(
    _ direction: Direction, _ type: Pyro5MessageType, _ sequence: UInt16, _ payload: String,
    _ flags: Pyro5Flags,
    _ serializer: Pyro5Serializer
  ) {
    let message = Pyro5Message(
      type: type, serializer: serializer, flags: flags, sequence: sequence, payload: Array(payload.utf8))
    turns.append((direction, (try? Pyro5Encoder().encode(message)) ?? []))
  }

  /// A call of `add` and its answer.
  mutating func call(_ sequence: UInt16) {
    client(.invoke, sequence, #"{"object": "demo", "method": "add", "params": [1, 2], "kwargs": {}}"#)
    server(.result, sequence, "3")
  }

  /// What a conversation reports of it, fed in pieces of `size`, both ends closed at the end.
  func heard(
    options: PyroConversation.Options = .init(), piece size: Int = .max, ending: StreamEnding? = .closed
  ) -> RecordingSink {
    var conversation = PyroConversation(generation, options: options)
    var sink = RecordingSink()
    for (direction, bytes) in turns {
      var start = 0
      while start < bytes.count {
        let end = size < bytes.count - start ? start + size : bytes.count
        let piece = Array(bytes[start..<end])
        conversation.receive(piece.span, from: direction, into: &sink)
        start = end
      }
    }
    if let ending {
      conversation.end(.clientToServer, because: ending, into: &sink)
      conversation.end(.serverToClient, because: ending, into: &sink)
    }
    return sink
  }
}
