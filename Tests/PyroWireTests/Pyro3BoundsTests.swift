import PyroWire
import PythonValues
import TestSupport
import Testing
import WireCore

/// What a conversation keeps and reports at most, and where it goes on after a loss.
@Suite struct Pyro3BoundsTests {
  @Test func openRequestsAreBounded() {
    var dialogue = Pyro3Dialogue.begun()
    let request = Pyro3Request(object: "o", method: "run")
    for _ in 0..<1_030 { dialogue.request(request) }
    for _ in 0..<1_030 { dialogue.server([0x80, 2, 0x4E, 0x2E]) }
    let heard = dialogue.heard()
    let answers = heard.messages.filter { $0.kind == "RESULT" }.map(\.answers)
    #expect(answers == (3..<1_027).map { Int?($0) } + [nil, nil, nil, nil, nil, nil])
    #expect(heard.findings.count { $0.rule == .unsolicitedReply } == 6)
  }

  @Test func answersWithoutACallAreBounded() {
    var dialogue = Pyro3Dialogue.begun()
    for _ in 0..<1_030 { dialogue.server([0x80, 2, 0x4E, 0x2E]) }
    let request = Pyro3Request(object: "o", method: "run")
    for _ in 0..<1_030 { dialogue.request(request) }
    let found = dialogue.heard().findings.filter { $0.rule == .missingReply || $0.rule == .unsolicitedReply }
    #expect(found.map(\.rule) == [Rule](repeating: .missingReply, count: 6))
    #expect(found.first?.message == 3 + 1_030 + 1_024)
  }

  @Test func findingsOfOneMessageAreBounded() {
    var dialogue = Pyro3Dialogue.begun()
    dialogue.pickle("(S'o'\nS'm'\nI4\n(" + String(repeating: "cos\nsystem\n)R", count: 200) + "tt.more")
    // The note on pickles is one of them.
    #expect(dialogue.heard().findings.count { $0.message == 3 } == 100)
  }

  @Test func classesAreToldOnceAndNoMoreThan256() {
    func told(_ count: Int) -> Int {
      var dialogue = Pyro3Dialogue.begun()
      for number in 0..<count {
        dialogue.pickle("(S'o'\nS'm'\nI4\n(cdemo\nC\(number)\ncdemo\nC\(number)\ntt.")
      }
      return dialogue.heard().findings.count { $0.rule == .foreignClass }
    }
    #expect(told(3) == 3)
    #expect(told(256) == 256)
    #expect(told(260) == 256)
  }

  /// Bodies as short as those of a handshake are read where the others are passed over.
  @Test func framingReadsBodiesOf64Bytes() {
    for size in [1, 7, .max] {
      var dialogue = Pyro3Dialogue.begun()
      for count in [64, 65] { dialogue.server([UInt8](repeating: 0x4E, count: count)) }
      let heard = dialogue.heard(options: .init(scope: .framing), piece: size, ending: nil)
      #expect(heard.payloads.suffix(2).map(\.count) == [64, 0])
      #expect(heard.messages.suffix(2).map(\.payloadLength) == [64, 65])
    }
  }

  /// Bytes lost at any place of a message: what follows is found at its place in the stream.
  @Test(arguments: [ConversationScope.full, .framing], [1, 17, 18, 19, 60, 117])
  func offsetsAreRightAfterALoss(scope: ConversationScope, cut: Int) throws {
    let long = try Pyro3Encoder().encode(Pyro3Message(body: [UInt8](repeating: 7, count: 100)))
    let short = try Pyro3Encoder().encode(Pyro3Message(body: [1, 2, 3]))
    let sound = Pyro3Dialogue.begun().turns
    let start = sound[1].1.count
    for piece in [1, .max] {
      var conversation = Pyro3Conversation(options: .init(scope: scope))
      var sink = RecordingSink()
      func feed(_ bytes: [UInt8]) {
        for start in stride(from: 0, to: bytes.count, by: min(piece, bytes.count)) {
          let part = Array(bytes[start..<min(bytes.count, piece == 1 ? start + 1 : bytes.count)])
          conversation.receive(part.span, from: .clientToServer, into: &sink)
        }
      }
      feed(sound[1].1)
      feed(Array(long[..<cut]))
      conversation.lose(long.count - cut, from: .clientToServer, into: &sink)
      feed(short + [0xFF])
      let line = "- 0 bad-magic: at byte \(start + long.count + short.count) of the client's stream: "
      conversation.end(.clientToServer, because: .closed, into: &sink)
      #expect(sink.lines.contains { $0.hasPrefix(line) }, "\(sink.lines)")
    }
  }

  @Test func aStreamCutShortIsFoundAtItsPlace() throws {
    var dialogue = Pyro3Dialogue.begun()
    dialogue.server([UInt8](repeating: 7, count: 100))
    dialogue.turns[3].1.removeLast(20)
    let start = dialogue.turns[0].1.count + 7
    let line =
      "- - truncated-stream: the server's stream ends inside the message that begins at its byte \(start)"
    #expect(dialogue.heard().lines.last == line)
    #expect(dialogue.heard(ending: .unseen).rules == [.noAuthentication])
  }

  /// A loss hides what was open, and whether a handshake was missing.
  @Test func nothingIsMadeOfMessagesThatAreMissing() throws {
    let call = try Pyro3Encoder().encode(
      Pyro3Message(body: Pyro3Request(object: "o", method: "m").body()))
    let answer = try Pyro3Encoder().encode(Pyro3Message(body: [0x80, 2, 0x4E, 0x2E]))
    func rules(_ lost: Direction?, _ turns: [(Direction, [UInt8])]) -> [Rule] {
      var conversation = Pyro3Conversation()
      var sink = RecordingSink()
      if let lost { conversation.lose(10, from: lost, into: &sink) }
      for (direction, bytes) in turns { conversation.receive(bytes.span, from: direction, into: &sink) }
      for direction in Direction.allCases { conversation.end(direction, because: .closed, into: &sink) }
      return sink.faults
    }
    let calls: [(Direction, [UInt8])] = [(.clientToServer, call)]
    #expect(rules(nil, calls) == [.noHandshake, .pickleSerializer])
    #expect(rules(.clientToServer, calls) == [.pickleSerializer])
    #expect(rules(.serverToClient, calls) == [.noHandshake, .pickleSerializer])
    let answers: [(Direction, [UInt8])] = [(.serverToClient, answer)]
    #expect(rules(nil, answers) == [.payloadSyntax])
    #expect(rules(.serverToClient, answers) == [.pickleSerializer])
  }
}
