import PyroWire
import PythonValues
import TestSupport
import Testing
import WireCore

@Suite struct Pyro3CallTests {
  /// What is found when a client sends this pickle in an accepted connection.
  private func faults(of pickle: String) -> [Rule] {
    var dialogue = Pyro3Dialogue.begun()
    dialogue.pickle(pickle)
    return dialogue.heard().faults.filter { $0 != .pickleSerializer }
  }

  @Test func acceptsCallsAndAnswers() {
    var dialogue = Pyro3Dialogue.begun()
    for _ in 0..<3 { dialogue.call() }
    let sink = dialogue.heard(options: .init(describes: true))
    #expect(sink.rules == [.noAuthentication, .pickleSerializer])
    #expect(sink.messages.filter { $0.kind == "RESULT" }.map(\.answers) == [3, 5, 7])
    #expect(sink.messages.suffix(2).map(\.summary) == ["ledger.add(1, 2)", "3"])
    #expect(sink.messages.last?.serializer == "pickle")
  }

  @Test(arguments: [
    "(S'o'\nS'm'\nI0\n(tl.",  // a list
    "(S'o'\nS'm'\nI0\nt.",  // three parts
    "(S'o'\nS'm'\nI0\n(lt.",  // arguments that are a list
    "(S'o'\nI1\nI0\n(tt.",  // a method that is a number
    "(S'o'\nS'm'\nS'x'\n(tt.",  // flags that are a text
    "(S'o'\nS'm'\nI2\n(I1\ntt.",  // keywords that are a number
    "(S'o'\nS'm'\nI1\n(I1\ntt.",  // variable arguments that are a number
    "(S'o'\nS'm'\nI1\n(tt.",  // variable arguments that are not there
    "(S'o'\nS'm'\nI2\n((dI1\nI2\nstt.",  // a keyword that is a number
    "(S'o'\nS'_r_ga'\nI0\n(tt.",  // an attribute without its name
  ])
  func rejectsWhatIsNoRequest(pickle: String) {
    #expect(faults(of: pickle) == [.badCallShape])
  }

  @Test func rejectsFlagsThatAreNone() {
    #expect(faults(of: "(S'o'\nS'm'\nI8\n(tt.") == [.unknownFlag])
  }

  @Test func rejectsWhatIsNoPickle() {
    #expect(faults(of: "(S'o'\nS'm'\nI0\n(t") == [.payloadSyntax])
    #expect(faults(of: "") == [.payloadSyntax])
    #expect(faults(of: "(S'o'\nS'm'\nI0\n(tt.more") == [.trailingBytes])
  }

  @Test(arguments: [
    ("cos\nsystem\n(S'id'\ntR.", "would call os.system('id')"),
    ("(S'o'\nS'm'\nI0\n(cposix\npopen\n(S'id'\ntRtt.", "would call posix.popen('id')"),
    ("(i__builtin__\neval\n(S'1'\n.", "would call __builtin__.eval()"),
  ])
  func tellsWhatAPickleWouldCall(pickle: String, detail: String) {
    var dialogue = Pyro3Dialogue.begun()
    dialogue.pickle(pickle)
    #expect(dialogue.heard().details(of: .dangerousClass) == [detail])
  }

  @Test(arguments: [
    ("__class__", Rule.dangerousAttribute), ("eval", .dangerousCall), ("a.b", .dottedName),
    ("_own", .privateAttribute),
    ("_shutdown", .privateAttribute),
  ])
  func rejectsNamesThatAreDangerousOrPrivate(name: String, rule: Rule) {
    #expect(faults(of: "(S'o'\nS'\(name)'\nI0\n(tt.") == [rule])
    let attribute = name == "eval" ? [] : [rule]
    #expect(faults(of: "(S'o'\nS'_r_ga'\nI0\n(S'\(name)'\ntt.") == attribute)
  }

  @Test(arguments: ["_r_ga", "_r_ha"]) func acceptsAttributesAskedForByName(method: String) {
    #expect(faults(of: "(S'o'\nS'\(method)'\nI3\n((S'total'\nt(dtt.") == [])
  }

