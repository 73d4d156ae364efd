import PythonValues
import RPyCWire
import TestSupport
import Testing
import WireCore

/// What is found, in which message, at which byte, in which words.
@Suite struct RPyCFindingTests {
  /// What is found behind GETROOT and its answer.
  private func found(
    _ talk: Talk = Talk(), ending: Bool = false, _ build: (inout Talk) throws -> Void
  ) throws -> [String] {
    var talk = talk
    try talk.getRoot()
    try build(&talk)
    if ending { talk.end() }
    return talk.sink.lines.filter { !$0.contains("no-authentication") }
  }

  private static let noRequest = "bad-call-shape: a request that is no (handler, arguments)"
  private static let noLabel = "bad-boxing: a value that is no (label, value)"
  private static let noExceptionClass = "payload-syntax: an exception with no (module, class name)"

  /// The data of a frame as rpyc 6 has it, and the line, with the byte of that data.
  static let defects: [(data: String, offset: Int, line: String)] = [
    ("01 11 51 51", 3, noRequest), ("01 11 51 12 51 11 51 02 02", 3, noRequest),
    ("01 11 51 11 00 11 51 02", 4, "bad-call-shape: the handler of a request is no integer"),
    ("01 11 00 11 51 11 51 02", 2, "bad-call-shape: the sequence number is no integer"),
    ("01 11 51 11 b3 11 51 02", 4, "unknown-handler: handler 99; RPyC has 1 to 20"),
    ("01 11 51 11 50 11 51 02", 4, "unknown-handler: handler 0; RPyC has 1 to 20"),
    ("01 11 51 11 65 11 51 02", 4, "unknown-handler: handler 21; RPyC has 1 to 20"),
    ("01 11 51 11 51 11 59 10 50", 6, "unknown-label: label 9; RPyC has 1 to 4"),
    ("01 11 51 11 51 11 50 10 50", 6, "unknown-label: label 0; RPyC has 1 to 4"),
    ("01 11 51 11 51 10 51", 5, noLabel), ("01 11 51 11 51 11 52 10 10 51", 8, noLabel),
    ("01 11 51 11 51 11 52 50", 7, "bad-boxing: label 2 is on something other than a tuple"),
    ("01 11 51 11 51 11 52 10 11 53 00", 10, "bad-boxing: an object id that has none of the known forms"),
    ("01 11 51 11 51 11 51 50", 5, "bad-call-shape: the arguments are no tuple"),
    ("01 11 51 11 51 11 53 50", 5, "bad-call-shape: the arguments are no tuple"),
    ("01 11 51 11 51 11 51 02", 5, "bad-call-shape: PING with 0 arguments; it takes 1"),
    ("01 11 51 11 5b 11 51 10 50", 5, "bad-call-shape: CMP with 1 arguments; it takes 2 to 3"),
    ("03 11 51 53", 3, "payload-syntax: an exception with no (class, arguments, attributes, traceback)"),
    ("03 11 51 13 10 50 02 02 0801", 4, noExceptionClass),
    ("03 11 51 13 11 50 0a79 02 02 55", 4, noExceptionClass),
    ("03 11 51 13 11 0a78 50 02 02 55", 4, noExceptionClass),
    ("03 11 51 13 11 0a78 0a79 55 02 01", 9, "payload-syntax: an exception with arguments that are no tuple"),
    (
      "03 11 51 13 11 0a78 0a79 02 55 01", 10,
      "payload-syntax: an exception with attributes that are no tuple"
    ),
    (
      "03 11 51 13 11 0a78 0a79 02 10 55 01", 11,
      "payload-syntax: an exception with an attribute that is no (name, value)"
    ),
    (
      "03 11 51 13 11 0a78 0a79 02 02 55", 11, "payload-syntax: an exception with a traceback that is no text"
    ),
  ]

