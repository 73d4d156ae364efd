import PyroWire
import TestSupport
import Testing
import WireCore

/// What is no header of Pyro 4 or 5, and where reading goes on.
@Suite struct PyroHeaderFaultTests {
  @Test(
    arguments: [
      (.magic, 0, .badMagic, .syntax, "the magic is not PYRO"),
      (
        .version(.pyro3(5), .pyro4), 4, .badVersion, .unsupported,
        "the version is 5 (Pyro 3), not 46 to 48"
      ),
      (
        .version(.pyro4(48), .pyro5), 4, .badVersion, .unsupported,
        "the version is 48 (Pyro 4), not 502"
      ),
      (
        .version(.unknown(503), .pyro5), 4, .badVersion, .unsupported,
        "the version is 503 (of no Pyro), not 502"
      ),
      (.endMagic(0xABCD), 38, .badMagic, .syntax, "the second magic is 0xabcd, not 0x4dc5"),
      (
        .checksum(0x1F, wanted: 0x357B), 22, .badChecksum, .syntax,
        "the checksum is 0x1f, the fields come to 0x357b"
      ),
      (.badSize(-5), 12, .badHeader, .syntax, "the size of the payload is -5: it is 0 to 1 GiB"),
      (
        .size(101, limit: 100), 12, .resourceLimit, .limit,
        "101 bytes of annotations and payload, 100 allowed"
      ),
    ] as [(PyroHeaderFault, Int, Rule, WireError.Kind, String)])
  func eachFaultSaysWhatIsWrongAndWhere(
    fault: PyroHeaderFault, offset: Int, rule: Rule, kind: WireError.Kind, detail: String
  ) {
    #expect(fault.offset == offset)
    #expect(fault.rule == rule)
    #expect(fault.detail == detail)
    #expect(fault.error(base: 1_000) == WireError(kind, at: 1_000 + offset, reading: "Pyro header", detail))
  }

  @Test(
    arguments: [
      (3, .unknown(3)), (4, .pyro3(4)), (5, .pyro3(5)), (6, .unknown(6)), (39, .unknown(39)),
      (40, .pyro4(40)), (48, .pyro4(48)), (49, .unknown(49)), (499, .unknown(499)), (500, .pyro5(500)),
      (502, .pyro5(502)), (503, .unknown(503)),
    ] as [(UInt16, PyroVersion)])
  func theVersionNamesThePyro(word: UInt16, version: PyroVersion) {
    #expect(PyroVersion(word) == version)
    #expect(version.word == word)
    let bytes = Array("PYRO".utf8) + [UInt8(word >> 8), UInt8(word & 0xFF)]
    #expect(PyroVersion(prefix: bytes.span) == version)
  }