  @Test func findsMobileCode() {
    #expect(faults(of: "(S'o'\nS'remote_retrieve_code'\nI0\n(S'agents'\ntt.") == [.mobileCode])
    #expect(faults(of: "(S'o'\nS'remote_supply_code'\nI0\n(S'agents'\nS'code'\n(ttt.") == [.mobileCode])
    var dialogue = Pyro3Dialogue.begun()
    dialogue.request(Pyro3Request(object: "o", method: "run"))
    dialogue.pickle(
      "(iPyro.errors\nPyroExceptionCapsule\n(dS'excObj'\n(iPyro.errors\n_InternalNoModuleError\n"
        + "(dS'modulename'\nS'agents'\nsbsS'args'\nNsb.", from: .serverToClient)
    #expect(
      dialogue.heard().details(of: .mobileCode)
        == ["the server asks for the code of the module 'agents', to run it"])
  }

  @Test func describesExceptions() {
    var dialogue = Pyro3Dialogue.begun()
    dialogue.request(Pyro3Request(object: "o", method: "run"))
    dialogue.pickle(
      "(iPyro.errors\nPyroExceptionCapsule\n(dS'excObj'\ncexceptions\nKeyError\n(S'rent'\ntRs"
        + "S'args'\n(lS'Traceback'\nasb.", from: .serverToClient)
    let sink = dialogue.heard(options: .init(describes: true))
    #expect(sink.messages.last?.summary == "raises exceptions.KeyError('rent')")
    #expect(sink.rules == [.noAuthentication, .pickleSerializer, .tracebackExposed])
  }

  @Test func aOneWayCallIsNotAnswered() {
    var dialogue = Pyro3Dialogue.begun()
    dialogue.call(isOneway: true)
    dialogue.call()
    #expect(dialogue.heard().faults == [.pickleSerializer])
    dialogue.call(isOneway: true)
    #expect(dialogue.heard().faults == [.pickleSerializer])
    dialogue.server([0x80, 2, 0x4E, 0x2E])
    #expect(dialogue.heard().faults == [.pickleSerializer, .onewayReply])
  }

  @Test func findsAnswersWithoutACallAndCallsWithoutAnAnswer() {
    var dialogue = Pyro3Dialogue.begun()
    dialogue.server([0x80, 2, 0x4E, 0x2E])
    #expect(dialogue.heard().faults == [.pickleSerializer, .unsolicitedReply])
    dialogue = .begun()
    dialogue.request(Pyro3Request(object: "o", method: "run"))
    #expect(dialogue.heard().rules.contains(.missingReply))
  }

  @Test func anAnswerMayBeSeenBeforeItsCall() {
    var dialogue = Pyro3Dialogue.begun()
    dialogue.call()
    dialogue.turns.swapAt(3, 4)
    #expect(dialogue.heard().faults == [.pickleSerializer])
  }

  @Test func namesObjectsThatWereResolved() {
    var dialogue = Pyro3Dialogue.begun()
    dialogue.request(
      Pyro3Request(
        object: .string(Pyro3Request.daemonID), method: "ResolvePYROLOC", flags: [],
        arguments: [":Pyro.NameServer"]))
    dialogue.pickle("S'7f00'\n.", from: .serverToClient)
    dialogue.request(Pyro3Request(object: "7f00", method: "flatlist", positional: []))
    let sink = dialogue.heard(options: .init(describes: true))
    #expect(sink.messages[3].summary == "Pyro daemon.ResolvePYROLOC(':Pyro.NameServer')")
    #expect(sink.messages.last?.summary == ":Pyro.NameServer.flatlist()")
    #expect(sink.rules.contains(.nameserverOpen))
  }

  @Test func aNameServerBehindAPassphraseIsNotOpen() {
    var dialogue = Pyro3Dialogue.begun(Pyro3Passphrase("open sesame"))
    let resolve = Pyro3Request(object: "7f00", method: "resolve", flags: [], arguments: [":Default.ledger"])
    dialogue.request(resolve)
    #expect(!dialogue.heard().rules.contains(.nameserverOpen))
    dialogue = .begun()
    dialogue.request(resolve)
    #expect(dialogue.heard().rules.contains(.nameserverOpen))
  }
}
