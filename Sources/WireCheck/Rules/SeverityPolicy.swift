public import WireCore

/// How much each rule weighs: the rule's own severity unless it is raised, lowered or silenced.
public struct SeverityPolicy: Hashable, Sendable {
  /// What becomes of a rule's findings.
  public enum Treatment: Hashable, Sendable {
    /// They are reported with this severity.
    case severity(Rule.Severity)
    /// They are not reported and do not count.
    case ignored
  }

  /// The rules that are treated otherwise than by default.
  public var treatments: [Rule: Treatment]

  /// Treats the given rules as given and the others by their own severity.
  public init(_ treatments: [Rule: Treatment] = [:]) { self.treatments = treatments }

  /// The severity with which a finding is reported, or `nil` where it is silenced.
  ///
  /// - Parameters:
  ///   - rule: the finding's rule.
  ///   - found: the severity with which it was found, which stays where nothing else is set.
  public func severity(of rule: Rule, found: Rule.Severity) -> Rule.Severity? {
    switch treatments[rule] {
    case nil: found
    case .severity(let severity): severity
    case .ignored: nil
    }
  }
}
