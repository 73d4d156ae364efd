import PyroWire
import TestSupport
import Testing
import WireCore

/// What is said of a connection of which not all was seen, and when all is known again.
@Suite struct PyroLossTests {
  /// A step of a conversation: a message of Pyro 5, or a loss.
  private enum Step {
    case client(Pyro5MessageType, UInt16)
    case server(Pyro5MessageType, UInt16)
    case lose(Direction)
  }

  private static let payloads: [Pyro5MessageType: String] = [
    .connect: #"{"handshake": "token", "object": "demo"}"#, .connectOK: #"{"handshake": 1, "meta": null}"#,
    .connectFail: #""no""#, .invoke: Pyro5ExchangeTests.call, .result: "3",
  ]

  private func rules(_ steps: [Step], ending: StreamEnding? = .closed) -> [Rule] {
    var conversation = PyroConversation(.pyro5)
    var sink = RecordingSink()
    for step in steps {
      var dialogue = Dialogue()
      switch step {
      case .client(let type, let sequence): dialogue.client(type, sequence, Self.payloads[type] ?? "")
      case .server(let type, let sequence): dialogue.server(type, sequence, Self.payloads[type] ?? "")
      case .lose(let direction): conversation.lose(nil, from: direction, into: &sink)
      }
      for (direction, bytes) in dialogue.turns {
        conversation.receive(bytes.span, from: direction, into: &sink)
      }
    }
    if let ending {
      for direction in Direction.allCases { conversation.end(direction, because: ending, into: &sink) }
    }
    return sink.rules.filter { $0 != .noAuthentication }
  }

  /// Packets may be captured in another order than sent: what a late CONNECT asked for was answered already.
  @Test func aConnectAfterItsAnswerIsTheFirst() {
    let late: [Step] = [.lose(.clientToServer), .server(.connectOK, 0), .client(.connect, 0)]
    #expect(rules(late) == [])
    #expect(rules(late + [.client(.connect, 0)], ending: nil) == [.unexpectedMessage])
    let second = handshake + [.lose(.clientToServer), .client(.connect, 0)]
    #expect(rules(second, ending: nil) == [.unexpectedMessage])
  }

  private let handshake: [Step] = [.client(.connect, 0), .server(.connectOK, 0)]

