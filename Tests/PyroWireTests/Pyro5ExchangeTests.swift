import PyroWire
import Testing
import WireCore

@Suite struct Pyro5ExchangeTests {
  static let call = #"{"object": "demo", "method": "add", "params": [1, 2], "kwargs": {}}"#

  @Test func numbersWrapAround() {
    var dialogue = Dialogue.accepted
    for sequence in [UInt16(65_534), 65_535, 0, 1] { dialogue.call(sequence) }
    #expect(dialogue.heard().faults == [])
  }

  @Test func findsAnAnswerOfAnotherNumber() {
    var dialogue = Dialogue.accepted
    dialogue.client(.invoke, 1, Self.call)
    dialogue.server(.result, 7, "3")
    dialogue.call(2)
    let heard = dialogue.heard()
    #expect(heard.faults == [.sequenceMismatch])
    #expect(heard.findings.last?.message == 3)
    #expect(heard.findings.last?.offset == 10)
  }

  @Test func findsAnswersOutOfTurn() {
    var dialogue = Dialogue.accepted
    dialogue.client(.invoke, 1, Self.call)
    dialogue.client(.invoke, 2, Self.call)
    dialogue.server(.result, 2, "3")
    dialogue.server(.result, 1, "3")
    let heard = dialogue.heard()
    #expect(heard.faults == [.sequenceMismatch])
    #expect(heard.messages.suffix(2).map(\.answers) == [3, 2])
  }

  @Test func findsAnAnswerThatNobodyAskedFor() {
    var dialogue = Dialogue.accepted
    dialogue.call(1)
    dialogue.server(.result, 1, "3")
    let heard = dialogue.heard()
    #expect(heard.faults == [.unsolicitedReply])
    #expect(heard.findings.last?.message == 4)
  }

  /// A capture may hold an answer before its request.
  @Test func acceptsDirectionsOutOfStep() {
    var dialogue = Dialogue.accepted
    dialogue.call(1)
    dialogue.call(2)
    let turns = dialogue.turns
    for order in [[0, 2, 4, 1, 3, 5], [1, 3, 5, 0, 2, 4], [0, 1, 3, 2, 4, 5]] {
      let heard = Dialogue(turns: order.map { turns[$0] }).heard()
      #expect(heard.faults == [])
      #expect(heard.messages.count == 6)
    }
  }

  @Test func findsAReplyToAOneWayCall() {
    var dialogue = Dialogue.accepted
    dialogue.client(.invoke, 1, Self.call, flags: .oneway)
    dialogue.server(.result, 1, "3")
    dialogue.call(2)
    #expect(dialogue.heard().faults == [.onewayReply])
  }

  @Test func oneWayCallsAwaitNothing() {
    var dialogue = Dialogue.accepted
    for sequence in UInt16(1)...200 { dialogue.client(.invoke, sequence, Self.call, flags: .oneway) }
    dialogue.call(201)
    #expect(dialogue.heard().rules == [.noAuthentication])
  }

  @Test func findsANumberThatIsOpenAlready() {
    var dialogue = Dialogue.accepted
    dialogue.client(.invoke, 1, Self.call)
    dialogue.client(.invoke, 1, Self.call)
    #expect(dialogue.heard().faults == [.duplicateSequence])
  }

  @Test func pingsAreAnsweredInTurn() {
    var dialogue = Dialogue.accepted
    dialogue.client(.ping, 0, "ping")
    dialogue.client(.ping, 0, "ping")
    dialogue.server(.ping, 0, "pong")
    dialogue.server(.ping, 0, "pong")
    #expect(dialogue.heard().rules == [.noAuthentication])
    dialogue.server(.ping, 0, "pong")
    #expect(dialogue.heard().faults == [.unsolicitedReply])
  }

  @Test func notesRequestsThatWereNeverAnswered() {
    var dialogue = Dialogue.accepted
    dialogue.client(.invoke, 1, Self.call)
    let heard = dialogue.heard(ending: .unseen)
    #expect(heard.rules == [.noAuthentication, .missingReply])
    #expect(heard.findings.last?.message == 2)
    #expect(heard.findings.last?.severity == .note)
  }

  @Test func findsAnAnswerInAnotherSerializer() {
    var dialogue = Dialogue.accepted
    dialogue.client(.invoke, 1, Self.call)
    dialogue.server(.result, 1, "\u{1}", serializer: .msgpack)
    #expect(dialogue.heard().faults == [.unexpectedMessage])
  }

  @Test func acceptsAConnectionFromItsMiddle() {
    var dialogue = Dialogue.accepted
    for sequence in UInt16(1)...4 { dialogue.call(sequence) }
    for start in 1..<dialogue.turns.count {
      var rest = Dialogue(turns: Array(dialogue.turns[start...]))
      rest.turns[0].1.removeFirst(20)
      #expect(rest.heard(options: .init(beginsMidstream: true)).faults == [])
    }
  }

  @Test(arguments: [Direction.clientToServer, .serverToClient], 0..<10)
  func aLostMessageIsNobodysFault(direction: Direction, turn: Int) {
    var dialogue = Dialogue.accepted
    for sequence in UInt16(1)...4 { dialogue.call(sequence) }
    guard dialogue.turns[turn].0 == direction else { return }
    var conversation = PyroConversation(.pyro5)
    var sink = RecordingSink()
    for (index, (direction, bytes)) in dialogue.turns.enumerated() {
      guard index == turn else {
        conversation.receive(bytes.span, from: direction, into: &sink)
        continue
      }
      let half = Array(bytes[..<30])
      conversation.receive(half.span, from: direction, into: &sink)
      conversation.lose(bytes.count - 30, from: direction, into: &sink)
    }
    conversation.end(.clientToServer, because: .closed, into: &sink)
    conversation.end(.serverToClient, because: .closed, into: &sink)
    #expect(sink.faults == [])
    #expect(sink.messages.count == 9)
  }

  @Test func aStreamThatEndsInsideAMessageIsFound() {
    var dialogue = Dialogue.accepted
    dialogue.call(1)
    dialogue.turns[2].1.removeLast(5)
    dialogue.turns.removeLast()
    #expect(dialogue.heard(ending: .closed).faults == [.truncatedStream])
    #expect(dialogue.heard(ending: .reset).faults == [.truncatedStream])
    #expect(dialogue.heard(ending: .unseen).faults == [])
  }

  @Test func openRequestsAreBounded() {
    var dialogue = Dialogue.accepted
    for sequence in UInt16(1)...5_000 { dialogue.client(.invoke, sequence, Self.call) }
    #expect(dialogue.heard().findings.count { $0.rule == .missingReply } == 1_024)
  }
}