  /// All forms of a message: that of rpyc 6 and the older one, with thread ids before it and without.
  @Test(
    arguments: [(RPyCGeneration.fourFive, false), (.fourFive, true), (.six, false), (.six, true)],
    defects.indices)
  func locatesEachDefectInEachForm(form: (generation: RPyCGeneration, isBound: Bool), index: Int) throws {
    let (generation, isBound) = form
    let defect = Self.defects[index]
    var data = hexBytes(defect.data)
    let isException = data[0] == 3
    // The kind and the tag of the tuple take two bytes in both.
    if generation == .fourFive { data.replaceSubrange(0..<2, with: [0x12, 0x50 + data[0]]) }
    var talk = Talk(generation)
    talk.threads = isBound ? RPyCThreadIDs(sender: 0x7F11_2233_4455, receiver: 0) : nil
    let ids = isBound ? hexBytes("00007f1122334455 0000000000000000") : []
    try talk.ask(.ping, 1, [.nothing])
    try talk.send(
      .reply(.nothing), 1, from: .serverToClient)
    try talk.ask(.ping, 1, [.nothing])
    try talk.send(data: ids + data, from: isException ? .serverToClient : .clientToServer)
    let line = "3 \(5 + ids.count + defect.offset) " + defect.line
    #expect(talk.sink.lines.contains(line), "\(talk.sink.lines)")
    #expect(talk.sink.messages.last?.kind == (isException ? "EXCEPTION" : "REQUEST"))
  }

  @Test func locatesWhatIsNoMessageInEachForm() throws {
    let ids = hexBytes("00007f1122334455 0000000000000000")
    for (generation, data, line) in [
      (RPyCGeneration.six, "07 11 51 50", "0 unknown-message-type: message type 7; RPyC has 1 to 3"),
      (.six, "00 11 51 50", "0 unknown-message-type: message type 0; RPyC has 1 to 3"),
      (
        .six, "12 00 00 00",
        "0 unknown-message-type: message type 18; RPyC has 1 to 3 (18 begins a message of rpyc 5 or earlier)"
      ),
      (.fourFive, "12 57 51 50", "1 unknown-message-type: message type 7; RPyC has 1 to 3"),
      (.fourFive, "12 00 51 50", "1 bad-call-shape: the message's kind is no integer"),
      (.fourFive, "13 51 51 50 50", "0 bad-call-shape: the message is no tuple of 3"),
      (.fourFive, "11 51 51", "0 bad-call-shape: the message is no tuple of 3"),
      (.six, "01 12 51 50 50", "1 bad-call-shape: the message is no tuple of 2"),
      (.six, "01 50", "1 bad-call-shape: the message is no tuple of 2"),
    ] {
      for isBound in [false, true] {
        var talk = Talk(generation)
        talk.threads = isBound ? RPyCThreadIDs(sender: 0x7F11_2233_4455, receiver: 0) : nil
        try talk.ask(.ping, 1, [.nothing])
        try talk.send(data: (isBound ? ids : []) + hexBytes(data))
        let parts = line.split(separator: " ", maxSplits: 1)
        let offset = 5 + (isBound ? 16 : 0) + (Int(parts[0]) ?? -1)
        #expect(talk.sink.lines == ["1 \(offset) \(parts[1])"])
      }
    }
  }

