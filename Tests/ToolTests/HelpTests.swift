import Foundation
import Testing
import TestSupport
import WireCore

@Suite struct HelpTests {
  @Test(arguments: [
    [], ["check"], ["show"], ["explain"], ["rules"], ["decode"], ["encode"], ["testee"],
  ])
  func showsExamplesBeforeOptions(command: [String]) throws {
    let help = try runProgram(Tool.executable, command + ["--help"])
    #expect(help.status == 0)
    #expect(help.errors.isEmpty)
    let examples = try #require(help.text.range(of: "EXAMPLES:"))
    let options = try #require(help.text.range(of: "\nOPTIONS:"))
    #expect(examples.lowerBound < options.lowerBound)
    #expect(help.text.contains("pickleproof \(command.first ?? "check")"))
  }

  @Test func saysItsVersion() throws {
    let version = try Tool.run("--version")
    #expect(version.status == 0)
    #expect(version.text.wholeMatch(of: /pickleproof \d+\.\d+\.\d+\n/) != nil)
  }

  @Test(arguments: ["bash", "zsh", "fish"])
  func completesForShells(shell: String) throws {
    let script = try Tool.run("--generate-completion-script", shell)
    #expect(script.status == 0)
    #expect(script.text.contains("explain"))
  }

  @Test(arguments: [["nonsense"], ["rules", "--nonsense"], ["explain"], ["explain", "no-such-rule"]])
  func endsWithTwoOnAWrongCommandLine(arguments: [String]) throws {
    let refused = try runProgram(Tool.executable, arguments)
    #expect(refused.status == 2)
    #expect(refused.output.isEmpty)
    #expect(refused.errorText.contains("Usage:") || refused.errorText.contains("USAGE:"))
  }
}

@Suite struct RuleCommandTests {
  @Test func listsEveryRuleInATable() throws {
    let table = try Tool.run("rules")
    #expect(table.status == 0)
    for rule in Rule.allCases {
      #expect(table.text.contains("\n  \(rule.rawValue) "))
    }
  }

  @Test func listsEveryRuleAsJSON() throws {
    let table = try Tool.run("rules", "--format", "json")
    let rules = try JSONSerialization.jsonObject(with: table.output) as? [[String: String]]
    #expect(rules?.count == Rule.allCases.count)
  }

  @Test(arguments: Rule.allCases)
  func explainsEveryRule(rule: Rule) throws {
    let text = try Tool.run("explain", rule.rawValue)
    #expect(text.status == 0)
    #expect(text.text.hasPrefix("\(rule.rawValue): "))
    #expect(text.text.split(separator: "\n").allSatisfy { $0.count <= 100 })
    let json = try Tool.run("explain", rule.rawValue, "--format", "json")
    let members = try JSONSerialization.jsonObject(with: json.output) as? [String: Any]
    #expect(members?["rule"] as? String == rule.rawValue)
    #expect(members?["action"] is String)
  }

  @Test func saysNothingWhenItsReaderIsGone() throws {
    let gone = try Tool.shell("\"$TOOL\" rules | true; echo ${PIPESTATUS[0]}")
    #expect(gone.text == "0\n")
    #expect(gone.errors.isEmpty)
  }

  @Test func endsWithTwoWhenTheDiskIsFull() throws {
    let full = try Tool.shell("\"$TOOL\" rules > /dev/full; echo $?")
    #expect(full.text == "2\n")
    #expect(full.errorText == "pickleproof: cannot write the output: No space left on device\n")
  }
}
