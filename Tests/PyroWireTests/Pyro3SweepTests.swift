import PyroWire
import TestSupport
import Testing
import WireCore

/// Damage of every kind, in every place: the same findings however the bytes are cut, and no trap.
@Suite struct Pyro3SweepTests {
  /// A dialogue with checksums and compression, one-way calls and an exception, in native pickles or in XML.
  static func dialogue(_ serializer: Pyro3Serializer) -> Pyro3Dialogue {
    var dialogue = Pyro3Dialogue.begun(
      Pyro3Passphrase("open sesame"), encoder: Pyro3Encoder(compresses: true, checksums: true),
      serializer: serializer)
    dialogue.request(Pyro3Request(object: "ledger", method: "note", positional: ["a"], isOneway: true))
    dialogue.encoder = Pyro3Encoder()
    dialogue.request(Pyro3Request(object: "ledger", method: "total"))
    dialogue.server((try? Pyro3Request(object: "x", method: "y").body(serializer)) ?? [])
    return dialogue
  }

  static let dialogues: [Pyro3Dialogue] = [Pyro3Serializer.pickle, .gnosis, .pyxml].map { dialogue($0) }

  @Test(arguments: 0..<3) func theDialogueIsSound(number: Int) {
    let dialogue = Self.dialogues[number]
    let serializer: Rule = number == 0 ? .pickleSerializer : .xmlPickle
    #expect(dialogue.heard().rules == [.weakChallenge, serializer])
    #expect(dialogue.heard(piece: 1) == dialogue.heard())
  }

  @Test(arguments: 0..<3, 0..<6) func eachMessageCutAtEachLength(number: Int, turn: Int) {
    let dialogue = Self.dialogues[number]
    for count in 0..<dialogue.turns[turn].1.count {
      var cut = dialogue
      cut.turns[turn].1.removeSubrange(count...)
      let whole = cut.heard()
      #expect(cut.heard(piece: 1) == whole)
      #expect(cut.heard(piece: 13) == whole)
    }
  }

  @Test(arguments: 0..<3, 0..<6) func eachByteMutated(number: Int, turn: Int) {
    let dialogue = Self.dialogues[number]
    for index in 0..<dialogue.turns[turn].1.count {
      for bits in [UInt8(0x01), 0xFF] {
        var mutated = dialogue
        mutated.turns[turn].1[index] ^= bits
        let whole = mutated.heard()
        #expect(mutated.heard(piece: 7) == whole)
        #expect(mutated.heard(options: .init(describes: true)).findings == whole.findings)
      }
    }
  }

  /// What a header says is verified in each field: nothing there is anybody's.
  @Test(arguments: [0, 1, 3, 4, 5]) func eachHeaderByteMutatedIsFound(turn: Int) {
    for index in 0..<14 {
      var mutated = Self.dialogues[0]
      mutated.turns[turn].1[index] ^= 0xFF
      let faults = mutated.heard().findings.filter { $0.severity == .error && $0.rule != .pickleSerializer }
      #expect(!faults.isEmpty, "byte \(index) of message \(turn)")
    }
  }

  @Test func lossAnywhereIsNoFaultOfAPeer() {
    for turn in 0..<6 {
      for count in [1, 5, 1_000] {
        var conversation = Pyro3Conversation()
        var sink = RecordingSink()
        for (index, (direction, bytes)) in Self.dialogues[0].turns.enumerated() {
          if index == turn {
            let kept = Array(bytes.dropFirst(count))
            conversation.lose(bytes.count - kept.count, from: direction, into: &sink)
            conversation.receive(kept.span, from: direction, into: &sink)
          } else {
            conversation.receive(bytes.span, from: direction, into: &sink)
          }
        }
        for direction in Direction.allCases {
          conversation.end(direction, because: .closed, into: &sink)
        }
        #expect(sink.rules.allSatisfy { $0.category == .security }, "\(turn) \(count) \(sink.findings)")
      }
    }
  }

  @Test func theMiddleOfAConnectionIsRead() {
    for first in 1..<6 {
      var tail = Self.dialogues[0]
      tail.turns.removeFirst(first)
      let sink = tail.heard(options: .init(beginsMidstream: true))
      #expect(sink.rules.allSatisfy { $0.category == .security }, "\(first) \(sink.findings)")
      #expect(sink.messages.count >= 5 - first)
    }
  }

  /// One challenge in 256 ends with the byte that ends a pickle.
  @Test func aChallengeIsKnownWithoutTheBeginning() {
    for last in UInt8.min...UInt8.max {
      let challenge = Pyro3Dialogue.challenge.dropLast() + [last]
      var dialogue = Pyro3Dialogue.begun(challenge: Array(challenge))
      dialogue.call()
      let sink = dialogue.heard(options: .init(beginsMidstream: true))
      #expect(
        sink.messages.map(\.kind) == ["CHALLENGE", "CONNECT", "GRANTED", "INVOKE", "RESULT"], "\(last)")
    }
  }

  @Test func anAnswerAsLongAsAChallengeIsOne() {
    var dialogue = Pyro3Dialogue()
    dialogue.server(Array("(S'ten bytes'".utf8) + Array("\nt.".utf8))
    #expect(dialogue.turns[0].1.count == Pyro3Header.size + 16)
    #expect(dialogue.heard(options: .init(beginsMidstream: true)).messages.map(\.kind) == ["RESULT"])
  }

  @Test func framingAlonePassesBodiesOver() {
    let sink = Self.dialogues[1].heard(options: .init(scope: .framing))
    #expect(sink.messages.map(\.kind) == ["CHALLENGE", "CONNECT", "GRANTED", "INVOKE", "INVOKE", "RESULT"])
    #expect(sink.rules == [.weakChallenge, .xmlPickle])
  }

  @Test func noise() {
    var random = SeededGenerator(seed: 3)
    for round in 0..<300 {
      var noisy = Self.dialogues[round % 3]
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        let turn = Int.random(in: 0..<noisy.turns.count, using: &random)
        guard !noisy.turns[turn].1.isEmpty else { continue }
        let index = Int.random(in: 0..<noisy.turns[turn].1.count, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: noisy.turns[turn].1[index] = UInt8.random(in: 0...255, using: &random)
        case 1: noisy.turns[turn].1.remove(at: index)
        default: noisy.turns[turn].1.insert(UInt8.random(in: 0...255, using: &random), at: index)
        }
      }
      #expect(noisy.heard(piece: 1) == noisy.heard())
    }
  }
}
