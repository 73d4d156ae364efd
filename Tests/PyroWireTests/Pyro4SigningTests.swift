import PyroWire
import Testing
import WireCore

/// HMACs in conversations (PYRO4-27, PYRO4-28).
@Suite struct Pyro4SigningTests {
  static let key = Pyro4HMAC(key: Array("s3cret".utf8))
  static let other = Pyro4HMAC(key: Array("guess".utf8))

  static func signed(_ hmac: Pyro4HMAC) -> Dialogue {
    var dialogue = Dialogue.pyro4(signing: hmac)
    dialogue.call4(1, signing: hmac)
    return dialogue
  }

  @Test func aSignedConnectionIsAuthenticated() {
    let dialogue = Self.signed(Self.key)
    #expect(dialogue.heard().rules == [])
    #expect(dialogue.heard(options: .init(hmac: Self.key)).rules == [])
    #expect(dialogue.heard(options: .init(hmac: Self.key), piece: 1).rules == [])
  }

  @Test func findsAnotherKey() {
    let heard = Self.signed(Self.other).heard(options: .init(hmac: Self.key))
    #expect(heard.faults == [.hmacMismatch, .hmacMismatch, .hmacMismatch, .hmacMismatch])
    #expect(heard.findings.first?.offset == 30)
    #expect(heard.messages.count == 4)
  }

  /// Each byte of payload, code and other annotations counts; those of the header do not, but for the checksum.
  @Test func findsAChangedByte() throws {
    var dialogue = Dialogue.pyro4(signing: Self.key)
    let message = Pyro4Message(
      type: .invoke, serializer: .json, sequence: 1,
      annotations: [PyroAnnotation(id: "USER", data: Array("carol".utf8))],
      payload: Array(Dialogue.call4.utf8))
    dialogue.send4(.clientToServer, message, Self.key)
    let last = dialogue.turns.count - 1
    #expect(dialogue.heard(options: .init(hmac: Self.key), ending: nil).faults == [])
    for index in 30..<dialogue.turns[last].1.count {
      var changed = dialogue
      changed.turns[last].1[index] ^= 1
      let heard = changed.heard(options: .init(hmac: Self.key), ending: nil)
      // Ids and lengths are not signed: another id is another place in the order, or no code at all.
      guard !(35..<41).contains(index) else { continue }
      #expect(heard.faults.contains(.hmacMismatch), "byte \(index)")
    }
  }

  @Test func compressedPayloadsAreSignedAsTheyAreOnTheWire() throws {
    var dialogue = Dialogue.pyro4(signing: Self.key)
    let payload =
      #"{"object": "demo", "method": "add", "params": ["\#(String(repeating: "x", count: 300))"], "kwargs": {}}"#
    let message = Pyro4Message(type: .invoke, serializer: .json, sequence: 1, payload: Array(payload.utf8))
    let bytes = try Pyro4Encoder(compresses: true, hmac: Self.key).encode(message)
    dialogue.turns.append((.clientToServer, bytes))
    #expect(bytes.count < 200)
    #expect(dialogue.heard(options: .init(hmac: Self.key), ending: nil).faults == [])
  }

  /// Of protocol 47, release 4.37 signed in the order of the ids, those before in that of the wire.
  @Test(arguments: [(47, [0, 1], true), (47, [1, 0], true), (48, [0, 1], true), (48, [1, 0], false)])
  func olderProtocolsSignInEitherOrder(version: UInt16, order: [Int], isRight: Bool) throws {
    let annotations = ["AAAA", "ZZZZ"].map { PyroAnnotation(id: $0, data: Array($0.utf8)) }
    // An encoder of protocol 47 signs in the order of the wire.
    var message = Pyro4Message(
      version: 47, type: .ping, sequence: 0, annotations: order.map { annotations[$0] }, payload: [])
    let signed = try Pyro4Encoder(hmac: Self.key).encode(message)
    message = try decoded4(signed)
    message.version = version
    message.version = version
    var dialogue = Dialogue(generation: .pyro4)
    dialogue.send4(.clientToServer, message)
    let options = PyroConversation.Options(hmac: Self.key, beginsMidstream: true)
    #expect(dialogue.heard(options: options, ending: nil).faults == (isRight ? [] : [.hmacMismatch]))
  }

  @Test(arguments: 0..<4) func findsTheMessageThatIsNotSigned(turn: Int) {
    var dialogue = Self.signed(Self.key)
    var plain = Dialogue.pyro4()
    plain.call4(1)
    dialogue.turns[turn] = plain.turns[turn]
    for options in [PyroConversation.Options(), .init(hmac: Self.key)] {
      let heard = dialogue.heard(options: options)
      #expect(heard.faults == [.hmacAsymmetric])
      #expect(heard.findings.first { $0.rule == .hmacAsymmetric }?.message == max(1, turn))
    }
  }

  @Test func findsAServerThatDoesNotSign() {
    var dialogue = Dialogue(generation: .pyro4)
    dialogue.client4(.connect, 0, Dialogue.object4, flags: .metadataOnConnect, signing: Self.key)
    dialogue.server4(.connectFail, 0, #""hmac key config not symmetric""#)
    let heard = dialogue.heard()
    #expect(heard.faults == [.hmacAsymmetric])
    #expect(heard.rules.contains(.deniedConnection))
  }

  @Test(arguments: [("HMAC", 20), ("CORR", 16)]) func findsAnnotationsOfAnotherSize(id: String, size: Int) {
    for count in [0, size - 1, size, size + 1] {
      var dialogue = Dialogue(generation: .pyro4)
      dialogue.send4(
        .clientToServer,
        Pyro4Message(
          type: .ping, sequence: 0,
          annotations: [PyroAnnotation(id: id, data: [UInt8](repeating: 7, count: count))], payload: []))
      let heard = dialogue.heard(options: .init(beginsMidstream: true), ending: nil)
      #expect(heard.faults == (count == size ? [] : [.badAnnotation]))
    }
  }
}
