import InertReaders
import PythonValues
import TestSupport
import Testing
import WireCore

/// What is made of calls and instances.
@Suite struct PickleRecordTests {
  private func reading(_ text: String) throws -> PickleReading { try Pickle.read(bytes(text)) }

  /// PICKLE-63 to PICKLE-65.
  @Test(arguments: [
    ("cdemo\nC\n)R.", "<demo.C object (): None>"),
    ("cdemo\nC\n)R}S'a'\nI5\nsb.", "<demo.C object (): {'a': 5}>"),
    ("(I5\nidemo\nC\n.", "<demo.C object (5,): None>"),
    ("(cdemo\nC\nI5\no.", "<demo.C object (5,): None>"),
    ("ccopy_reg\n_reconstructor\n(cdemo\nC\nc__builtin__\nobject\nNtR.", "<demo.C object: None>"),
    (
      "ccopy_reg\n_reconstructor\n(cdemo\nC\nc__builtin__\nlist\n(I1\nltR}S'a'\nI5\nsb.",
      "<demo.C object: {'__coredata__': [1], 'a': 5}>"
    ),
    ("ccopyreg\n__newobj__\n(cdemo\nC\nI7\ntR.", "<demo.C object (7,): None>"),
    ("ccopyreg\n__newobj_ex__\n(cdemo\nC\n(I7\nt}S'k'\nI8\nstR.", "<demo.C object ((7,), {'k': 8}): None>"),
    ("ccopyreg\n__newobj_ex__\n(cdemo\nC\n(I7\nt}tR.", "<demo.C object (7,): None>"),
    ("cdemo\nC\n)R(I1\nI2\ne.", "<demo.C object (): {'__coredata__': [1, 2]}>"),
    ("cdemo\nC\n)RI1\nI2\ns.", "<demo.C object (): {'__coredata__': {1: 2}}>"),
    ("cdemo\nC\n)RI1\naI7\nb.", "<demo.C object (): {'__coredata__': [1], '__state__': 7}>"),
    ("cdemo\nf\n)R)R.", "<__call__ object (<demo.f object (): None>, ()): None>"),
    ("cdemo\nC\n}b.", "<__setstate__ object (<global demo.C>,): {}>"),
    ("cdemo\nC\n)RI1\nbI2\nb.", "<__setstate__ object (<demo.C object (): 1>,): 2>"),
    ("]I1\nI2\ns.", "<__setstate__ object ([],): {'__coredata__': {1: 2}}>"),
    ("Pid\n.", "<persistent_load object 'id': None>"),
    ("(S'a'\ntQ.", "<persistent_load object ('a',): None>"),
    ("cbuiltins\nEllipsis\n.", "Ellipsis"), ("c__builtin__\nNotImplemented\n.", "NotImplemented"),
    ("cdemo\nEllipsis\n.", "<global demo.Ellipsis>"),
  ])
  func makesRecords(pickle: String, repr: String) throws {
    #expect(try reading(pickle).value.repr == repr)
  }

  /// PICKLE-61: plain data, and only of the calls that Python's pickler writes.
  @Test(arguments: [
    ("c__builtin__\nset\n((I1\nltR.", "{1}"), ("cbuiltins\nfrozenset\n((I1\nltR.", "frozenset({1})"),
    ("c__builtin__\nset\n)R.", "set()"),
    ("c__builtin__\nbytearray\n(Vab\u{E9}\nS'latin-1'\ntR.", "b'ab\\xc3\\xa9'"),
    ("c_codecs\nencode\n(Va\\u00ff\nVlatin1\ntR.", "b'a\\xff'"), ("c__builtin__\nbytes\n)R.", "b''"),
    ("c__builtin__\ncomplex\n(F1\nF2\ntR.", "(1+2j)"),
    ("c__builtin__\nslice\n(NI1\nNtR.", "slice(None, 1, None)"),
    ("c_codecs\nencode\n(Va\\u0100\nVlatin1\ntR.", "<_codecs.encode object ('aĀ', 'latin1'): None>"),
    ("c_codecs\nencode\n(Va\nVutf-7\ntR.", "<_codecs.encode object ('a', 'utf-7'): None>"),
    ("c__builtin__\nset\n(S'ab'\ntR.", "<__builtin__.set object ('ab',): None>"),
    ("c__builtin__\nset\n((I1\nltR}b.", "<__builtin__.set object ([1],): {}>"),
    ("c__builtin__\nset\n((I1\nltRI5\na.", "<__builtin__.set object ([1],): {'__coredata__': [5]}>"),
    ("c__builtin__\nset\n((I1\nltRI5\nI6\ns.", "<__builtin__.set object ([1],): {'__coredata__': {5: 6}}>"),
    ("c__builtin__\nset\n((I1\nlI2\ntR.", "<__builtin__.set object ([1], 2): None>"),
    ("c__builtin__\nslice\n(I1\nI2\ntR.", "<__builtin__.slice object (1, 2): None>"),
    ("c__builtin__\nslice\n(I1\nI2\nI3\nI4\ntR.", "<__builtin__.slice object (1, 2, 3, 4): None>"),
    ("cdemo\nset\n((I1\nltR.", "<demo.set object ([1],): None>"),
    ("c__builtin__\ncomplex\n(I1\nI2\ntR.", "<__builtin__.complex object (1, 2): None>"),
  ])
  func readsCallsThatMakePlainData(pickle: String, repr: String) throws {
    let reading = try reading(pickle)
    #expect(reading.value.repr == repr)
    #expect(reading.actions.contains { $0.kind == .call })
  }

