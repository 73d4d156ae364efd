import PythonValues
import RPyCWire
import TestSupport
import Testing
import WireCore

/// What a person reads of a message.
@Suite struct RPyCSummaryTests {
  private static let described = RPyCConversation.Options(describes: true)

  /// The summary of the last message, behind GETROOT and its answer.
  private func summary(_ build: (inout Talk) throws -> Void) throws -> String? {
    var talk = Talk(options: Self.described)
    try talk.getRoot()
    try build(&talk)
    return talk.sink.messages.last?.summary
  }

  private func summary(_ handler: RPyCHandler, _ arguments: [RPyCBox]) throws -> String? {
    try summary { try $0.ask(handler, 1, [Talk.root] + arguments) }
  }

  private func summary(ofAnswer box: RPyCBox) throws -> String? {
    try summary { talk in
      try talk.ask(.ping, 1, [.nothing])
      try talk.answer(1, box)
    }
  }

  private static func keywords(_ count: Int) -> RPyCBox {
    .value(.tuple((0..<count).map { .tuple([.string("k\($0)"), .int(Int64($0))]) }))
  }

  private static func numbers(_ count: Int) -> RPyCBox {
    .value(.tuple((0..<count).map { .int(Int64($0)) }))
  }

  private static func list(_ count: Int) -> String { (0..<count).map { "\($0)" }.joined(separator: ", ") }

