import WireCapture
import WireCore

extension CaptureReport {
  /// Puts the reports on all shares of one capture together: the same report as one check of all flows gives.
  ///
  /// - Parameters:
  ///   - shares: the reports, at least one.
  ///   - options: the options that they were made with.
  public init(merging shares: [CaptureReport], options: CheckOptions) {
    self = shares.first ?? CaptureReport(path: "")
    guard shares.count > 1 else { return }
    let all = shares.flatMap(\.flows).sorted { $0.id < $1.id }
    flows = Array(all.prefix(options.listedFlows)).namingInterrupts
    flowsOmitted = shares.reduce(all.count - flows.count) { $0 + $1.flowsOmitted }
    tally = FindingTally()
    for share in shares { tally.add(share.tally) }
    findings = Self.merge(shares.flatMap(\.findings).inOrder, limit: options.findingsPerRule)
    let verdicts = shares.map(\.verdict)
    let worst = verdicts.max() ?? .undetermined
    verdict = worst == .undetermined && verdicts.contains(.conformant) ? .conformant : worst
  }

  /// Lists what fits of each rule, and counts the rest.
  private static func merge(_ findings: [FindingReport], limit: Int) -> [FindingReport] {
    var listed: [FindingReport] = []
    var count: [Rule: Int] = [:]
    var rest: [Rule: (severity: Rule.Severity, count: Int)] = [:]
    for finding in findings {
      if !finding.isRest, count[finding.rule, default: 0] < limit {
        count[finding.rule, default: 0] += 1
        listed.append(finding)
      } else {
        let (worst, sum) = rest[finding.rule] ?? (.note, 0)
        let more = finding.omitted + (finding.isRest ? 0 : 1)
        rest[finding.rule] = (max(worst, finding.severity), sum + more)
      }
    }
    return listed + FindingReport.rests(rest)
  }
}

extension FindingReport {
  /// What stands for the findings of flows of which none is listed.
  static func rests(_ unlisted: [Rule: (severity: Rule.Severity, count: Int)]) -> [FindingReport] {
    Rule.allCases.compactMap { rule in
      unlisted[rule].map { severity, count in
        FindingReport(
          rule: rule, severity: severity, detail: "\(count) more in flows that are not listed", omitted: count
        )
      }
    }
  }

  /// Whether it stands for others.
  fileprivate var isRest: Bool { flow == nil && packet == nil && omitted > 0 }
}

extension [FindingReport] {
  /// By packet, those without one last; of one packet by flow, and then in the order in which they were made.
  var inOrder: [FindingReport] {
    let keyed = enumerated().map { place, finding in
      (key: (finding.packet ?? Int.max, finding.flow ?? -1, place), finding: finding)
    }
    return keyed.sorted { $0.key < $1.key }.map(\.finding)
  }
}

extension [FlowReport] {
  /// The flows, in the order of opening, with the Pyro named that a daemon speaks which wakes itself up: the bytes
  /// are the same in Pyro 4 and 5, so it is what was last heard from that daemon.
  var namingInterrupts: [FlowReport] {
    var heard: [Endpoint: SpokenProtocol] = [:]
    return map { flow in
      guard flow.kinds.map(\.kind) == ["SHUTDOWN_INTERRUPT"] else {
        if flow.spoken == .pyro4 || flow.spoken == .pyro5 { heard[flow.server] = flow.spoken }
        return flow
      }
      var flow = flow
      flow.spoken = heard[flow.server] ?? flow.spoken
      return flow
    }
  }
}
