import WireCore

/// Asks whether a method or attribute name has dots in it: a server that resolves them walks from the
/// object it serves to whatever hangs on it.
public struct DottedName: Hashable, Sendable {
  /// Makes the question.
  public init() {}

  /// Allows names without dots.
  public func answer(for name: String) -> PolicyAnswer {
    name.utf8.contains(0x2E)
      ? .refuse(.dottedName, reason: "the name \(quoted(name)) has dots in it") : .allow
  }
}
