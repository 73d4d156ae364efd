import Foundation
import PyroWire
import TestSupport
import Testing

/// The example that the specification works byte by byte.
@Suite struct Pyro3SpecificationTests {
  @Test func theWorkedExampleIsRight() throws {
    let page = try String(contentsOf: ProjectFiles.root.appending(path: "spec/pyro3.md"), encoding: .utf8)
    let example = try #require(page.components(separatedBy: "## An example").last)
    let lines = try #require(example.components(separatedBy: "```").dropFirst().first).split(separator: "\n")
    let bytes = lines.flatMap { hexBytes($0.prefix(24)) }
    let request = Pyro3Request(object: "ledger", method: "add", positional: [1, 2])
    #expect(try Pyro3Encoder(checksums: true).encode(Pyro3Message(body: try request.body())) == bytes)
  }
}
