import InertReaders
import PythonValues
import TestSupport
import Testing
import WireCore

func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

@Suite struct PickleTests {
  private func repr(_ pickle: [UInt8]) throws -> String { try Pickle.read(pickle).value.repr }

  @Test func readsWithoutRunning() throws {
    let reading = try Pickle.read(bytes("cos\nsystem\n(S'id'\ntR."))
    #expect(reading.value.repr == "<os.system object ('id',): None>")
    #expect(reading.actions.map(\.description) == ["would look up os.system", "would call os.system('id')"])
    #expect(reading.actions.map(\.offset) == [0, 19])
    #expect(reading.actions[1].arguments?.repr == "('id',)")
    #expect(reading.actions[1].module == "os" && reading.actions[1].name == "system")
  }

  @Test func saysWhichProtocolAndHowMuchItRead() throws {
    let reading = try Pickle.read([0x80, 5] + bytes("N.N."))
    #expect(reading.protocolVersion == 5)
    #expect(reading.bytesRead == 4)
    #expect(try Pickle.read(bytes("N.")).protocolVersion == nil)
    #expect(reading.actions.isEmpty)
  }

  /// PICKLE-22, PICKLE-25, PICKLE-27: what CPython's loader in C reads and pickletools does not.
  @Test(arguments: [
    ("I0x10\n.", "16"), ("I010\n.", "8"), ("I 5\n.", "5"), ("I001\n.", "1"), ("I-00\n.", "0"),
    ("I+5\n.", "5"),
    ("I5\r\n.", "5"), ("I1_0\n.", "10"), ("L00L\n.", "0"), ("L0x1fL\n.", "31"), ("L 5 \n.", "5"),
    ("L0b11L\n.", "3"),
    ("FInfinity\n.", "inf"), ("F 1.5\n.", "1.5"), ("S'a'b'\n.", "\"a'b\""), ("Va\\\n.", "'a\\\\'"),
    ("Np01\n0g1\n.", "None"), ("I-9223372036854775809\n.", "-9223372036854775809"),
  ])
  func readsTextAsTheLoaderInCDoes(pickle: String, value: String) throws {
    #expect(try repr(bytes(pickle)) == value)
  }

  @Test(arguments: [
    ("M\u{34}\u{12}.", "4660"), ("S'\\x41\\x42c\\101d\\n\\0e'\n.", "'ABcAd\\n\\x00e'"),
    ("F12345678901234567890123.5\n.", "1.2345678901234568e+22"),
  ])
  func readsEveryByteOfItsArguments(pickle: String, value: String) throws {
    #expect(try repr(bytes(pickle)) == value)
  }

  /// PICKLE-50: the codes of the registry, in one, two and four bytes, both ends of each.
  @Test(
    arguments: [
      ([0x82, 1], 1), ([0x82, 0xFF], 255), ([0x83, 0x34, 0x12], 0x1234), ([0x83, 0xFF, 0xFF], 0xFFFF),
      ([0x84, 0, 0, 1, 0], 0x10000), ([0x84, 0xFF, 0xFF, 0xFF, 0x7F], 0x7FFF_FFFF),
    ] as [([UInt8], Int)])
  func readsCodesOfTheRegistry(opcode: [UInt8], code: Int) throws {
    let reading = try Pickle.read([0x80, 2] + opcode + bytes("."))
    #expect(reading.actions.map(\.description).joined().contains("\(code)"), "\(reading.actions)")
  }

