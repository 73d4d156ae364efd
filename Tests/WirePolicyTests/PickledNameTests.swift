import InertReaders
import Testing
import WireCore
import WirePolicy

@Suite struct PickledNameTests {
  @Test(arguments: [
    ("os", "system"), ("posix", "system"), ("nt", "system"), ("subprocess", "Popen"), ("builtins", "eval"),
    ("__builtin__", "getattr"), ("__builtin__", "apply"), ("builtins", "map"), ("logging", "os.system"),
    ("collections", "abc.sys.modules"), ("datetime", "sys.exit"), ("json", "codecs.open"), ("io", "open"),
    ("http.client", "HTTPConnection"), ("pydoc", "pipepager"), ("numpy", "f.__globals__"),
    ("some.where", "system"), ("pickle", "loads"), ("socket", "socket"), ("importlib", "import_module"),
    ("a", String(repeating: "a", count: 256)),
  ])
  func refusesNamesThatRunCode(module: String, name: String) {
    #expect(PickledName().answer(module: module, name: name).rule == .dangerousClass)
  }

  @Test(arguments: [
    ("builtins", "ValueError"), ("exceptions", "KeyError"), ("builtins", "set"), ("__builtin__", "set"),
    ("builtins", "complex"), ("builtins", "object"), ("collections", "OrderedDict"),
    ("collections", "defaultdict"), ("datetime", "datetime"), ("decimal", "Decimal"), ("uuid", "UUID"),
    ("copy_reg", "_reconstructor"), ("copyreg", "__newobj__"), ("_codecs", "encode"),
    ("Pyro4.core", "URI"), ("Pyro4.core", "Proxy"), ("Pyro4.util", "SerpentSerializer"),
    ("Pyro4.errors", "NamingError"), ("Pyro.core", "DynamicProxy"), ("Pyro.protocol", "PYROAdapter"),
    ("Pyro.errors", "NamingError"), ("demo", "Thing"), ("demo", "Outer.Inner"), ("__main__", "Thing"),
    ("fractions", "Fraction"), ("array", "_array_reconstructor"),
    ("dill._dill", "_load_type"),
  ])
  func acceptsNamesOfOrdinaryPickles(module: String, name: String) {
    #expect(PickledName().answer(module: module, name: name) == .allow)
  }
}

@Suite struct PickleDangerTests {
  private func dangers(_ pickle: String) -> [String] {
    Pickle.examine(Array(pickle.utf8)).dangers().map { "\($0.offset) \($0.rule.rawValue) \($0.detail)" }
  }

  @Test func namesTheCallAndNotItsLookUp() {
    #expect(dangers("cos\nsystem\n(S'id'\ntR.") == ["19 dangerous-class would call os.system('id')"])
    #expect(dangers("(S'id'\nios\nsystem\n.") == ["7 dangerous-class would call os.system('id')"])
  }

  @Test func namesWhatIsOnlyLookedUp() {
    #expect(dangers("(cos\nsystem\ncos\nsystem\nt.") == ["1 dangerous-class would look up os.system"])
  }

  @Test func namesEachCall() {
    #expect(
      dangers("(cos\nsystem\np0\n(S'id'\ntRg0\n(S'ls'\ntRt.") == [
        "23 dangerous-class would call os.system('id')", "35 dangerous-class would call os.system('ls')",
      ])
  }

  @Test func namesWhatHappensBeforeAFault() {
    #expect(dangers("cos\nsystem\n(S'id'\ntR\u{7F}") == ["19 dangerous-class would call os.system('id')"])
  }

  @Test func saysNothingOfOrdinaryInstances() {
    #expect(
      dangers("ccopy_reg\n_reconstructor\n(cdemo\nThing\nc__builtin__\nobject\nNtR(dS'a'\nI1\nsb.").isEmpty)
  }

  @Test func isBounded() {
    let many = "(" + String(repeating: "cos\nsystem\n)R", count: 1_000) + "t."
    #expect(Pickle.examine(Array(many.utf8)).dangers().count == 100)
    #expect(Pickle.examine(Array(many.utf8)).dangers(most: 3).count == 3)
  }
}

@Suite struct PickleGlobalsTests {
  private func names(_ pickle: [UInt8]) -> [String] {
    PickleGlobals.named(in: pickle.span).map { "\($0.offset) \($0.module).\($0.name)" }
  }

  @Test(arguments: [
    ("cdemo\nThing\n.", ["0 demo.Thing"]), ("(idemo\nThing\n.", ["1 demo.Thing"]),
    ("(cdemo\nA\ncdemo\nB\nt.", ["1 demo.A", "9 demo.B"]), ("I1\n.", []), ("", []), ("cdemo\nThing", []),
    ("S'demo'\np0\nS'Thing'\n0g0\nVThing\n\u{7F}", []),
  ])
  func readsTheNamesOfTextOpcodes(pickle: String, expected: [String]) {
    #expect(names(Array(pickle.utf8)) == expected)
  }

  @Test func readsNamesFromTheStackAndTheMemo() {
    let stacked: [UInt8] =
      [0x80, 4, 0x8C, 2] + Array("os".utf8) + [0x94, 0x8C, 6] + Array("system".utf8) + [0x93]
    #expect(names(stacked + [0x2E]) == ["15 os.system"])
    let fetched: [UInt8] = stacked + [0x30] + Array("h".utf8) + [0] + Array("h".utf8) + [0, 0x93, 0x2E]
    #expect(names(fetched) == ["15 os.system", "21 os.os"])
  }

  @Test func givesNoMoreThanItSays() {
    let many = String(repeating: "ca\nb\n0", count: PickleGlobals.most + 5)
    #expect(names(Array(many.utf8)).count == PickleGlobals.most)
  }
}
