import PyroWire
import TestSupport
import Testing
import WireCore

@Suite struct Pyro4ConversationTests {
  @Test func acceptsAnOrdinaryConnection() {
    var dialogue = Dialogue.pyro4()
    dialogue.call4(1)
    let heard = dialogue.heard(options: .init(describes: true))
    #expect(heard.messages.map(\.kind) == ["CONNECT", "CONNECTOK", "INVOKE", "RESULT"])
    #expect(heard.messages.map(\.answers) == [nil, 0, nil, 2])
    #expect(heard.messages.map(\.flags) == [16, 16, 0, 0])
    #expect(heard.messages[2].serializer == "json")
    #expect(heard.messages[2].summary == "demo.add(1, 2)")
    #expect(heard.rules == [.noAuthentication])
  }

  @Test func acceptsAHandshakeWithoutMetadata() {
    var dialogue = Dialogue(generation: .pyro4)
    dialogue.client4(.connect, 0, #"{"handshake": ["token", 7]}"#)
    dialogue.server4(.connectOK, 0, #""welcome""#)
    dialogue.call4(1)
    #expect(dialogue.heard().rules == [])
  }

  @Test func findsAHandshakeThatAsksForMetadataOfNothing() {
    var dialogue = Dialogue(generation: .pyro4)
    dialogue.client4(.connect, 0, #"{"handshake": "hello"}"#, flags: .metadataOnConnect)
    dialogue.server4(.connectOK, 0, #""welcome""#, flags: .metadataOnConnect)
    #expect(dialogue.heard().faults == [.badCallShape, .badCallShape])
  }

  @Test func findsACallBeforeTheHandshake() {
    var dialogue = Dialogue(generation: .pyro4)
    dialogue.call4(1)
    #expect(dialogue.heard().faults == [.noHandshake])
  }

  /// Before protocol 48 the daemon speaks first (PYRO4-30).
  @Test(arguments: [46, 47] as [UInt16]) func acceptsADaemonThatGreets(version: UInt16) {
    var dialogue = Self.older(version)
    let heard = dialogue.heard()
    #expect(heard.messages.map(\.kind) == ["CONNECTOK", "INVOKE", "RESULT"])
    #expect(heard.faults == [])
    #expect(heard.rules == [.marshalSerializer, .noAuthentication])
    // The call may be seen before the greeting.
    dialogue.turns.swapAt(0, 1)
    #expect(dialogue.heard().faults == [])
    dialogue.turns.append(dialogue.turns[1])
    #expect(dialogue.heard().faults == [.unexpectedMessage])
  }

  /// What a daemon of an older protocol says, and one call.
  static func older(_ version: UInt16) -> Dialogue {
    var dialogue = Dialogue(generation: .pyro4)
    let greeting = Pyro4Message(
      version: version, type: .connectOK, serializer: .marshal, sequence: 1, payload: hexBytes("da026f6b"))
    dialogue.send4(.serverToClient, greeting)
    for (direction, type, payload) in [
      (Direction.clientToServer, Pyro4MessageType.invoke, Dialogue.call4), (.serverToClient, .result, "3"),
    ] {
      dialogue.send4(
        direction,
        Pyro4Message(
          version: version, type: type, serializer: .json, sequence: 1, payload: Array(payload.utf8)))
    }
    return dialogue
  }

  @Test func findsAClientThatOpensInAnOlderProtocol() {
    var dialogue = Dialogue(generation: .pyro4)
    dialogue.send4(
      .clientToServer,
      Pyro4Message(
        version: 47, type: .connect, serializer: .json, sequence: 0, payload: Array(Dialogue.object4.utf8)))
    let heard = dialogue.heard()
    #expect(heard.faults == [.badVersion])
    #expect(heard.findings.first?.offset == 4)
  }

  @Test func findsAConnectionOfTwoVersions() {
    var dialogue = Dialogue.pyro4()
    dialogue.call4(1)
    dialogue.client4(.invoke, 2)
    dialogue.send4(
      .serverToClient,
      Pyro4Message(version: 47, type: .result, serializer: .json, sequence: 2, payload: Array("3".utf8)))
    let heard = dialogue.heard()
    #expect(heard.faults == [.badVersion])
    #expect(heard.messages.count == 6)
  }

  @Test(arguments: [40, 45, 49, 502] as [UInt16]) func findsOtherVersions(version: UInt16) {
    var dialogue = Dialogue.pyro4()
    let bytes = dialogue.turns[0].1
    dialogue.turns[0].1.replaceSubrange(4..<6, with: [UInt8(version >> 8), UInt8(version & 0xFF)])
    #expect(dialogue.turns[0].1 != bytes)
    #expect(dialogue.heard().faults == [.badVersion])
  }

  @Test func findsFieldsThatCannotBe() {
    var dialogue = Dialogue.pyro4()
    dialogue.client4(.init(rawValue: 7), 1)
    dialogue.client4(.invoke, 2, flags: .init(rawValue: 0x8080))
    var unknown = Pyro4Message(type: .invoke, sequence: 3, payload: [])
    unknown.serializerID = 8
    dialogue.send4(.clientToServer, unknown)
    dialogue.client4(.invoke, 4)
    dialogue.turns[5].1[21] = 1
    let heard = dialogue.heard(ending: nil)
    #expect(heard.faults == [.unknownMessageType, .unknownFlag, .unknownSerializer, .badHeader])
    #expect(heard.findings.filter { $0.severity > .note }.map(\.offset) == [6, 8, 16, 20])
  }

  @Test(arguments: [Pyro4Flags.metadataOnConnect, .itemStreamResult, .keepSerialized])
  func findsFlagsThatTheOlderProtocolHasNot(flag: Pyro4Flags) {
    var dialogue = Self.older(47)
    let message = Pyro4Message(
      version: 47, type: .invoke, serializer: .json, flags: flag, sequence: 2,
      payload: Array(Dialogue.call4.utf8))
    dialogue.send4(.clientToServer, message)
    #expect(dialogue.heard(ending: nil).faults == [.unknownFlag])
  }

  @Test func findsADamagedChecksumOnceAndGoesOn() {
    var dialogue = Dialogue.pyro4()
    dialogue.call4(1)
    dialogue.call4(2)
    dialogue.turns[4].1[23] ^= 1
    let heard = dialogue.heard()
    #expect(heard.faults == [.badChecksum])
    #expect(heard.messages.count == 5)
    #expect(dialogue.heard(piece: 1) == heard)
  }

  @Test func aBatchIsAnsweredByAList() {
    var dialogue = Dialogue.pyro4()
    dialogue.client4(
      .invoke, 1,
      #"{"object": "demo", "method": "<batch>", "params": [["add", [1], {}], ["eval", ["1"], {}]], "kwargs": null}"#,
      flags: .batch)
    dialogue.server4(.result, 1, "[1]", flags: .batch)
    let heard = dialogue.heard(options: .init(describes: true))
    #expect(heard.faults == [.dangerousCall])
    #expect(heard.messages[2].summary == "batch of 2: demo.add(1); demo.eval('1')")
  }

  @Test func findsAnAnswerToAOneWayCall() {
    var dialogue = Dialogue.pyro4()
    dialogue.client4(.invoke, 1, flags: .oneway)
    dialogue.call4(2)
    #expect(dialogue.heard().faults == [])
    dialogue.client4(.invoke, 3, flags: .oneway)
    dialogue.server4(.result, 3)
    #expect(dialogue.heard().faults == [.onewayReply])
  }

  @Test func anItemStreamIsToldApart() {
    var dialogue = Dialogue.pyro4()
    dialogue.client4(.invoke, 1)
    dialogue.server4(
      .result, 1,
      #"{"__class__": "Pyro4.errors.ProtocolError", "__exception__": true, "args": [], "attributes": {}}"#,
      flags: [.exception, .itemStreamResult])
    let heard = dialogue.heard(options: .init(describes: true))
    #expect(heard.faults == [])
    #expect(heard.messages.last?.summary == "an item stream")
  }

  @Test func classesAreThoseOfPyro4() {
    var dialogue = Dialogue.pyro4()
    dialogue.client4(
      .invoke, 1,
      #"{"object": "demo", "method": "add", "params": [{"__class__": "Pyro4.core.URI"}, {"__class__": "Pyro5.core.URI"}], "kwargs": {}}"#
    )
    dialogue.server4(.result, 1)
    #expect(dialogue.heard().faults == [.foreignClass])
  }

  @Test func answersWithoutRequestAndOfAnotherNumber() {
    var dialogue = Dialogue.pyro4()
    dialogue.client4(.invoke, 1)
    dialogue.server4(.result, 2)
    #expect(dialogue.heard().faults == [.sequenceMismatch])
    var unasked = Dialogue.pyro4()
    unasked.server4(.result, 1)
    #expect(unasked.heard().faults == [.unsolicitedReply])
  }

  @Test func compressedPayloadsAreInflatedAndBounded() throws {
    let call =
      #"{"object": "demo", "method": "add", "params": ["\#(String(repeating: "x", count: 300))"], "kwargs": {}}"#
    for (payload, rules) in [
      (Array(call.utf8), []), ([UInt8](repeating: 0x20, count: 4 << 20), [Rule.decompressionBomb]),
    ] {
      var dialogue = Dialogue.pyro4()
      let message = Pyro4Message(type: .invoke, serializer: .json, sequence: 1, payload: payload)
      dialogue.turns.append((.clientToServer, try Pyro4Encoder(compresses: true).encode(message)))
      #expect(dialogue.heard(ending: nil).faults == rules)
      dialogue.turns[2].1[30] ^= 0xFF
      #expect(dialogue.heard(ending: nil).faults == [.badCompression])
    }
  }

  @Test func aStreamThatEndsInsideAMessageIsFound() {
    var dialogue = Dialogue.pyro4()
    dialogue.client4(.invoke, 1)
    dialogue.turns[2].1.removeLast(5)
    #expect(dialogue.heard(ending: .closed).faults == [.truncatedStream])
    #expect(dialogue.heard(ending: .unseen).faults == [])
  }

  @Test func theInterruptIsRecognised() {
    var dialogue = Dialogue(generation: .pyro4)
    dialogue.turns = [(.clientToServer, [UInt8](repeating: 0x21, count: 16))]
    #expect(dialogue.heard(piece: 3).messages.map(\.kind) == ["SHUTDOWN_INTERRUPT"])
  }

  @Test func acceptsAConnectionFromItsMiddle() {
    var dialogue = Dialogue.pyro4()
    for sequence in UInt16(1)...4 { dialogue.call4(sequence) }
    for start in 1..<dialogue.turns.count {
      var rest = Dialogue(generation: .pyro4, turns: Array(dialogue.turns[start...]))
      rest.turns[0].1.removeFirst(20)
      #expect(rest.heard(options: .init(beginsMidstream: true)).faults == [])
    }
  }
}
