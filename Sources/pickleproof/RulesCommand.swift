import ArgumentParser
import WireCheck
import WireCore

/// `pickleproof rules`: the table of all rules.
struct RulesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rules",
    abstract: "Lists the rules by which findings are reported.",
    discussion: """
      EXAMPLES:
        pickleproof rules
        pickleproof rules --format json | jq -r '.[] | select(.severity == "error").rule'
      """)

  @Option(help: "How to write the table: text or json.")
  var format: TableFormat = .text

  func run() throws {
    let output = StandardOutput()
    switch format {
    case .text: output.write(Array(table.utf8))
    case .json:
      var report = JSONReport(output)
      report.rules()
    }
    try output.finish()
  }

  private var table: String {
    let width = Rule.allCases.map(\.rawValue.count).max() ?? 0
    return Rule.Category.allCases.map { category in
      let lines = Rule.allCases.filter { $0.category == category }.map { rule in
        "  \(padded(rule.rawValue, to: width))  \(padded(rule.defaultSeverity.rawValue, to: 7))  \(rule.explanation.summary)"
      }
      return "\(category.rawValue)\n\(lines.joined(separator: "\n"))\n"
    }.joined(separator: "\n")
  }
}

/// The forms of a short answer.
enum TableFormat: String, ExpressibleByArgument, CaseIterable {
  case text
  case json
}
