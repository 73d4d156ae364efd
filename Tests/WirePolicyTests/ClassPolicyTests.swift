import Testing
import WireCore
import WirePolicy

@Suite struct ClassPolicyTests {
  @Test(arguments: [
    "os.system", "posix.system", "subprocess.Popen", "sys.exit", "importlib.import_module", "builtins.eval",
    "__builtin__.exec", "eval", "pty.spawn", "socket.socket", "shutil.rmtree", "ctypes.CDLL", "os.path.join",
    "multiprocessing.pool.Pool",
  ])
  func refusesClassesOfModulesThatRunCode(name: String) {
    #expect(DangerousClass().answer(for: name).rule == .dangerousClass)
  }

  @Test(arguments: [
    "builtins.ValueError", "ValueError", "demo.Thing", "osmosis.Membrane", "socket.timeout",
    "subprocess.CalledProcessError", "",
  ])
  func acceptsOtherClasses(name: String) {
    #expect(DangerousClass().answer(for: name) == .allow)
  }

  @Test(arguments: [
    ("Pyro5.core.URI", false), ("Pyro5.core._ExceptionWrapper", false), ("Pyro5.errors.NamingError", true),
    ("struct.error", true), ("float", false), ("builtins.KeyError", true), ("exceptions.KeyError", true),
    ("KeyError", true), ("builtins.StopIteration", true), ("sqlite3.OperationalError", true),
  ])
  func acceptsWhatPyro5Makes(name: String, isException: Bool) {
    #expect(PyroClasses().answer(for: name, isException: isException) == .allow)
  }

  @Test(arguments: [
    ("demo.Thing", false, Rule.foreignClass), ("demo.Wrong", true, .foreignClass),
    ("builtins.KeyError", false, .foreignClass), ("Pyro5.errors.format_traceback", true, .foreignClass),
    ("a__b.C", true, .foreignClass), ("", false, .foreignClass), ("sqlite3.Connection", true, .foreignClass),
    ("os.system", false, .dangerousClass), ("builtins.eval", true, .dangerousClass),
  ])
  func refusesWhatPyro5Refuses(name: String, isException: Bool, rule: Rule) {
    #expect(PyroClasses().answer(for: name, isException: isException).rule == rule)
  }

  @Test func acceptsWhatTheProgramRegistered() {
    #expect(PyroClasses(registered: ["demo.Thing"]).answer(for: "demo.Thing", isException: false) == .allow)
  }
}
