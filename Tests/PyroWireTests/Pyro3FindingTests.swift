import PyroWire
import PythonValues
import TestSupport
import Testing
import WireCore

/// What is found, in which message, at which byte, in which words.
@Suite struct Pyro3FindingTests {
  private static let unauthenticated =
    "2 - no-authentication: the connection was accepted without a passphrase"
  private static let pickled =
    "3 12 pickle-serializer: native pickle: whoever can send it runs code at its reader (CVE-2026-31048)"

  /// What is found behind a handshake and the note on pickles.
  private func found(_ build: (inout Pyro3Dialogue) -> Void) -> [String] {
    var dialogue = Pyro3Dialogue.begun()
    build(&dialogue)
    let lines = dialogue.heard().lines
    #expect(lines.first == Self.unauthenticated)
    return lines.dropFirst().filter { $0 != Self.pickled }
  }

  private let request = Pyro3Request(object: "o", method: "run")
  private static let noneAsPickle: [UInt8] = [0x80, 2, 0x4E, 0x2E]

  // MARK: Places

  @Test func findsWhatTheHandshakeDoesNotAllow() {
    var early = Pyro3Dialogue()
    early.server(Pyro3Dialogue.challenge)
    early.request(request)
    #expect(early.heard().lines.first == "1 0 no-handshake: a call before CONNECT")

    #expect(
      found { $0.client(Array("CONNECT".utf8)) } == ["3 0 unexpected-message: a second CONNECT"])
    #expect(
      found { $0.turns.append((.serverToClient, Pyro3Answer.granted.bytes)) }
        == ["3 0 unexpected-message: a second answer to the handshake: GRANTED"])

    var unasked = Pyro3Dialogue(turns: [(.serverToClient, Pyro3Answer.granted.bytes)])
    #expect(unasked.heard().lines == ["0 0 unexpected-message: GRANTED without a challenge"])
    unasked = Pyro3Dialogue()
    unasked.server(Pyro3Dialogue.challenge)
    unasked.server(Self.noneAsPickle)
    #expect(
      unasked.heard().lines.first == "1 0 unexpected-message: a message where GRANTED or DENIED belongs")
  }

  @Test func findsWhatFollowsARefusal() {
    var dialogue = Pyro3Dialogue.begun(answer: .denied(.security))
    dialogue.request(request)
    dialogue.server(Self.noneAsPickle)
    let lines = dialogue.heard().lines
    #expect(lines.contains("3 0 unexpected-message: a call after the connection was denied"))
    #expect(lines.contains("4 0 unexpected-message: a message after the connection was denied"))
  }

  @Test func findsAnswersWithoutACallAndCallsWithoutAnAnswer() {
    #expect(
      found { $0.server(Self.noneAsPickle) } == ["3 - unsolicited-reply: no request is open"])
    #expect(found { $0.request(request) } == ["3 - missing-reply: the call was never answered"])
    #expect(
      found { dialogue in
        dialogue.call(isOneway: true)
        dialogue.server(Self.noneAsPickle)
      } == ["4 - oneway-reply: the call before it was one-way"])
  }

  // MARK: Headers

  @Test func findsFieldsThatCannotBe() {
    #expect(
      found { dialogue in
        dialogue.call(isOneway: true)
        dialogue.turns[3].1[12] = 0x80
      } == ["3 12 unknown-flag: the flags 0x8000 are not defined"])
    #expect(
      found { dialogue in
        dialogue.call(isOneway: true)
        dialogue.turns[3].1[17] = 1
      } == ["3 14 bad-header: a checksum is there, and the flag for it is not"])
    #expect(
      found { dialogue in
        dialogue.version = 4
        dialogue.call(isOneway: true)
      } == ["3 4 bad-version: the version is 4, that of the connection is 5: Pyro 3 wants its own"])
  }

  @Test func findsAWrongChecksum() {
    var dialogue = Pyro3Dialogue.begun(encoder: Pyro3Encoder(checksums: true))
    dialogue.request(request)
    dialogue.server([0x4E, 0x2E])
    #expect(dialogue.heard().rules == [.noAuthentication, .pickleSerializer])
    dialogue.turns[4].1[17] ^= 1
    #expect(
      dialogue.heard().lines.last
        == "4 14 bad-checksum: the checksum is 0xcc007c, the Adler-32 of the body is 0xcc007d")
  }

  @Test func aChecksumWithoutItsFlagIsAWarning() {
    var dialogue = Pyro3Dialogue.begun()
    dialogue.turns[0].1[17] = 1
    #expect(dialogue.heard().findings.first?.severity == .warning)
  }

  // MARK: Handshakes

  @Test func findsAChallengeOfAnotherLength() {
    var dialogue = Pyro3Dialogue()
    dialogue.server([UInt8](repeating: 7, count: 15))
    #expect(
      dialogue.heard().lines == ["0 18 payload-syntax: a challenge is 16 bytes long, this one 15"])
  }

  @Test func tellsWhatATokenShows() {
    let guessed =
      "1 25 weak-challenge: challenge and token, an HMAC-MD5, are in the clear: the passphrase can be guessed offline"
    let right = Pyro3Passphrase("open sesame")
    let dialogue = Pyro3Dialogue.begun(right)
    #expect(dialogue.heard().lines == [guessed])
    #expect(
      dialogue.heard(options: .init(passphrases: [right])).lines
        == [guessed + "; it is of the passphrase given"])
    #expect(
      dialogue.heard(options: .init(passphrases: [Pyro3Passphrase("other")])).lines == [
        guessed,
        "2 - hmac-mismatch: the daemon accepted a token that is of no passphrase given: it knows another, "
          + "or takes anybody",
      ])
  }

  @Test func tellsWhyAConnectionWasDenied() {
    let right = Pyro3Passphrase("open sesame")
    let denied = Pyro3Answer.denied(.security)
    let start = "2 - denied-connection: the server denied the connection: security reasons"
    #expect(
      Pyro3Dialogue.begun(answer: denied).heard().lines == [start + "; the client sent no passphrase"])
    #expect(Pyro3Dialogue.begun(right, answer: denied).heard().lines.last == start)
    #expect(
      Pyro3Dialogue.begun(right, answer: denied).heard(options: .init(passphrases: [right])).lines.last
        == start + "; the client's token is of the passphrase given")
    #expect(
      Pyro3Dialogue.begun(answer: .denied(.init(code: 0x39))).heard().lines == [
        "2 - denied-connection: the server denied the connection: a code that Pyro does not define, 0x39"
          + "; the client sent no passphrase",
        "2 6 bad-header: the reason of DENIED is not 0, 1, 2 or 3",
      ])
  }

  @Test func tellsWhyAClientMayHaveTurnedAway() {
    var dialogue = Pyro3Dialogue(version: 4)
    dialogue.server(Pyro3Dialogue.challenge)
    #expect(
      dialogue.heard().lines == [
        "0 4 bad-version: the version is 4 and the client turned away: from Pyro 3.10 on it is 5"
      ])
  }

  // MARK: Calls

  @Test(arguments: [
    ("(S'o'\nS'm'\nI0\n(tl.", "the request is not (object, method, flags, arguments)"),
    ("(I1\nS'm'\nI0\n(tt.", "the object's id is no text"),
    ("(S'o'\nS'm'\nI0\n(lt.", "the arguments are no tuple"),
    ("(S'o'\nI1\nI0\n(tt.", "the method is no text"),
    ("(S'o'\nS'm'\nS'x'\n(tt.", "the flags of the call are no number"),
    ("(S'o'\nS'm'\nI2\n(I1\ntt.", "the keywords are no dict"),
    ("(S'o'\nS'm'\nI2\n(tt.", "the keywords are no dict"),
    ("(S'o'\nS'm'\nI1\n(I1\ntt.", "the variable arguments are no tuple"),
    ("(S'o'\nS'm'\nI2\n((dI1\nI2\nstt.", "a keyword is no text"),
    ("(S'o'\nS'_r_ga'\nI0\n(tt.", "an attribute is read or written without its name"),
  ])
  func tellsWhatIsNoRequest(pickle: String, detail: String) {
    let lines = found { $0.pickle(pickle) }
    // Whether what is no request is answered, nobody knows.
    #expect(lines.first == "3 18 bad-call-shape: \(detail)")
    #expect(lines.dropFirst().allSatisfy { $0.hasPrefix("3 - missing-reply") })
  }

  @Test(arguments: [
    ("(S'o'\nS'm'\nI12\n(tt.", "3 18 unknown-flag: the flags 8 of a call are not defined"),
    ("(S'o'\nS'eval'\nI4\n(tt.", "3 18 dangerous-call: a call of 'eval' runs code"),
    ("(S'o'\nS'_r_sa'\nI4\n(S'_x'\nI1\ntt.", "3 18 private-attribute: the name '_x' is private"),
    (
      "(S'o'\nS'remote_retrieve_code'\nI4\n(S'agents'\ntt.",
      "3 18 mobile-code: the client asks for the code of the module 'agents', to run it"
    ),
    (
      "(S'o'\nS'remote_retrieve_code'\nI4\n(tt.",
      "3 18 mobile-code: the client asks for the code of the module '?', to run it"
    ),
    (
      "(S'o'\nS'remote_supply_code'\nI4\n(S'agents'\nS'import os'\n(ttt.",
      "3 18 mobile-code: the client sends the code of the module 'agents', 9 bytes: the server runs it"
    ),
    (
      "(S'o'\nS'remote_supply_code'\nI4\n(S'agents'\ntt.",
      "3 18 mobile-code: the client sends the code of the module 'agents', 0 bytes: the server runs it"
    ),
    ("(S'o'\nS'm'\nI4\n(tt.more", "3 36 trailing-bytes: 4 bytes follow the pickle"),
    (
      "(S'o'\nS'm'\nI4\n(cdemo\nThing\ntt.",
      "3 33 foreign-class: 'demo.Thing' is looked up by the reader, by this name"
    ),
  ])
  func findingsInAOneWayCallAreLocated(pickle: String, line: String) {
    #expect(found { $0.pickle(pickle) } == [line])
  }

  @Test(arguments: [
    ("register", ":a", 0, true), ("resolve", ":a", 0, true), ("unregister", ":a", 0, true),
    ("createGroup", ":a", 0, true), ("deleteGroup", ":a", 0, true), ("list", ":a", 0, true),
    ("setMeta", ":a", 0, true), ("getMeta", ":a", 0, true), ("resolve", "a", 0, false),
    ("resolve", ":a", 4, false), ("lookup", ":a", 0, false),
  ])
  func aNameServerIsKnownByItsCalls(method: String, name: String, flags: Int, isOpen: Bool) {
    let lines = found { $0.pickle("(S'o'\nS'\(method)'\nI\(flags)\n(S'\(name)'\ntt.") }
    #expect(
      lines.contains("3 - nameserver-open: the name server answers anyone who can reach it") == isOpen)
  }

  @Test(arguments: [("(lS'line'\na", true), ("(l", false), ("N", false), ("I7\n", false)])
  func aTracebackIsALineOrMore(traceback: String, isThere: Bool) {
    let lines = found { dialogue in
      dialogue.request(request)
      dialogue.pickle(
        "(iPyro.errors\nPyroExceptionCapsule\n(dS'excObj'\ncexceptions\nKeyError\n(tRsS'args'\n\(traceback)sb.",
        from: .serverToClient)
    }
    let line = "4 - traceback-exposed: the peer is sent a traceback with file paths and source lines"
    #expect(lines == (isThere ? [line] : []))
  }

  @Test(arguments: [("(dS'modulename'\nS'agents'\ns", "agents"), ("(d", "?"), ("I7\n", "?")])
  func aServerMayAskForCode(state: String, module: String) {
    let lines = found { dialogue in
      dialogue.request(request)
      dialogue.pickle(
        "(iPyro.errors\nPyroExceptionCapsule\n(dS'excObj'\n(iPyro.errors\n_InternalNoModuleError\n\(state)bs"
          + "S'args'\nNsb.", from: .serverToClient)
    }
    #expect(
      lines == ["4 18 mobile-code: the server asks for the code of the module '\(module)', to run it"])
  }
}
