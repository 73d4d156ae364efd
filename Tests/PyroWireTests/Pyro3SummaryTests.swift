import PyroWire
import PythonValues
import TestSupport
import Testing
import WireCore

/// What a person reads of a message.
@Suite struct Pyro3SummaryTests {
  private let describing = Pyro3Conversation.Options(describes: true)

  /// The summary of the last message.
  private func summary(_ build: (inout Pyro3Dialogue) -> Void) -> String? {
    var dialogue = Pyro3Dialogue.begun()
    build(&dialogue)
    return dialogue.heard(options: describing, ending: nil).messages.last?.summary
  }

  private func summary(ofCall request: Pyro3Request) -> String? { summary { $0.request(request) } }

  /// The summary of an answer, a pickle.
  private func summary(ofAnswer pickle: String) -> String? {
    summary { dialogue in
      dialogue.request(Pyro3Request(object: "o", method: "run"))
      dialogue.pickle(pickle, from: .serverToClient)
    }
  }

  @Test func showsChallengeAndToken() {
    var dialogue = Pyro3Dialogue()
    dialogue.server(Array(0..<16))
    dialogue.client(Array("CONNECT".utf8) + Pyro3Passphrase.none.token(for: Array(0..<16)))
    var summaries = dialogue.heard(options: describing).messages.map(\.summary)
    #expect(summaries[0] == "000102030405060708090a0b0c0d0e0f")
    let token = hexText(Pyro3Passphrase.none.token(for: Array(0..<16)))
    #expect(summaries[1] == "token \(token), of no passphrase")
    dialogue.turns.removeFirst()
    summaries = dialogue.heard(options: describing).messages.map(\.summary)
    #expect(summaries == ["token \(token)"])
  }

  @Test func showsWhoseATokenIs() {
    let right = Pyro3Passphrase("open sesame")
    let token = "token " + hexText(right.token(for: Pyro3Dialogue.challenge))
    let dialogue = Pyro3Dialogue.begun(right)
    func summary(_ passphrases: [Pyro3Passphrase]) -> String? {
      dialogue.heard(options: .init(describes: true, passphrases: passphrases)).messages[1].summary
    }
    #expect(summary([]) == token + ", of a passphrase")
    #expect(summary([Pyro3Passphrase("other"), right]) == token + ", of the passphrase given")
    #expect(summary([Pyro3Passphrase("other")]) == token + ", of no passphrase given")
  }

  @Test func showsNoMoreThan32BytesOfAChallengeOrToken() {
    let long = [UInt8](repeating: 0xAB, count: 33)
    let shown = String(repeating: "ab", count: 32)
    var dialogue = Pyro3Dialogue()
    dialogue.server(long)
    dialogue.client(Array("CONNECT".utf8) + long)
    #expect(dialogue.heard(options: describing).messages.map(\.summary) == [shown, "token \(shown)"])
  }

  @Test func showsWhyAConnectionWasDenied() {
    func summary(_ answer: Pyro3Answer) -> String? {
      Pyro3Dialogue.begun(answer: answer).heard(options: describing).messages.last?.summary
    }
    #expect(summary(.granted) == nil)
    #expect(summary(.denied(.tooBusy)) == "server too busy")
    #expect(summary(.denied(.init(code: 0x39))) == "for a reason that Pyro does not define")
  }

  @Test func saysNothingWhereNobodyAsks() {
    let messages = Pyro3SweepTests.dialogue(.pickle).heard().messages
    #expect(messages.allSatisfy { $0.summary == nil })
  }

