import PyroWire
import TestSupport
import Testing
import WireCore

/// What a person reads of a message of Pyro 4 or 5.
@Suite struct PyroSummaryTests {
  private let describing = PyroConversation.Options(describes: true)

  /// The summary of the last message.
  private func summary(_ build: (inout Dialogue) -> Void) -> String? {
    var dialogue = Dialogue.accepted
    build(&dialogue)
    return dialogue.heard(options: describing, ending: nil).messages.last?.summary
  }

  private func summary(ofCall payload: String, flags: Pyro5Flags = []) -> String? {
    summary { $0.client(.invoke, 1, payload, flags: flags) }
  }

  private func summary(ofResult payload: String, flags: Pyro5Flags = []) -> String? {
    summary { $0.server(.result, 1, payload, flags: flags) }
  }

  private func call(_ method: String, _ params: String, _ kwargs: String = "null") -> String {
    #"{"object": "demo", "method": "\#(method)", "params": \#(params), "kwargs": \#(kwargs)}"#
  }

  @Test func showsHandshakes() {
    func summaries(_ connect: String, _ type: Pyro5MessageType, _ answer: String) -> [String?] {
      var dialogue = Dialogue()
      dialogue.client(.connect, 0, connect)
      dialogue.server(type, 0, answer)
      return dialogue.heard(options: describing).messages.map(\.summary)
    }
    #expect(
      summaries(#"{"handshake": 7, "object": "demo"}"#, .connectOK, #"{"handshake": "hi", "meta": null}"#)
        == ["to demo, handshake 7", "accepted, 'hi'; None"])
    #expect(
      summaries(#"{"object": "a b"}"#, .connectOK, #"{}"#)
        == ["to 'a b', handshake nothing", "accepted, nothing; nothing"])
    #expect(
      summaries(#"{"handshake": 7}"#, .connectFail, #""no room""#)
        == ["to nothing, handshake 7", "refused: 'no room'"])
    var dialogue = Dialogue(generation: .pyro4)
    dialogue.client4(.connect, 0, #"{"handshake": 7}"#)
    dialogue.server4(.connectOK, 0, #""welcome""#)
    #expect(dialogue.heard(options: describing).messages.last?.summary == "accepted, 'welcome'")
  }

  @Test func saysNothingOfAPingNorWhereNobodyAsks() {
    #expect(summary { $0.client(.ping, 0, #""ping""#) } == nil)
    var dialogue = Dialogue.accepted
    dialogue.call(1)
    #expect(dialogue.heard().messages.allSatisfy { $0.summary == nil })
  }

  @Test func showsHowManyBytesCouldNotBeRead() {
    #expect(summary(ofCall: "{]!") == "3 bytes that are no json")
    #expect(
      summary { dialogue in
        dialogue.client(.invoke, 1, "four")
        dialogue.turns[2].1[7] = 9
      } == "4 bytes of an unknown serializer")
  }

  @Test func showsCallsAsPythonHasThem() {
    #expect(summary(ofCall: call("add", "[1, [2]]", #"{"k": "v"}"#)) == "demo.add(1, [2], k='v')")
    #expect(summary(ofCall: call("add", "[1]"), flags: .oneway) == "one-way demo.add(1)")
    #expect(summary(ofCall: call("__getattr__", #"["label"]"#)) == "demo.label")
    #expect(summary(ofCall: call("__getattr__", #"["label", 1]"#)) == "demo.__getattr__('label', 1)")
    #expect(summary(ofCall: call("__setattr__", #"["label", 1]"#)) == "demo.label = 1")
    #expect(summary(ofCall: call("__setattr__", #"["label"]"#)) == "demo.__setattr__('label')")
    #expect(
      summary(ofCall: call("add", "7")) == "{'object': 'demo', 'method': 'add', 'params': 7, 'kwargs': None}")
    #expect(summary(ofCall: #"["demo"]"#) == "['demo']")
    #expect(summary(ofCall: #"{"object": 7, "method": [1], "params": [], "kwargs": null}"#) == "7.[1]()")
  }

