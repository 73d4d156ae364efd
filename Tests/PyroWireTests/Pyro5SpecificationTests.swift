import Foundation
import PyroWire
import TestSupport
import Testing

/// The example that the specification works byte by byte.
@Suite struct Pyro5SpecificationTests {
  @Test func theWorkedExampleIsRight() throws {
    let page = try String(contentsOf: ProjectFiles.root.appending(path: "spec/pyro5.md"), encoding: .utf8)
    let example = try #require(page.components(separatedBy: "## An example").last)
    let lines = try #require(example.components(separatedBy: "```").dropFirst().first).split(separator: "\n")
    let bytes = lines.flatMap { hexBytes($0.prefix(24)) }
    let expected = Pyro5Message(
      type: .invoke, sequence: 7,
      correlationID: PyroCorrelationID(high: 0x7D38_DF4F_F08B_4617, low: 0x9845_F087_E85C_145A),
      annotations: [PyroAnnotation(id: "USER", data: Array("carol".utf8))],
      payload: Array("# serpent utf-8 python3.2\n('demo','add',(1,2),{})".utf8))
    #expect(try Pyro5Encoder().encode(expected) == bytes)
    #expect(try decoded(bytes).payload == expected.payload)
  }
}
