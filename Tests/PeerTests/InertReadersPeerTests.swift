import Conformance
import Foundation
import InertReaders
import PythonValues
import TestSupport
import Testing

/// Marshal, MessagePack and JSON against CPython's `marshal` and `json`, and `msgpack` with Pyro 5's hooks.
@Suite(.enabled(if: PeerPython("pyro5").isExpected, "run make setup first"))
struct InertReadersPeerTests {
  private struct Line: Decodable {
    let format: String
    let data: String
  }

  private func lines() throws -> [(line: Line, value: Any)] {
    let output = try PeerPython("pyro5").run("peers/inert.py", arguments: ["21", "400"])
    try #require(output.status == 0, "\(output.errorText)")
    return try output.text.split(separator: "\n").map { text in
      let json = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
      return (try JSONDecoder().decode(Line.self, from: Data(text.utf8)), try #require(json["value"]))
    }
  }

  @Test func readsWhatPythonReads() throws {
    let lines = try lines()
    #expect(lines.count == 400 * 7 + 9)
    for (line, value) in lines where line.format != "code" {
      let data = hexBytes(line.data)
      let ours: PythonValue =
        switch line.format {
        case "marshal": try Marshal.decode(data)
        case "msgpack": try MessagePack.decode(data)
        default: try JSON.decode(data)
        }
      let typed = try JSONSerialization.data(withJSONObject: value)
      let same = ours.isIdentical(to: try TypedJSON.read(bytes: [UInt8](typed)))
      #expect(same, "\(line.format) \(line.data): \(ours)")
    }
  }

  /// MARSHAL-20: a code object is stepped over to its last byte, and what follows it is read.
  @Test func stepsOverCodeObjects() throws {
    let codes = try lines().filter { $0.line.format == "code" }
    #expect(codes.count == 9)
    for (line, value) in codes {
      let elements = try #require(try Marshal.decode(hexBytes(line.data)).elements)
      #expect(elements.last?.stringValue == "after")
      guard case .object(let code)? = elements.first else {
        Issue.record("no record")
        continue
      }
      #expect(code.className == "code")
      // Within a list the numbers of references may be others: only the length is the same.
      #expect(code.state.bytesValue?.count == (value as? String).map { $0.count / 2 })
    }
  }
}
