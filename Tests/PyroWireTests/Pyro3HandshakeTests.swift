import PyroWire
import TestSupport
import Testing
import WireCore

@Suite struct Pyro3HandshakeTests {
  // What Pyro 3.16's DefaultConnValidator gives for these.
  @Test(arguments: [
    ("open sesame", "e2b02c2d89503445bdd765f35c658287", "6cdfb4c559ab6c54d5654051cd8def6a"),
    ("open sesame", "933831af68494f2f45cf72007b6f3bf6", "e49e475e14435f3a5cc4b9de86c4014a"),
    ("", "3b1da168bd751df3eabb4977f28528ae", "2d1aeba75814d5c3d72a3c187056f6ee"),
  ])
  func tokensArePyros(passphrase: String, challenge: String, token: String) {
    #expect(Pyro3Passphrase(passphrase).token(for: hexBytes(challenge)) == hexBytes(token))
  }

  @Test func acceptsAClientWithoutAPassphrase() {
    let sink = Pyro3Dialogue.begun().heard()
    #expect(sink.messages.map(\.kind) == ["CHALLENGE", "CONNECT", "GRANTED"])
    #expect(sink.messages.last?.answers == 1)
    #expect(sink.rules == [.noAuthentication])
  }

  @Test func tellsThatAPassphraseCanBeGuessed() {
    let sink = Pyro3Dialogue.begun(Pyro3Passphrase("open sesame")).heard()
    #expect(sink.rules == [.weakChallenge])
    #expect(sink.findings.first?.message == 1)
    #expect(sink.findings.first?.offset == 25)
  }

  @Test func verifiesATokenByThePassphraseGiven() {
    let right = Pyro3Passphrase("open sesame")
    let options = Pyro3Conversation.Options(describes: true, passphrases: [Pyro3Passphrase("other"), right])
    let sink = Pyro3Dialogue.begun(right).heard(options: options)
    #expect(sink.rules == [.weakChallenge])
    #expect(sink.findings.first?.detail.hasSuffix("it is of the passphrase given") == true)
    #expect(sink.messages[1].summary?.hasSuffix(", of the passphrase given") == true)
  }

  @Test func findsATokenOfAnotherPassphraseAccepted() {
    let options = Pyro3Conversation.Options(passphrases: [Pyro3Passphrase("open sesame")])
    #expect(
      Pyro3Dialogue.begun(Pyro3Passphrase("wrong")).heard(options: options).rules
        == [.weakChallenge, .hmacMismatch])
    let denied = Pyro3Dialogue.begun(Pyro3Passphrase("wrong"), answer: .denied(.security))
    let sink = denied.heard(options: options)
    #expect(sink.rules == [.weakChallenge, .deniedConnection])
    #expect(sink.findings.last?.detail.hasSuffix("the client's token is of no passphrase given") == true)
  }

  /// PYRO3-11: a name and a password, for a validator of the program's own.
  @Test func comparesNoTokenOfAnotherValidator() {
    let options = Pyro3Conversation.Options(describes: true, passphrases: [Pyro3Passphrase("open sesame")])
    for answer in [Pyro3Answer.granted, .denied(.security)] {
      var dialogue = Pyro3Dialogue()
      dialogue.server(Pyro3Dialogue.challenge)
      dialogue.client(Array("CONNECTcarol:secret".utf8))
      dialogue.turns.append((.serverToClient, answer.bytes))
      let sink = dialogue.heard(options: options)
      #expect(sink.messages[1].summary == "token 6361726f6c3a736563726574")
      #expect(sink.rules == (answer == .granted ? [.weakChallenge] : [.weakChallenge, .deniedConnection]))
      #expect(
        sink.details(of: .weakChallenge) == [
          "challenge and token, 12 bytes for a validator of the program's own, are in the clear: what they are made of "
            + "can be seen or guessed offline"
        ])
      #expect(!sink.details(of: .deniedConnection).contains { $0.contains("token") })
    }
  }

  @Test(arguments: [
    (Pyro3Answer.Reason.unspecified, "unspecified reason"), (.tooBusy, "server too busy"),
    (.hostBlocked, "host blocked"), (.security, "security reasons"),
  ])
  func saysWhyAConnectionWasDenied(reason: Pyro3Answer.Reason, words: String) {
    let sink = Pyro3Dialogue.begun(answer: .denied(reason)).heard()
    #expect(sink.rules == [.deniedConnection])
    #expect(sink.details(of: .deniedConnection).first?.contains(words) == true)
  }

  @Test func acceptsARefusalBeforeAnyChallenge() {
    let sink = Pyro3Dialogue(turns: [(.serverToClient, Pyro3Answer.denied(.tooBusy).bytes)]).heard()
    #expect(sink.rules == [.deniedConnection])
    #expect(sink.payloads == [Array("DENIED1".utf8)])
  }

  @Test func rejectsAReasonThatIsNone() {
    #expect(Pyro3Dialogue.begun(answer: .denied(.init(code: 0x39))).heard().faults == [.badHeader])
  }

  @Test(arguments: [0, 15, 17, 20]) func rejectsAChallengeOfAnotherLength(count: Int) {
    var dialogue = Pyro3Dialogue()
    dialogue.server([UInt8](repeating: 7, count: count))
    #expect(dialogue.heard().faults == [.payloadSyntax])
  }

  @Test func rejectsCallsBeforeConnect() {
    var dialogue = Pyro3Dialogue()
    dialogue.server(Pyro3Dialogue.challenge)
    dialogue.call()
    #expect(dialogue.heard().rules.contains(.noHandshake))
  }

  @Test func rejectsCallsAfterARefusal() {
    var dialogue = Pyro3Dialogue.begun(answer: .denied(.security))
    dialogue.call()
    #expect(dialogue.heard().faults.filter { $0 == .unexpectedMessage }.count == 2)
  }

  @Test func rejectsSecondHandshakes() {
    var dialogue = Pyro3Dialogue.begun()
    dialogue.client(Array("CONNECTagain".utf8))
    dialogue.turns.append((.serverToClient, Pyro3Answer.granted.bytes))
    #expect(dialogue.heard().faults == [.unexpectedMessage, .unexpectedMessage])
  }

  @Test func rejectsGrantedWithoutAChallenge() {
    let sink = Pyro3Dialogue(turns: [(.serverToClient, Pyro3Answer.granted.bytes)]).heard()
    #expect(sink.faults == [.unexpectedMessage])
  }

  @Test func acceptsVersion4AtBothEnds() {
    var dialogue = Pyro3Dialogue.begun(version: 4)
    dialogue.call()
    #expect(dialogue.heard().faults == [.pickleSerializer])
  }

  @Test func rejectsTwoVersionsInOneConnection() {
    var dialogue = Pyro3Dialogue.begun()
    dialogue.version = 4
    dialogue.call()
    #expect(dialogue.heard().faults == [.badVersion, .pickleSerializer, .badVersion])
  }

  @Test func rejectsAChallengeOfVersion4ThatIsNotAnswered() {
    var dialogue = Pyro3Dialogue(version: 4)
    dialogue.server(Pyro3Dialogue.challenge)
    #expect(dialogue.heard().faults == [.badVersion])
    dialogue = Pyro3Dialogue(version: 5)
    dialogue.server(Pyro3Dialogue.challenge)
    #expect(dialogue.heard().faults == [])
  }

  @Test func bothOrdersOfTheDirectionsGiveTheSameVerdict() {
    var crossed = Pyro3Dialogue.begun(Pyro3Passphrase("open sesame"))
    crossed.turns.swapAt(0, 1)
    #expect(crossed.heard().rules == [.weakChallenge])
  }
}
