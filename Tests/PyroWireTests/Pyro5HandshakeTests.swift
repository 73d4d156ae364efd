import PyroWire
import Testing
import WireCore

@Suite struct Pyro5HandshakeTests {
  @Test func acceptsAnOrdinaryConnection() {
    var dialogue = Dialogue.accepted
    dialogue.call(1)
    let heard = dialogue.heard()
    #expect(heard.messages.map(\.kind) == ["CONNECT", "CONNECTOK", "INVOKE", "RESULT"])
    #expect(heard.messages.map(\.answers) == [nil, 0, nil, 2])
    #expect(heard.messages.map(\.sequence) == [0, 0, 1, 1])
    #expect(heard.messages[2].serializer == "json")
    #expect(heard.payloads[3] == Array("3".utf8))
    #expect(heard.rules == [.noAuthentication])
  }

  @Test func aHandshakeOfItsOwnMayBeACredential() {
    var dialogue = Dialogue()
    dialogue.client(.connect, 0, #"{"handshake": ["token", 7], "object": "demo"}"#)
    dialogue.server(.connectOK, 0, #"{"handshake": null, "meta": null}"#)
    #expect(dialogue.heard().rules == [])
  }

  @Test func notesANameServerThatAnswersAnyone() {
    var dialogue = Dialogue()
    dialogue.client(.connect, 0, #"{"handshake": "hello", "object": "Pyro.NameServer"}"#)
    dialogue.server(.connectOK, 0, #"{"handshake": "hello", "meta": null}"#)
    #expect(dialogue.heard().rules == [.noAuthentication, .nameserverOpen])
  }

  @Test func notesARefusalAndItsReason() {
    var dialogue = Dialogue()
    dialogue.client(.connect, 3, #"{"handshake": "wrong", "object": "demo"}"#)
    dialogue.server(.connectFail, 3, #""no\nway""#)
    let heard = dialogue.heard()
    #expect(heard.rules == [.deniedConnection])
    #expect(heard.findings.first?.detail.hasSuffix(#"'no\nway'"#) == true)
    #expect(heard.messages.last?.answers == 0)
  }

  /// The daemon itself refuses in marshal, whatever the client speaks.
  @Test func aRefusalInMarshalIsNoFault() {
    var dialogue = Dialogue()
    dialogue.client(.connect, 0, #"{"handshake": "hello", "object": "demo"}"#)
    dialogue.server(.connectFail, 0, "\u{7A}\u{3}no!", serializer: .marshal)
    let heard = dialogue.heard()
    #expect(heard.faults == [])
    #expect(heard.rules == [.marshalSerializer, .deniedConnection])
  }

  @Test func findsACallBeforeTheHandshake() {
    var dialogue = Dialogue()
    dialogue.call(1)
    dialogue.call(2)
    let heard = dialogue.heard()
    #expect(heard.faults == [.noHandshake])
    #expect(heard.findings.first?.message == 0)
    #expect(heard.findings.first?.offset == 6)
  }

  @Test func findsWhatTheStateDoesNotAllow() {
    var again = Dialogue.accepted
    again.client(.connect, 1, #"{"handshake": "hello", "object": "demo"}"#)
    #expect(again.heard().faults == [.unexpectedMessage])

    var refused = Dialogue()
    refused.client(.connect, 0, #"{"handshake": "hello", "object": "demo"}"#)
    refused.server(.connectFail, 0, #""no""#)
    refused.client(.invoke, 1, #"{"object": "demo", "method": "add", "params": [], "kwargs": {}}"#)
    #expect(refused.heard().faults == [.unexpectedMessage])

    var wrongWay = Dialogue.accepted
    wrongWay.client(.result, 1, "1")
    wrongWay.server(.invoke, 1, #"{"object": "demo", "method": "add", "params": [], "kwargs": {}}"#)
    #expect(wrongWay.heard().faults == [.unexpectedMessage, .unexpectedMessage])

    var twice = Dialogue.accepted
    twice.server(.connectOK, 0, #"{"handshake": "hello", "meta": null}"#)
    #expect(twice.heard().faults.first == .unexpectedMessage)
  }

  @Test(arguments: [
    (Pyro5MessageType.connect, #"{"handshake": "hello"}"#), (.connect, #"{"handshake": 1, "object": 2}"#),
    (.connect, "[]"), (.connectOK, #"{"meta": null}"#), (.connectOK, #"{"handshake": 1}"#),
    (.connectOK, #"{"handshake": 1, "meta": {"methods": []}}"#),
    (.connectOK, #"{"handshake": 1, "meta": {"methods": 1, "oneway": [], "attrs": []}}"#),
    (.connectFail, "7"),
  ])
  func findsAHandshakeOfAnotherShape(type: Pyro5MessageType, payload: String) {
    var dialogue = Dialogue()
    let isConnect = type == .connect
    dialogue.client(.connect, 0, isConnect ? payload : #"{"handshake": "hello", "object": "demo"}"#)
    if !isConnect { dialogue.server(type, 0, payload) }
    #expect(dialogue.heard().faults == [.badCallShape])
  }

  @Test func recognisesAShutdownInterrupt() {
    for size in [1, 5, 16, 17] {
      let marks = Dialogue(turns: [(.clientToServer, [UInt8](repeating: 0x21, count: 16))])
      let heard = marks.heard(piece: size)
      #expect(heard.messages.map(\.kind) == ["SHUTDOWN_INTERRUPT"])
      #expect(heard.payloads == [[UInt8](repeating: 0x21, count: 16)])
      #expect(heard.findings == [])
    }
    for count in [1, 15] {
      let fewer = Dialogue(turns: [(.clientToServer, [UInt8](repeating: 0x21, count: count))])
      #expect(fewer.heard(piece: 1).rules == [.badMagic])
    }
    let fromServer = Dialogue(turns: [(.serverToClient, [UInt8](repeating: 0x21, count: 40))])
    #expect(fromServer.heard().rules == [.badMagic])
  }
}
