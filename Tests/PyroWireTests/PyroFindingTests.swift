import PyroWire
import TestSupport
import Testing
import WireCore

/// What is found in payloads, at which byte, in which words.
@Suite struct PyroFindingTests {
  /// The findings in the last message, as "what stands at the byte| rule: what was found".
  private static func found(_ heard: RecordingSink, header: Int = 40) -> [String] {
    let last = heard.messages.count - 1
    let payload = heard.payloads.last ?? []
    return heard.findings.filter { $0.message == last && $0.severity > .note }.map { finding in
      let rest = payload.dropFirst((finding.offset ?? 0) - header).prefix(8)
      return String(decoding: rest, as: UTF8.self) + "| \(finding.rule.rawValue): \(finding.detail)"
    }
  }

  private static let wrongShape = "bad-call-shape: the call is not (object, method, arguments, keywords)"
  private static let noStrings = "bad-call-shape: object and method must be strings"
  private static let noName = "bad-call-shape: an attribute is read or written without its name"

  @Test(arguments: [
    (#"["demo", "add", [], {}]"#, #"["demo",| \#(wrongShape)"#),
    (#"{"method": "m", "params": [], "kwargs": {}}"#, #"{"method| \#(wrongShape)"#),
    (#"{"object": "o", "params": [], "kwargs": {}}"#, #"{"object| \#(wrongShape)"#),
    (#"{"object": "o", "method": "m", "kwargs": {}}"#, #"{"object| \#(wrongShape)"#),
    (#"{"object": 1, "method": "m", "params": [], "kwargs": {}}"#, #"1, "meth| \#(noStrings)"#),
    (#"{"object": "o", "method": 1, "params": [], "kwargs": {}}"#, #""o", "me| \#(noStrings)"#),
    (
      #"{"object": "o", "method": "m", "params": "abc", "kwargs": {}}"#,
      #""abc", "| bad-call-shape: the arguments are no tuple or list"#
    ),
    (
      #"{"object": "o", "method": "m", "params": [], "kwargs": [7]}"#,
      "[7]}| bad-call-shape: the keywords are no dict"
    ),
    (#"{"object": "o", "method": "__getattr__", "params": [], "kwargs": {}}"#, #"[], "kwa| \#(noName)"#),
    (#"{"object": "o", "method": "__getattr__", "params": [7], "kwargs": {}}"#, #"[7], "kw| \#(noName)"#),
    (#"{"object": "o", "method": "__setattr__", "params": ["x"], "kwargs": {}}"#, #"["x"], "| \#(noName)"#),
    (
      #"{"object": "o", "method": "__setattr__", "params": ["_x", 1], "kwargs": {}}"#,
      #""_x", 1]| private-attribute: the name '_x' is private"#
    ),
    (
      #"{"object": "o", "method": "eval", "params": [], "kwargs": {}}"#,
      #""eval", | dangerous-call: a call of 'eval' runs code"#
    ),
    (
      #"{"object": "o", "method": "m", "params": [{"__class__": "os.system"}], "kwargs": {}}"#,
      #""os.syst| dangerous-class: 'os.system' is of a module that can run code"#
    ),
    (
      #"{"object": "o", "method": "m", "params": [{"__class__": 7}], "kwargs": {}}"#,
      "7}], \"kw| foreign-class: the name of a class is no string"
    ),
    (
      #"{"object": "o", "method": "m", "params": [], "kwargs": {}}  7"#,
      "7| trailing-bytes: json: "
    ),
  ])
  func findingsInACallAreLocated(payload: String, line: String) {
    let lines = Self.found(Pyro5PayloadTests.inCall(payload))
    #expect(lines.count == 1)
    #expect(lines.first?.hasPrefix(line) == true, "\(lines)")
  }

  private static let wrongCall = "bad-call-shape: a call of a batch is not (method, arguments, keywords)"

  @Test(arguments: [
    (#"["add", [1]]"#, #"["add", | \#(wrongCall)"#), (#"[1, [], {}]"#, "[1, [], | \(wrongCall)"),
    (#"["add", 1, {}]"#, #"["add", | \#(wrongCall)"#), ("{}", "{}], \"kw| \(wrongCall)"),
    (#"["m", [], {}], "x""#, #""x"], "k| \#(wrongCall)"#),
    (#"["m", [], 7]"#, "7]], \"kw| bad-call-shape: the keywords are no dict"),
    (#"["m", [], {}], ["_x", [], {}]"#, #""_x", []| private-attribute: the name '_x' is private"#),
  ])
  func findingsInABatchAreLocated(calls: String, line: String) {
    let payload = #"{"object": "o", "method": "<batch>", "params": [\#(calls)], "kwargs": null}"#
    #expect(Self.found(Pyro5PayloadTests.inCall(payload, flags: .batch)) == [line])
  }

  @Test(arguments: [
    ("('o','m',(),{1:2})", "1:2})| bad-call-shape: a keyword is no string"),
    ("('o','m',(),{'a':1,b'c':2})", "b'c':2})| bad-call-shape: a keyword is no string"),
    ("('o','m',())", "('o','m'| \(wrongShape)"), ("'four'", "'four'| \(wrongShape)"),
    ("(b'o','m',(),{})", "b'o','m'| \(noStrings)"),
  ])
  func findingsInSerpentTextAreLocated(literal: String, line: String) {
    #expect(Self.found(Pyro5SerpentPayloadTests.inCall(literal)) == [line])
  }

  @Test func findsCodeWhereTheLiteralEnds() {
    let lines = Self.found(Pyro5SerpentPayloadTests.inCall("('o','m',(exec('x'),),{})"))
    #expect(lines.last == "exec('x'| code-in-literal: a call of exec stands where a literal belongs")
    #expect(lines.first?.hasPrefix("exec('x'| payload-syntax: serpent: ") == true)
  }

  @Test func findingsInResultsAreLocated() {
    #expect(
      Self.found(Pyro5PayloadTests.inResult("7", flags: .exception)) == [
        "7| bad-call-shape: what is to be raised is no exception"
      ])
    #expect(
      Self.found(Pyro5PayloadTests.inResult(#"{"a": 7}"#, call: .batch)) == [
        #"{"a": 7}| bad-call-shape: the results of a batch are no list"#
      ])
  }

  @Test func aTracebackIsALineOrMore() {
    func rules(_ attributes: String) -> [Rule] {
      Pyro5PayloadTests.inResult(
        #"{"__class__": "KeyError", "__exception__": true, "args": [], "attributes": \#(attributes)}"#,
        flags: .exception
      ).rules
    }
    #expect(rules(#"{"_pyroTraceback": ["File"]}"#) == [.noAuthentication, .tracebackExposed])
    for attributes in [
      #"{"_pyroTraceback": []}"#, #"{"_pyroTraceback": "File"}"#, #"{"x": ["File"]}"#, "[1]", "7",
    ] {
      #expect(rules(attributes) == [.noAuthentication])
    }
  }

  // MARK: Values that stand for a flag

  @Test(arguments: [
    ("true", true), ("1", true), ("-1", true), (#""x""#, true), ("[0]", true), (#"{"a": 0}"#, true),
    ("1.5", true), ("false", false), ("0", false), (#""""#, false), ("[]", false), ("{}", false),
    ("null", false),
  ])
  func aMarkIsTrueAsPythonHasIt(value: String, isTrue: Bool) {
    // What is marked as an exception is made, the same name without the mark is refused.
    let exception = #"[{"__class__": "builtins.KeyError", "__exception__": \#(value)}]"#
    #expect(Pyro5PayloadTests.inResult(exception).faults == (isTrue ? [] : [.foreignClass]))
    // Metadata that are there have to be whole.
    var dialogue = Dialogue()
    dialogue.client(.connect, 0, #"{"handshake": "hello", "object": "demo"}"#)
    dialogue.server(.connectOK, 0, #"{"handshake": 1, "meta": \#(value)}"#)
    #expect(dialogue.heard().faults == (isTrue ? [.badCallShape] : []))
  }

  @Test func ofEqualKeysTheLastCounts() {
    let call = #"{"object": 1, "method": "m", "params": [], "kwargs": {}, "object": "demo", "method": "_x"}"#
    #expect(Pyro5PayloadTests.inCall(call).faults == [.privateAttribute])
  }

  // MARK: Handshakes

  @Test(arguments: [
    ("[]", "[]| bad-call-shape: CONNECT is not {'handshake': data, 'object': name}"),
    (
      #"{"handshake": 1, "object": 2}"#,
      #"{"handsh| bad-call-shape: CONNECT is not {'handshake': data, 'object': name}"#
    ),
  ])
  func findingsInAConnectAreLocated(payload: String, line: String) {
    var dialogue = Dialogue()
    dialogue.client(.connect, 0, payload)
    #expect(Self.found(dialogue.heard(ending: nil)) == [line])
  }

  private static let wrongAnswer = "bad-call-shape: CONNECTOK is not {'handshake': data, 'meta': metadata}"

  @Test(
    arguments: [
      (.connectOK, #"{"meta": {}}"#, #"{"meta":| \#(wrongAnswer)"#),
      (.connectOK, #"{"handshake": 1}"#, #"{"handsh| \#(wrongAnswer)"#),
      (
        .connectOK, #"{"handshake": 1, "meta": {"oneway": [], "attrs": []}}"#,
        #"{"oneway| bad-call-shape: the metadata does not list its methods"#
      ),
      (
        .connectOK, #"{"handshake": 1, "meta": {"methods": [], "oneway": 7, "attrs": []}}"#,
        #"{"method| bad-call-shape: the metadata does not list its oneway"#
      ),
      (
        .connectOK, #"{"handshake": 1, "meta": {"methods": [], "oneway": []}}"#,
        #"{"method| bad-call-shape: the metadata does not list its attrs"#
      ),
      (.connectFail, "[7]", "[7]| bad-call-shape: the reason of CONNECTFAIL is no string"),
    ] as [(Pyro5MessageType, String, String)])
  func findingsInAnAnswerToConnectAreLocated(type: Pyro5MessageType, payload: String, line: String) {
    var dialogue = Dialogue()
    dialogue.client(.connect, 0, #"{"handshake": "hello", "object": "demo"}"#)
    dialogue.server(type, 0, payload)
    #expect(Self.found(dialogue.heard(ending: nil)) == [line])
  }

  /// Even where the payload cannot be read, it is known that a connection was accepted or refused.
  @Test func anAnswerToConnectCountsUnread() {
    func rules(_ type: Pyro5MessageType) -> [Rule] {
      var dialogue = Dialogue()
      dialogue.client(.connect, 0, #"{"handshake": "hello", "object": "Pyro.NameServer"}"#)
      dialogue.server(type, 0, "{]")
      return dialogue.heard(ending: nil).rules
    }
    #expect(rules(.connectOK) == [.payloadSyntax, .noAuthentication, .nameserverOpen])
    #expect(rules(.connectFail) == [.payloadSyntax, .deniedConnection])
  }

  /// PYRO5-44: what a client has shown is known once its CONNECT was read.
  @Test func anUnseenHandshakeMayHaveHadACredential() {
    var dialogue = Dialogue()
    dialogue.server(
      .connectOK, 0, #"{"handshake": "hello", "meta": {"methods": [], "oneway": [], "attrs": []}}"#)
    #expect(!dialogue.heard(ending: nil).rules.contains(.noAuthentication))
  }

  // MARK: Classes

  @Test func classesWithinTheStateOfAnotherAreOnlyNamedInPyro4Too() {
    func faults(_ result: String) -> [Rule] {
      var dialogue = Dialogue.pyro4()
      dialogue.client4(.invoke, 1)
      dialogue.server4(.result, 1, result)
      return dialogue.heard(ending: nil).faults
    }
    let inner = #"{"__class__": "demo.Wrong", "__exception__": true}"#
    #expect(faults(#"[{"__class__": "Pyro4.core.URI", "state": [\#(inner)]}, 7]"#) == [])
    #expect(faults(#"[{"__class__": "Pyro4.core.URI", "state": []}, \#(inner)]"#) == [.foreignClass])
    #expect(
      faults(#"[{"__class__": "Pyro4.futures._ExceptionWrapper", "exception": \#(inner)}]"#) == [
        .foreignClass
      ])
    // The wrapper of the other Pyro is a class like any other here.
    #expect(
      faults(#"[{"__class__": "Pyro5.core._ExceptionWrapper", "exception": \#(inner)}]"#) == [.foreignClass])
  }
}