  @Test(arguments: [
    ("cdemo\nC\n)R}b.", "would set the state of demo.C to {}"),
    ("cdemo\nC\n)RI1\na.", "would add values to demo.C"),
    ("Pid\n.", "would load the persistent id 'id'"), ("cdemo\nf\nI1\nR.", "would call demo.f(*1)"),
    ("cdemo\nf\n)R)R.", "would call the result <demo.f object (): None>()"),
    ("cdemo\na b\u{1B}[31m\n.", "would look up demo.'a b\\x1b[31m'"),
    ("cdemo\nf\n(I1\nI2\nI3\nI4\nI5\nI6\nI7\ntR.", "would call demo.f(1, 2, 3, 4, 5, 6, …)"),
    ("cdemo\nf\n(}S'a'\nI5\nstR.", "would call demo.f({'a': 5})"),
    (
      "cdemo\nf\n(}(I1\nNI2\nNI3\nNI4\nNI5\nNI6\nNutR.",
      "would call demo.f({1: None, 2: None, 3: None, 4: None, 5: None, 6: None})"
    ),
    (
      "cdemo\nf\n(}(I1\nNI2\nNI3\nNI4\nNI5\nNI6\nNI7\nNutR.",
      "would call demo.f({1: None, 2: None, 3: None, 4: None, 5: None, 6: None, Ellipsis: Ellipsis})"
    ),
    ("cdemo\nf\n((NNNNNNltR.", "would call demo.f([None, None, None, None, None, None])"),
    ("cdemo\nf\n((NNNNNNNttR.", "would call demo.f((None, None, None, None, None, None, Ellipsis))"),
    (
      "P\(String(repeating: "x", count: 81))\n.",
      "would load the persistent id '\(String(repeating: "x", count: 80))'"
    ),
    ("cdemo\nf\n((((((llllltR.", "would call demo.f([[[[Ellipsis]]]])"),
    (
      "c__builtin__\ngetattr\n(cos\nentry\nS'system'\ntR.",
      "would call __builtin__.getattr(<global os.entry>, 'system')"
    ),
  ])
  func describesActions(pickle: String, description: String) {
    #expect(Pickle.examine(bytes(pickle)).actions.contains { $0.description == description })
  }

  @Test func describesWhatIsNotText() {
    #expect(Pickle.examine([0x82, 5, 0x2E]).actions.first?.description.hasSuffix("extension code 5") == true)
    #expect(Pickle.examine([0x97, 0x2E]).actions.first?.kind == .buffer)
  }

  /// PICKLE-43: a name that a call computes.
  @Test func noticesNamesThatAreComputed() throws {
    let pickle = bytes("cdemo\nf\n)R") + [0x8C, 1, 0x61, 0x93] + bytes(")R.")
    let reading = try Pickle.read(pickle)
    let lookUp = try #require(reading.actions.first { $0.kind == .lookUp && $0.global == nil })
    #expect(lookUp.arguments?.repr == "(<demo.f object (): None>, 'a')")
    #expect(lookUp.description.hasPrefix("would look up a name that it computes"))
    #expect(reading.value.repr.hasPrefix("<__call__ object (<find_class object"))
  }

  /// A state that is set again makes another object of the first: behind more than 15 of those the class is not
  /// looked for.
  @Test(arguments: [1, 2, 16, 17]) func namesTheClassOfWhatWasChanged(states: Int) throws {
    let reading = try reading("cdemo\nC\n)R" + String(repeating: "I1\nb", count: states) + ".")
    let last = try #require(reading.actions.last)
    #expect(last.kind == .build && reading.actions.count == states + 2)
    #expect(last.name == (states > 16 ? nil : "C") && last.module == (states > 16 ? nil : "demo"))
  }

  /// PICKLE-42.
  @Test func cutsLongNames() throws {
    let name = String(repeating: "a", count: 300)
    let reading = try reading("c\(name)\n\(name)\n.")
    #expect(reading.actions[0].module == String(repeating: "a", count: 255) + "…")
    #expect(reading.actions[0].name?.utf8.count == 258)
  }

  /// PICKLE-3: what stands before a fault is known.
  @Test func keepsTheActionsBeforeAFault() {
    let reading = Pickle.examine(bytes("cos\nsystem\n(S'id'\ntR\u{7F}"))
    #expect(reading.fault?.kind == .syntax)
    #expect(reading.actions.count == 2)
    #expect(reading.value.repr == "None")
    let unhashable = Pickle.examine(bytes("}]cos\nsystem\n)Rs."))
    #expect(unhashable.fault?.detail == "unhashable type: 'list'")
    #expect(unhashable.actions.count == 2)
  }
}
