import PythonValues
import RPyCWire
import TestSupport
import Testing
import WireCore

/// References, requests and answers: how many are kept, how long, and what is known once some were let go.
@Suite struct RPyCBoundsTests {
  private static let tea = Talk.id("shop.Tea", 9)

  /// A talk in which the server has handed out an object so often.
  private func talk(handingOut count: Int, _ id: RPyCObjectID = tea) throws -> Talk {
    var talk = Talk()
    try talk.getRoot()
    for sequence in 1...count {
      try talk.ask(.ping, sequence, [.nothing])
      try talk.answer(sequence, .remoteReference(id))
    }
    return talk
  }

  // MARK: References

  @Test func aReferenceIsGoodUntilAsManyAreReleasedAsWereHandedOut() throws {
    var talk = try talk(handingOut: 3)
    try talk.ask(.delete, 10, [.localReference(Self.tea), .value(.int(2))])
    try talk.ask(.repr, 11, [.localReference(Self.tea)])
    #expect(talk.rules == [])
    try talk.ask(.delete, 12, [.localReference(Self.tea), .value(.int(1))])
    #expect(talk.rules == [])
    try talk.ask(.repr, 13, [.localReference(Self.tea)])
    #expect(talk.rules == [.unknownReference])
  }

  @Test func aReleaseWithoutACountIsOfOne() throws {
    var talk = try talk(handingOut: 2)
    try talk.ask(.delete, 10, [.localReference(Self.tea)])
    try talk.ask(.repr, 11, [.localReference(Self.tea)])
    #expect(talk.rules == [])
    try talk.ask(.delete, 12, [.localReference(Self.tea)])
    try talk.ask(.repr, 13, [.localReference(Self.tea)])
    #expect(talk.rules == [.unknownReference])
  }

