import PyroWire
import TestSupport
import Testing
import WireCore

/// What messages and conversations hold at most.
@Suite struct PyroBoundsTests {
  // MARK: Messages

  /// The error that a message is refused with, when its first byte is byte 1000 of the stream.
  private func refusal(_ generation: PyroGeneration, _ bytes: [UInt8], limits: Limits = Limits())
    -> WireError?
  {
    do throws(WireError) {
      switch generation {
      case .pyro4: _ = try Pyro4Message(bytes.span, base: 1_000, limits: limits)
      case .pyro5: _ = try Pyro5Message(bytes.span, base: 1_000, limits: limits)
      }
      return nil
    } catch {
      return error
    }
  }

  @Test(arguments: [(PyroGeneration.pyro4, 109, "Pyro 4 message"), (.pyro5, 111, "Pyro 5 message")])
  func errorsOfAMessageSayWhere(generation: PyroGeneration, size: Int, name: String) throws {
    let bytes = try PyroHeaderFaultTests.message(generation)
    let end = 1_000 + bytes.count
    #expect(refusal(generation, bytes, limits: Limits(bytes: size)) == nil)
    #expect(
      refusal(generation, bytes, limits: Limits(bytes: size - 1))
        == PyroHeaderFault.size(size, limit: size - 1).error(base: 1_000))
    #expect(
      refusal(generation, bytes + [0, 0])
        == WireError(.trailing, at: end, reading: name, "2 bytes follow it"))
    #expect(
      refusal(generation, Array(bytes.dropLast(2)))
        == WireError(
          .truncated, at: end - 2, reading: name, "\(bytes.count) bytes wanted, \(bytes.count - 2) left"))
    var changed = bytes
    changed[generation.headerSize] = 0x80
    #expect(refusal(generation, changed)?.offset == 1_000 + generation.headerSize)
  }

  @Test(arguments: PyroGeneration.allCases)
  func damageInACompressedPayloadIsLocated(generation: PyroGeneration) throws {
    let annotations = [PyroAnnotation(id: "ABCD", data: [1, 2, 3])]
    let payload = [UInt8](repeating: 0x20, count: 500)
    var bytes =
      switch generation {
      case .pyro4:
        try Pyro4Encoder(compresses: true).encode(
          Pyro4Message(type: .invoke, sequence: 1, annotations: annotations, payload: payload))
      case .pyro5:
        try Pyro5Encoder(compresses: true).encode(
          Pyro5Message(type: .invoke, sequence: 1, annotations: annotations, payload: payload))
      }
    let start = generation.headerSize + (generation == .pyro4 ? 9 : 11)
    bytes[start] = 0
    let wire = Array(bytes[start...])
    #expect { try inflate(wire.span) } throws: {
      ($0 as? WireError).map { 1_000 + start + $0.offset } == refusal(generation, bytes)?.offset
    }
    // A conversation counts from the message's first byte.
    let dialogue = Dialogue(generation: generation, turns: [(.clientToServer, bytes)])
    let finding = dialogue.heard(options: .init(beginsMidstream: true), ending: nil).findings.last
    #expect(finding?.rule == .badCompression)
    #expect(finding?.offset == refusal(generation, bytes).map { $0.offset - 1_000 })
  }

  // MARK: Encoders

  @Test func encodersAreBoundedByTheirFields() {
    #expect(Pyro4Encoder().maximumSize == 1 << 30)
    #expect(Pyro4Encoder(maximumSize: -1).maximumSize == 0)
    #expect(Pyro4Encoder(maximumSize: .max).maximumSize == 1 << 30)
    #expect(Pyro5Encoder().maximumSize == 1 << 30)
    #expect(Pyro5Encoder(maximumSize: -1).maximumSize == 0)
    #expect(Pyro5Encoder(maximumSize: .max).maximumSize == Int(UInt32.max))
    #expect(!Pyro4Encoder().compresses && !Pyro5Encoder().compresses)
  }

  @Test func anAnnotationThatIsTooLargeIsRefused() {
    let large = [PyroAnnotation(id: "LONG", data: [UInt8](repeating: 0, count: 65_536))]
    let message4 = Pyro4Message(type: .ping, sequence: 0, annotations: large, payload: [])
    for encoder in [Pyro4Encoder(), Pyro4Encoder(hmac: Pyro4HMAC(key: [1]))] {
      #expect(
        throws: WireError(.limit, at: 0, reading: "annotation", "65536 bytes, 65535 allowed")
      ) { try encoder.encode(message4) }
    }
    let message5 = Pyro5Message(type: .ping, sequence: 0, annotations: large, payload: [])
    #expect(throws: WireError(.limit, at: 0, reading: "annotation", "65536 bytes, 65535 allowed")) {
      try Pyro5Encoder(maximumSize: 65_535).encode(message5)
    }
    #expect(throws: Never.self) { try Pyro5Encoder(maximumSize: 65_544).encode(message5) }
  }

  /// What nobody could read is not signed.
  @Test func noMoreThan64AnnotationsAreSigned() {
    func message(_ count: Int) -> Pyro4Message {
      let annotations = (0..<count).map { _ in PyroAnnotation(id: "SAME", data: []) }
      return Pyro4Message(type: .ping, sequence: 0, annotations: annotations, payload: [])
    }
    let encoder = Pyro4Encoder(hmac: Pyro4HMAC(key: [1]))
    #expect(throws: Never.self) { try encoder.encode(message(64)) }
    #expect(
      throws: WireError(.limit, at: 0, reading: "annotation chunk", "more than 64 annotations")
    ) { try encoder.encode(message(65)) }
  }

  // MARK: Codes

  private func code(_ key: [UInt8], _ chunks: [(String, [UInt8])], isSorted: Bool = false) throws -> [UInt8] {
    var bytes: [UInt8] = []
    for (id, data) in chunks { bytes += Array(id.utf8) + [0, UInt8(data.count)] + data }
    return try Pyro4HMAC(key: key).code(
      payload: Array("abc".utf8).span, annotations: bytes.span, isSorted: isSorted)
  }

  /// RFC 2104: a key longer than a block is hashed. As Python's `hmac` has them.
  @Test(arguments: [
    (0, "9b4a918f398d74d3e367970aba3cbe54e4d2b5d9"), (1, "f9bef091fe00d9f5128593836dba99e193f08174"),
    (63, "34a874d443f3f9020f57db3e5e40b8bdb3e52041"), (64, "7c44f6972fe89fcc6df413921b6e3616adffa964"),
    (65, "5a862526949f6b70acd6243269508b526c52d2a0"), (100, "26030f686a1d565e024767e62c960a6434855442"),
  ])
  func keysMayBeOfAnyLength(count: Int, expected: String) throws {
    #expect(try code([UInt8](repeating: UInt8(ascii: "k"), count: count), []) == hexBytes(expected))
  }

  /// Of two annotations of one id, the last counts, in the place of the first; an `HMAC` does not count.
  @Test func aCodeIsOfTheAnnotationsThatCount() throws {
    let once = try code([1], [("AAAA", [3]), ("BBBB", [2])])
    #expect(try code([1], [("AAAA", [1]), ("BBBB", [2]), ("AAAA", [3])]) == once)
    #expect(try code([1], [("BBBB", [2]), ("AAAA", [3])]) != once)
    #expect(try code([1], [("BBBB", [2]), ("AAAA", [3])], isSorted: true) == once)
    #expect(try code([1], [("AAAA", [3]), ("HMAC", [9]), ("BBBB", [2])]) == once)
    #expect(try code([1], [("AAAA", [3]), ("HMAD", [9]), ("BBBB", [2])]) != once)
  }

  private func matches(_ code: [UInt8], _ other: [UInt8]) -> Bool { Pyro4HMAC.matches(code, other.span) }

  @Test func codesMatchWhereEachByteIsTheSame() {
    let code: [UInt8] = Array(0..<20)
    #expect(matches(code, code))
    #expect(!matches(code, code.dropLast()))
    for index in code.indices {
      for bit in 0..<8 {
        var other = code
        other[index] ^= 1 << bit
        #expect(!matches(code, other))
        // Two differences do not make up for each other.
        other[(index + 1) % 20] ^= 1 << bit
        #expect(!matches(code, other))
      }
    }
  }

  // MARK: Conversations

  @Test(arguments: [64, 67, 130, 200]) func theLast64OneWayCallsAreRemembered(count: Int) {
    var dialogue = Dialogue.accepted
    for sequence in 1...count {
      dialogue.client(.invoke, UInt16(sequence), Pyro5ExchangeTests.call, flags: .oneway)
    }
    for sequence in 1...count { dialogue.server(.result, UInt16(sequence), "3") }
    let heard = dialogue.heard()
    let answers = heard.findings.filter { $0.rule == .onewayReply }.compactMap(\.message)
    let last = heard.messages.count
    #expect(answers == Array(last - 64..<last))
    #expect(heard.findings.count { $0.rule == .unsolicitedReply } == count - 64)
  }

  @Test func answersWithoutARequestAreBounded() {
    var dialogue = Dialogue.accepted
    for sequence in UInt16(1)...1_030 { dialogue.server(.result, sequence, "3") }
    let found = dialogue.heard().findings.filter { $0.rule == .unsolicitedReply }
    #expect(found.count == 1_024)
    #expect(found.last?.message == 1_025)
  }

  @Test func theOldestOpenRequestIsForgotten() {
    var dialogue = Dialogue.accepted
    for sequence in UInt16(1)...1_025 { dialogue.client(.invoke, sequence, Pyro5ExchangeTests.call) }
    let found = dialogue.heard().findings.filter { $0.rule == .missingReply }
    #expect(found.count == 1_024)
    #expect(found.first?.message == 3)
  }

  /// Many requests in a row, each answered in its turn while others are open.
  @Test func openRequestsAreTakenInOrder() {
    var dialogue = Dialogue.accepted
    for sequence in UInt16(1)...3_000 {
      dialogue.client(.invoke, sequence, Pyro5ExchangeTests.call)
      if sequence > 3 { dialogue.server(.result, sequence - 3, "3") }
    }
    for sequence in UInt16(2_998)...3_000 { dialogue.server(.result, sequence, "3") }
    let heard = dialogue.heard()
    #expect(heard.faults == [])
    let results = heard.messages.filter { $0.kind == "RESULT" }
    #expect(results.allSatisfy { $0.answers.map { heard.messages[$0].sequence } == $0.sequence })
    #expect(results.count == 3_000)
  }

  /// What is known after a loss, by the direction that has lost bytes, and until an answer fits again.
  @Test(arguments: [
    (Direction.clientToServer, [Rule]()), (.serverToClient, [.sequenceMismatch]),
  ])
  func anAnswerOfAnotherNumberAfterALoss(lost: Direction, rules: [Rule]) {
    var dialogue = Dialogue.accepted
    dialogue.client(.invoke, 1, Pyro5ExchangeTests.call)
    dialogue.server(.result, 7, "3")
    var conversation = PyroConversation(.pyro5)
    var sink = RecordingSink()
    for (index, (direction, bytes)) in dialogue.turns.enumerated() {
      if index == 2 { conversation.lose(100, from: lost, into: &sink) }
      conversation.receive(bytes.span, from: direction, into: &sink)
    }
    #expect(sink.faults == rules)
  }
}
