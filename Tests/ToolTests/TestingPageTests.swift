import Foundation
import TestSupport
import Testing

/// spec/testing.md says what is so: its commands are the Makefile's, its links lead somewhere; and the programs that
/// measure coverage and plant faults are tested themselves.
@Suite struct TestingPageTests {
  private static func text(_ path: String) throws -> String {
    try String(contentsOf: ProjectFiles.root.appending(path: path), encoding: .utf8)
  }

  @Test func namesTargetsOfTheMakefileThatItsHelpLists() throws {
    let makefile = try Self.text("Makefile")
    let named = try Self.text("spec/testing.md").matches(of: /`make ([a-z-]+)/).map { String($0.1) }
    #expect(named.contains("coverage"))
    #expect(named.contains("mutation"))
    for target in Set(named) {
      #expect(makefile.contains("\n\(target):"), "\(target)")
      #expect(makefile.contains("@echo \"make \(target) "), "\(target)")
    }
  }

  @Test func linksLeadToFiles() throws {
    let links = try Self.text("spec/testing.md").matches(of: /\]\(([^)#]+)\)/).map { String($0.1) }
    #expect(!links.isEmpty)
    for link in links where !link.hasPrefix("http") {
      let file = ProjectFiles.root.appending(path: "spec/\(link)").path
      #expect(FileManager.default.fileExists(atPath: file), "\(link)")
    }
  }

  @Test func isLinkedFromTheFrontPages() throws {
    #expect(try Self.text("README.md").contains("](spec/testing.md)"))
    #expect(try Self.text("spec/README.md").contains("](testing.md)"))
  }

  @Test(arguments: ["coverage", "mutation"]) func itsProgramsAreSound(folder: String) throws {
    let result = try runProgram(
      URL(fileURLWithPath: "/usr/bin/env"), ["python3", "-m", "unittest", "discover", "Tests/\(folder)"])
    #expect(result.status == 0, "\(result.errorText)")
    #expect(result.errorText.contains("\nOK"), "\(result.errorText)")
  }

  /// An unreached line is explained by a rule of the page, and its words stand where they are said to.
  @Test func theReasonsOfUnreachedLinesAreRulesOfThePage() throws {
    let page = try Self.text("spec/testing.md")
    let data = Data(try Self.text("Tests/coverage/explained.json").utf8)
    let entries = try JSONDecoder().decode([[String: String]].self, from: data)
    for (rule, entries) in Dictionary(grouping: entries, by: { $0["rule"] ?? "none" }) {
      #expect(page.contains("| `\(rule)` | \(entries.count) |"), "\(rule) has \(entries.count)")
    }
    for entry in entries where entry["file"] != "*" {
      let file = try Self.text("Sources/\(try #require(entry["file"]))")
      #expect(file.contains(try #require(entry["words"])), "\(entry)")
    }
  }
}
