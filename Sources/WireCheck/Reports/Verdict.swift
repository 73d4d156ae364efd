import WireCore

/// What a check says of a capture, in one word.
public enum Verdict: String, Hashable, Sendable, CaseIterable, Comparable {
  /// Everything that could be judged is sound.
  case conformant
  /// Nothing could be judged: encrypted, unknown, or not captured.
  case undetermined
  /// A protocol finding of severity error.
  case nonconformant
  /// A security finding of severity error.
  case insecure

  private var rank: Int {
    switch self {
    case .conformant: 0
    case .undetermined: 1
    case .nonconformant: 2
    case .insecure: 3
    }
  }

  /// The worse verdict is the greater one.
  public static func < (left: Verdict, right: Verdict) -> Bool { left.rank < right.rank }

  /// What a finding makes of a verdict by itself; `nil` where it changes nothing.
  static func demanded(by category: Rule.Category, _ severity: Rule.Severity) -> Verdict? {
    guard severity == .error else { return nil }
    switch category {
    case .protocol: return .nonconformant
    case .security: return .insecure
    case .capture: return nil
    }
  }
}
