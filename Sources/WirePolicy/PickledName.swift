import WireCore

/// Asks whether a name that a pickle looks up can run code, write files or open connections.
///
/// A loader imports any module that is installed and takes any name in it, and the pickle calls that with
/// arguments of its choice; no list of the dangerous can be whole. What is refused here is known to be a
/// means of attack. What is allowed is not thereby safe: loading pickles from strangers never is.
public struct PickledName: Hashable, Sendable {
  /// Names that pickles of plain data, exceptions and instances hold: `module.name`.
  public static let harmless: Set<String> = [
    "copyreg._reconstructor", "copyreg.__newobj__", "copyreg.__newobj_ex__",
    "copy_reg._reconstructor", "copy_reg.__newobj__", "copy_reg.__newobj_ex__", "_codecs.encode",
    // How dill writes a type of Python's own: it gives one of a fixed set.
    "dill._dill._load_type", "dill.dill._load_type",
  ]

  /// Modules refused with all that is in them, beside ``DangerousClass/modules``.
  public static let modules: Set<String> = [
    "_io", "_pyrepl", "_thread", "aiohttp", "cloudpickle", "codecs", "compileall", "concurrent", "dill",
    "doctest",
    "fileinput", "ftplib", "glob", "http", "httplib", "idlelib", "io", "joblib", "lib2to3", "linecache",
    "poplib", "py_compile", "pydoc", "requests", "sched", "site", "smtplib", "ssl", "tarfile", "telnetlib",
    "test", "thread", "threading", "urllib", "urllib2", "venv", "xmlrpc", "xmlrpclib", "zipapp",
    "zipfile",
  ]

  /// Names refused in the modules of Python's builtins, beside ``DangerousClass/builtins``.
  public static let builtins: Set<String> = [
    "classmethod", "dir", "exit", "filter", "hasattr", "help", "map", "memoryview", "property", "quit",
    "super",
  ]

  /// Makes the question.
  public init() {}

  /// Allows names that are not known to be a means of attack.
  public func answer(module: String, name: String) -> PolicyAnswer {
    if Self.harmless.contains("\(module).\(name)") { return .allow }
    let answer = DangerousClass().answer(module: module, name: name)
    guard answer == .allow else { return answer }
    let package = String(module.prefix { $0 != "." })
    let isBuiltin = DangerousClass.builtinModules.contains(module)
    let first = String(name.prefix { $0 != "." })
    if Self.isException(name) { return .allow }
    if Self.modules.contains(package) || (isBuiltin && Self.builtins.contains(first)) {
      return refusal(module, name, "is of a module that can run code")
    }
    if Self.isTooLong(module) || Self.isTooLong(name) {
      return refusal(module, name, "is too long to be the name of anything")
    }
    return walk(module, name)
  }

  /// Refuses a name that the pickle computes.
  public var computedName: PolicyAnswer {
    .refuse(
      .dangerousClass, reason: "a name that is computed while the pickle is loaded is hidden on purpose")
  }

  /// From protocol 4 on a name may have dots in it, and leads through attributes to any module that the named
  /// one has imported: `logging`, `os.system`.
  private func walk(_ module: String, _ name: String) -> PolicyAnswer {
    let parts = name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    for part in parts where DangerousCall.names.contains(part) || DangerousAttribute.names.contains(part) {
      return refusal(module, name, "runs code or opens the interpreter")
    }
    for part in parts.dropLast() where DangerousClass.modules.contains(part) || Self.modules.contains(part) {
      return refusal(module, name, "is of a module that can run code")
    }
    return .allow
  }

  private static func isException(_ name: String) -> Bool {
    !name.utf8.contains(0x2E)
      && (name.hasSuffix("Error") || name.hasSuffix("Exception") || name.hasSuffix("Warning"))
  }

  /// Readers cut names after 255 bytes.
  private static func isTooLong(_ name: String) -> Bool { name.utf8.count > 255 }

  private func refusal(_ module: String, _ name: String, _ why: String) -> PolicyAnswer {
    .refuse(.dangerousClass, reason: "\(quoted("\(module).\(name)")) \(why)")
  }
}
