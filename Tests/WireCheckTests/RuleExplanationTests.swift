import Foundation
import TestSupport
import Testing
import WireCheck
import WireCore

@Suite struct RuleExplanationTests {
  @Test(arguments: Rule.allCases)
  func explainsEveryRuleInFull(rule: Rule) {
    let explanation = rule.explanation
    #expect(explanation.summary.count >= 10 && explanation.summary.count <= 90)
    #expect(!explanation.summary.hasSuffix("."))
    for text in [explanation.what, explanation.why, explanation.action] {
      #expect(text.count >= 20)
      #expect(text.hasSuffix(".") || text.hasSuffix(".)"), "\(text)")
      #expect(!text.contains("  ") && !text.contains("\n"))
    }
    #expect(!explanation.affects.isEmpty)
  }

  @Test func givesNoTwoRulesTheSameExplanation() {
    #expect(Set(Rule.allCases.map(\.explanation)).count == Rule.allCases.count)
  }
}

@Suite struct RuleTableTests {
  /// `spec/rules.md` and the program say the same.
  @Test(arguments: Rule.allCases)
  func isInTheSpecificationWithItsSeverity(rule: Rule) throws {
    let page = try String(contentsOf: ProjectFiles.root.appending(path: "spec/rules.md"), encoding: .utf8)
    #expect(page.contains("\n| `\(rule.rawValue)` | \(rule.defaultSeverity.rawValue) | "))
  }
}