  @Test(arguments: [-5, 0, .min] as [Int64]) func aReleaseOfLessThanOneTakesNothingBack(count: Int64) throws {
    var talk = try talk(handingOut: 1)
    try talk.ask(.delete, 10, [.localReference(Self.tea), .value(.int(count))])
    try talk.ask(.repr, 11, [.localReference(Self.tea)])
    #expect(talk.rules == [])
    try talk.ask(.delete, 12, [.localReference(Self.tea), .value(.int(2))])
    #expect(
      talk.sink.lines.last == "6 6 unknown-reference: DEL of 2 references to an object; 1 were handed out")
  }

  /// The root object is not forgotten, but for its number of references.
  @Test func theRootIsKnownAfterItsRelease() throws {
    var talk = Talk()
    try talk.getRoot()
    try talk.ask(.delete, 1, [Talk.root, .value(.int(1))])
    try talk.ask(.repr, 2, [Talk.root])
    #expect(talk.rules == [])
    try talk.ask(.delete, 3, [Talk.root, .value(.int(1))])
    #expect(talk.rules == [.unknownReference])
  }

  /// Ids of 64 bits and more: the lowest 64 tell them apart, all of them.
  @Test func largeIDsAreToldApart() throws {
    func id(_ magnitude: [UInt8]) -> [UInt8] {
      // ("T", 1000, id), the id in decimal digits.
      let digits = Array(magnitude.map { UInt8(ascii: "0") + $0 })
      return hexBytes("12 080a54 16") + [4] + Array("1000".utf8) + [0x16, UInt8(digits.count)] + digits
    }
    func digits(_ text: String) -> [UInt8] { text.utf8.map { $0 - 0x30 } }
    // 2**63 + 5
    let large = digits("9223372036854775813")
    for (other, isSame) in [
      (large, true), (digits("9223372036854775812"), false), (digits("9295429630892703749"), false),
      // 2**63 + 5 and 2**64
      (digits("27670116110564327429"), true), (digits("27670116110564327430"), false),
    ] {
      var talk = Talk()
      try talk.getRoot()
      try talk.ask(.ping, 1, [.nothing])
      try talk.send(data: hexBytes("02 11 51 11 54") + id(large), from: .serverToClient)
      try talk.send(data: hexBytes("01 11 52 11 59 11 52 10 11 53") + id(other))
      #expect(talk.rules == (isSame ? [] : [.unknownReference]), "\(other)")
    }
  }

  /// Beyond 65,536 references it is not known any more which were handed out.
  @Test func referencesAreBounded() throws {
    var talk = Talk()
    try talk.getRoot()
    func handOut(_ ids: Range<Int>) throws {
      try talk.ask(.ping, 1, [.nothing])
      try talk.answer(
        1, .tuple(ids.map { .remoteReference(.pack(name: "T", classID: 1, instanceID: Int64($0))) }))
    }
    func use(_ id: Int64) throws -> Int {
      try talk.ask(.repr, 2, [.localReference(.pack(name: "T", classID: 1, instanceID: id))])
      try talk.answer(2, .nothing)
      return talk.rules.count
    }
    // One of them is the root.
    for start in stride(from: 0, to: 65_535, by: 13_107) { try handOut(start..<start + 13_107) }
    #expect(try use(0) == 0)
    #expect(try use(100_000) == 1)
    // One that is out already takes no room.
    try handOut(0..<1)
    #expect(try use(100_000) == 2)
    try handOut(65_535..<65_536)
    #expect(try use(100_000) == 2)
  }

  // MARK: Requests and answers

  /// The frames of requests with these numbers.
  private func requests(_ numbers: Range<Int>) -> [UInt8] {
    var bytes: [UInt8] = []
    for number in numbers {
      let digits = Array(String(number).utf8)
      let data = hexBytes("01 11 16") + [UInt8(digits.count)] + digits + hexBytes("11 51 11 51 10 00")
      bytes += [0, 0, 0, UInt8(data.count), 0] + data + [0x0A]
    }
    return bytes
  }

  @Test(arguments: [
    (65_536, 17, "- - missing-reply: 65520 more requests were never answered"), (65_537, 1, ""),
  ])
  func openRequestsAreBounded(count: Int, reported: Int, line: String) {
    var talk = Talk()
    talk.send(requests(0..<count))
    talk.end()
    #expect(talk.sink.messages.count == count)
    #expect(talk.rules == [Rule](repeating: .missingReply, count: reported))
    if !line.isEmpty { #expect(talk.sink.lines.last == line) }
  }

  @Test(arguments: [(16, 16, nil), (17, 17, "1 more"), (20, 17, "4 more")] as [(Int, Int, String?)])
  func unansweredRequestsAreCountedBeyondSixteen(count: Int, reported: Int, more: String?) {
    var talk = Talk()
    talk.send(requests(0..<count))
    talk.end()
    #expect(talk.rules.count == reported)
    #expect(talk.sink.findings.prefix(16).map(\.message) == Array(0..<16))
    if let more {
      #expect(talk.sink.lines.last == "- - missing-reply: \(more) requests were never answered")
    }
  }

  @Test func anAnswerWaits32MessagesForItsRequest() throws {
    var talk = Talk()
    try talk.getRoot()
    try talk.answer(41, .nothing)
    talk.send(requests(100..<131))
    #expect(talk.rules == [])
    var late = talk
    late.send(requests(41..<42))
    #expect(late.rules == [])
    talk.send(requests(131..<132))
    #expect(talk.rules == [.unsolicitedReply])
    #expect(talk.sink.findings.last?.message == 2)
  }

  // MARK: Frames passed over

  /// In the scope of framing the first bytes tell the kind, and a number of one byte.
  @Test(arguments: [RPyCGeneration.fourFive, .six], [false, true])
  func framingReadsTheFirstBytes(generation: RPyCGeneration, isBound: Bool) throws {
    var talk = Talk(generation, options: RPyCConversation.Options(scope: .framing))
    if isBound { talk.threads = RPyCThreadIDs(sender: 0x7F11_2233_4455, receiver: 0) }
    for sequence in [0, -48, 159, -49, 160] {
      try talk.send(.request(.getRoot, arguments: .tuple([])), sequence, from: .clientToServer)
      try talk.send(.reply(.nothing), sequence, from: .serverToClient)
    }
    #expect(talk.rules == [])
    #expect(talk.sink.messages.map(\.kind) == (0..<10).map { $0 % 2 == 0 ? "REQUEST" : "REPLY" })
    #expect(talk.sink.messages.map(\.sequence) == [0, 0, -48, -48, 159, 159, nil, nil, nil, nil])
    #expect(talk.conversation.dialectClient == generation)
    #expect(talk.sink.messages.allSatisfy { $0.handler == nil })
  }

  @Test func framingInflatesNothing() throws {
    var talk = Talk(options: RPyCConversation.Options(scope: .framing))
    try talk.ask(.ping, 1, [.text(String(repeating: "x", count: 5_000))])
    talk.send(hexBytes("00000002 01 ffff 0a"))
    #expect(talk.rules == [])
    #expect(talk.sink.messages.map(\.flags) == [1, 1])
    #expect(talk.sink.messages.map(\.payloadLength) == talk.sink.payloads.map(\.count))
    #expect(talk.sink.messages.last?.payloadLength == 2)
  }

  // MARK: Frames that are none

  /// Where it is not sure that a frame begins, one counts that can be read and ends as frames do.
  @Test(arguments: [
    ("00000008 00 01 11 51 11 53 11 51 02 0a", 2), ("00000008 00 01 11 51 11 53 11 51 02 0d 0a", 1),
    ("00000008 00 01 11 51 11 53 11 51 1c 0a 0a", 1), ("00000009 00 01 11 51 11 53 11 51 02 00 0a 0a", 1),
  ])
  func aFrameThatCannotBeReadIsNoneWhereItIsNotSure(hex: String, messages: Int) throws {
    var talk = Talk(options: RPyCConversation.Options(beginsMidstream: true))
    talk.send([0x0A] + hexBytes(hex))
    try talk.send(.request(.close, arguments: .tuple([])), 9, from: .clientToServer)
    talk.end()
    #expect(talk.sink.messages.map(\.sequence).suffix(1) == [9])
    #expect(talk.sink.messages.count == messages)
  }
}
