import Foundation
import TestSupport
import Testing

/// Making the vectors again, with the real peers, changes nothing.
@Suite struct VectorGenerationTests {
  /// The status of the script where a peer is missing.
  private static let peerIsMissing: Int32 = 3

  @Test(
    .onceInRelease,
    .enabled(
      if: ["pyro4", "pyro5", "rpyc3", "rpyc4", "rpyc5", "rpyc6"].allSatisfy { PeerPython($0).isExpected },
      "run make setup first"),
    arguments: ["serpent", "brine", "vinegar", "xmlpickle", "pyro3", "pyro4", "pyro5", "rpyc"])
  func makesTheSameVectorsAgain(_ format: String) throws {
    let script = ProjectFiles.fixture("generators/make_vectors.py").path
    let result = try runProgram(
      URL(fileURLWithPath: "/usr/bin/env"), ["python3", script, "--check", format], seconds: 300)
    // Python 2.7, which Gnosis and Pyro 3 need, is no package of Debian's any more.
    if result.status == Self.peerIsMissing, PythonTwo.found?.isJython != false { return }
    #expect(result.status == 0, "changes: \(result.text)\(result.errorText)")
  }
}