  @Test func aHandshakeMayHaveBeenLost() {
    let call: [Step] = [.client(.invoke, 1), .server(.result, 1)]
    #expect(rules(call) == [.noHandshake])
    #expect(rules([.lose(.clientToServer)] + call) == [])
    #expect(rules([.lose(.serverToClient)] + call) == [])
    #expect(rules(handshake + handshake, ending: nil) == [.unexpectedMessage, .unexpectedMessage])
    // Between CONNECT and its answer: another CONNECT may be the second of two.
    #expect(
      rules([.client(.connect, 0), .lose(.clientToServer), .client(.connect, 1), .server(.connectOK, 1)])
        .contains(.unexpectedMessage) == false)
    // An accepted connection stays one.
    #expect(
      rules(handshake + [.lose(.clientToServer), .client(.connect, 1)], ending: nil) == [.unexpectedMessage])
  }

  @Test func anAnswerToConnectSeenFirstSettlesTheHandshake() {
    #expect(
      rules([.server(.connectOK, 0), .client(.connect, 0), .client(.invoke, 1), .server(.result, 1)]) == [])
    #expect(
      rules([.server(.connectFail, 0), .client(.connect, 0), .client(.invoke, 1)], ending: nil)
        == [.deniedConnection, .unexpectedMessage])
  }

  @Test func requestsMayHaveBeenLost() {
    #expect(rules(handshake + [.server(.result, 5)]) == [.unsolicitedReply])
    #expect(rules(handshake + [.lose(.clientToServer), .server(.result, 5)]) == [])
    // An answer kept for its request is let go with what is lost.
    #expect(rules(handshake + [.server(.result, 5), .lose(.clientToServer)]) == [])
    // Once an answer fits the oldest open request, all requests are known again.
    #expect(
      rules(
        handshake + [.lose(.clientToServer), .client(.invoke, 6), .server(.result, 6), .server(.result, 7)])
        == [.unsolicitedReply])
    #expect(
      rules(handshake + [.lose(.clientToServer), .client(.invoke, 6), .server(.result, 7)]) == [.missingReply]
    )
  }

  @Test func answersMayHaveBeenLost() {
    let calls: [Step] = [.client(.invoke, 1), .client(.invoke, 2), .client(.invoke, 3)]
    #expect(rules(handshake + calls) == [.missingReply, .missingReply, .missingReply])
    #expect(rules(handshake + calls + [.lose(.serverToClient)]) == [])
    // The next answer tells which have been answered; from then on all are known.
    #expect(rules(handshake + calls + [.lose(.serverToClient), .server(.result, 2)]) == [.missingReply])
    #expect(
      rules(handshake + calls + [.lose(.serverToClient), .server(.result, 2), .server(.result, 3)]) == [])
    #expect(
      rules(handshake + calls + [.server(.result, 2)]) == [.sequenceMismatch, .missingReply, .missingReply])
  }

  @Test func damageHidesWhatMayHaveBeenThere() {
    var dialogue = Dialogue.accepted
    dialogue.client(.invoke, 1, Pyro5ExchangeTests.call)
    dialogue.turns[2].1[0] = 0
    dialogue.server(.result, 1, "3")
    #expect(dialogue.heard().faults == [.badMagic])
  }

  // MARK: Pyro 3

  private func rules3(
    _ turns: [(Direction, [UInt8])], losing lost: Direction? = nil, at place: Int = 0, midstream: Bool = false
  ) -> [Rule] {
    var conversation = Pyro3Conversation(options: .init(beginsMidstream: midstream))
    var sink = RecordingSink()
    for (index, (direction, bytes)) in turns.enumerated() {
      if index == place, let lost { conversation.lose(nil, from: lost, into: &sink) }
      conversation.receive(bytes.span, from: direction, into: &sink)
    }
    for direction in Direction.allCases { conversation.end(direction, because: .closed, into: &sink) }
    return sink.rules.filter { $0 != .noAuthentication && $0 != .pickleSerializer }
  }

  private static let answer: [UInt8] = [0x80, 2, 0x4E, 0x2E]

  @Test func onceACallOfPyro3IsReadItsAnswerIsKnown() {
    var dialogue = Pyro3Dialogue()
    dialogue.server(Self.answer)
    dialogue.call()
    #expect(rules3(dialogue.turns, midstream: true) == [])
    dialogue.server(Self.answer)
    #expect(rules3(dialogue.turns, midstream: true) == [.unsolicitedReply])
    // A call that cannot be read may be any number of them.
    dialogue = Pyro3Dialogue()
    dialogue.pickle("S'x")
    dialogue.server(Self.answer)
    dialogue.server(Self.answer)
    #expect(rules3(dialogue.turns, midstream: true) == [.payloadSyntax])
  }

  @Test func aCallOfPyro3ThatCannotBeReadNeedsNoAnswer() {
    for (pickle, rules) in [
      ("S'x", [Rule.payloadSyntax]), ("I7\n.", [.badCallShape]),
      ("(S'o'\nS'm'\nI2\n(tt.", [.badCallShape, .missingReply]), ("(S'o'\nS'm'\nI0\n(tt.", [.missingReply]),
      ("(S'o'\nS'm'\nI4\n(tt.", []),
    ] {
      var dialogue = Pyro3Dialogue.begun()
      dialogue.pickle(pickle)
      #expect(rules3(dialogue.turns) == rules)
    }
  }

  @Test func aLossTellsNothingOfOneWayCalls() {
    var dialogue = Pyro3Dialogue.begun()
    dialogue.call(isOneway: true)
    dialogue.server(Self.answer)
    #expect(rules3(dialogue.turns) == [.onewayReply])
    #expect(rules3(dialogue.turns, losing: .clientToServer, at: 4) == [])
    // A call in between is what the answer belongs to.
    dialogue = .begun()
    dialogue.call(isOneway: true)
    dialogue.call()
    dialogue.server(Self.answer)
    #expect(rules3(dialogue.turns) == [.unsolicitedReply])
  }

  @Test func aHandshakeOfPyro3MayHaveBeenLost() {
    let granted = [(Direction.serverToClient, Pyro3Answer.granted.bytes)]
    #expect(rules3(granted) == [.unexpectedMessage])
    #expect(rules3(granted, losing: .clientToServer) == [.unexpectedMessage])
    // A connection that was granted stays so.
    var dialogue = Pyro3Dialogue.begun()
    dialogue.turns += granted
    #expect(rules3(dialogue.turns) == [.unexpectedMessage])
  }

  /// Where nothing else is read after a handshake, the serializer is known all the same.
  @Test func damageAfterAHandshakeOfPyro3IsOfACall() {
    var dialogue = Pyro3Dialogue.begun()
    dialogue.client([1])
    dialogue.turns[3].1[0] = 0
    let lines = dialogue.heard(ending: nil).lines.suffix(2)
    #expect(lines.first == "- 0 bad-magic: at byte 41 of the client's stream: the magic is not PYRO")
    #expect(lines.last?.hasPrefix("- - pickle-serializer: native pickle") == true)
    let early = Pyro3Dialogue(turns: [(.clientToServer, [UInt8](repeating: 0, count: 18))])
    #expect(early.heard(ending: nil).rules == [.badMagic])
  }
}
