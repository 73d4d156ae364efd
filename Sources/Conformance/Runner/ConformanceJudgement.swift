/// A run held against what is known of its testee.
public struct ConformanceJudgement: Sendable {
  /// What the testee did.
  public let run: TesteeRun
  /// What was known before.
  public let known: KnownFailures
  /// Whether a refusal has to have the right kind and offset, too.
  public let isExact: Bool

  /// Judges a run.
  public init(_ run: TesteeRun, known: KnownFailures = KnownFailures(), isExact: Bool = false) {
    self.run = run
    self.known = known
    self.isExact = isExact
  }

  /// Whether an outcome counts as a failure.
  public func isFailure(_ outcome: ConformanceOutcome) -> Bool {
    outcome.isFailure || isExact && outcome == .inexact
  }

  /// The failures that nobody knew of.
  public var unexpected: [ConformanceResult] {
    run.results.filter { isFailure($0.outcome) && !known.contains($0) }
  }

  /// The failures that are known, and went as they are known.
  public var expected: [ConformanceResult] {
    run.results.filter { isFailure($0.outcome) && known.contains($0) }
  }

  /// What is known and was not borne out.
  public var stale: [KnownFailures.Entry] { known.stale(after: run.results) }

  /// Whether the testee did everything that it had to, and at least something.
  public var isGood: Bool {
    run.fault == nil && unexpected.isEmpty && stale.isEmpty
      && run.results.contains { $0.outcome != .skipped }
  }
}
