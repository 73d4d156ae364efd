import Foundation
import TestSupport
import Testing

@testable import pickleproof

/// `pickleproof conform`.
@Suite struct ConformCommandTests {
  private let ours = "'\(Tool.executable.path)' testee"
  /// Reads nothing but lists of brine, and those wrongly.
  private let wrong = """
    wrong=while read -r l; do id=${l#*:}; id=${id%%,*}; echo "{\\"id\\":$id,\\"value\\":{\\"t\\":\\"none\\"}}"; done
    """

  @Test func ourTesteeConforms() throws {
    let run = try Tool.run(
      "conform", "--exact", "--format", "brine", "--only", "brine/*/frozenset*", "--testee", "ours=\(ours)")
    #expect(run.status == 0, "\(run.text)\(run.errorText)")
    #expect(run.text.hasPrefix("ours: conforms\n"))
  }

  @Test func saysWhatATesteeDoesWrong() throws {
    let run = try Tool.run("conform", "--only", "brine/valid/single-*", "--testee", wrong)
    #expect(run.status == 1, "\(run.errorText)")
    #expect(run.text.contains("wrong: does not conform"))
    #expect(run.text.contains("FAILED brine/valid/single-true decode rpyc6"))
    #expect(run.text.contains("expected value True"))
    #expect(!run.text.contains("single-none decode"))
    #expect(run.text.contains("GARBLED brine/valid/single-true encode rpyc6"))
  }

  @Test func listsCases() throws {
    let run = try Tool.run(
      "conform", "--list", "--only", "serpent/valid/list-*", "--skip", "* reencode", "--skip", "*-mixed*")
    let lines = run.text.split(separator: "\n")
    #expect(run.status == 0)
    #expect(lines.contains("serpent/valid/list-empty decode"))
    #expect(!lines.contains { $0.contains("reencode") || $0.contains("mixed") })
    #expect(lines.allSatisfy { $0.hasPrefix("serpent/valid/list-") })
  }

  @Test func keepsAListOfKnownFailures() throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "known-\(UUID().uuidString).jsonl")
    defer { try? FileManager.default.removeItem(at: file) }
    let arguments = ["--only", "brine/valid/single-*", "--testee", wrong, "--known", file.path]
    let written = try run(arguments + ["--write-known", "It knows None only."])
    #expect(written.status == 0, "\(written.errorText)")
    #expect(try String(contentsOf: file, encoding: .utf8).contains("\"reason\":\"It knows None only.\""))
    #expect(try run(arguments).status == 0)
    let other = try run(["--only", "brine/valid/single-none", "--testee", wrong, "--known", file.path])
    #expect(other.status == 1)
    #expect(other.text.contains("STALE brine/valid/single-true decode rpyc6"))
  }

  private func run(_ arguments: [String]) throws -> ProgramOutput {
    try runProgram(Tool.executable, ["conform"] + arguments)
  }

  @Test func writesEveryForm() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "forms-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    var arguments = ["--only", "brine/valid/single-*", "--testee", wrong, "--testee", "ours=\(ours)"]
    let forms = ["text", "json", "junit", "markdown", "html"]
    for form in forms { arguments += ["--output", "\(form)=\(folder.path)/\(form)"] }
    #expect(try run(arguments).status == 1)
    let texts = try forms.map { try String(contentsOf: folder.appending(path: $0), encoding: .utf8) }
    #expect(texts[0].contains("ours: conforms"))
    let json = try JSONSerialization.jsonObject(with: Data(texts[1].utf8)) as? [String: Any]
    let testees = try #require(json?["testees"] as? [[String: Any]])
    #expect(testees.map { $0["conforms"] as? Bool } == [false, true])
    let parsed = try PeerPython("pyro5").run(
      "import sys, xml.dom.minidom as m; print(len(m.parse(sys.argv[1]).getElementsByTagName('testsuite')))",
      arguments: [folder.path + "/junit"])
    #expect(!PeerPython("pyro5").isExpected || parsed.text == "2\n")
    #expect(texts[3].contains("| `valid/single-true` | decode | ✗ | ✓ |"))
    #expect(texts[4].hasPrefix("<!DOCTYPE html>"))
    #expect(!texts[4].contains("src=") && !texts[4].contains("http"), "the page needs something else")
    #expect(texts[4].components(separatedBy: "</script>").count == 3)
  }

  @Test(arguments: [
    ["--testee", "x", "--only", "nothing/*"], [], ["--testee", "a=x", "--testee", "a=y"],
    ["--testee", "x", "--vectors", "/no/such/folder"], ["--testee", "x", "--output", "pdf"],
    ["--testee", "x", "--known", "/no/such/file"], ["--testee", "x", "--timeout", "0"],
  ])
  func refusesWrongUsage(_ arguments: [String]) throws {
    #expect(try run(arguments).status == 2)
  }

  @Test(arguments: [
    ("*", "", true), ("a*c", "abbc", true), ("a*c", "abbd", false), ("*a*b*", "xxaxxb", true),
    ("a", "ab", false), ("*/valid/*", "brine/valid/x", true), ("**", "a", true), ("", "", true),
    ("", "a", false), ("ab*", "a", false),
  ])
  func matchesPatterns(_ pattern: String, _ text: String, _ expected: Bool) {
    #expect(globMatches(pattern, text) == expected)
  }

  /// The example of spec/writing-a-testee.md reads every brine document that has to be read.
  @Test(.enabled(if: PeerPython("pyro5").isExpected, "run make setup first"))
  func theExampleOfATesteeWorks() throws {
    let page = try String(
      contentsOf: ProjectFiles.root.appending(path: "spec/writing-a-testee.md"), encoding: .utf8)
    let start = try #require(page.range(of: "```python\n")).upperBound
    let end = try #require(page.range(of: "```", range: start..<page.endIndex)).lowerBound
    let file = FileManager.default.temporaryDirectory.appending(path: "testee-\(UUID().uuidString).py")
    defer { try? FileManager.default.removeItem(at: file) }
    try Data(page[start..<end].utf8).write(to: file)
    let testee = "'\(PeerPython("pyro5").executable.path)' '\(file.path)'"
    let run = try run(["--only", "brine/valid/*", "--testee", "mine=\(testee)"])
    #expect(run.status == 0, "\(run.text)\(run.errorText)")
    let all = try self.run(["--format", "brine", "--testee", "mine=\(testee)", "--output", "json"])
    #expect(all.status == 1)
    #expect(all.text.contains("\"died\":0,\"garbled\":0"))
  }
}