  @Test(
    arguments: [
      ("_r_ha", ["total"], "o.total ?"), ("_r_ga", ["total"], "o.total"),
      ("_r_sa", ["total", 3], "o.total = 3"), ("_r_ga", ["total", 3], "o._r_ga('total', 3)"),
      ("_r_sa", ["total"], "o._r_sa('total')"), ("run", [7], "o.run(7)"), ("run", [], "o.run()"),
    ] as [(String, [PythonValue], String)])
  func showsAttributesAsPythonHasThem(method: String, arguments: [PythonValue], text: String) {
    #expect(summary(ofCall: Pyro3Request(object: "o", method: method, positional: arguments)) == text)
    #expect(
      summary(ofCall: Pyro3Request(object: "o", method: method, positional: arguments, isOneway: true))
        == "one-way " + text)
  }

  @Test func showsTwentyArgumentsAndTwentyKeywords() {
    func summary(_ positional: Int, _ keywords: Int) -> String? {
      let entries = (0..<keywords).map { PythonDict.Entry(key: .string("k\($0)"), value: .int(Int64($0))) }
      return self.summary(
        ofCall: Pyro3Request(
          object: "o", method: "m", positional: (0..<positional).map { .int(Int64($0)) },
          keywords: PythonDict(distinctEntries: entries)))
    }
    func texts(_ count: Int, _ prefix: String = "") -> String {
      (0..<count).map { prefix.isEmpty ? "\($0)" : "\(prefix)\($0)=\($0)" }.joined(separator: ", ")
    }
    #expect(summary(2, 1) == "o.m(0, 1, k0=0)")
    #expect(summary(20, 20) == "o.m(\(texts(20)), \(texts(20, "k")))")
    #expect(summary(21, 0) == "o.m(\(texts(20)), …)")
    #expect(summary(0, 21) == "o.m(\(texts(20, "k")), …)")
  }

  @Test func showsNamesAsTheyAreWhereTheyCanStandInALine() {
    func summary(_ name: String) -> String? {
      self.summary(ofCall: Pyro3Request(object: "o", method: name))
    }
    let long = String(repeating: "m", count: 100)
    #expect(summary(long) == "o.\(long)()")
    #expect(summary(long + "m") == "o.'\(String(repeating: "m", count: 80))…'()")
    #expect(summary(" ~") == "o. ~()")
    #expect(summary("a\u{1F}") == #"o.'a\u{1F}'()"#)
    #expect(summary("a\u{7F}") == #"o.'a\u{7F}'()"#)
    #expect(summary("") == "o.''()")
  }

  @Test func shows400BytesOfAValue() {
    func summary(_ count: Int) -> String? {
      self.summary(ofAnswer: "S'\(String(repeating: "x", count: count))'\n.")
    }
    #expect(summary(398) == "'\(String(repeating: "x", count: 398))'")
    #expect(summary(399) == "'\(String(repeating: "x", count: 399))...")
  }

  @Test func showsExceptionsWithTheirArguments() {
    func summary(_ exception: String) -> String? {
      self.summary(
        ofAnswer: "(iPyro.errors\nPyroExceptionCapsule\n(dS'excObj'\n\(exception)sS'args'\n(lsb.")
    }
    #expect(summary("cexceptions\nKeyError\n(S'rent'\ntR") == "raises exceptions.KeyError('rent')")
    let arguments = (0..<21).map { "I\($0)\n" }.joined()
    let shown = (0..<20).map { "\($0)" }.joined(separator: ", ")
    #expect(summary("cexceptions\nE\n(\(arguments)tR") == "raises exceptions.E(\(shown))")
    // An instance that is made without its constructor, and what is no instance at all.
    #expect(
      summary("ccopy_reg\n_reconstructor\n(cdemo\nWrong\nc__builtin__\nobject\nNtR(dS'code'\nI7\nsb")
        == "raises demo.Wrong {'code': 7}")
    #expect(summary("S'text'\n") == "raises 'text'")
  }

  @Test func showsHowManyBytesCouldNotBeRead() {
    #expect(summary(ofAnswer: "S'x") == "3 bytes of pickle")
    #expect(summary { $0.pickle("S'x") } == "3 bytes of pickle")
    #expect(summary { $0.pickle("S'x'\n.") } == "'x'")
  }

  // MARK: Names of objects

  /// A client that asks for a name, is told an id, and calls a method of that.
  private func dialogue(resolving names: [(name: String, id: String)]) -> Pyro3Dialogue {
    var dialogue = Pyro3Dialogue.begun()
    for (name, id) in names {
      dialogue.request(
        Pyro3Request(
          object: .string(Pyro3Request.daemonID), method: "ResolvePYROLOC", flags: [],
          arguments: [.string(name)]))
      dialogue.pickle("S'\(id)'\n.", from: .serverToClient)
    }
    return dialogue
  }

  @Test(arguments: [(128, 128, true), (129, 128, false), (128, 129, false)])
  func longNamesAreNotLearned(nameSize: Int, idSize: Int, isLearned: Bool) {
    let name = String(repeating: "n", count: nameSize)
    let id = String(repeating: "i", count: idSize)
    var dialogue = dialogue(resolving: [(name, id)])
    dialogue.request(Pyro3Request(object: id, method: "run"))
    let summary = dialogue.heard(options: describing).messages.last?.summary
    #expect(summary?.hasPrefix(isLearned ? "'nnn" : "'iii") == true)
  }

  @Test func noMoreThan64NamesAreLearned() {
    // One of them is the daemon's own.
    var dialogue = dialogue(resolving: (0..<70).map { (":n\($0)", "id\($0)") })
    for number in 62...63 {
      dialogue.request(Pyro3Request(object: "id\(number)", method: "run", isOneway: true))
    }
    let summaries = dialogue.heard(options: describing).messages.map(\.summary)
    #expect(summaries[3] == "Pyro daemon.ResolvePYROLOC(':n0')")
    #expect(summaries.suffix(2) == ["one-way :n62.run()", "one-way id63.run()"])
  }

  @Test func aNameIsThatOfTheAnswerToItsQuestion() {
    var dialogue = dialogue(resolving: [(":a", "id1")])
    dialogue.request(Pyro3Request(object: "o", method: "run"))
    dialogue.pickle("S'id2'\n.", from: .serverToClient)
    dialogue.request(Pyro3Request(object: "id2", method: "run", isOneway: true))
    dialogue.request(Pyro3Request(object: "id1", method: "run", isOneway: true))
    #expect(
      dialogue.heard(options: describing).messages.suffix(2).map(\.summary)
        == ["one-way id2.run()", "one-way :a.run()"])
  }
}
