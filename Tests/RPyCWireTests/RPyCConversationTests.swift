import PythonValues
import RPyCWire
import TestSupport
import Testing
import WireCore

@Suite struct RPyCConversationTests {
  static let calls: [(RPyCHandler, [RPyCBox])] = [
    (.ping, [.text("hello")]), (.getAttribute, [Talk.root, .text("motto")]),
    (.callAttribute, [Talk.root, .text("__len__"), .empty, .empty]), (.repr, [Talk.root]),
    (.compare, [Talk.root, .value(.int(1)), .text("__eq__")]), (.directory, [Talk.root]),
  ]

  @Test(arguments: [RPyCGeneration.fourFive, .six], [false, true])
  func acceptsOrdinaryTraffic(_ generation: RPyCGeneration, _ isBound: Bool) throws {
    var talk = Talk(generation)
    if isBound { talk.threads = RPyCThreadIDs(sender: 0x7F11_2233_4455, receiver: 0) }
    try talk.getRoot()
    for (index, (handler, arguments)) in Self.calls.enumerated() {
      try talk.ask(handler, index + 1, arguments)
      try talk.answer(index + 1, .value(.int(5)))
    }
    try talk.ask(.close, 7)
    talk.end()
    #expect(talk.rules == [])
    #expect(talk.conversation.dialectClient == generation)
    #expect(talk.conversation.dialectServer == generation)
    #expect(talk.sink.messages.count == 15)
    #expect(talk.sink.messages.map(\.index) == Array(0..<15))
    #expect(talk.sink.messages[2].handler == "PING")
    #expect(talk.sink.messages[3].answers == 2)
  }

  @Test func acceptsBareIDsOfRpyc3() throws {
    var talk = Talk(.fourFive)
    try talk.ask(.getRoot, 0)
    try talk.answer(0, .remoteReference(.described(15, className: "Shop", module: "shop")))
    try talk.send(
      .request(.getAttribute, arguments: .value(.tuple([.int(15), .string("motto")]))), 1,
      from: .clientToServer)
    try talk.answer(1, .text("open"))
    talk.end()
    #expect(talk.rules == [])
    #expect(talk.conversation.dialectClient == .three)
    #expect(talk.conversation.dialectServer == .three)
  }

  /// However the bytes are cut, the messages and findings are the same.
  @Test(arguments: [1, 2, 3, 5, 7, 64]) func readsBytesHoweverTheyAreCut(_ size: Int) throws {
    let frames = try Self.mixedFrames()
    var whole = Talk()
    whole.send(frames)
    var cut = Talk()
    for start in stride(from: 0, to: frames.count, by: size) {
      cut.send(Array(frames[start..<min(start + size, frames.count)]))
    }
    #expect(cut.sink.messages == whole.sink.messages)
    #expect(cut.sink.payloads == whole.sink.payloads)
    #expect(cut.sink.findings == whole.sink.findings)
    #expect(whole.sink.messages.count == 5)
  }

  /// Good frames, a compressed one, and bad ones.
  static func mixedFrames() throws -> [UInt8] {
    let encoder = RPyCEncoder()
    let long = RPyCBox.text(String(repeating: "0123456789", count: 1_000))
    let bodies: [RPyCMessage.Body] = [
      .request(.ping, arguments: .tuple([.text("a")])), .request(.ping, arguments: .tuple([long])),
      .request(.getRoot, arguments: .tuple([.text("too many")])),
    ]
    var bytes: [UInt8] = []
    for (sequence, body) in bodies.enumerated() {
      bytes += try encoder.frame(RPyCMessage(sequence: sequence, body: body))
    }
    bytes += try encoder.frame(data: hexBytes("01 11 53 11 b3 11 52 02"))
    return bytes + hexBytes("00000008 00 01 11 54 11 52 11 52 02 0d")
  }

  // MARK: Dialects

  @Test func findsEndsOfDifferentGenerations() throws {
    var talk = Talk(.six)
    try talk.ask(.getRoot, 0)
    talk.generation = .fourFive
    try talk.send(.request(.close, arguments: .tuple([])), 0, from: .serverToClient)
    #expect(talk.rules == [.rpycDialectMismatch])
    #expect(talk.conversation.dialectClient == .six)
    #expect(talk.conversation.dialectServer == .fourFive)
    let detail = try #require(talk.sink.findings.last?.detail)
    #expect(detail.contains("the client speaks rpyc 6.0 or later, the server rpyc 5.3 or earlier"))
  }

  @Test func findsBareIDsMetWithPacks() throws {
    var talk = Talk(.fourFive)
    try talk.getRoot()
    try talk.send(
      .request(.getAttribute, arguments: .value(.tuple([.int(7), .string("motto")]))), 1,
      from: .clientToServer)
    #expect(talk.rules.contains(.rpycDialectMismatch))
    #expect(talk.conversation.dialectClient == .three)
  }

  // MARK: Requests and answers

  @Test func findsAnswersToNothing() throws {
    var talk = Talk()
    try talk.getRoot()
    try talk.answer(41, .nothing)
    #expect(talk.rules == [])
    talk.end()
    #expect(talk.rules == [.unsolicitedReply])
    #expect(talk.sink.findings.last?.message == 2)
  }

  /// Packets put on the wire in another order: the answer is in the capture before its request.
  @Test func acceptsAnAnswerSeenBeforeItsRequest() throws {
    var talk = Talk()
    try talk.getRoot()
    try talk.answer(1, .text("a"))
    try talk.ask(.ping, 1, [.text("a")])
    talk.end()
    #expect(talk.rules == [])
  }

  @Test func findsANumberUsedTwice() throws {
    var talk = Talk()
    try talk.ask(.ping, 1, [.text("a")])
    try talk.ask(.ping, 1, [.text("b")])
    #expect(talk.rules == [.duplicateSequence])
  }

  @Test func notesRequestsNeverAnswered() throws {
    var talk = Talk()
    try talk.getRoot()
    try talk.ask(.ping, 1, [.text("a")])
    try talk.ask(.close, 2)
    talk.end()
    #expect(talk.rules == [.missingReply])
    #expect(talk.sink.findings.last?.message == 2)
    #expect(talk.sink.findings.last?.severity == .note)
  }

  // MARK: References

  @Test func findsReferencesNeverHandedOut() throws {
    var talk = Talk()
    try talk.getRoot()
    try talk.ask(.repr, 1, [.localReference(Talk.id("shop.Shop", 8))])
    #expect(talk.rules == [.unknownReference])
  }

  @Test func findsMoreReleasesThanReferences() throws {
    var talk = Talk()
    try talk.getRoot()
    try talk.ask(.ping, 1, [.nothing])
    try talk.answer(1, .remoteReference(Talk.id("shop.Tea", 9)))
    try talk.ask(.delete, 2, [.localReference(Talk.id("shop.Tea", 9)), .value(.int(5))])
    #expect(talk.rules == [.unknownReference])
    try talk.ask(.repr, 3, [.localReference(Talk.id("shop.Tea", 9))])
    #expect(talk.rules == [.unknownReference, .unknownReference])
  }
}