  @Test func showsTwentyArgumentsAndTwentyKeywords() {
    func list(_ count: Int) -> String { (0..<count).map { "\($0)" }.joined(separator: ", ") }
    func keywords(_ count: Int) -> String {
      "{" + (0..<count).map { "\"k\($0)\": \($0)" }.joined(separator: ", ") + "}"
    }
    func shown(_ count: Int) -> String { (0..<count).map { "k\($0)=\($0)" }.joined(separator: ", ") }
    #expect(summary(ofCall: call("m", "[\(list(20))]", keywords(20))) == "demo.m(\(list(20)), \(shown(20)))")
    #expect(summary(ofCall: call("m", "[\(list(21))]")) == "demo.m(\(list(20)), …)")
    #expect(summary(ofCall: call("m", "[]", keywords(21))) == "demo.m(\(shown(20)), …)")
  }

  @Test func showsTenCallsOfABatch() {
    func batch(_ count: Int, flags: Pyro5Flags = .batch) -> String? {
      let calls = (0..<count).map { "[\"m\($0)\", [\($0)], {}]" }.joined(separator: ", ")
      return summary(ofCall: call("<batch>", "[\(calls)]"), flags: flags)
    }
    func shown(_ count: Int) -> String { (0..<count).map { "demo.m\($0)(\($0))" }.joined(separator: "; ") }
    #expect(batch(10) == "batch of 10: " + shown(10))
    #expect(batch(11) == "batch of 11: " + shown(10))
    #expect(batch(1, flags: [.batch, .oneway]) == "one-way batch of 1: demo.m0(0)")
    #expect(
      summary(ofCall: call("<batch>", #"[["m", [1], {}], ["n", [1]]]"#), flags: .batch)
        == "batch of 2: demo.m(1)")
  }

  @Test func showsNamesAsTheyAreWhereTheyCanStandInALine() {
    let long = String(repeating: "m", count: 100)
    #expect(summary(ofCall: call(long, "[]")) == "demo.\(long)()")
    #expect(summary(ofCall: call(long + "m", "[]")) == "demo.'\(String(repeating: "m", count: 80))…'()")
    #expect(summary(ofCall: call("!~", "[]")) == "demo.!~()")
    #expect(summary(ofCall: call("a b", "[]")) == "demo.'a b'()")
    #expect(summary(ofCall: call("a\u{7F}", "[]")) == #"demo.'a\u{7F}'()"#)
  }

  @Test func showsResults() {
    #expect(summary(ofResult: "[1, null]") == "[1, None]")
    #expect(summary(ofResult: "3", flags: .itemStreamResult) == "an item stream")
    #expect(
      summary(ofResult: #"{"__class__": "x.E", "args": [1, "a"]}"#, flags: .exception) == "raises x.E(1, 'a')"
    )
    #expect(summary(ofResult: #"{"__class__": "x.E"}"#, flags: .exception) == "raises x.E()")
    #expect(summary(ofResult: #"{"args": [1]}"#, flags: .exception) == "{'args': [1]}")
    #expect(summary(ofResult: #"{"__class__": "x.E"}"#) == "{'__class__': 'x.E'}")
  }

  @Test func shows400BytesOfAValue() {
    #expect(
      summary(ofResult: "\"\(String(repeating: "x", count: 398))\"")
        == "'\(String(repeating: "x", count: 398))'")
    #expect(
      summary(ofResult: "\"\(String(repeating: "x", count: 399))\"")
        == "'\(String(repeating: "x", count: 399))...")
  }

  /// `add(None, True, False, …)` as CPython 3.11 pickles it.
  @Test func showsPickledValuesOfEachType() {
    let heard = Pyro4PayloadTests.heard(
      "800595bc00000000000000288c0464656d6f948c0361646494284e88894afbffffff8a090000000000000000408a09000000000000"
        + "0000ff473ff80000000000008c086275696c74696e73948c07636f6d706c6578949394473ff0000000000000474000000000000000"
        + "86945294430200ff948c02c3a9945d944b01618f94284b0190284b029194297d948c0161947d947368028c05736c6963659493944b"
        + "014b024b038794529468028c08456c6c697073697394939474947d948c016b948c0176947374942e")
    #expect(heard.faults == [.pickleSerializer])
    #expect(
      heard.messages.last?.summary
        == "demo.add(None, True, False, -5, 1180591620717411303424, -18446744073709551616, 1.5, (1+2j), "
        + #"b'\x00\xff', 'é', [1], {1}, frozenset({2}), (), {'a': {}}, slice(1, 2, 3), Ellipsis, "#
        + "k='v')")
  }
}