  @Test func findsMessagesThatAreCutShort() throws {
    var talk = Talk()
    talk.send(hexBytes("00000000 00 0a"))
    #expect(talk.sink.lines == ["0 5 payload-syntax: the payload is empty"])
    talk = Talk()
    talk.threads = RPyCThreadIDs(sender: 0x7F11_2233_4455, receiver: 0)
    try talk.ask(.ping, 1, [.nothing])
    for count in [0, 1, 16] { try talk.send(data: [UInt8](repeating: 0xFF, count: count)) }
    #expect(
      talk.sink.lines == [
        "1 5 payload-syntax: the thread ids are cut short",
        "2 6 payload-syntax: the thread ids are cut short",
        "3 21 payload-syntax: the thread ids are cut short",
      ])
  }

  /// The first bytes tell the kind, even where the rest cannot be read.
  @Test func theKindIsKnownOfWhatCannotBeRead() throws {
    for (generation, hex, kind) in [
      (RPyCGeneration.six, "02 11 51 1c", "REPLY"), (.fourFive, "12 52 51 1c", "REPLY"),
      (.fourFive, "12 53 51 1c", "EXCEPTION"), (.fourFive, "12", "UNKNOWN"), (.six, "09 11 51 1c", "UNKNOWN"),
    ] {
      var talk = Talk(generation)
      try talk.ask(.ping, 1, [.nothing])
      try talk.send(data: hexBytes(hex))
      #expect(talk.sink.messages.last?.kind == kind)
      #expect(talk.sink.findings.count == 1)
    }
  }

  // MARK: Frames

  @Test(arguments: [
    (
      "00000008 02 01 11 50 11 53 11 51 02 0a",
      "0 4 bad-compression-flag: a frame has the compression flag 2; RPyC writes 0 or 1"
    ),
    (
      "00000008 00 01 11 50 11 53 11 51 02 0d",
      "0 13 bad-frame-terminator: a frame ends in 0xd, not in a line feed"
    ),
    ("00000065 00", "- 0 resource-limit: a frame announces 101 bytes, more than the limit of 100"),
  ])
  func locatesWhatIsWrongWithAFrame(hex: String, line: String) throws {
    var talk = Talk(options: RPyCConversation.Options(limits: Limits(bytes: 100)))
    talk.send(hexBytes(hex))
    #expect(talk.sink.lines == [line])
  }

  @Test func tellsHowMuchOfAFrameHadCome() {
    var talk = Talk()
    talk.send(hexBytes("00000008 00 01"))
    talk.end()
    #expect(
      talk.sink.lines == [
        "- - truncated-stream: the connection ended inside a frame, of which 6 bytes had come"
      ])
  }

  @Test func offsetsInACompressedFrameAreThoseOfTheInflatedData() throws {
    let value = RPyCBox.text(String(repeating: "x", count: 4_000))
    let lines = try found { try $0.ask(.getAttribute, 1, [Talk.root, value, .nothing]) }
    #expect(lines == ["2 5 bad-call-shape: GETATTR with 3 arguments; it takes 2 (in the inflated data)"])
    var damaged = Talk()
    damaged.send(hexBytes("00000008 01 ff 11 52 11 53 11 51 02 0a"))
    let line = try #require(damaged.sink.lines.first)
    #expect(line.contains("bad-compression: zlib stream: the compressed data is damaged"))
    #expect(!line.hasSuffix("(in the inflated data)"))
    #expect(damaged.sink.messages.first?.payloadLength == 8)
  }

  // MARK: Requests and answers

  @Test func findsAnswersAndRequestsThatDoNotFit() throws {
    #expect(
      try found { talk in
        try talk.ask(.ping, 1, [.nothing])
        try talk.ask(.ping, 1, [.nothing])
      } == ["3 - duplicate-sequence: a request has the number 1 of request 2, which is still open"])
    #expect(
      try found(ending: true) { try $0.answer(41, .nothing) } == [
        "2 - unsolicited-reply: an answer to number 41, which is the number of no open request"
      ])
    #expect(
      try found(ending: true) { try $0.ask(.ping, 1, [.nothing]) } == [
        "2 - missing-reply: a request was never answered"
      ])
  }

  @Test func requestsToCloseAndReleaseNeedNoAnswer() throws {
    #expect(
      try found(ending: true) { talk in
        try talk.ask(.delete, 1, [Talk.root])
        try talk.ask(.close, 2)
      } == [])
  }

  // MARK: What is dangerous

  @Test func locatesWhatIsDangerous() throws {
    #expect(
      try found { try $0.ask(.getAttribute, 1, [Talk.root, .text("__class__")]) } == [
        "2 37 dangerous-attribute: the attribute '__class__' opens the interpreter"
      ])
    #expect(
      try found { try $0.ask(.setAttribute, 1, [Talk.root, .text("_x"), .nothing]) } == [
        "2 37 private-attribute: the name '_x' is private (SETATTR)"
      ])
    #expect(
      try found { try $0.ask(.callAttribute, 1, [Talk.root, .text("system"), .empty, .empty]) } == [
        "2 37 dangerous-call: a call of 'system' runs code (CALLATTR)"
      ])
    #expect(
      try found { try $0.ask(.getAttribute, 1, [Talk.root, .value(.int(5))]) } == [
        "2 37 bad-call-shape: an attribute's name is no text"
      ])
    #expect(
      try found { try $0.ask(.getAttribute, 1, [Talk.root, .text("getmodule")]) } == [
        "2 37 classic-mode: 'getmodule' is asked of the root object: a classic connection, which runs any code"
      ])
    #expect(
      try found { try $0.ask(.repr, 1, [.localReference(Talk.id("x.Y", 8))]) } == [
        "2 15 unknown-reference: an object id that its owner has not handed out, or has got back"
      ])
  }

  @Test func whatRunsCodeOfAClassicRootOnly() throws {
    for (name, rules) in [
      ("execute", [Rule.classicMode, .dangerousCall]), ("getconn", [.classicMode]), ("run", []),
    ] {
      for prefix in ["", "exposed_"] {
        var talk = Talk()
        try talk.getRoot()
        try talk.ask(.callAttribute, 1, [Talk.root, .text(prefix + name), .empty, .empty])
        #expect(talk.rules == rules)
        talk = Talk()
        try talk.getRoot()
        try talk.ask(.ping, 1, [.nothing])
        try talk.answer(1, .remoteReference(Talk.id("shop.Tea", 9)))
        try talk.ask(
          .callAttribute, 2, [.localReference(Talk.id("shop.Tea", 9)), .text(prefix + name), .empty, .empty])
        #expect(talk.rules == [])
      }
    }
  }

  @Test(arguments: ["__cmp__", "__eq__", "__ne__", "__lt__", "__gt__", "__le__", "__ge__"])
  func acceptsEachComparison(name: String) throws {
    #expect(try found { try $0.ask(.compare, 1, [Talk.root, .value(.int(1)), .text(name)]) } == [])
  }

  @Test func onlyTheThirdArgumentOfAComparisonIsAnOperator() throws {
    #expect(try found { try $0.ask(.compare, 1, [Talk.root, .text("__class__")]) } == [])
    let lines = try found { try $0.ask(.compare, 1, [Talk.root, .nothing, .text("__add__")]) }
    #expect(lines.count == 1)
    #expect(
      lines.first?.hasPrefix("2 40 dangerous-attribute: CMP with the operator '__add__', which compares")
        == true)
  }

  @Test func locatesWhatAPickleWouldLookUp() throws {
    for (generation, offset) in [(RPyCGeneration.six, 12), (.fourFive, 12)] {
      let lines = try found(Talk(generation)) { talk in
        try talk.ask(.pickle, 1, [Talk.root, .value(.int(2))])
        try talk.answer(1, .value(.bytes(Array("cposix\nsystem\n.".utf8))))
      }
      #expect(
        lines.last == "3 \(offset) dangerous-class: a pickle: 'posix.system' is of a module that can run code"
      )
    }
    // An answer that is no bytes, or no pickle, names nothing.
    for box in [RPyCBox.text("cposix\nsystem\n."), .value(.bytes([])), .tuple([])] {
      let lines = try found { talk in
        try talk.ask(.pickle, 1, [Talk.root, .value(.int(2))])
        try talk.answer(1, box)
      }
      #expect(lines.count == 1)
    }
  }
}
