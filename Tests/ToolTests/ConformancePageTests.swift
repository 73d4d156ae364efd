import Foundation
import TestSupport
import Testing

/// The page that `conform --output html=` writes, in a real browser.
@Suite(.onceInRelease, .enabled(if: Chromium.isExpected, "there is no chromium here"))
struct ConformancePageTests {
  private let ours = "ours='\(Tool.executable.path)' testee"
  /// Takes everything for None.
  private let wrong = """
    wrong=while read -r l; do id=${l#*:}; id=${id%%,*}; echo "{\\"id\\":$id,\\"value\\":{\\"t\\":\\"none\\"}}"; done
    """

  private func page(_ arguments: [String], _ use: (URL) throws -> Void) throws {
    let page = FileManager.default.temporaryDirectory.appending(path: "page-\(UUID().uuidString).html")
    defer { try? FileManager.default.removeItem(at: page) }
    let run = try runProgram(Tool.executable, ["conform", "--output", "html=\(page.path)"] + arguments)
    try #require(run.status <= 1, "\(run.errorText)")
    try use(page)
  }

  private func tried(_ page: URL) throws -> ProgramOutput {
    let script = ProjectFiles.root.appending(path: "Tests/browser/conformance_page.py").path
    return try runProgram(
      URL(fileURLWithPath: "/usr/bin/env"), ["python3", script, page.path],
      environment: ["PYTHONDONTWRITEBYTECODE": "1"], seconds: 180)
  }

  @Test func opensFiltersUnfoldsAndCanBeSeen() throws {
    let arguments = ["--format", "brine", "--format", "pyro5", "--testee", ours, "--testee", wrong]
    try page(arguments) { page in
      let result = try tried(page)
      #expect(result.status == 0, "\(result.errorText)")
      #expect(result.text == "sound\n")
    }
  }

  /// The script notices what it is there to notice.
  @Test(arguments: [
    ("at('rows').append(lines)", "at('rows').append()"), ("'tr', 'details'", "'tr', 'detail'"),
    ("#summary {", "#summary { min-width: 50rem;"),
    ("'use strict';", "fetch('https://localhost:9/');"), ("color-scheme: dark", "color-scheme: none"),
  ])
  func seesAFault(_ text: String, _ replacement: String) throws {
    try page(["--only", "brine/*/*-1*", "--testee", ours, "--testee", wrong]) { page in
      let whole = try String(contentsOf: page, encoding: .utf8)
      try #require(whole.contains(text))
      try Data(whole.replacingOccurrences(of: text, with: replacement).utf8).write(to: page)
      let result = try tried(page)
      #expect(result.status == 1, "\(result.text)\(result.errorText)")
    }
  }
}
