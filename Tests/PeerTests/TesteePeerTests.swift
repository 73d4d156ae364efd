import Conformance
import Foundation
import PythonValues
import TestSupport
import Testing

/// The testee beside serpent itself: the same documents, and the same values of them.
@Suite(.enabled(if: PeerPython("pyro5").isExpected, "run make setup first"))
struct TesteePeerTests {
  /// What serpent makes of one value.
  private struct Vector {
    let number: Int
    let data: String?
    let value: String
    let decoded: String?

    init(_ line: String) throws {
      let members = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
      func json(_ name: String) throws -> String? {
        guard let member = members[name] else { return nil }
        return String(decoding: try JSONSerialization.data(withJSONObject: member), as: UTF8.self)
      }
      number = try #require(members["id"] as? Int)
      data = members["data"] as? String
      value = try #require(try json("value"))
      decoded = try json("decoded")
    }
  }

  static let allOptions = [
    "{}", #"{"indent":true}"#, #"{"bytesRepr":true}"#,
    #"{"indent":true,"moduleInClassname":true,"bytesRepr":true}"#,
  ]

  @Test(arguments: allOptions) func answersAsSerpentDoes(options: String) throws {
    var random = RandomPythonValue(seed: 31)
    let lines = try (0..<600).map { _ in try TypedJSON.write(random.next()) + "\n" }.joined()
    let answer = try PeerPython("pyro5").run(
      "peers/serpent_vectors.py", arguments: [options], input: Data(lines.utf8))
    try #require(answer.status == 0, "\(answer.errorText)")
    let vectors = try answer.text.split(separator: "\n").map { try Vector(String($0)) }
    try #require(vectors.count == 600)
    for vector in vectors { try check(vector, options) }
    #expect(vectors.filter { $0.data != nil }.count > 300)
  }

  private func check(_ vector: Vector, _ options: String) throws {
    let session = TesteeSession(codecs: [.serpent])
    let id = vector.number
    let encode = session.respond(
      to: #"{"id":\#(id),"op":"encode","format":"serpent","value":\#(vector.value),"options":\#(options)}"#)
    guard let data = vector.data else {
      #expect(encode.hasPrefix(#"{"id":\#(id),"error":{"kind":"unrepresentable""#), "\(encode) \(vector)")
      return
    }
    #expect(encode == #"{"id":\#(id),"data":"\#(data)"}"#, "\(vector.value)")
    let decode = session.respond(to: #"{"id":\#(id),"op":"decode","format":"serpent","data":"\#(data)"}"#)
    guard let decoded = vector.decoded else {
      #expect(decode.hasPrefix(#"{"id":\#(id),"error":"#), "\(decode) \(vector)")
      return
    }
    let prefix = #"{"id":\#(id),"value":"#
    try #require(decode.hasPrefix(prefix), "\(decode) \(vector)")
    let ours = try TypedJSON.read(String(decode.dropFirst(prefix.utf8.count).dropLast()))
    #expect(ours.isIdentical(to: try TypedJSON.read(decoded)), "\(ours)")
  }
}
