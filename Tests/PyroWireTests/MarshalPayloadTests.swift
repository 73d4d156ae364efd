import PyroWire
import TestSupport
import Testing
import WireCore

/// Payloads that `marshal.dumps` of CPython 3.11 wrote, and damaged ones.
@Suite struct MarshalPayloadTests {
  static func heard(_ hex: String) throws -> RecordingSink {
    var dialogue = Dialogue.accepted
    let message = Pyro5Message(type: .invoke, serializer: .marshal, sequence: 1, payload: hexBytes(hex))
    dialogue.turns.append((.clientToServer, try Pyro5Encoder().encode(message)))
    return dialogue.heard(options: .init(describes: true), ending: nil)
  }

  static let allTypes =
    "a904da0464656d6fda0361646429144e54462ee9fbffffffec030000000000000002006c05000000"
    + "00000000000000000004ecfbffffff00000000000000001000e7000000000000f83ff90000000000"
    + "00f03f0000000000000040f30200000000fff502000000c3a9da03787878da06736861726564720b"
    + "0000005b01000000e9010000003c01000000720c0000003e01000000e902000000a9007bda01617b"
    + "30307bda016bda017630"
  static let allTypesText =
    #"demo.add(None, True, False, Ellipsis, -5, 2147483648, 1180591620717411303424, -18446744073709551616, 1.5, (1+2j), b'\x00\xff', 'é', 'xxx', 'shared', 'shared', [1], {1}, frozenset({2}), (), {'a': {}}, k='v')"#

  @Test func readsACallWithValuesOfEachType() throws {
    let heard = try Self.heard(Self.allTypes)
    #expect(heard.faults == [.marshalSerializer])
    #expect(heard.messages.last?.summary == Self.allTypesText)
  }

  @Test func judgesNames() throws {
    #expect(
      try Self.heard("2904da0464656d6fda085f707269766174655b00000000" + "7b30").faults == [
        .marshalSerializer, .privateAttribute,
      ])
  }

  @Test(arguments: [
    ("5bffffff7f4e4e4e4e", Rule.payloadSyntax), ("5bffffffff", .payloadSyntax), ("28", .payloadSyntax),
    ("2902", .payloadSyntax), ("7b4e", .payloadSyntax), ("72ffffff7f", .payloadSyntax),
    ("3f", .payloadSyntax),
    ("30", .payloadSyntax), ("6c01000000ffff", .payloadSyntax), ("73ffffff7f61", .payloadSyntax),
    ("4e4e", .trailingBytes), ("", .payloadSyntax),
    ("6c00100000" + String(repeating: "ff7f", count: 4_096), .resourceLimit),
    (String(repeating: "2901", count: 200), .resourceLimit), ("2903da0464656d6f4e4e", .badCallShape),
  ])
  func findsDamage(hex: String, rule: Rule) throws {
    #expect(try Self.heard(hex).faults == [.marshalSerializer, rule])
  }

  @Test func valuesMetBeforeAreNotCopiedWithoutEnd() throws {
    // Twenty levels, each a list of the level before it twice: a million lists, were they copied.
    var hex = "5b15000000" + "db00000000"
    for level in 0..<20 {
      let reference = String(level, radix: 16)
      let word = (level < 16 ? "0" : "") + reference + "000000"
      hex += "db02000000" + "72" + word + "72" + word
    }
    #expect(try Self.heard(hex).faults == [.marshalSerializer, .badCallShape])
  }
}