  @Test func versionsAreShownWithTheirPyro() {
    let words: [UInt16] = [5, 48, 502, 7]
    #expect(
      words.map { PyroVersion($0).description } == [
        "5 (Pyro 3)", "48 (Pyro 4)", "502 (Pyro 5)", "7 (of no Pyro)",
      ])
  }

  @Test func thePyrosDifferInTheirTables() {
    #expect(PyroGeneration.allCases.map(\.name) == ["Pyro 4", "Pyro 5"])
    #expect(PyroGeneration.allCases.map(\.headerSize) == [24, 40])
    #expect(
      PyroMessageKind.allCases.map(\.name) == [
        "CONNECT", "CONNECTOK", "CONNECTFAIL", "INVOKE", "RESULT", "PING",
      ])
    #expect(PyroMessageKind.allCases.map(\.rawValue) == Array(1...6))
    #expect(Pyro4MessageType(rawValue: 7).name == "type-7")
    #expect(Pyro5MessageType(rawValue: 0).name == "type-0")
    #expect(
      PyroSerializer.allCases.filter(\.isPickle).map(\.name).sorted() == ["cloudpickle", "dill", "pickle"])
    #expect(Pyro5Serializer.allCases.map(\.name) == ["serpent", "marshal", "json", "msgpack"])
    #expect(Pyro5Serializer.allCases.map(\.rawValue) == Array(1...4))
  }

  @Test func pyro5HasSevenFlags() {
    let named: [Pyro5Flags] = [
      .exception, .compressed, .oneway, .batch, .itemStreamResult, .keepSerialized, .correlationID,
    ]
    #expect(named.map(\.rawValue) == (0..<7).map { 1 << $0 })
    for bit in 0..<16 { #expect(Pyro5Flags(rawValue: 1 << bit).unknown.isEmpty == (bit < 7)) }
  }

  // MARK: Streams

  /// One message, with annotations of 9 or 11 bytes and a payload of 100.
  static func message(_ generation: PyroGeneration, payload: Int = 100) throws -> [UInt8] {
    let annotations = [PyroAnnotation(id: "ABCD", data: [1, 2, 3])]
    let payload = [UInt8](repeating: 0x20, count: payload)
    switch generation {
    case .pyro4:
      return try Pyro4Encoder().encode(
        Pyro4Message(type: .ping, sequence: 0, annotations: annotations, payload: payload))
    case .pyro5:
      return try Pyro5Encoder().encode(
        Pyro5Message(type: .ping, sequence: 0, annotations: annotations, payload: payload))
    }
  }

  /// What a conversation from its middle finds when a client sends this, cut in pieces.
  private func listen(
    _ generation: PyroGeneration, _ bytes: [UInt8], piece: Int = .max, limits: Limits = Limits()
  ) -> (lines: [String], messages: Int) {
    let dialogue = Dialogue(generation: generation, turns: [(.clientToServer, bytes)])
    let heard = dialogue.heard(options: .init(limits: limits), piece: piece)
    return (
      heard.lines.filter { !$0.contains("no-handshake") && !$0.contains("missing-reply") },
      heard.messages.count
    )
  }

  /// After damage, the magic, the version and what confirms a header have to be there, each byte of them.
  @Test(arguments: [
    (PyroGeneration.pyro4, [0, 1, 2, 3, 4, 5, 8, 22, 23]), (.pyro5, [0, 1, 2, 3, 4, 5, 38, 39]),
  ])
  func eachByteOfASignatureCounts(generation: PyroGeneration, indices: [Int]) throws {
    let message = try Self.message(generation)
    for index in indices {
      var broken = message
      broken[index] ^= 0x40
      for piece in [1, 7, .max] {
        let (lines, messages) = listen(generation, [0xFF] + broken + message, piece: piece)
        #expect(lines == ["- 0 bad-magic: at byte 0 of the client's stream: the magic is not PYRO"])
        #expect(messages == 1)
      }
    }
  }

  @Test(arguments: [(PyroGeneration.pyro4, 109), (.pyro5, 111)])
  func aMessageMayBeAsLongAsTheLimit(generation: PyroGeneration, size: Int) throws {
    let message = try Self.message(generation)
    for piece in [1, 7, .max] {
      let sound = listen(generation, message, piece: piece, limits: Limits(bytes: size))
      #expect(sound.lines == [])
      #expect(sound.messages == 1)
      let (lines, messages) = listen(generation, message, piece: piece, limits: Limits(bytes: size - 1))
      #expect(
        lines == [
          "- 12 resource-limit: at byte 0 of the client's stream: \(size) bytes of annotations and payload, "
            + "\(size - 1) allowed"
        ])
      #expect(messages == 0)
    }
  }

  /// What a stream may end in.
  @Test(
    arguments: [
      (.pyro5, "PYR", "- - truncated-stream: the client's stream ends inside the message that begins"),
      (.pyro5, "PYRO\u{1}", "- - truncated-stream: "), (.pyro5, "PYRO\u{0}", "- - truncated-stream: "),
      (.pyro4, "PYRO\u{0}", "- - truncated-stream: "), (.pyro4, "PYRO\u{0}0\u{0}", "- - truncated-stream: "),
      (.pyro5, "PYRO\u{0}0", "- 4 bad-version: at byte 0 of the client's stream: the version is 48 (Pyro 4)"),
      (.pyro4, "PYRO\u{0}-", "- 4 bad-version: at byte 0 of the client's stream: the version is 45 (Pyro 4)"),
      (.pyro4, "PYX", "- 0 bad-magic: at byte 0 of the client's stream: the magic is not PYRO"),
      (.pyro5, "X", "- 0 bad-magic: "), (.pyro5, "PYROPYRO", "- 4 bad-version: "),
    ] as [(PyroGeneration, String, String)])
  func tellsHowAStreamEnds(generation: PyroGeneration, text: String, line: String) {
    for piece in [1, .max] {
      let found = listen(generation, Array(text.utf8), piece: piece).lines
      #expect(found.count == 1)
      #expect(found.first?.hasPrefix(line) == true, "\(found)")
    }
  }

  @Test(arguments: PyroGeneration.allCases)
  func whatIsPassedOverAfterDamageIsNoMessageCutShort(generation: PyroGeneration) throws {
    let begun = try Self.message(generation)[..<10]
    let noise = [UInt8](repeating: 0x3F, count: 40)
    for piece in [1, .max] {
      #expect(
        listen(generation, noise + begun, piece: piece).lines == [
          "- 0 bad-magic: at byte 0 of the client's stream: the magic is not PYRO"
        ])
    }
  }

  /// The marks of an interrupt are sixteen, and what follows them is read on its own.
  @Test(arguments: PyroGeneration.allCases) func anInterruptIsSixteenMarks(generation: PyroGeneration) throws
  {
    let marks = [UInt8](repeating: 0x21, count: 16)
    let noise = [UInt8](repeating: 0x3F, count: 40)
    for piece in [1, 5, .max] {
      let (found, messages) = listen(generation, marks + noise, piece: piece)
      #expect(found == ["- 0 bad-magic: at byte 16 of the client's stream: the magic is not PYRO"])
      #expect(messages == 1)
      let fewer = listen(generation, Array(marks.dropLast()) + noise, piece: piece)
      #expect(fewer.lines == ["- 0 bad-magic: at byte 0 of the client's stream: the magic is not PYRO"])
      #expect(fewer.messages == 0)
      #expect(listen(generation, marks + Self.sound(generation), piece: piece).messages == 2)
    }
  }

  private static func sound(_ generation: PyroGeneration) -> [UInt8] { (try? message(generation)) ?? [] }

  /// Bytes lost at any place of a message: what follows is found at its place in the stream.
  @Test(arguments: PyroGeneration.allCases, [ConversationScope.full, .framing])
  func offsetsAreRightAfterALoss(generation: PyroGeneration, scope: ConversationScope) throws {
    let long = try Self.message(generation)
    let short = try Self.message(generation, payload: 0)
    let noise = [UInt8](repeating: 0x3F, count: 40)
    for cut in [1, 20, generation.headerSize, generation.headerSize + 5, long.count - 60, long.count - 1] {
      for piece in [1, .max] {
        var conversation = PyroConversation(generation, options: .init(scope: scope))
        var sink = RecordingSink()
        for (index, bytes) in [short + long[..<cut], short + noise].enumerated() {
          for start in stride(from: 0, to: bytes.count, by: piece == 1 ? 1 : bytes.count) {
            let part = Array(bytes[start..<(piece == 1 ? start + 1 : bytes.count)])
            conversation.receive(part.span, from: .clientToServer, into: &sink)
          }
          if index == 0 { conversation.lose(long.count - cut, from: .clientToServer, into: &sink) }
        }
        let line = "- 0 bad-magic: at byte \(2 * short.count + long.count) of the client's stream: "
        #expect(sink.lines.contains { $0.hasPrefix(line) }, "\(cut) \(sink.lines)")
        #expect(sink.messages.count == 2)
      }
    }
  }

  @Test(arguments: PyroGeneration.allCases, [ConversationScope.full, .framing])
  func aStreamCutShortIsFoundAtItsPlace(generation: PyroGeneration, scope: ConversationScope) throws {
    let message = try Self.message(generation)
    for missing in 1..<message.count {
      let bytes = message + message.dropLast(missing)
      let dialogue = Dialogue(generation: generation, turns: [(.serverToClient, bytes)])
      #expect(
        dialogue.heard(options: .init(scope: scope, beginsMidstream: false)).lines.filter {
          $0.hasPrefix("- -")
        } == [
          "- - truncated-stream: the server's stream ends inside the message that begins at its byte \(message.count)"
        ])
    }
  }
}
