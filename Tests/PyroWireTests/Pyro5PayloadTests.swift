import PyroWire
import Testing
import WireCore

@Suite struct Pyro5PayloadTests {
  /// What is found in one call, and in one result.
  static func inCall(_ payload: String, flags: Pyro5Flags = [], serializer: Pyro5Serializer = .json)
    -> RecordingSink
  {
    var dialogue = Dialogue.accepted
    dialogue.client(.invoke, 1, payload, flags: flags, serializer: serializer)
    return dialogue.heard(ending: nil)
  }

  static func inResult(_ payload: String, flags: Pyro5Flags = [], call: Pyro5Flags = []) -> RecordingSink {
    var dialogue = Dialogue.accepted
    let method = #"{"object": "demo", "method": "add", "params": [], "kwargs": {}}"#
    dialogue.client(.invoke, 1, method, flags: call)
    dialogue.server(.result, 1, payload, flags: flags)
    return dialogue.heard(ending: nil)
  }

  @Test(arguments: [
    #"{"object": "demo", "method": "add", "params": [1, 2], "kwargs": {"x": 1}}"#,
    #"{"object": "demo", "method": "__getattr__", "params": ["label"], "kwargs": null}"#,
    #"{"object": "demo", "method": "__setattr__", "params": ["label", 1], "kwargs": null}"#,
    #"{"object": "demo", "method": "__len__", "params": [], "kwargs": {}}"#,
    #"{"object": "demo", "method": "add", "params": [{"__class__": "Pyro5.core.URI", "state": []}], "kwargs": {}}"#,
    #"{"kwargs": {}, "object": "demo", "method": "\u00e9\ud83d\ude00", "params": [NaN, -Infinity, 1e5, 10000000000000000000000]}"#,
  ])
  func acceptsOrdinaryCalls(payload: String) {
    #expect(Self.inCall(payload).faults == [])
  }

