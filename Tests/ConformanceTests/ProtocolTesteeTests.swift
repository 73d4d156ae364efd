import Testing

@testable import Conformance

/// The formats of the protocols as the testee answers them: what no vector asks.
@Suite struct ProtocolTesteeTests {
  private let session = TesteeSession()

  private func answer(_ members: String) -> String {
    session.respond(to: #"{"id":1,\#(members)}"#)
  }

  private func check(_ transcript: String, format: String = "pyro5", options: String = "{}") -> String {
    let data = base64(Array(transcript.utf8))
    return answer(#""op":"check","format":"\#(format)","data":"\#(data)","options":\#(options)"#)
  }

  private func base64(_ bytes: [UInt8]) -> String {
    let line = String(decoding: TesteeResponse.data(bytes).bytes(id: nil), as: UTF8.self)
    return String(line.dropFirst(#"{"id":null,"data":""#.count).dropLast(2))
  }

  /// TEST-31
  @Test(arguments: [
    ("x2c 00", 0), ("c2s", 0), ("c2s 0", 0), ("c2s 0g", 0), ("c2s 00 00", 0), ("c2s lost x", 0),
    ("c2s lost 1 2", 0), ("# nothing\n\nc2s 00\nend", 18),
  ])
  func refusesALineThatSaysNothing(_ transcript: String, _ offset: Int) {
    #expect(check(transcript).hasPrefix(#"{"id":1,"error":{"kind":"syntax","offset":\#(offset),"#))
  }

  /// TEST-32
  @Test func anEmptyTranscriptHasNoMessages() {
    let nothing = ["findings", "messages"]
      .map { #"[{"t":"str","v":"\#($0)"},{"t":"list","v":[]}]"# }.joined(separator: ",")
    #expect(check("# nothing\n\nc2s end\ns2c end\n") == #"{"id":1,"value":{"t":"dict","v":[\#(nothing)]}}"#)
    let dialects = #"[{"t":"str","v":"dialects"},{"t":"tuple","v":[{"t":"none"},{"t":"none"}]}]"#
    #expect(check("", format: "rpyc") == #"{"id":1,"value":{"t":"dict","v":[\#(nothing),\#(dialects)]}}"#)
  }

  /// TEST-13
  @Test(arguments: [
    (#""op":"check","format":"serpent","data":"""#, "serpent is not judged here"),
    (#""op":"decode","format":"pyro4","data":"","options":{"dialect":"45"}"#, "no such dialect here: 45"),
    (#""op":"decode","format":"pyro5","data":"","options":{"hmacKey":"a"}"#, "no such option here: hmacKey"),
  ])
  func skipsWhatIsNotDone(_ request: String, _ reason: String) {
    #expect(answer(request) == #"{"id":1,"skipped":"\#(reason)"}"#)
  }

  /// TEST-15
  @Test(arguments: [
    #"{"t":"none"}"#, #"{"t":"list","v":[{"t":"none"}]}"#, #"{"t":"list","v":[{"t":"dict","v":[]}]}"#,
  ])
  func doesNotWriteWhatIsNoMessage(_ value: String) {
    for format in ["pyro3", "pyro4", "pyro5", "rpyc"] {
      let response = answer(#""op":"encode","format":"\#(format)","value":\#(value)"#)
      let refusal = #"{"id":1,"error":{"kind":"unrepresentable","offset":0,"#
      #expect(response.hasPrefix(refusal), "\(format): \(response)")
    }
  }

  private static let fields = [
    "kind": #"{"t":"str","v":"PING"}"#, "sequence": #"{"t":"int","v":"0"}"#, "flags": #"{"t":"int","v":"0"}"#,
    "serializer": #"{"t":"str","v":"serializer-42"}"#, "annotations": #"{"t":"list","v":[]}"#,
    "payload": #"{"t":"bytes","v":"70696e67"}"#,
  ]

  private func encoded(changing name: String? = nil, to value: String = "") -> String {
    var fields = Self.fields
    if let name { fields[name] = value }
    let pairs = fields.sorted { $0.key < $1.key }
      .map { #"[{"t":"str","v":"\#($0.key)"},\#($0.value)]"# }.joined(separator: ",")
    return answer(
      #""op":"encode","format":"pyro5","value":{"t":"list","v":[{"t":"dict","v":[\#(pairs)]}]}"#)
  }

  /// TEST-21, TEST-22
  @Test func writesTheFieldsOfAMessage() {
    var bytes: [UInt8] = Array("PYRO".utf8) + [1, 0xF6, 6, 42, 0, 0, 0, 0, 0, 0, 0, 4]
    bytes += [UInt8](repeating: 0, count: 22) + [0x4D, 0xC5] + Array("ping".utf8)
    #expect(encoded() == #"{"id":1,"data":"\#(base64(bytes))"}"#)
  }

  @Test(arguments: [
    ("kind", #"{"t":"str","v":"type-256"}"#), ("kind", #"{"t":"str","v":"PINK"}"#),
    ("kind", #"{"t":"none"}"#),
    ("sequence", #"{"t":"int","v":"65536"}"#), ("flags", #"{"t":"int","v":"-1"}"#),
    ("serializer", #"{"t":"str","v":"pickle"}"#), ("annotations", #"{"t":"list","v":[{"t":"none"}]}"#),
    ("annotations", #"{"t":"list","v":[{"t":"tuple","v":[{"t":"str","v":"ABC"},{"t":"bytes","v":""}]}]}"#),
    ("payload", #"{"t":"str","v":"ping"}"#), ("correlation", #"{"t":"str","v":"7d38df4f"}"#),
  ])
  func doesNotWriteAFieldThatCannotBe(_ name: String, _ value: String) {
    #expect(encoded(changing: name, to: value).hasPrefix(#"{"id":1,"error":{"kind":"unrepresentable","#))
  }
}
