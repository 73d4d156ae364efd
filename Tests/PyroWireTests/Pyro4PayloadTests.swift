import PyroWire
import TestSupport
import Testing
import WireCore

/// Payloads that Pyro 4 alone has: pickles, those of Python 2, those for Flame.
@Suite struct Pyro4PayloadTests {
  static func heard(
    _ hex: String, _ serializer: Pyro4Serializer = .pickle, type: Pyro4MessageType = .invoke,
    flags: Pyro4Flags = []
  ) -> RecordingSink {
    var dialogue = Dialogue.pyro4()
    if type == .result { dialogue.client4(.invoke, 1) }
    dialogue.send4(
      type == .result ? .serverToClient : .clientToServer,
      Pyro4Message(type: type, serializer: serializer, flags: flags, sequence: 1, payload: hexBytes(hex)))
    return dialogue.heard(options: .init(describes: true), ending: nil)
  }

  /// What Pyro4 wrote of `add(1, 2)`, with protocol 5.
  static let call = "8005951900000000000000288c0464656d6f948c03616464944b014b0286947d9474942e"

  @Test(arguments: [Pyro4Serializer.pickle, .dill, .cloudpickle])
  func readsAPickledCall(serializer: Pyro4Serializer) {
    let heard = Self.heard(Self.call, serializer)
    #expect(heard.faults == [.pickleSerializer])
    #expect(heard.messages.last?.summary == "demo.add(1, 2)")
    #expect(heard.messages.last?.serializer == serializer.name)
  }

  /// What Pyro4 under Python 2 wrote of an exception: in msgpack all its texts are bytes.
  @Test func findsClassesThatAreNamedInBytes() {
    func raised(_ name: String) -> String {
      let entries = [
        ("__class__", hex(name)), ("args", "9 0"), ("attributes", "80"), ("__exception__", "c3"),
      ]
      return "84" + entries.map { hex($0) + $1.filter { $0 != " " } }.joined()
    }
    func hex(_ text: String) -> String {
      "c4"
        + ([UInt8(text.utf8.count)] + Array(text.utf8)).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
        .joined()
    }
    let foreign = Self.heard(raised("demo.Wrong"), .msgpack, type: .result, flags: .exception)
    #expect(foreign.faults == [.unexpectedMessage, .foreignClass])
    #expect(foreign.messages.last?.summary == "raises demo.Wrong()")
    let own = Self.heard(raised("exceptions.KeyError"), .msgpack, type: .result, flags: .exception)
    #expect(own.faults == [.unexpectedMessage])
  }

  /// `add(thing, thing)`: an instance that is there twice.
  @Test func showsInstancesByTheirClass() {
    let heard = Self.heard(
      "8005953300000000000000288c0464656d6f948c036164649468008c055468696e679493942981947d948c0161945d944b01617362"
        + "680486947d9474942e")
    #expect(heard.faults == [.pickleSerializer])
    #expect(heard.messages.last?.summary?.contains("demo.Thing") == true)
  }

  @Test func showsPickledExceptions() {
    let heard = Self.heard(
      "80059548000000000000008c086275696c74696e73948c0a56616c75654572726f729493948c03626164944b03869452947d948c0e5f"
        + "7079726f54726163656261636b945d948c0646696c652078946173622e", type: .result, flags: .exception)
    #expect(heard.messages.last?.summary == "raises builtins.ValueError('bad', 3)")
    #expect(heard.rules.contains(.tracebackExposed))
    #expect(heard.faults == [.unexpectedMessage, .pickleSerializer])
  }

  /// `os.system('id')`, in the place of the whole call and within it.
  @Test(arguments: [
    ("636f730a73797374656d0a285327696427 0a74522e", 1),
    ("2853 2764656d6f270a532761646427 0a28636f730a73797374656d0a2853276964270a7452747d742e", 0),
  ])
  func tellsWhatAPickleWouldCall(hex: String, shapes: Int) throws {
    let heard = Self.heard(hex)
    let danger = try #require(heard.findings.first { $0.rule == .dangerousClass })
    #expect(danger.detail == "the pickle would call os.system('id')")
    #expect(heard.faults.filter { $0 == .badCallShape }.count == shapes)
  }

  @Test func tellsWhatHappensBeforeAFault() {
    let heard = Self.heard("636f730a73797374656d0a2853276964270a7452ff")
    #expect(heard.faults == [.pickleSerializer, .payloadSyntax, .dangerousClass])
  }

