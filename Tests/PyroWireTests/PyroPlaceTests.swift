import PyroWire
import TestSupport
import Testing
import WireCore

/// What is found in headers, in annotations and in the order of messages: in which message, at which byte, in which
/// words.
@Suite struct PyroPlaceTests {
  /// What is found beside the note on authentication.
  private func found(
    _ dialogue: Dialogue = .accepted, ending: StreamEnding? = nil, _ build: (inout Dialogue) -> Void
  ) -> [String] {
    var dialogue = dialogue
    build(&dialogue)
    return dialogue.heard(ending: ending).lines.filter { !$0.contains("no-authentication") }
  }

  private let call = Pyro5ExchangeTests.call
  private let connect = #"{"handshake": "hello", "object": "demo"}"#

  // MARK: Headers

  @Test func findsFieldsOfPyro5ThatCannotBe() {
    #expect(
      found { dialogue in
        dialogue.client(.init(rawValue: 9), 1, "x")
        dialogue.client(.invoke, 1, call, flags: .init(rawValue: 0x8100))
        dialogue.turns[3].1[36] = 1
        dialogue.client(.invoke, 2, call)
        dialogue.turns[4].1[7] = 9
      } == [
        "2 6 unknown-message-type: the message type 9 is not defined",
        "3 36 bad-header: the reserved field is 256, not 0",
        "3 8 unknown-flag: the flags 0x8100 are not defined",
        "4 7 unknown-serializer: the serializer 9 is not defined",
      ])
  }

  @Test func findsFieldsOfPyro4ThatCannotBe() {
    #expect(
      found(.pyro4()) { dialogue in
        dialogue.client4(.init(rawValue: 7), 1)
        dialogue.client4(.invoke, 1, flags: .init(rawValue: 0x8080))
        dialogue.client4(.invoke, 2)
        dialogue.turns[4].1[21] = 1
        var unknown = Pyro4Message(type: .invoke, sequence: 3, payload: [])
        unknown.serializerID = 8
        dialogue.send4(.clientToServer, unknown)
      } == [
        "2 6 unknown-message-type: the message type 7 is not defined",
        "3 8 unknown-flag: the flags 0x8080 are not defined",
        "4 20 bad-header: the reserved field is 1, not 0",
        "5 16 unknown-serializer: the serializer 8 is not defined",
      ])
  }

  @Test func findsVersionsOfPyro4ThatDoNotFit() {
    let result = Pyro4Message(
      version: 47, type: .result, serializer: .json, sequence: 1, payload: Array("3".utf8))
    #expect(
      found(.pyro4()) { dialogue in
        dialogue.client4(.invoke, 1)
        dialogue.send4(.serverToClient, result)
      } == ["3 4 bad-version: the version is 47, the connection's was 48"])
    let opening = Pyro4Message(
      version: 46, type: .connect, serializer: .json, sequence: 0, payload: Array(connect.utf8))
    #expect(
      found(Dialogue(generation: .pyro4)) { $0.send4(.clientToServer, opening) } == [
        "0 4 bad-version: CONNECT is of protocol 48: in 46 the daemon speaks first"
      ])
  }

  // MARK: Order

  @Test func findsWhatTheHandshakeDoesNotAllow() {
    #expect(
      found(Dialogue()) { $0.client(.invoke, 1, call) } == ["0 6 no-handshake: INVOKE before CONNECT"])
    #expect(found(Dialogue()) { $0.client(.ping, 0, "x") } == ["0 6 no-handshake: PING before CONNECT"])
    #expect(found { $0.client(.connect, 1, connect) } == ["2 6 unexpected-message: a second CONNECT"])
    #expect(
      found { $0.server(.connectOK, 0, "7") } == ["2 6 unexpected-message: a second answer to CONNECT"])
    #expect(
      found { dialogue in
        dialogue.client(.result, 1, "1")
        dialogue.server(.invoke, 1, call)
        dialogue.server(.connect, 1, connect)
        dialogue.client(.connectFail, 1, "\"no\"")
      } == [
        "2 6 unexpected-message: RESULT from the client", "3 6 unexpected-message: INVOKE from the server",
        "4 6 unexpected-message: CONNECT from the server",
        "5 6 unexpected-message: CONNECTFAIL from the client",
      ])
  }

  @Test func findsWhatFollowsARefusal() {
    let lines = found(Dialogue()) { dialogue in
      dialogue.client(.connect, 0, connect)
      dialogue.server(.connectFail, 0, #""no""#)
      dialogue.client(.invoke, 1, call)
      dialogue.client(.connect, 2, connect)
    }
    #expect(
      lines == [
        "1 - denied-connection: the server refused the connection: 'no'",
        "2 6 unexpected-message: INVOKE after the connection was refused",
        "3 6 unexpected-message: CONNECT after the connection was refused",
      ])
  }

  @Test func findsAnswersThatDoNotFit() {
    #expect(
      found { dialogue in
        dialogue.client(.invoke, 1, call)
        dialogue.server(.result, 7, "3")
      } == ["3 10 sequence-mismatch: the number is 7, the request's 1"])
    #expect(
      found { dialogue in
        dialogue.client(.invoke, 1, call)
        dialogue.client(.invoke, 2, call)
        dialogue.server(.result, 2, "3")
      } == ["4 10 sequence-mismatch: the answer to request 2 comes before that to 1"])
    #expect(
      found { dialogue in
        dialogue.client(.invoke, 1, call, flags: .oneway)
        dialogue.server(.result, 1, "3")
      } == ["3 10 oneway-reply: the call 1 was one-way"])
    #expect(
      found { dialogue in
        dialogue.client(.invoke, 1, call)
        dialogue.client(.invoke, 1, call)
      } == ["3 10 duplicate-sequence: a call with the number 1 is open already"])
    #expect(
      found { dialogue in
        dialogue.client(.invoke, 1, call)
        dialogue.server(.result, 1, "\u{1}", serializer: .msgpack)
      } == ["3 7 unexpected-message: the answer is in serializer 4, the request was in 3"])
  }

  @Test func findsWhatIsLeftAtTheEnd() {
    #expect(
      found(ending: .closed) { $0.server(.result, 9, "3") } == [
        "2 10 unsolicited-reply: no request with the number 9 is open"
      ])
    #expect(
      found(ending: .closed) { $0.client(.invoke, 9, call) } == [
        "2 - missing-reply: the request 9 was never answered"
      ])
    #expect(
      found(Dialogue(), ending: .closed) { $0.server(.connectOK, 3, #"{"handshake": 1, "meta": null}"#) } == [
        "0 10 unexpected-message: no request with the number 3 is open"
      ])
  }

  // MARK: Annotations

  private func annotated(_ chunks: [UInt8], _ generation: PyroGeneration) -> [String] {
    var bytes: [UInt8] = []
    switch generation {
    case .pyro4:
      Pyro4Header(
        type: .ping, serializerID: 1, sequence: 0, dataSize: 0, annotationsSize: UInt16(chunks.count)
      )
      .append(to: &bytes)
    case .pyro5:
      Pyro5Header(
        type: .ping, serializerID: 1, sequence: 0, dataSize: 0, annotationsSize: UInt32(chunks.count)
      )
      .append(to: &bytes)
    }
    let dialogue = Dialogue(generation: generation, turns: [(.clientToServer, bytes + chunks)])
    return dialogue.heard(options: .init(beginsMidstream: true), ending: nil).lines
  }

  @Test(arguments: [(PyroGeneration.pyro4, "0001"), (.pyro5, "00000001")])
  func findsAnnotationsThatCannotBe(generation: PyroGeneration, one: String) {
    let header = generation.headerSize
    let chunk = hexBytes("41424344" + one + "09")
    let zero = hexBytes(one.replacing("1", with: "0"))
    #expect(annotated(chunk, generation) == [])
    #expect(
      annotated(chunk + chunk, generation) == [
        "0 \(header + chunk.count) bad-annotation: a second annotation \"ABCD\": Pyro keeps the last"
      ])
    let overrun =
      "0 \(header + chunk.count) annotation-overrun: the chunk goes on past the end of the annotations"
    #expect(annotated(chunk + [0x58], generation) == [overrun])
    #expect(annotated(chunk + chunk.dropLast(), generation) == [overrun])
    #expect(
      annotated(chunk + [0x58, 0x59, 0x5A, 0x80] + zero, generation) == [
        "0 \(header + chunk.count) bad-annotation: its id is not four ASCII characters"
      ])
    var many: [UInt8] = []
    for number in UInt8(0)..<65 { many += [0x41, 0x41, 0x41, number] + zero }
    #expect(annotated(Array(many.prefix(64 * (4 + zero.count))), generation) == [])
    #expect(
      annotated(many, generation) == [
        "0 \(header + 64 * (4 + zero.count)) resource-limit: more than 64 annotations"
      ])
  }

  @Test func findsAnnotationsOfPyro4ThatAreTooLong() {
    #expect(
      annotated(hexBytes("434f5252 0001 07"), .pyro4) == [
        "0 30 bad-annotation: the annotation CORR has 1 bytes, not 16"
      ])
  }

  @Test func aSecondAnnotationIsAWarning() {
    let chunk = hexBytes("41424344 00000000")
    var bytes: [UInt8] = []
    Pyro5Header(type: .ping, serializerID: 1, sequence: 0, dataSize: 0, annotationsSize: 16).append(
      to: &bytes)
    let dialogue = Dialogue(turns: [(.clientToServer, bytes + chunk + chunk)])
    let finding = dialogue.heard(options: .init(beginsMidstream: true)).findings.first
    #expect(finding?.severity == .warning)
  }

  // MARK: Serializers

  @Test func notesMarshalAndPickles() {
    #expect(
      found(Dialogue()) { dialogue in
        dialogue.client(.connect, 0, connect)
        dialogue.server(.connectFail, 0, "\u{7A}\u{3}no!", serializer: .marshal)
      } == [
        "1 7 marshal-serializer: the refusal is in marshal, which the client reads",
        "1 - denied-connection: the server refused the connection: 'no!'",
      ])
    #expect(
      Pyro4ConversationTests.older(47).heard().lines.first
        == "0 16 marshal-serializer: the greeting is in marshal, which the client reads")
    #expect(
      Pyro4PayloadTests.heard("4e", .marshal, type: .result).lines.contains(
        "3 16 marshal-serializer: marshal on the wire: its reader is not made for hostile bytes"))
    #expect(
      Pyro4PayloadTests.heard(Pyro4PayloadTests.call, .dill).lines.contains(
        "2 16 pickle-serializer: dill on the wire: who sends it runs code where it is read"))
  }

  @Test(arguments: [
    ("4e", "bad-call-shape: the annotation BLBI is not (info, object, method)"),
    ("29024e4e", "bad-call-shape: the annotation BLBI is not (info, object, method)"),
    ("29034e4e4e", "bad-call-shape: the annotation BLBI is not (info, object, method)"),
    ("29034e4eda0465786563", "dangerous-call: a call of 'exec' runs code"),
    ("29", "payload-syntax: annotation BLBI: "),
  ])
  func findsWhatABlobNames(blob: String, line: String) {
    let lines = found { dialogue in
      let message = Pyro5Message(
        type: .invoke, serializer: .json, flags: .keepSerialized, sequence: 1,
        annotations: [.init(id: "BLBI", data: hexBytes(blob))], payload: Array(call.utf8))
      dialogue.turns.append((.clientToServer, (try? Pyro5Encoder().encode(message)) ?? []))
    }
    #expect(lines.first == "2 40 marshal-serializer: the annotation BLBI is marshal, which the server reads")
    #expect(lines.count == 2)
    #expect(lines.last?.hasPrefix("2 40 " + line) == true, "\(lines)")
  }

  @Test func aBlobCountsWithItsFlagOnly() {
    #expect(
      found { dialogue in
        let message = Pyro5Message(
          type: .invoke, serializer: .json, sequence: 1, annotations: [.init(id: "BLBI", data: [0])],
          payload: Array(call.utf8))
        dialogue.turns.append((.clientToServer, (try? Pyro5Encoder().encode(message)) ?? []))
      } == [])
  }
}
