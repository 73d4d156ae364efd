import WireCore

/// Asks what a receiver of Pyro 4 or 5 does with a class that a payload names: only a fixed set is made, the
/// rest is refused unless the program registered it. Pickles are another matter: they make what they name.
public struct PyroClasses: Hashable, Sendable {
  /// Classes that the program has registered, by the full name on the wire.
  public var registered: Set<String>

  /// Classes that the Pyro makes by itself.
  public var own: Set<String>

  /// Makes the question.
  public init(registered: Set<String> = [], own: Set<String> = PyroClasses.pyro5) {
    self.registered = registered
    self.own = own
  }

  /// Allows a class by the full name that stands under `__class__`.
  ///
  /// - Parameters:
  ///   - name: the class's name, with its module.
  ///   - isException: whether `__exception__` is true beside it.
  public func answer(for name: String, isException: Bool) -> PolicyAnswer {
    if registered.contains(name) { return .allow }
    if case let refusal = DangerousClass().answer(for: name), refusal != .allow { return refusal }
    return accepts(name, isException: isException)
      ? .allow
      : .refuse(
        .foreignClass, reason: "a receiver refuses the class \(quoted(name)) unless it is registered there")
  }

  private func accepts(_ name: String, isException: Bool) -> Bool {
    // Pyro refuses any name with two underscores in a row before it looks further.
    if Self.hasDoubleUnderscore(name) { return false }
    if own.contains(name) { return true }
    guard isException else { return name == "float" }
    guard let dot = name.utf8.firstIndex(of: 0x2E) else { return Self.looksLikeException(name) }
    let module = name[..<dot]
    let rest = String(name[name.index(after: dot)...])
    switch module {
    case "builtins", "exceptions": return Self.looksLikeException(rest)
    case "sqlite3": return rest.hasSuffix("Error") && !rest.utf8.contains(0x2E)
    default: return false
    }
  }

  private static func hasDoubleUnderscore(_ name: String) -> Bool {
    zip(name.utf8, name.utf8.dropFirst()).contains { $0 == 0x5F && $1 == 0x5F }
  }

  /// Classes that Pyro 5 makes by name.
  public static let pyro5: Set<String> = errors(of: "Pyro5").union([
    "Pyro5.core.URI", "Pyro5.client.Proxy", "Pyro5.server.Daemon", "Pyro5.core._ExceptionWrapper",
    "Pyro5.util.SerpentSerializer", "Pyro5.util.MarshalSerializer", "Pyro5.util.JsonSerializer",
    "Pyro5.util.MsgpackSerializer", "struct.error",
  ])

  /// Classes that Pyro 4 makes by name.
  public static let pyro4: Set<String> = errors(of: "Pyro4").union([
    "Pyro4.core.URI", "Pyro4.core.Proxy", "Pyro4.core.Daemon", "Pyro4.futures._ExceptionWrapper",
    "Pyro4.util.SerpentSerializer", "Pyro4.util.PickleSerializer", "Pyro4.util.MarshalSerializer",
    "Pyro4.util.JsonSerializer", "Pyro4.util.MsgpackSerializer", "Pyro4.util.CloudpickleSerializer",
    "Pyro4.util.DillSerializer",
  ])

  /// The errors of a Pyro's own, by their full names.
  private static func errors(of package: String) -> Set<String> {
    Set(ownErrors.map { "\(package).errors.\($0)" })
  }

  private static let ownErrors = [
    "PyroError", "CommunicationError", "ConnectionClosedError", "TimeoutError", "ProtocolError",
    "MessageTooLargeError", "NamingError", "DaemonError", "SecurityError", "SerializeError",
  ]

  /// Python's builtin exceptions that do not end in Error or Warning, and Pyro's that are looked up bare.
  private static let bareExceptions: Set<String> = [
    "BaseException", "Exception", "BaseExceptionGroup", "ExceptionGroup", "GeneratorExit",
    "KeyboardInterrupt",
    "StopAsyncIteration", "StopIteration", "SystemExit", "Warning",
  ]

  private static func looksLikeException(_ name: String) -> Bool {
    guard !name.utf8.contains(0x2E) else { return false }
    return bareExceptions.contains(name) || name.hasSuffix("Error") || name.hasSuffix("Warning")
  }
}