  @Test func findsWhatFollowsAPickle() {
    #expect(Self.heard(Self.call + "2e").faults == [.pickleSerializer, .trailingBytes])
  }

  @Test func judgesNamesInPickles() {
    // ('demo', '__class__', (), {}) and ('demo', '__getattr__', ('_secret',), None)
    #expect(
      Self.heard("80022855 0464656d6f55095f5f636c6173735f5f297d742e").faults == [
        .pickleSerializer, .dangerousAttribute,
      ])
    #expect(
      Self.heard("80022855 0464656d6f550b5f5f676574617474725f5f5507 5f736563726574854e742e").faults == [
        .pickleSerializer, .privateAttribute,
      ])
  }

  /// Python 2 writes its strings as bytes, and refers to interned ones by their number.
  @Test(arguments: [
    (
      "2804000000730400000064656d6f7403000000616464280200000069010000006c0100000002007b74010000006b7304000000"
        + "64656d6f30", Pyro4Serializer.marshal, Rule.marshalSerializer
    ),
    (
      "2804000000730400000064656d6f7403000000616464280200000052000000007501000000787b30", .marshal,
      .marshalSerializer
    ),
    (
      "800228550464656d6f7101550361646471024b018a01028671037d710455016b680173742e", .pickle, .pickleSerializer
    ),
  ])
  func acceptsTheStringsOfPython2(hex: String, serializer: Pyro4Serializer, rule: Rule) {
    let heard = Self.heard(hex, serializer)
    #expect(heard.faults == [rule])
    #expect(heard.messages.last?.summary?.hasPrefix("demo.add(") == true)
  }

  @Test func findsFlame() {
    var dialogue = Dialogue.pyro4(connect: #"{"handshake": "hello", "object": "Pyro.Flame"}"#)
    dialogue.client4(
      .invoke, 1, #"{"object": "Pyro.Flame", "method": "execute", "params": ["x = 1"], "kwargs": {}}"#)
    dialogue.server4(.result, 1, "null")
    let heard = dialogue.heard()
    #expect(heard.faults == [.flame, .flame])
    #expect(heard.findings.last?.detail.contains("'execute'") == true)
  }

  @Test func pyro5HasNoFlame() {
    var dialogue = Dialogue.accepted
    dialogue.client(
      .invoke, 1, #"{"object": "Pyro.Flame", "method": "execute", "params": [], "kwargs": {}}"#)
    #expect(dialogue.heard(ending: nil).faults == [])
  }

  @Test func aBlobNamesItsMethodInMarshal() {
    var dialogue = Dialogue.pyro4()
    let message = Pyro4Message(
      type: .invoke, serializer: .json, flags: .keepSerialized, sequence: 1,
      annotations: [PyroAnnotation(id: "BLBI", data: hexBytes("29034eda0464656d6fda0465786563"))],
      payload: Array(Dialogue.call4.utf8))
    dialogue.send4(.clientToServer, message)
    #expect(dialogue.heard(ending: nil).faults == [.marshalSerializer, .dangerousCall])
  }

  /// `echo(text, text)`, the text written once and referred to.
  @Test func aSharedTextIsShownWhereverItIs() {
    let text = String(repeating: "long text ", count: 30)
    let hex = text.utf8.map { String($0, radix: 16) }.joined()
    let heard = Self.heard("800228550464656d6f55046563686f2858\("2c010000")\(hex)710068007d7471017d74 2e")
    #expect(heard.faults == [.pickleSerializer])
    #expect(heard.messages.last?.summary == "demo.echo('\(text)', '\(text)', {})")
  }

  @Test func aSharedListDoesNotGrowWithoutEnd() {
    // Twenty levels, each a list of the level before it twice: a million lists, were they copied.
    var pickle = "80025d7100"
    for level in 0..<20 {
      let (this, next) = (Self.byte(level), Self.byte(level + 1))
      pickle += "5d71\(next)2868\(this)68\(this)65"
    }
    #expect(Self.heard(pickle + "2e").faults == [.pickleSerializer, .badCallShape])
  }

  private static func byte(_ value: Int) -> String {
    let digits = String(value, radix: 16)
    return digits.count == 1 ? "0" + digits : digits
  }
}