  @Test func showsRequestsAsPythonHasThem() throws {
    #expect(try summary(.getAttribute, [.text("motto")]) == "shop.Shop@7.motto")
    #expect(try summary(.deleteAttribute, [.text("motto")]) == "del shop.Shop@7.motto")
    #expect(try summary(.setAttribute, [.text("motto"), .value(.int(5))]) == "shop.Shop@7.motto = 5")
    #expect(try summary(.call, [Self.numbers(2)]) == "shop.Shop@7(0, 1)")
    #expect(try summary(.call, [.empty, Self.keywords(1)]) == "shop.Shop@7(k0=0)")
    #expect(try summary(.callAttribute, [.text("brew"), Self.numbers(1)]) == "shop.Shop@7.brew(0)")
    #expect(
      try summary(.callAttribute, [.text("brew"), Self.numbers(1), Self.keywords(2)])
        == "shop.Shop@7.brew(0, k0=0, k1=1)")
    #expect(try summary(.compare, [.value(.int(1)), .text("__eq__")]) == "CMP(shop.Shop@7, 1, '__eq__')")
    #expect(try summary(.repr, []) == "REPR(shop.Shop@7)")
    #expect(try summary { try $0.ask(.ping, 1, [.text("a")]) } == "PING('a')")
    #expect(try summary(.getAttribute, [.value(.int(5))]) == "shop.Shop@7.?")
    // What has no name to ask for is no request.
    for handler in [RPyCHandler.getAttribute, .deleteAttribute, .setAttribute, .callAttribute] {
      #expect(try summary(handler, []) == nil)
    }
  }

  @Test func showsKeywordsAndArgumentsBehindLabels() throws {
    let pair = RPyCBox.tuple([.text("with"), Talk.root])
    #expect(
      try summary(.callAttribute, [.text("brew"), .tuple([Talk.root]), .tuple([pair])])
        == "shop.Shop@7.brew(shop.Shop@7, with=shop.Shop@7)")
    // What is no tuple has nothing to show, what is no pair no key.
    #expect(try summary(.callAttribute, [.text("brew"), .value(.int(5)), .empty]) == "shop.Shop@7.brew()")
    #expect(try summary(.callAttribute, [.text("brew"), Talk.root, Talk.root]) == "shop.Shop@7.brew()")
    #expect(try summary(.callAttribute, [.text("brew"), .empty, Self.numbers(2)]) == "shop.Shop@7.brew()")
  }

  @Test func showsTwentyArguments() throws {
    let keywords = (0..<20).map { "k\($0)=\($0)" }.joined(separator: ", ")
    #expect(try summary(.call, [Self.numbers(20)]) == "shop.Shop@7(\(Self.list(20)))")
    #expect(try summary(.call, [Self.numbers(21)]) == "shop.Shop@7(\(Self.list(20)), …)")
    #expect(try summary(.call, [.empty, Self.keywords(20)]) == "shop.Shop@7(\(keywords))")
    #expect(try summary(.call, [.empty, Self.keywords(21)]) == "shop.Shop@7(\(keywords), …)")
    #expect(
      try summary(ofAnswer: .tuple((0..<21).map { .value(.int(Int64($0))) })) == "(\(Self.list(20)), …)")
  }

  @Test func showsAnswers() throws {
    #expect(try summary(ofAnswer: .value(.float(0.5))) == "0.5")
    #expect(try summary(ofAnswer: .tuple([])) == "()")
    #expect(try summary(ofAnswer: .tuple([.value(.int(1))])) == "(1,)")
    #expect(try summary(ofAnswer: .tuple([.value(.int(1)), .text("a")])) == "(1, 'a')")
    #expect(try summary(ofAnswer: .remoteReference(Talk.id("shop.Tea", 9))) == "shop.Tea@9")
    // A class is known by the id of its own.
    #expect(try summary(ofAnswer: .remoteReference(Talk.id("shop.Tea", 0))) == "shop.Tea@1000")
    #expect(
      try summary(ofAnswer: .remoteReference(.pack(name: "a\nb", classID: 1, instanceID: 2))) == #"a\nb@2"#)
  }

  @Test func showsEightLevelsOfTuples() throws {
    func nested(_ levels: Int) -> RPyCBox { (0..<levels).reduce(.nothing) { box, _ in .tuple([box]) } }
    func shown(_ levels: Int, _ inner: String) -> String {
      String(repeating: "(", count: levels) + inner + String(repeating: ",)", count: levels)
    }
    #expect(try summary(ofAnswer: nested(8)) == shown(8, "None"))
    #expect(try summary(ofAnswer: nested(9)) == shown(8, "(…)"))
  }

  @Test func showsSoMuchOfAValueAndOfAMessage() throws {
    func text(_ count: Int) -> RPyCBox { .text(String(repeating: "x", count: count)) }
    #expect(try summary(ofAnswer: text(198)) == "'\(String(repeating: "x", count: 198))'")
    #expect(try summary(ofAnswer: text(199)) == "'\(String(repeating: "x", count: 199))...")
    // Five texts of 196 characters in quotes, four commas, and parentheses: 1,000 characters.
    #expect(
      try summary(ofAnswer: .tuple([text(196), text(196), text(196), text(196), text(196)]))?.count == 1_000)
    let cut = try summary(ofAnswer: .tuple([text(196), text(196), text(196), text(196), text(197)]))
    #expect(cut?.count == 1_001)
    #expect(cut?.hasSuffix("x'…") == true)
  }

  @Test func showsExceptions() throws {
    func summary(_ hex: String) throws -> String? {
      try self.summary { talk in
        try talk.ask(.ping, 1, [.nothing])
        try talk.send(data: hexBytes("03 11 51" + hex), from: .serverToClient)
      }
    }
    #expect(try summary("51") == "StopIteration")
    #expect(try summary("080a78") == "'x'")
    #expect(try summary("13 11 0a6d 0a43 10 55 02 01") == "m.C(5)")
    #expect(try summary("13 11 00 0a43 02 02 01") == "?.C()")
    let arguments = "14 15" + String(repeating: "55", count: 21)
    let shown = [String](repeating: "5", count: 20).joined(separator: ", ")
    #expect(try summary("13 11 0a6d 0a43 \(arguments) 02 01") == "m.C(\(shown), …)")
  }

  /// Up to rpyc 3 an object is known by its bare id, and its class from where it was handed out.
  @Test func showsTheObjectsOfRpyc3() throws {
    var talk = Talk(.fourFive, options: Self.described)
    try talk.ask(.getRoot, 0)
    try talk.answer(0, .remoteReference(.described(15, className: "Shop", module: "shop")))
    let motto = RPyCBox.value(.tuple([.int(15), .string("motto")]))
    try talk.send(.request(.getAttribute, arguments: motto), 1, from: .clientToServer)
    let foreign = RPyCBox.value(.tuple([.int(16), .string("motto")]))
    try talk.send(.request(.getAttribute, arguments: foreign), 2, from: .clientToServer)
    try talk.ask(.ping, 3, [.localReference(.bare(15))])
    #expect(
      talk.sink.messages.map(\.summary) == [
        "GETROOT()", "shop.Shop@15", "shop.Shop@15.motto", "object@16.motto", "PING(shop.Shop@15)",
      ])
    // A module that is no text is left out.
    try talk.send(data: hexBytes("12 52 53 11 54 12 57 0a54 00"), from: .serverToClient)
    #expect(talk.sink.messages.last?.summary == "T@7")
  }

  @Test func saysNothingWhereNobodyAsks() throws {
    var talk = Talk()
    try talk.getRoot()
    try talk.ask(.ping, 1, [.text("a")])
    #expect(talk.sink.messages.allSatisfy { $0.summary == nil })
  }
}
