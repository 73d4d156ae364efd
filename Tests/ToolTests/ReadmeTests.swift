import Foundation
import TestSupport
import Testing

/// README.md says what is so: its commands run, its output is what they print, its Swift compiles.
@Suite struct ReadmeTests {
  /// One fenced block.
  struct Block: Sendable, CustomTestStringConvertible {
    let language: String
    let lines: [String]
    var testDescription: String { lines.first ?? language }
  }

  static let blocks: [Block] = {
    guard let text = try? String(contentsOf: ProjectFiles.root.appending(path: "README.md"), encoding: .utf8)
    else { return [] }
    var blocks: [Block] = []
    var open: (language: String, lines: [String])?
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
      if let block = open {
        if line == "```" {
          blocks.append(Block(language: block.language, lines: block.lines))
          open = nil
        } else {
          open?.lines.append(line)
        }
      } else if line.hasPrefix("```") {
        open = (String(line.dropFirst(3)), [])
      }
    }
    return blocks
  }()

  static func blocks(of language: String) -> [Block] { blocks.filter { $0.language == language } }

  /// Commands by which the README is tried as a whole are the Makefile's, and not run in a test.
  static let commands = blocks(of: "sh").flatMap(\.lines).filter { !$0.hasPrefix("make ") }

  private func run(_ command: String) throws -> ProgramOutput {
    try Tool.shell("set -o pipefail; pickleproof() { \"$TOOL\" \"$@\"; }; \(command)")
  }

  @Test func hasBlocksOfEachKind() {
    #expect(Self.commands.count >= 5)
    #expect(Self.blocks(of: "console").count >= 3)
    #expect(Self.blocks(of: "swift").count >= 1)
  }

  @Test(arguments: commands) func commandRuns(command: String) throws {
    let result = try run(command)
    #expect(result.status == 0 || result.status == 1, "\(result.errorText)")
    #expect(!result.output.isEmpty)
    #expect(result.errors.isEmpty, "\(result.errorText)")
  }

  @Test(arguments: blocks(of: "console")) func outputIsWhatTheCommandPrints(block: Block) throws {
    let command = try #require(block.lines.first)
    #expect(command.hasPrefix("$ "))
    let printed = try run(String(command.dropFirst(2))).text
    #expect(printed == block.lines.dropFirst().map { $0 + "\n" }.joined())
  }

  @Test func makeTargetsExist() throws {
    let makefile = try String(contentsOf: ProjectFiles.root.appending(path: "Makefile"), encoding: .utf8)
    for line in Self.blocks(of: "sh").flatMap(\.lines) where line.hasPrefix("make ") {
      #expect(makefile.contains("\n\(line.dropFirst(5)):"), "\(line)")
    }
  }

  @Test func swiftIsWhatIsCompiledHere() throws {
    let file = ProjectFiles.root.appending(path: "Tests/ToolTests/ReadmeExamples.swift")
    let compiled = try String(contentsOf: file, encoding: .utf8)
    for block in Self.blocks(of: "swift") where block.lines.first?.hasPrefix("import") == true {
      #expect(compiled.hasSuffix(block.lines.joined(separator: "\n") + "\n"))
    }
  }

  @Test func theCodecExampleWorks() throws {
    let message = Array("{'oven': 21.5, 'bath': 4, 'door': 'shut'}".utf8)
    #expect(try temperatures(message) == ["oven": 21.5, "bath": 4])
  }

  @Test func linksLeadToFiles() throws {
    let text = try String(contentsOf: ProjectFiles.root.appending(path: "README.md"), encoding: .utf8)
    let links = text.matches(of: /\]\(([^)#]+)\)/).map { String($0.1) }.filter { !$0.hasPrefix("http") }
    #expect(!links.isEmpty)
    for link in links {
      #expect(FileManager.default.fileExists(atPath: ProjectFiles.root.appending(path: link).path), "\(link)")
    }
  }
}
