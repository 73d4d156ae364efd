import WireCore

/// Asks whether a class, exception or global that is named on the wire comes from a module able to run
/// code. A receiver that looks such a name up, and calls it, has been taken over.
public struct DangerousClass: Hashable, Sendable {
  /// Modules refused with all that is in them.
  public static let modules: Set<String> = [
    "os", "posix", "nt", "posixpath", "ntpath", "subprocess", "_posixsubprocess", "popen2", "commands", "sys",
    "importlib", "imp", "runpy", "pkgutil", "zipimport", "pty", "socket", "_socket", "socketserver", "shutil",
    "ctypes", "_ctypes", "cffi", "multiprocessing", "signal", "code", "codeop", "pdb", "bdb", "timeit",
    "cProfile",
    "profile", "trace", "pickle", "_pickle", "cPickle", "marshal", "shelve", "tempfile", "webbrowser",
    "platform",
    "asyncio", "gc", "inspect", "types", "operator", "_operator", "functools", "new", "distutils",
    "setuptools",
    "pip", "ensurepip",
  ]

  /// Names refused in the modules of Python's builtins.
  public static let builtins: Set<String> = [
    "eval", "exec", "execfile", "compile", "__import__", "open", "file", "input", "raw_input", "getattr",
    "setattr", "delattr", "globals", "locals", "vars", "type", "breakpoint", "apply", "reload",
  ]

  /// The modules of Python's builtins, in Python 3 and in Python 2.
  public static let builtinModules: Set<String> = ["builtins", "__builtin__", "__builtins__"]

  /// Makes the question.
  public init() {}

  /// Allows a class of `module`; the name may have dots in it.
  public func answer(module: String, name: String) -> PolicyAnswer {
    let package = module.prefix { $0 != "." }
    let first = name.prefix { $0 != "." }
    let isDangerous =
      Self.builtinModules.contains(module)
      ? Self.builtins.contains(String(first)) : Self.modules.contains(String(package))
    guard isDangerous, !Self.isHarmless(module, name) else { return .allow }
    return .refuse(
      .dangerousClass, reason: "\(quoted("\(module).\(name)")) is of a module that can run code")
  }

  /// Allows a class by its full name, `module.Class`; a name without a module is one of the builtins.
  public func answer(for fullName: String) -> PolicyAnswer {
    guard let dot = fullName.utf8.lastIndex(of: 0x2E) else {
      return answer(module: "builtins", name: fullName)
    }
    return answer(
      module: String(fullName[..<dot]), name: String(fullName[fullName.index(after: dot)...]))
  }

  /// Exceptions that these modules raise in ordinary work, and that are built of their arguments alone.
  private static func isHarmless(_ module: String, _ name: String) -> Bool {
    guard !name.utf8.contains(0x2E) else { return false }
    return name.hasSuffix("Error") || name.hasSuffix("Exception") || name.hasSuffix("Warning")
      || harmless.contains("\(module).\(name)")
  }

  private static let harmless: Set<String> = [
    "socket.timeout", "socket.error", "socket.gaierror", "socket.herror", "subprocess.TimeoutExpired",
    "os.error", "asyncio.QueueEmpty", "asyncio.QueueFull", "types.SimpleNamespace",
  ]
}
