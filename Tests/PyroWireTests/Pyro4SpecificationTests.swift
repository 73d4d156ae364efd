import Foundation
import PyroWire
import TestSupport
import Testing

/// The example that the specification works byte by byte.
@Suite struct Pyro4SpecificationTests {
  @Test func theWorkedExampleIsRight() throws {
    let page = try String(contentsOf: ProjectFiles.root.appending(path: "spec/pyro4.md"), encoding: .utf8)
    let example = try #require(page.components(separatedBy: "## An example").last)
    let lines = try #require(example.components(separatedBy: "```").dropFirst().first).split(separator: "\n")
    let bytes = lines.flatMap { hexBytes($0.prefix(24)) }
    let expected = Pyro4Message(
      type: .invoke, sequence: 7, annotations: [PyroAnnotation(id: "USER", data: Array("carol".utf8))],
      payload: Array("# serpent utf-8 python3.2\n('demo','add',(1,2),{})".utf8))
    let encoder = Pyro4Encoder(hmac: Pyro4HMAC(key: Array("secret".utf8)))
    #expect(try encoder.encode(expected) == bytes)
    #expect(try decoded4(bytes).payload == expected.payload)
  }
}
