import PythonValues
import RPyCWire
import TestSupport
import Testing
import WireCore

/// What is said of a connection of which not all was seen or read.
@Suite struct RPyCLossTests {
  private static let truncated = Rule.truncatedStream

  @Test(arguments: [1, 4, 5, 13]) func aStreamCutShortIsFound(count: Int) throws {
    let frame = hexBytes("00000008 00 01 11 51 11 51 11 51 02 0a")
    for (ending, rules) in [
      (StreamEnding.closed, [Self.truncated]), (.reset, [Self.truncated]), (.unseen, []),
    ] {
      var talk = Talk()
      talk.send(Array(frame[..<count]))
      talk.conversation.end(.clientToServer, because: ending, into: &talk.sink)
      // The end of a direction counts once.
      talk.conversation.end(.clientToServer, because: .closed, into: &talk.sink)
      #expect(talk.rules == rules)
    }
  }

  @Test func nothingIsCutShortWhereThePlaceIsNotSure() throws {
    var talk = Talk(options: RPyCConversation.Options(limits: Limits(bytes: 100)))
    talk.send(hexBytes("00000065 00 00"))
    talk.end()
    #expect(talk.rules == [.resourceLimit])
  }

  @Test func whatIsLeftIsToldWhenBothEndsAreDone() throws {
    var talk = Talk()
    try talk.getRoot()
    try talk.ask(.ping, 1, [.nothing])
    talk.conversation.end(.serverToClient, because: .closed, into: &talk.sink)
    #expect(talk.rules == [])
    talk.conversation.end(.clientToServer, because: .closed, into: &talk.sink)
    #expect(talk.rules == [.missingReply])
  }

  /// A direction that has lost bytes: what it should have sent may have been among them.
  @Test(
    arguments: [
      (nil, [.unsolicitedReply, .missingReply]), (.clientToServer, [.missingReply]),
      (.serverToClient, [.unsolicitedReply]),
    ] as [(Direction?, [Rule])])
  func whatMayHaveBeenLostIsNotMissed(lost: Direction?, rules: [Rule]) throws {
    var talk = Talk()
    try talk.getRoot()
    if let lost { talk.conversation.lose(50, from: lost, into: &talk.sink) }
    try talk.ask(.ping, 1, [.nothing])
    try talk.answer(41, .nothing)
    talk.end()
    #expect(talk.rules == rules)
  }

  @Test func numbersAndReferencesMayHaveBeenLost() throws {
    for isLost in [false, true] {
      var talk = Talk()
      try talk.getRoot()
      if isLost {
        for direction in Direction.allCases { talk.conversation.lose(50, from: direction, into: &talk.sink) }
      }
      try talk.ask(.ping, 1, [.nothing])
      try talk.ask(.ping, 1, [.nothing])
      try talk.ask(.repr, 2, [.localReference(Talk.id("x.Y", 8))])
      #expect(talk.rules == (isLost ? [] : [.duplicateSequence, .unknownReference]))
    }
  }

  /// A message that cannot be read: its number counts where that could be.
  @Test(arguments: [
    ("01 11 51 1c", [Rule.payloadSyntax]), ("01 11 51 11 51 11 59 50", [.unknownLabel, .unsolicitedReply]),
    ("07 11 51 50", [.unknownMessageType]),
  ])
  func aNumberThatCouldNotBeReadMayBeAny(hex: String, rules: [Rule]) throws {
    var talk = Talk()
    try talk.getRoot()
    try talk.send(data: hexBytes(hex))
    try talk.answer(41, .nothing)
    talk.end()
    #expect(talk.rules.filter { $0 != .missingReply } == rules)
  }

  @Test func aFrameThatIsTooLargeMayBeAnyRequest() throws {
    var talk = Talk(options: RPyCConversation.Options(limits: Limits(bytes: 100)))
    try talk.getRoot()
    talk.send([0, 0, 0, 101, 0] + [UInt8](repeating: 7, count: 102))
    try talk.answer(41, .nothing)
    talk.end()
    #expect(talk.rules == [.resourceLimit])
  }

