import WireCore

/// The findings of one capture: listed up to a limit for each rule and flow, and for each rule, and counted beyond.
struct FindingLedger {
  /// The findings listed, in the order in which they were made.
  private(set) var listed: [FindingReport] = []
  /// All findings by severity.
  private(set) var tally = FindingTally()
  /// The worst that a finding makes of the capture.
  private(set) var verdict: Verdict?

  private let options: CheckOptions
  private var listedOfRule: [Rule: Int] = [:]
  private var unlisted: [Rule: (severity: Rule.Severity, count: Int)] = [:]

  init(_ options: CheckOptions) { self.options = options }

  /// Enters a finding, unless the policy silences it.
  ///
  /// - Parameters:
  ///   - counts: what the finding's flow has had so far.
  /// - Returns: the finding as the policy weighs it, where it was not silenced.
  @discardableResult
  mutating func enter(_ finding: FindingReport, of counts: inout FlowFindings) -> FindingReport? {
    guard let severity = options.policy.severity(of: finding.rule, found: finding.severity) else {
      return nil
    }
    var finding = finding
    finding.severity = severity
    tally.count(severity)
    counts.tally.count(severity)
    if let demanded = Verdict.demanded(by: finding.rule.category, severity) {
      verdict = max(verdict ?? demanded, demanded)
    }
    list(finding, of: &counts)
    return finding
  }

  private mutating func list(_ finding: FindingReport, of counts: inout FlowFindings) {
    let rule = finding.rule
    let (count, last) = counts.ofRule[rule] ?? (0, nil)
    counts.ofRule[rule] = (count + 1, last)
    if count < options.findingsPerFlow, listedOfRule[rule, default: 0] < options.findingsPerRule {
      listedOfRule[rule, default: 0] += 1
      counts.ofRule[rule] = (count + 1, listed.count)
      listed.append(finding)
    } else if let last {
      listed[last].omitted += 1
    } else {
      let (worst, count) = unlisted[rule] ?? (.note, 0)
      unlisted[rule] = (max(worst, finding.severity), count + 1)
    }
  }

  /// The findings listed, and one for each rule of which some flows' findings are not.
  var report: [FindingReport] {
    listed + FindingReport.rests(unlisted)
  }
}

/// What one flow has had of findings.
struct FlowFindings {
  /// By severity.
  var tally = FindingTally()
  /// How many of each rule, and where the last one that is listed stands.
  fileprivate var ofRule: [Rule: (count: Int, last: Int?)] = [:]
}
