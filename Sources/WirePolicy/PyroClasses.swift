import WireCore

/// Asks what a Pyro 5 receiver does with a class that a payload names: only a fixed set is made, the
/// rest is refused unless the program registered it.
public struct PyroClasses: Hashable, Sendable {
  /// Classes that the program has registered, by the full name on the wire.
  public var registered: Set<String>

  /// Makes the question.
  public init(registered: Set<String> = []) { self.registered = registered }

  /// Allows a class by the full name that stands under `__class__`.
  ///
  /// - Parameter isException: whether `__exception__` is true beside it.
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
    if Self.own.contains(name) { return true }
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
  public static let own: Set<String> = [
    "Pyro5.core.URI", "Pyro5.client.Proxy", "Pyro5.server.Daemon", "Pyro5.core._ExceptionWrapper",
    "Pyro5.util.SerpentSerializer", "Pyro5.util.MarshalSerializer", "Pyro5.util.JsonSerializer",
    "Pyro5.util.MsgpackSerializer", "struct.error",
    "Pyro5.errors.PyroError", "Pyro5.errors.CommunicationError", "Pyro5.errors.ConnectionClosedError",
    "Pyro5.errors.TimeoutError", "Pyro5.errors.ProtocolError", "Pyro5.errors.MessageTooLargeError",
    "Pyro5.errors.NamingError", "Pyro5.errors.DaemonError", "Pyro5.errors.SecurityError",
    "Pyro5.errors.SerializeError",
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
