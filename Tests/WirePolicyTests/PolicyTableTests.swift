import PythonValues
import Testing
import WireCore

@testable import WirePolicy

/// What the policies hold of each name that they list, and of names beside them.
@Suite struct PolicyTableTests {
  @Test func callsThatRunCodeInTheirModuleAreRefusedThere() {
    for (module, names) in DangerousCall.qualified {
      for name in names {
        #expect(DangerousCall().answer(for: "\(module).\(name)").rule == .dangerousCall)
        #expect(DangerousCall().answer(for: "a.\(module).\(name).b").rule == .dangerousCall)
        #expect(DangerousCall().answer(for: name) == .allow)
        #expect(DangerousCall().answer(for: "\(name).\(module)") == .allow)
        #expect(DangerousCall().answer(for: "\(module).x.\(name)") == .allow)
      }
    }
  }

  @Test func callsThatRunCodeAreRefusedBehindAnyDots() {
    for name in DangerousCall.names {
      for call in [name, "a.\(name)", "\(name).b", "a..\(name)"] {
        #expect(
          DangerousCall().answer(for: call)
            == .refuse(.dangerousCall, reason: "a call of '\(call)' runs code"))
      }
      #expect(DangerousCall().answer(for: name + "_") == .allow)
    }
  }

  @Test func attributesThatOpenTheInterpreterAreRefusedBehindDots() {
    for name in DangerousAttribute.names {
      #expect(
        NamePolicy.pyro.attribute("a.\(name)")
          == .refuse(.dangerousAttribute, reason: "the attribute '\(name)' opens the interpreter"))
    }
    #expect(NamePolicy.pyro.attribute("a.b") == .refuse(.dottedName, reason: "the name 'a.b' has dots in it"))
  }

  @Test func dunderNamesAreServedButThoseThatPyroRefuses() {
    for name in PyroExposure.refusedDunders { #expect(PyroExposure.isPrivate(name)) }
    for name in ["__len__", "__a__", "a", "a__", "__x__y__"] { #expect(!PyroExposure.isPrivate(name)) }
    for name in ["_", "__", "___", "____", "_a", "__a", "_a__", "__a_"] {
      #expect(PyroExposure.isPrivate(name))
    }
  }

  @Test func pyro3ServesTheNamesOfItsOwn() {
    for name in ["_r_ha", "_r_ga", "_r_sa", "_resync", "_synccall", "_setSystemMeta", "_getSystemMeta"] {
      #expect(NamePolicy.pyro3.call(name) == .allow)
    }
    #expect(
      NamePolicy.pyro3.call("__len__") == .refuse(.privateAttribute, reason: "the name '__len__' is private"))
  }

  /// Names are taken apart up to 1,000 bytes.
  @Test func longNamesAreReadSoFar() {
    let front = String(repeating: "a", count: 990)
    #expect(NamePolicy.pyro.call(front + ".eval.bbbb").rule == .dangerousCall)
    #expect(NamePolicy.pyro.call(front + ".bbbbb.eval").rule == .dottedName)
    #expect(NamePolicy.pyro.call(front + "bbbbbbbbb.").rule == .dottedName)
    #expect(NamePolicy.pyro.call(front + "bbbbbbbbbbb").rule == nil)
    #expect(NamePolicy.pyro.call("_" + front + "bbbbbbbbb.").rule == .dottedName)
  }

  @Test func aNameInASentenceIsCutAfter80Characters() {
    let name = String(repeating: "x", count: 80)
    #expect(quoted(name) == "'\(name)'")
    #expect(quoted(name + "x") == "'\(name)…'")
  }

  // MARK: Classes

  @Test func eachModuleListedIsRefusedWithAllThatIsInIt() {
    for module in DangerousClass.modules {
      #expect(DangerousClass().answer(module: module, name: "x").rule == .dangerousClass)
      #expect(DangerousClass().answer(for: "\(module).sub.x").rule == .dangerousClass)
      for harmless in ["XError", "XException", "XWarning"] {
        #expect(DangerousClass().answer(module: module, name: harmless) == .allow)
        #expect(DangerousClass().answer(module: module, name: "\(harmless).x").rule == .dangerousClass)
      }
    }
    for name in [
      "socket.timeout", "socket.error", "socket.gaierror", "socket.herror", "subprocess.TimeoutExpired",
      "os.error", "asyncio.QueueEmpty", "asyncio.QueueFull", "types.SimpleNamespace",
    ] {
      #expect(DangerousClass().answer(for: name) == .allow)
    }
  }

  @Test func eachBuiltinListedIsRefusedInEachModuleOfThem() {
    for module in ["builtins", "__builtin__", "__builtins__"] {
      for name in DangerousClass.builtins {
        #expect(DangerousClass().answer(module: module, name: name).rule == .dangerousClass)
        #expect(DangerousClass().answer(module: module, name: "\(name).x").rule == .dangerousClass)
      }
      for name in PickledName.builtins {
        #expect(DangerousClass().answer(module: module, name: name) == .allow)
        #expect(PickledName().answer(module: module, name: name).rule == .dangerousClass)
      }
      #expect(DangerousClass().answer(module: module, name: "int") == .allow)
      #expect(DangerousClass().answer(module: "demo", name: "eval") == .allow)
    }
  }

  @Test func namesInPicklesMayBe255BytesLong() {
    let long = String(repeating: "a", count: 255)
    #expect(PickledName().answer(module: long, name: long) == .allow)
    #expect(PickledName().answer(module: long + "a", name: "x").rule == .dangerousClass)
    #expect(PickledName().answer(module: "x", name: long + "a").rule == .dangerousClass)
    for module in PickledName.modules {
      #expect(PickledName().answer(module: module, name: "x").rule == .dangerousClass)
      #expect(PickledName().answer(module: "demo", name: "\(module).x").rule == .dangerousClass)
      #expect(PickledName().answer(module: "demo", name: "x.\(module)") == .allow)
      #expect(PickledName().answer(module: module, name: "XError") == .allow)
    }
    #expect(PickledName().computedName.rule == .dangerousClass)
  }

  @Test func whatEachPyroMakesTheOtherRefuses() {
    for (own, other) in [(PyroClasses.pyro4, PyroClasses.pyro5), (PyroClasses.pyro5, PyroClasses.pyro4)] {
      for name in own {
        #expect(PyroClasses(own: own).answer(for: name, isException: false) == .allow)
        #expect(PyroClasses(own: other).answer(for: name, isException: false).rule == .foreignClass)
      }
    }
  }

  @Test(arguments: [
    ("BaseException", true), ("ExceptionGroup", true), ("GeneratorExit", true), ("KeyboardInterrupt", true),
    ("StopAsyncIteration", true), ("SystemExit", true), ("Warning", true), ("DemoError", true),
    ("DemoWarning", true), ("DemoException", false), ("builtins.a.Error", false), ("sqlite3.a.Error", false),
    ("sqlite3.Warning", false), ("exceptions.Exception", true), ("demo.Error", false), ("_Error", true),
    ("__Error", false), ("builtins.a__Error", false),
  ])
  func anExceptionIsMadeByItsName(name: String, isMade: Bool) {
    #expect(PyroClasses().answer(for: name, isException: true).isAllowed == isMade)
    #expect(!PyroClasses().answer(for: name, isException: false).isAllowed)
  }

  @Test func aRefusalComesBeforeTheOtherAnswer() {
    let refusal = PolicyAnswer.refuse(.dottedName, reason: "x")
    #expect(refusal.otherwise(.allow) == refusal)
    #expect(PolicyAnswer.allow.otherwise(refusal) == refusal)
    #expect(refusal.rule == .dottedName)
    #expect(PolicyAnswer.allow.rule == nil)
    #expect(!refusal.isAllowed)
  }
}
