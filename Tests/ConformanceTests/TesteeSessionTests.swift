import Conformance
import PythonValues
import TestSupport
import Testing
import WireCore

/// TEST-10 to TEST-19, with a format whose documents are the UTF-8 bytes of one string.
@Suite struct TesteeSessionTests {
  static let text = TesteeCodec(
    format: "text", options: ["shout": .flag, "dialect": .word(["a", "b"]), "times": .number],
    decode: { (bytes, options) throws(WireError) in
      guard bytes.count <= options.limits.bytes else {
        throw WireError(.limit, at: options.limits.bytes, reading: "text", "too long")
      }
      guard let text = String(validating: bytes, as: UTF8.self) else {
        throw WireError(.syntax, at: 3, reading: "text", "not UTF-8")
      }
      return .string(String(repeating: text, count: options.number("times") ?? 1))
    },
    encode: { (value, options) throws(WireError) in
      guard let text = value.stringValue else {
        throw WireError(.unrepresentable, at: 0, reading: "value", "not a text")
      }
      return Array((options.flag("shout") ? text.uppercased() + (options.word("dialect") ?? "") : text).utf8)
    })
  static let readOnly = TesteeCodec(format: "readonly", decode: text.decode)

  let session = TesteeSession(codecs: [text, readOnly])