  @Test(arguments: [
    (#"{"object": "demo", "method": "add", "params": []}"#, Rule.badCallShape),
    (#"{"object": 1, "method": "add", "params": [], "kwargs": {}}"#, .badCallShape),
    (#"{"object": "demo", "method": "add", "params": "abc", "kwargs": {}}"#, .badCallShape),
    (#"{"object": "demo", "method": "add", "params": [], "kwargs": []}"#, .badCallShape),
    (#"{"object": "demo", "method": "__getattr__", "params": [], "kwargs": {}}"#, .badCallShape),
    (#"{"object": "demo", "method": "__setattr__", "params": ["x"], "kwargs": {}}"#, .badCallShape),
    (#"["demo", "add", [], {}]"#, .badCallShape),
    (#"{"object": "demo", "method": "_private", "params": [], "kwargs": {}}"#, .privateAttribute),
    (#"{"object": "demo", "method": "__init__", "params": [], "kwargs": {}}"#, .privateAttribute),
    (#"{"object": "demo", "method": "__dict__", "params": [], "kwargs": {}}"#, .dangerousAttribute),
    (
      #"{"object": "demo", "method": "__getattr__", "params": ["__class__"], "kwargs": {}}"#,
      .dangerousAttribute
    ),
    (
      #"{"object": "demo", "method": "__setattr__", "params": ["_label", 1], "kwargs": {}}"#,
      .privateAttribute
    ),
    (#"{"object": "demo", "method": "os.system", "params": [], "kwargs": {}}"#, .dangerousCall),
    (#"{"object": "demo", "method": "a.b", "params": [], "kwargs": {}}"#, .dottedName),
    (
      #"{"object": "demo", "method": "add", "params": [{"__class__": "os.system"}], "kwargs": {}}"#,
      .dangerousClass
    ),
    (
      #"{"object": "demo", "method": "add", "params": [[{"__class__": "demo.Thing"}]], "kwargs": {}}"#,
      .foreignClass
    ),
    (#"{"object": "demo", "method": "add", "params": [], "kwargs": {}"#, .payloadSyntax),
    (#"{"object": "demo", "method": "add", "params": [], "kwargs": {}} 7"#, .trailingBytes),
  ])
  func findsWhatIsWrongWithACall(payload: String, rule: Rule) {
    #expect(Self.inCall(payload).faults == [rule])
  }

  @Test func findingsAreLocated() {
    let payload = #"{"object": "demo", "method": "_x", "params": [], "kwargs": {}}"#
    let finding = Self.inCall(payload).findings.last
    #expect(finding?.message == 2)
    #expect(finding?.offset == 40 + 29)
  }

  @Test func aBatchIsJudgedCallByCall() {
    let good =
      #"{"object": "demo", "method": "<batch>", "params": [["add", [1], {}], ["sub", [], null]], "kwargs": null}"#
    #expect(Self.inCall(good, flags: .batch).faults == [])
    let bad =
      #"{"object": "demo", "method": "<batch>", "params": [["_a", [1], {}], ["eval", [], null]], "kwargs": null}"#
    #expect(Self.inCall(bad, flags: .batch).faults == [.privateAttribute, .dangerousCall])
    for call in [#"["add", [1]]"#, #"[1, [], {}]"#, #"["add", 1, {}]"#, #"["add", [], 1]"#, "7", "[]"] {
      let shape = #"{"object": "demo", "method": "<batch>", "params": [\#(call)], "kwargs": null}"#
      #expect(Self.inCall(shape, flags: .batch).faults == [.badCallShape])
    }
    #expect(Self.inResult("7", call: .batch).faults == [.badCallShape])
    #expect(Self.inResult("[7]", flags: .batch, call: .batch).faults == [])
  }

  @Test func findingsOfOneMessageAreBounded() {
    let calls = [String](repeating: #"["_a", [], {}]"#, count: 10_000).joined(separator: ",")
    let batch = #"{"object": "demo", "method": "<batch>", "params": [\#(calls)], "kwargs": null}"#
    #expect(Self.inCall(batch, flags: .batch).faults.count == 100)
  }

  @Test func exceptionsAreJudged() {
    let known =
      #"{"__class__": "builtins.ValueError", "__exception__": true, "args": [], "attributes": {"_pyroTraceback": ["File"]}}"#
    #expect(Self.inResult(known, flags: .exception).rules == [.noAuthentication, .tracebackExposed])
    let quiet =
      #"{"__class__": "ValueError", "__exception__": true, "args": [], "attributes": {"_pyroTraceback": null}}"#
    #expect(Self.inResult(quiet, flags: .exception).rules == [.noAuthentication])
    let foreign = #"{"__class__": "demo.Wrong", "__exception__": true, "args": [], "attributes": {}}"#
    #expect(Self.inResult(foreign, flags: .exception).faults == [.foreignClass])
    #expect(Self.inResult("7", flags: .exception).faults == [.badCallShape])
  }

  @Test func classesWithinTheStateOfAnotherAreOnlyNamed() {
    let nested = #"[{"__class__": "Pyro5.core.URI", "state": [{"__class__": "demo.Thing"}]}]"#
    #expect(Self.inResult(nested).faults == [])
    let dangerous = #"[{"__class__": "Pyro5.core.URI", "state": [{"__class__": "os.system"}]}]"#
    #expect(Self.inResult(dangerous).faults == [.dangerousClass])
    let wrapped =
      #"[{"__class__": "Pyro5.core._ExceptionWrapper", "exception": {"__class__": "demo.Wrong", "__exception__": true}}]"#
    #expect(Self.inResult(wrapped).faults == [.foreignClass])
  }

  @Test func depthIsBounded() {
    let deep = String(repeating: "[", count: 101) + String(repeating: "]", count: 101)
    #expect(Self.inResult(deep).faults == [.resourceLimit])
    #expect(Self.inResult(String(deep.dropFirst().dropLast())).faults == [])
    #expect(Self.inResult(String(repeating: "[", count: 1_000_000)).faults == [.resourceLimit])
    #expect(Self.inResult(String(repeating: "7", count: 5_000)).faults == [.resourceLimit])
  }

  @Test func unknownCodesAreFound() {
    var dialogue = Dialogue.accepted
    dialogue.client(Pyro5MessageType(rawValue: 9), 1, "x")
    dialogue.client(.invoke, 1, Pyro5ExchangeTests.call, flags: Pyro5Flags(rawValue: 0x8000))
    dialogue.turns[3].1[36] = 1
    dialogue.client(.invoke, 2, Pyro5ExchangeTests.call)
    dialogue.turns[4].1[7] = 9
    let heard = dialogue.heard(ending: nil)
    #expect(heard.faults == [.unknownMessageType, .badHeader, .unknownFlag, .unknownSerializer])
    #expect(heard.findings.dropFirst().map(\.offset) == [6, 36, 8, 7])
    #expect(heard.messages.map(\.kind) == ["CONNECT", "CONNECTOK", "type-9", "INVOKE", "INVOKE"])
    #expect(heard.messages.last?.serializer == "unknown")
  }

  @Test func aPingMayNameAnySerializer() throws {
    var dialogue = Dialogue.accepted
    dialogue.turns.append((.clientToServer, try Pyro5Encoder().encode(.ping)))
    #expect(dialogue.heard(ending: nil).faults == [])
  }

  @Test func framingPassesPayloadsOver() {
    var dialogue = Dialogue.accepted
    dialogue.client(.invoke, 1, "no call at all")
    dialogue.server(.result, 2, "3")
    for size in [1, 7, 50, .max] {
      let heard = dialogue.heard(options: .init(scope: .framing), piece: size)
      #expect(heard.faults == [.sequenceMismatch])
      #expect(heard.messages.map(\.payloadLength).suffix(2) == [14, 1])
      #expect(heard.payloads.allSatisfy { $0.isEmpty })
    }
  }

  @Test func describesForAPerson() {
    var dialogue = Dialogue.accepted
    dialogue.client(
      .invoke, 1, #"{"object": "demo", "method": "add", "params": [1, "a\nb"], "kwargs": {"k": null}}"#)
    dialogue.server(.result, 1, "[1.5, true]")
    dialogue.client(
      .invoke, 2, #"{"object": "demo", "method": "__getattr__", "params": ["label"], "kwargs": null}"#)
    dialogue.server(
      .result, 2, #"{"__class__": "builtins.ValueError", "__exception__": true, "args": ["no", 42]}"#,
      flags: .exception)
    let heard = dialogue.heard(options: .init(describes: true))
    #expect(
      heard.messages.dropFirst(2).map(\.summary) == [
        #"demo.add(1, 'a\nb', k=None)"#, "[1.5, True]", "demo.label", "raises builtins.ValueError('no', 42)",
      ])
    #expect(heard.messages[0].summary == "to demo, handshake 'hello'")
  }
}
