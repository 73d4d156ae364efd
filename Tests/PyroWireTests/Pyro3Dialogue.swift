import PyroWire
import PythonValues
import WireCore

/// A Pyro 3 conversation written down: who sends what.
struct Pyro3Dialogue {
  var turns: [(Direction, [UInt8])] = []
  var encoder = Pyro3Encoder()
  var version: UInt16 = 5
  var serializer = Pyro3Serializer.pickle

  static let challenge: [UInt8] = (100..<116).map { UInt8($0) }

  /// A dialogue that begins with a handshake: the token of `passphrase`, and the daemon's answer to it.
  static func begun(
    _ passphrase: Pyro3Passphrase = .none, answer: Pyro3Answer = .granted,
    encoder: Pyro3Encoder = Pyro3Encoder(),
    version: UInt16 = 5, serializer: Pyro3Serializer = .pickle, challenge: [UInt8] = challenge
  ) -> Pyro3Dialogue {
    var dialogue = Pyro3Dialogue(encoder: encoder, version: version, serializer: serializer)
    dialogue.server(challenge)
    dialogue.client(Array("CONNECT".utf8) + passphrase.token(for: challenge))
    dialogue.turns.append((.serverToClient, answer.bytes))
    return dialogue
  }

  mutating func client(_ body: [UInt8]) { send(.clientToServer, body) }
  mutating func server(_ body: [UInt8]) { send(.serverToClient, body) }

  private mutating func send(_ direction: Direction, _ body: [UInt8]) {
    let message = Pyro3Message(version: version, serializer: serializer, body: body)
    turns.append((direction, (try? encoder.encode(message)) ?? []))
  }

  /// A request that a client sends.
  mutating func request(_ request: Pyro3Request) { client((try? request.body(serializer)) ?? []) }

  /// A pickle that a client or server sends.
  mutating func pickle(_ text: String, from direction: Direction = .clientToServer) {
    send(direction, Array(text.utf8))
  }

  /// A call of `add` and its answer, 3.
  mutating func call(isOneway: Bool = false) {
    request(Pyro3Request(object: "ledger", method: "add", positional: [1, 2], isOneway: isOneway))
    if !isOneway { server([0x80, 2, 0x4B, 3, 0x2E]) }
  }

  /// What a conversation reports of it, fed in pieces of `size`, both ends closed at the end.
  func heard(
    options: Pyro3Conversation.Options = .init(), piece size: Int = .max, ending: StreamEnding? = .closed
  ) -> RecordingSink {
    var conversation = Pyro3Conversation(options: options)
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

extension RecordingSink {
  /// The findings of one rule.
  func details(of rule: Rule) -> [String] { findings.filter { $0.rule == rule }.map(\.detail) }
}
