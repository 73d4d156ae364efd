import Foundation
import TestSupport
import Testing

/// What each reference does with the vectors is what `Fixtures/testees/known/` says.
@Suite struct ReferenceConformanceTests {
  private static let peers = ["pyro4", "pyro5", "rpyc3", "rpyc4", "rpyc5", "rpyc6"]

  @Test(.onceInRelease, .enabled(if: peers.allSatisfy { PeerPython($0).isExpected }, "run make setup first"))
  func referencesDoWhatIsKnownOfThem() throws {
    let tool = URL(fileURLWithPath: CommandLine.arguments[0])
      .resolvingSymlinksInPath().deletingLastPathComponent().appending(path: "pickleproof")
    try #require(FileManager.default.isExecutableFile(atPath: tool.path))
    let run = try runProgram(
      ProjectFiles.fixture("testees/run.sh"), [], environment: ["PICKLEPROOF": tool.path], seconds: 600)
    #expect(run.status == 0, "\(run.text)\(run.errorText)")
  }
}