  @Test(arguments: [
    (#"{"id":1,"op":"decode","format":"text","data":"YWI="}"#, #"{"id":1,"value":{"t":"str","v":"ab"}}"#),
    (#"{"data":"","format":"text","op":"decode","id":"x"}"#, #"{"id":"x","value":{"t":"str","v":""}}"#),
    (#"{"id":2,"op":"encode","format":"text","value":{"v":"abc","t":"str"}}"#, #"{"id":2,"data":"YWJj"}"#),
    (
      #"{"id":3.5,"op":"reencode","format":"text","data":"YWJjZA==","extra":[1]}"#,
      #"{"id":3.5,"data":"YWJjZA=="}"#
    ),
    (
      #"{"id":4,"op":"encode","format":"text","value":{"v":"abc","t":"str"},"options":{"shout":true,"dialect":"b"}}"#,
      #"{"id":4,"data":"QUJDYg=="}"#
    ),
    (
      #"{"id":5,"op":"decode","format":"text","data":"YQ==","options":{"times":3,"maxDepth":5}}"#,
      #"{"id":5,"value":{"t":"str","v":"aaa"}}"#
    ),
    (
      #"{"id":"\u00e9\n","op":"decode","format":"text","data":""}"#,
      #"{"id":"\u00e9\n","value":{"t":"str","v":""}}"#
    ),
    (
      #"{"op":"decode","format":"text","data":"","options":null}"#, #"{"id":null,"value":{"t":"str","v":""}}"#
    ),
  ])
  func answersARequest(_ request: String, _ response: String) {
    #expect(session.respond(to: request) == response)
  }

  @Test(arguments: [
    (#"{"id":1,"op":"explode","format":"text"}"#, #""skipped":"no such op: explode""#),
    (#"{"id":1,"op":"decode","format":"brine","data":""}"#, #""skipped":"no such format here: brine""#),
    (
      #"{"id":1,"op":"encode","format":"readonly","value":{"t":"none"}}"#,
      #""skipped":"readonly is not encoded here""#
    ),
    (
      #"{"id":1,"op":"reencode","format":"readonly","data":""}"#, #""skipped":"readonly is not encoded here""#
    ),
    (
      #"{"id":1,"op":"decode","format":"text","data":"","options":{"x":1}}"#,
      #""skipped":"no such option here: x""#
    ),
    (
      #"{"id":1,"op":"decode","format":"text","data":"","options":{"dialect":"c"}}"#,
      #""skipped":"no such dialect here: c""#
    ),
  ])
  func skipsWhatItDoesNotDo(_ request: String, _ part: String) {
    #expect(session.respond(to: request) == #"{"id":1,\#(part)}"#)
  }

  @Test(arguments: [
    (#"{"id":1,"op":"decode","format":"text","data":"////"}"#, "1", "syntax", 3),
    (#"{"id":1,"op":"decode","format":"text","data":"YWI=","options":{"maxBytes":1}}"#, "1", "limit", 1),
    (#"{"id":1,"op":"encode","format":"text","value":{"t":"none"}}"#, "1", "unrepresentable", 0),
    (#"{"id":1,"op":"encode","format":"text","value":{"t":"str16","v":"d800"}}"#, "1", "unrepresentable", 46),
    (#"{"id":1,"op":"encode","format":"text","value":5}"#, "1", "syntax", 46),
    (#"{"id":1,"op":"encode","format":"text"}"#, "1", "syntax", 0),
    (#"{"id":1,"op":"decode","format":"text","data":"YWI"}"#, "1", "syntax", 46),
    (#"{"id":1,"op":"decode","format":"text","data":"YW==YW=="}"#, "1", "syntax", 46),
    (#"{"id":1,"op":"decode","format":"text","data":"YR=="}"#, "1", "syntax", 46),
    (#"{"id":1,"op":"decode","format":"text","data":"Y$=="}"#, "1", "syntax", 46),
    (#"{"id":1,"op":"decode","format":"text","data":5}"#, "1", "syntax", 45),
    (#"{"id":1,"op":7,"format":"text"}"#, "1", "syntax", 13), (#"{"id":1}"#, "1", "syntax", 0),
    (#"{"id":[1],"op":"x"}"#, "null", "syntax", 0), ("", "null", "truncated", 0),
    ("   ", "null", "truncated", 3),
    ("null", "null", "syntax", 0), ("[1", "null", "truncated", 2), ("{}{}", "null", "trailing", 2),
    ("\u{0}", "null", "syntax", 0),
    (#"{"id":1,"op":"decode","format":"text","data":"","options":[]}"#, "1", "syntax", 58),
    (#"{"id":1,"op":"decode","format":"text","data":"","options":{"maxDepth":-1}}"#, "1", "syntax", 70),
    (#"{"id":1,"op":"decode","format":"text","data":"","options":{"shout":1}}"#, "1", "syntax", 67),
  ])
  func answersAFaultWithItsKindAndOffset(_ request: String, _ id: String, _ kind: String, _ offset: Int) {
    let response = session.respond(to: request)
    #expect(
      response.hasPrefix(#"{"id":\#(id),"error":{"kind":"\#(kind)","offset":\#(offset),"message":""#),
      "\(response)")
    #expect(response.hasSuffix(#""}}"#))
  }

  @Test func answersSeededNonsense() {
    var random = SeededGenerator(seed: 5)
    let model = Array(
      #"{"id":1,"op":"encode","format":"text","value":{"t":"str","v":"\u00e9\n"},"options":{"shout":true}}"#
        .utf8)
    for _ in 0..<3_000 {
      var line = model
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        let place = Int.random(in: 0..<line.count, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: line[place] = UInt8.random(in: 0...255, using: &random)
        case 1: line.remove(at: place)
        default: line.insert(contentsOf: line[place..<min(place + 9, line.count)], at: place)
        }
      }
      let response = session.respond(to: line)
      #expect(response.starts(with: #"{"id":"#.utf8) && response.last == UInt8(ascii: "}"))
      #expect(response.allSatisfy { (0x20..<0x7F).contains($0) })
    }
  }

  @Test func answersDeepAndLongLinesInLinearTime() {
    let deep = session.respond(to: String(repeating: #"{"a":"#, count: 500_000))
    #expect(deep.contains(#""kind":"limit""#))
    let wide =
      #"{"id":1,"op":"encode","format":"text","value":{"t":"list","v":["#
      + String(repeating: #"{"t":"none"},"#, count: 100_000) + #"{"t":"none"}]}}"#
    #expect(session.respond(to: wide).contains(#""kind":"unrepresentable""#))
  }
}