  @Test(arguments: [
    "I5L\n.", "L010L\n.", "L--5L\n.", "L\n.", "I1__0\n.", "I_1\n.", "I1_\n.", "I0x\n.", "F0x10\n.", "F\n.",
    "F1e\n.",
    "S'a\n.", "Sa\n.", "S'\n.", "S'\\xg'\n.", "S'a\\'\n.", "V\\u12\n.", "V\\U00110000\n.", "p0\n.", "Np-1\n.",
    "Np0x1\n.",
    "g0\n.", "Na.", "N(a.", "(NeN.", "(Nd.", "}(Nu.", "}Ns.", "t.", "e.", "(.", "N(.", ".", "0.", "2.", "R.",
    "NR.",
    "cos\nsystem\nR.", "b.", "N(b.", "o.", "(o.", "Q.", "i\n\n.", "1.", "\u{7F}.", "Z",
  ])
  func rejectsWhatNoLoaderReads(pickle: String) {
    let fault = Pickle.examine(bytes(pickle)).fault
    #expect(fault?.kind == .syntax || fault?.kind == .truncated, "\(String(describing: fault))")
  }

  @Test(
    arguments: [
      [0x80, 6, 0x4E, 0x2E], [0x82, 0, 0x2E], [0x84, 0xFF, 0xFF, 0xFF, 0xFF, 0x2E], [0x4E, 0x85 + 1, 0x2E],
      [0x8B, 0xFF, 0xFF, 0xFF, 0xFF, 0x2E], [0x58, 1, 0, 0, 0, 0xFF, 0x2E], [0x8C, 1, 0xC0, 0x2E],
      [0x98, 0x2E],
      [0x54, 0xFF, 0xFF, 0xFF, 0xFF, 0x2E], [0x4B, 1, 0x4B, 2, 0x93, 0x2E], [0x5D, 0x4E, 0x91, 0x2E],
      [0x81, 0x2E],
    ] as [[UInt8]])
  func rejectsBinaryFaults(pickle: [UInt8]) {
    #expect(Pickle.examine(pickle).fault != nil)
  }

  @Test(
    arguments: [
      [0x58, 0xFF, 0xFF, 0xFF, 0xFF], [0x8D, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF],
      [0x42, 0xFF, 0xFF, 0xFF, 0xFF],
      [0x8E, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F], [0x96, 0, 0, 0, 0, 0, 1, 0, 0], [0x8C, 9],
      [0x43, 9],
      [0x55, 9], [0x54, 0xFF, 0xFF, 0xFF, 0x7F], [0x8A, 9], [0x8B, 0xFF, 0xFF, 0xFF, 0x7F], [0x4A, 0],
      [0x47, 0, 0], [0x49], [0x63, 0x61, 0x0A, 0x62], [0x80], [0x68],
      [0x6A, 0, 0],
      [],
    ] as [[UInt8]])
  func rejectsWhatIsCutOff(pickle: [UInt8]) {
    let fault = Pickle.examine(pickle).fault
    #expect(fault?.kind == .truncated)
    #expect(fault?.offset == pickle.count)
  }

  /// PICKLE-24.
  @Test func readsStringsOfPythonTwo() throws {
    #expect(try repr([0x55, 2] + bytes("ab.")) == "'ab'")
    #expect(try repr([0x55, 1, 0xE9, 0x2E]) == "b'\\xe9'")
    #expect(try repr(bytes("S'caf\\xe9'\n.")) == "b'caf\\xe9'")
  }

  /// PICKLE-23: the value cannot be made, and what would be done is known all the same.
  @Test func rejectsLoneSurrogatesAtTheEnd() {
    let reading = Pickle.examine([0x8C, 3, 0xED, 0xA0, 0x80] + bytes("0cos\nsystem\n)R\u{30}V\\ud800\n."))
    #expect(reading.fault?.kind == .unrepresentable)
    #expect(reading.actions.count == 2)
  }

  @Test func keepsItsActionsWhenItReadsOn() throws {
    var reader = PickleReader()
    let first = try reader.read(bytes("cos\nsystem\n(S'id'\ntR."))
    let second = try reader.read(bytes("cdemo\nThing\n(S'other'\ntR."))
    #expect(first.actions.last?.description == "would call os.system('id')")
    #expect(second.actions.last?.description == "would call demo.Thing('other')")
    #expect(try reader.read(bytes("N.")).actions.isEmpty)
  }
}
