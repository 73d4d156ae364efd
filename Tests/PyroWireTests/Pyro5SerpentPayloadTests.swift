import PyroWire
import Testing
import WireCore

@Suite struct Pyro5SerpentPayloadTests {
  static let head = "# serpent utf-8 python3.2\n"

  static func inCall(_ literal: String, flags: Pyro5Flags = []) -> RecordingSink {
    Pyro5PayloadTests.inCall(head + literal, flags: flags, serializer: .serpent)
  }

  @Test(arguments: [
    "('demo','add',(1,2),{'x':{1,2.5,None}})", "('demo','__getattr__',('label',),None)",
    "['demo','get_next_stream_item',['id'],{}]", "(('demo'),('add'),((1,)),({}))",
    "('demo','add',({'__class__':'float','value':'nan'},),{})",
    "('demo','add',({'data':'AAE=','encoding':'base64'},),{})",
  ])
  func acceptsOrdinaryCalls(literal: String) {
    #expect(Self.inCall(literal).faults == [])
  }

  @Test(arguments: [
    ("('demo','add',(1,2))", [Rule.badCallShape]), ("'four'", [.badCallShape]),
    ("('demo','add',{1,2},{})", [.badCallShape]), ("('demo','add',(),{1:2})", [.badCallShape]),
    ("('demo','_x',(),{})", [.privateAttribute]),
    ("('demo','\\x5f_class__',(),{})", [.dangerousAttribute]),
    ("('demo','add',({'__class__':'os.system','args':('x',)},),{})", [.dangerousClass]),
    ("('demo','add',[{'x':({'__class__':'demo.Thing'},)}],{})", [.foreignClass]),
    ("('demo','add',({'__class__':7},),{})", [.foreignClass]),
    ("('demo','add',(1,2", [.payloadSyntax]), ("no literal at all", [.payloadSyntax]), ("", [.payloadSyntax]),
    ("('demo','add',('unterminated),{})", [.payloadSyntax]), ("('demo','add',(1,),{}) x", [.trailingBytes]),
  ])
  func findsWhatIsWrongWithACall(literal: String, rules: [Rule]) {
    #expect(Self.inCall(literal).faults == rules)
  }

  @Test(arguments: [
    "__import__('os').system('x')", "('demo','add',(__import__('os').system('x'),),{})", "os.system",
    "('demo','add',(exec ('x'),),{})", "('demo','add',(a[0],),{})", "[x for x in 'abc']", "(lambda: 0)",
    "f'{x}'", "'a'.join", "['a'][0]", "(1)(2)",
  ])
  func findsCodeWhereALiteralBelongs(literal: String) {
    let heard = Self.inCall(literal)
    #expect(heard.faults.contains(.codeInLiteral))
    #expect(heard.faults.count == 2)
  }

  @Test func aCallThatStaysSerializedHasItsNamesInAnAnnotation() throws {
    func heard(_ blob: [UInt8]) throws -> RecordingSink {
      var dialogue = Dialogue.accepted
      let message = Pyro5Message(
        type: .invoke, flags: .keepSerialized, sequence: 1, annotations: [.init(id: "BLBI", data: blob)],
        payload: Array("('demo','add',{'any':1},{})".utf8))
      dialogue.turns.append((.clientToServer, try Pyro5Encoder().encode(message)))
      return dialogue.heard(ending: nil)
    }
    // marshal.dumps(('i', 'demo', 'add')) and the same of '_add'.
    #expect(
      try heard([0x29, 3, 0xDA, 1, 0x69, 0xDA, 4] + Array("demo".utf8) + [0xDA, 3] + Array("add".utf8)).faults
        == [.marshalSerializer])
    #expect(
      try heard([0x29, 3, 0xDA, 1, 0x69, 0xDA, 4] + Array("demo".utf8) + [0xDA, 4] + Array("_add".utf8))
        .faults
        == [.marshalSerializer, .privateAttribute])
    #expect(try heard([0x29, 3, 0x4E]).faults == [.marshalSerializer, .payloadSyntax])
    #expect(try heard([0x4E]).faults == [.marshalSerializer, .badCallShape])
  }

  @Test func theStorageOfALargePayloadIsUsedNoLonger() {
    var dialogue = Dialogue.accepted
    for sequence in UInt16(1)...3 {
      let count = sequence == 2 ? 100_000 : 1
      let arguments = String(repeating: "1,", count: count)
      dialogue.client(.invoke, sequence, "('demo','add',(\(arguments)),{})", serializer: .serpent)
      dialogue.server(.result, sequence, "'\(sequence)'", serializer: .serpent)
    }
    #expect(dialogue.heard().faults == [])
  }
}
