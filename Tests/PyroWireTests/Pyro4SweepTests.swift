import PyroWire
import TestSupport
import Testing
import WireCore

/// Damage of every kind, in every place: the same findings however the bytes are cut, and no trap.
@Suite struct Pyro4SweepTests {
  static let key = Pyro4HMAC(key: Array("s3cret".utf8))

  /// A signed dialogue with annotations, a batch, pickles and a one-way call.
  static let dialogue: Dialogue = {
    var dialogue = Dialogue.pyro4(signing: key)
    dialogue.call4(1, signing: key)
    dialogue.send4(
      .clientToServer,
      Pyro4Message(
        type: .invoke, serializer: .pickle, sequence: 2,
        annotations: [.init(id: "USER", data: [1, 2, 3]), .init(id: "CORR", data: Array(0..<16))],
        payload: hexBytes(Pyro4PayloadTests.call)), key)
    dialogue.send4(
      .serverToClient,
      Pyro4Message(type: .result, serializer: .pickle, sequence: 2, payload: hexBytes("80024b032e")),
      key)
    dialogue.client4(.invoke, 3, flags: .oneway, signing: key)
    dialogue.call4(4, signing: key)
    return dialogue
  }()

  @Test func theDialogueIsSound() {
    let heard = Self.dialogue.heard(options: .init(hmac: Self.key))
    #expect(heard.faults == [.pickleSerializer])
    #expect(Self.dialogue.heard(options: .init(hmac: Self.key), piece: 1) == heard)
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

  @Test(arguments: 0..<9) func eachHeaderByteChanged(turn: Int) {
    for index in 0..<24 {
      for bits in [UInt8(0x01), 0x80, 0xFF] {
        var changed = Self.dialogue
        changed.turns[turn].1[index] ^= bits
        let whole = changed.heard(options: .init(hmac: Self.key))
        #expect(changed.heard(options: .init(hmac: Self.key), piece: 1) == whole)
        #expect(whole.faults != [.pickleSerializer], "byte \(index) of message \(turn)")
      }
    }
  }

  @Test func noise() {
    var random = SeededGenerator(seed: 4)
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
      let whole = noisy.heard(options: .init(hmac: Self.key))
      #expect(noisy.heard(options: .init(hmac: Self.key), piece: 1) == whole)
      #expect(noisy.heard(options: .init(describes: true, hmac: Self.key)).findings == whole.findings)
    }
  }
}
