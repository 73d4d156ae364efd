import PyroWire
import TestSupport
import Testing
import WireCore

/// Damage of every kind, in every place: the same findings however the bytes are cut, and no trap.
@Suite struct Pyro5SweepTests {
  /// A dialogue with annotations, a batch, an exception and a one-way call.
  static let dialogue: Dialogue = {
    var dialogue = Dialogue.accepted
    dialogue.call(1)
    let message = Pyro5Message(
      type: .invoke, serializer: .json, flags: .batch, sequence: 2, correlationID: .init(high: 1, low: 2),
      annotations: [.init(id: "USER", data: [1, 2, 3]), .init(id: "NODE", data: [])],
      payload: Array(
        #"{"object": "demo", "method": "<batch>", "params": [["add", [1], {}]], "kwargs": null}"#.utf8))
    dialogue.turns.append((.clientToServer, (try? Pyro5Encoder(compresses: true).encode(message)) ?? []))
    dialogue.server(.result, 2, "[1]", flags: .batch)
    dialogue.client(.invoke, 3, Pyro5ExchangeTests.call, flags: .oneway)
    dialogue.call(4)
    return dialogue
  }()

  @Test func theDialogueIsSound() {
    #expect(Self.dialogue.heard().faults == [])
    #expect(Self.dialogue.heard(piece: 1) == Self.dialogue.heard())
  }

  @Test(arguments: 0..<9) func eachMessageCutAtEachLength(turn: Int) {
    for count in 0..<Self.dialogue.turns[turn].1.count {
      var cut = Self.dialogue
      cut.turns[turn].1.removeSubrange(count...)
      let whole = cut.heard()
      #expect(cut.heard(piece: 1) == whole)
      #expect(cut.heard(piece: 13) == whole)
    }
  }

  @Test(arguments: 0..<9) func eachHeaderByteMutated(turn: Int) {
    for index in 0..<40 {
      for bits in [UInt8(0x01), 0x80, 0xFF] {
        var mutated = Self.dialogue
        mutated.turns[turn].1[index] ^= bits
        let whole = mutated.heard()
        #expect(mutated.heard(piece: 1) == whole)
        // A correlation id is anybody's; all else is found, and where it is.
        if !(20..<36).contains(index) {
          let located = whole.findings.contains {
            $0.severity > .note && ($0.offset != nil || $0.rule == .truncatedStream)
          }
          #expect(located || isHarmless(index, turn), "byte \(index) of message \(turn)")
        }
      }
    }
  }

  /// A flag may be turned into another defined one, a number into another.
  private func isHarmless(_ index: Int, _ turn: Int) -> Bool { (6...11).contains(index) }

  @Test func noise() {
    var random = SeededGenerator(seed: 5)
    for _ in 0..<300 {
      var noisy = Self.dialogue
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
      let whole = noisy.heard()
      #expect(noisy.heard(piece: 1) == whole)
      #expect(noisy.heard(options: .init(describes: true)).findings == whole.findings)
    }
  }
}
