import ArgumentParser
import WireCapture
import WireCheck
import WireCore

/// The options by which captures are read and judged, shared by the commands that do so.
struct LimitSettings: ParsableArguments {
  @Option(help: ArgumentHelp("The largest message, and inflated payload, in bytes.", valueName: "bytes"))
  var maxMessage = Limits().bytes

  @Option(help: ArgumentHelp("The deepest nesting of a payload, in levels.", valueName: "levels"))
  var maxDepth = Limits().depth

  @Option(help: ArgumentHelp("The most elements in one payload.", valueName: "count"))
  var maxCount = Limits().count

  @Option(help: ArgumentHelp("The most digits in a decimal integer.", valueName: "count"))
  var maxDigits = Limits().digits

  @Option(
    help: ArgumentHelp("The most inflated bytes to a compressed one, above 1 MiB.", valueName: "factor"))
  var maxRatio = Limits().inflationRatio

  var limits: Limits {
    Limits(depth: maxDepth, bytes: maxMessage, count: maxCount, digits: maxDigits, inflationRatio: maxRatio)
  }

  func validate() throws {
    for (name, value) in [
      ("--max-message", maxMessage), ("--max-depth", maxDepth), ("--max-count", maxCount),
      ("--max-digits", maxDigits), ("--max-ratio", maxRatio),
    ] where value < 1 {
      throw ValidationError("\(name) has to be 1 or more.")
    }
  }
}

/// The options by which rules are weighed.
struct PolicySettings: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Give a rule another severity: note, warning or error. May be repeated.", valueName: "rule=level"))
  var severity: [SeverityOverride] = []

  @Option(
    help: ArgumentHelp("Do not report a rule. May be repeated.", valueName: "rule"),
    completion: .list(Rule.allCases.map(\.rawValue)))
  var ignore: [Rule] = []

  var policy: SeverityPolicy {
    var treatments: [Rule: SeverityPolicy.Treatment] = [:]
    for override in severity { treatments[override.rule] = .severity(override.severity) }
    for rule in ignore { treatments[rule] = .ignored }
    return SeverityPolicy(treatments)
  }
}

/// `RULE=LEVEL` on the command line.
struct SeverityOverride: ExpressibleByArgument {
  let rule: Rule
  let severity: Rule.Severity

  init?(argument: String) {
    let parts = argument.split(separator: "=", omittingEmptySubsequences: false)
    guard parts.count == 2, let rule = Rule(rawValue: String(parts[0])),
      let severity = Rule.Severity(rawValue: String(parts[1]))
    else { return nil }
    self.rule = rule
    self.severity = severity
  }
}

/// From which severity on the program ends with status 1.
enum FailureThreshold: String, ExpressibleByArgument, CaseIterable {
  case note, warning, error, never

  /// Whether so much found is to be reported by the status.
  func isReached(by tally: FindingTally) -> Bool {
    Rule.Severity(rawValue: rawValue).map { tally.count(atLeast: $0) > 0 } ?? false
  }
}

/// When output is coloured.
enum ColourChoice: String, ExpressibleByArgument, CaseIterable {
  case auto, always, never
}
