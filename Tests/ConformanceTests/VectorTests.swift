import Foundation
import TestSupport
import Testing
import WireCore

@testable import Conformance

/// The vectors in `Fixtures/`.
@Suite struct VectorTests {
  /// Ours has to pass all of them, to the byte and the kind of error.
  @Test(arguments: ["serpent", "brine", "vinegar", "xmlpickle", "pyro3", "pyro4", "pyro5", "rpyc"])
  func ourTesteePassesEveryVector(_ format: String) throws {
    let vectors = try VectorFolder.vectors(below: ProjectFiles.fixture(""), formats: [format])
    try #require(vectors.count > 50)
    let session = TesteeSession()
    for (id, question) in ConformanceCase.all(of: vectors).enumerated() {
      let line = session.respond(to: question.request(id: id))
      let result = ConformanceResult(question, TesteeAnswer(line: line, id: id), seconds: 0)
      #expect(
        result.outcome == .passed,
        "\(question.name): answered \(result.answer), expected \(question.expectation)")
    }
  }

  @Test func findsAnInputWithoutASidecar() throws {
    let root = FileManager.default.temporaryDirectory.appending(path: "vectors-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: root) }
    let folder = root.appending(path: "text/valid")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data("a".utf8).write(to: folder.appending(path: "a.txt"))
    #expect(throws: VectorFolder.Fault.self) { try VectorFolder.vectors(below: root) }
  }

  @Test(.enabled(if: PeerPython("schema").isExpected, "run make setup first"))
  func everySidecarFitsTheSchema() throws {
    let python = PeerPython("schema")
    let result = try python.run("peers/vector_schema.py", arguments: [ProjectFiles.fixture("").path])
    let lines = result.text.split(separator: "\n")
    #expect(result.status == 0, "\(result.errorText)")
    #expect(lines.count == 1, "\(result.text)")
    #expect(lines.last.flatMap { Int($0) } ?? 0 > 2_000)
  }
}
