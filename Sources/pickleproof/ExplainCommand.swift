import ArgumentParser
import WireCheck
import WireCore

/// `pickleproof explain RULE`: what a finding means and what to do about it.
struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Explains a rule: what it means, why it matters, what to do.",
    discussion: """
      EXAMPLES:
        pickleproof explain pickle-serializer
        pickleproof explain rpyc-dialect-mismatch --format json
      """)

  @Argument(help: "The rule's name, as findings give it.", completion: .list(Rule.allCases.map(\.rawValue)))
  var rule: Rule

  @Option(help: "How to write it: text or json.")
  var format: TableFormat = .text

  func run() throws {
    let output = StandardOutput()
    switch format {
    case .text: output.write(Array(text.utf8))
    case .json:
      var report = JSONReport(output)
      report.rule(rule)
    }
    try output.finish()
  }

  private var text: String {
    let explanation = rule.explanation
    return """
      \(rule.rawValue): \(explanation.summary)
      \(rule.category.rawValue) rule, \(rule.defaultSeverity.rawValue) by default

      What it is
      \(wrapped(explanation.what))

      Why it matters
      \(wrapped(explanation.why))

      What to do
      \(wrapped(explanation.action))

      Where
      \(explanation.affects.map { wrapped($0) }.joined(separator: "\n"))

      """
  }
}

extension Rule: ExpressibleByArgument {}
