import WireCore

/// Asks whether a name is private: it begins with an underscore and is not one that its protocol
/// holds to be safe.
public struct PrivateAttribute: Sendable {
  private let isSafe: @Sendable (String) -> Bool

  /// Makes the question.
  ///
  /// - Parameter isSafe: says of a name that begins with an underscore whether the protocol serves it.
  public init(isSafe: @escaping @Sendable (String) -> Bool) { self.isSafe = isSafe }

  /// Makes the question of a list of safe names.
  public init(safe names: Set<String>) { self.init { names.contains($0) } }

  /// Allows public names and safe ones.
  public func answer(for name: String) -> PolicyAnswer {
    guard name.utf8.first == 0x5F, !isSafe(name) else { return .allow }
    return .refuse(.privateAttribute, reason: "the name \(quoted(name)) is private")
  }
}