  /// Behind a frame that does not end as one, a header that cannot be is not believed.
  @Test func aFrameIsLookedForWhereNoHeaderCanBe() throws {
    var talk = Talk(options: RPyCConversation.Options(limits: Limits(bytes: 100)))
    talk.send(hexBytes("00000008 00 01 11 51 11 51 11 51 02 0d"))
    #expect(
      talk.rules == [.badFrameTerminator, .badCallShape]
        || talk.rules == [.badCallShape, .badFrameTerminator])
    let count = talk.rules.count
    talk.send(hexBytes("ffffffff 00 0a"))
    try talk.ask(.close, 2)
    #expect(talk.rules.count == count)
    #expect(talk.sink.messages.last?.handler == "CLOSE")
  }

  // MARK: Dialects

  private static let mismatch =
    " differ and neither can read the other's; install the same version of rpyc at both ends"

  @Test func endsOfDifferentGenerationsAreToldOnce() throws {
    var talk = Talk(.six)
    try talk.ask(.getRoot, 0)
    talk.generation = .fourFive
    try talk.send(.request(.close, arguments: .tuple([])), 0, from: .serverToClient)
    try talk.send(.request(.close, arguments: .tuple([])), 1, from: .serverToClient)
    #expect(
      talk.sink.lines == [
        "1 5 rpyc-dialect-mismatch: the client speaks rpyc 6.0 or later, the server rpyc 5.3 or earlier: their messages"
          + Self.mismatch
      ])
  }

  @Test func idsOfDifferentGenerationsAreFound() throws {
    var talk = Talk(.fourFive)
    try talk.getRoot()
    #expect(talk.conversation.dialectClient == .fourFive)
    let bare = RPyCBox.value(.tuple([.int(7), .string("motto")]))
    try talk.send(.request(.getAttribute, arguments: bare), 1, from: .clientToServer)
    #expect(talk.conversation.dialectClient == .three)
    #expect(talk.conversation.dialectServer == .fourFive)
    let line =
      "2 5 rpyc-dialect-mismatch: the client speaks rpyc 3 or 4.0, the server rpyc 4.1 to 5.3: their object ids"
      + Self.mismatch
    #expect(talk.sink.lines.contains(line), "\(talk.sink.lines)")
  }

  /// rpyc 3 and 4.0 take the first of three for the id; 4.1 and later take their triple for one of its own.
  @Test func whatIsInspectedTellsHowIDsAreRead() throws {
    let pack = RPyCBox.value(.tuple([.string("7"), .string("Shop"), .string("shop")]))
    let asked: [(RPyCGeneration, RPyCBox, RPyCGeneration)] = [
      (.fourFive, .text("shop.Shop"), .three), (.three, pack, .fourFive),
    ]
    for (server, argument, client) in asked {
      var talk = Talk(server)
      try talk.ask(.getRoot, 0)
      let id =
        server == .three
        ? RPyCObjectID.described(7, className: "Shop", module: "shop") : Talk.id("shop.Shop", 7)
      try talk.answer(0, .remoteReference(id))
      #expect(talk.rules == [])
      try talk.ask(.inspect, 1, [argument])
      #expect(talk.rules == [.rpycDialectMismatch])
      #expect(talk.conversation.dialectClient == client && talk.conversation.dialectServer == server)
    }
    for generation in RPyCGeneration.allCases {
      var talk = Talk(generation)
      try talk.ask(.getRoot, 0)
      try talk.ask(.inspect, 1, [generation == .three ? .value(.int(7)) : pack])
      try talk.answer(0, .value(.none))
      #expect(talk.rules == [] && talk.conversation.dialectClient == generation)
    }
  }

  @Test func aDialectIsKnownByAMessage() throws {
    var talk = Talk(.six)
    #expect(talk.conversation.dialectClient == nil)
    try talk.ask(.getRoot, 0)
    #expect(talk.conversation.dialectClient == .six)
    #expect(talk.conversation.dialectServer == nil)
    talk = Talk(.fourFive)
    try talk.ask(.getRoot, 0)
    #expect(talk.conversation.dialectClient == .fourFive)
    // An end that has sent no id is taken for what the other is.
    try talk.answer(0, .remoteReference(.described(15, className: "Shop", module: "shop")))
    #expect(talk.conversation.dialectClient == .three)
    #expect(talk.conversation.dialectServer == .three)
  }

  // MARK: Exceptions

  private func rules(version: PythonValue?, traceback: String, module: String = "builtins") throws -> [Rule] {
    var talk = Talk()
    try talk.getRoot()
    try talk.ask(.ping, 1, [.nothing])
    let attributes = version.map { [PythonException.Attribute(name: "_remote_version", value: $0)] } ?? []
    let exception = PythonException(
      module: module, className: "ValueError", arguments: [], attributes: attributes, traceback: traceback)
    try talk.send(.exception(exception), 1, from: .serverToClient)
    return talk.rules
  }

  @Test func whatIsKeptBackIsNotExposed() throws {
    let denied = "<traceback denied>"
    #expect(try rules(version: "<version denied>", traceback: denied) == [])
    #expect(try rules(version: nil, traceback: denied) == [])
    #expect(try rules(version: 6, traceback: denied) == [])
    #expect(try rules(version: "6.0.2", traceback: denied) == [.versionExposed])
    #expect(try rules(version: nil, traceback: denied + "!") == [.tracebackExposed])
    #expect(try rules(version: nil, traceback: "") == [])
    for module in ["exceptions", "__builtin__"] {
      #expect(try rules(version: nil, traceback: "", module: module) == [])
    }
    #expect(try rules(version: nil, traceback: "", module: "shop") == [.customException])
  }
}
