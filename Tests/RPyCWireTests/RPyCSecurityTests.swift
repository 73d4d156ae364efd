import PythonValues
import RPyCWire
import TestSupport
import Testing
import WireCore

/// What could take an end over.
@Suite struct RPyCSecurityTests {
  @Test(arguments: [
    ("__class__", Rule.dangerousAttribute), ("__reduce_ex__", .dangerousAttribute),
    ("__globals__", .dangerousAttribute),
    ("__array__", .dangerousAttribute), ("exposed___class__", .dangerousAttribute),
    ("_secret", .privateAttribute),
    ("__name__", .privateAttribute), ("a.b", .dottedName),
  ])
  func findsNames(_ name: String, _ rule: Rule) throws {
    for handler in [RPyCHandler.getAttribute, .deleteAttribute] {
      var talk = Talk()
      try talk.getRoot()
      try talk.ask(handler, 1, [Talk.root, .text(name)])
      #expect(talk.rules == [rule])
    }
  }

  @Test(arguments: [
    "__len__", "__iter__", "next", "__enter__", "__format__", "exposed_add", "add", "__doc__",
  ])
  func acceptsSafeNames(_ name: String) throws {
    var talk = Talk()
    try talk.getRoot()
    try talk.ask(.getAttribute, 1, [Talk.root, .text(name)])
    try talk.ask(.callAttribute, 2, [Talk.root, .text(name), .empty, .empty])
    #expect(talk.rules == [])
  }

  /// rpyc 3 does not serve what rpyc 5 added.
  @Test func findsNamesThatAnOldServerKeepsBack() throws {
    var talk = Talk(.fourFive)
    try talk.ask(.getRoot, 0)
    try talk.answer(0, .remoteReference(.described(15, className: "Shop", module: "shop")))
    let arguments = RPyCBox.value(.tuple([.int(15), .string("__format__")]))
    try talk.send(.request(.getAttribute, arguments: arguments), 1, from: .clientToServer)
    #expect(talk.rules == [.privateAttribute])
  }

  @Test func findsCallsThatRunCode() throws {
    var talk = Talk()
    try talk.getRoot()
    try talk.ask(.callAttribute, 1, [Talk.root, .text("system"), .value(.tuple([.string("id")])), .empty])
    #expect(talk.rules == [.dangerousCall])
  }

  /// A function that is asked for by name and called by reference.
  @Test func findsCallsOfWhatWasAskedForBefore() throws {
    var talk = Talk()
    try talk.getRoot()
    try talk.ask(.getAttribute, 1, [Talk.root, .text("popen")])
    try talk.answer(1, .remoteReference(Talk.id("builtins.function", 9)))
    #expect(talk.rules == [])
    try talk.ask(.call, 2, [.localReference(Talk.id("builtins.function", 9)), .empty, .empty])
    #expect(talk.rules == [.dangerousCall])
  }

  @Test func findsClassicConnectionsByTheRootsClass() throws {
    var talk = Talk()
    try talk.getRoot("rpyc.core.service.SlaveService")
    #expect(talk.rules == [.classicMode])
    #expect(talk.sink.lines.last?.hasPrefix("1 10 classic-mode: the root object is a ") == true)
  }

  @Test func findsClassicConnectionsByWhatIsAsked() throws {
    var talk = Talk()
    try talk.getRoot()
    try talk.ask(.getAttribute, 1, [Talk.root, .text("getmodule")])
    try talk.ask(.getAttribute, 2, [Talk.root, .text("namespace")])
    #expect(talk.rules == [.classicMode])
  }

  /// OLDSLICING names two methods, of which rpyc calls the second where the first fails.
  @Test(
    arguments: [
      ("__getitem__", "__getslice__", []), ("__class__", "__getslice__", [.dangerousAttribute]),
      ("__getitem__", "_secret", [.privateAttribute]),
      ("a.b", "__reduce__", [.dottedName, .dangerousAttribute]),
    ] as [(String, String, [Rule])])
  func findsNamesInSlicing(_ attempt: String, _ fallback: String, _ rules: [Rule]) throws {
    var talk = Talk()
    try talk.getRoot()
    try talk.ask(
      .oldSlicing, 1,
      [Talk.root, .text(attempt), .text(fallback), .value(.int(0)), .value(.int(5)), .empty])
    #expect(talk.rules == rules)
  }

  @Test func findsAttributesWhoseNameIsNoText() throws {
    var talk = Talk()
    try talk.getRoot()
    try talk.ask(.getAttribute, 1, [Talk.root, .value(.int(5))])
    #expect(talk.rules == [.badCallShape])
  }

  @Test func findsComparisonsThatCompareNothing() throws {
    var talk = Talk()
    try talk.getRoot()
    try talk.ask(.compare, 1, [Talk.root, .text("__class__"), .text("__getattribute__")])
    #expect(talk.rules == [.dangerousAttribute])
    #expect(talk.sink.findings.last?.detail.contains("CVE-2019-16328") == true)
  }

  @Test func findsPicklesInBothDirections() throws {
    var talk = Talk(.fourFive)
    try talk.getRoot()
    try talk.ask(.pickle, 1, [Talk.root, .value(.int(-1))])
    try talk.send(
      .request(.pickle, arguments: .tuple([.localReference(Talk.id("x.Y", 3)), .value(.int(-1))])), 0,
      from: .serverToClient)
    let pickles = talk.sink.findings.filter { $0.rule == .pickleRequest }
    #expect(pickles.count == 2)
    #expect(pickles.map { $0.detail.contains("CVE-2024-27758") } == [false, true])
  }

  @Test func findsWhatAPickleWouldLookUp() throws {
    var talk = Talk()
    try talk.getRoot()
    try talk.ask(.pickle, 1, [Talk.root, .value(.int(2))])
    try talk.answer(1, .value(.bytes(Array("cposix\nsystem\n(S'id'\ntR.".utf8))))
    #expect(talk.rules == [.pickleRequest, .dangerousClass])
    #expect(talk.sink.findings.last?.offset == 12)
  }

  @Test func findsExceptionsOfOtherModules() throws {
    var talk = Talk()
    try talk.getRoot()
    for (sequence, names) in [("builtins", "ValueError"), ("shop", "NoTea"), ("os", "system")].enumerated() {
      try talk.ask(.ping, sequence + 1, [.nothing])
      let exception = PythonException(module: names.0, className: names.1, arguments: [.string("x")])
      try talk.send(.exception(exception), sequence + 1, from: .serverToClient)
    }
    #expect(talk.rules == [.customException, .customException, .dangerousClass])
  }

  @Test func notesVersionsAndTracebacksOnce() throws {
    var talk = Talk()
    try talk.getRoot()
    for sequence in 1...2 {
      try talk.ask(.ping, sequence, [.nothing])
      let exception = PythonException(
        module: "builtins", className: "ValueError", arguments: [],
        attributes: [PythonException.Attribute(name: "_remote_version", value: .string("6.0.2"))],
        traceback: "Traceback (most recent call last):\n  File \"/srv/shop.py\", line 1\n")
      try talk.send(.exception(exception), sequence, from: .serverToClient)
    }
    #expect(talk.rules == [.versionExposed, .tracebackExposed])
    #expect(talk.conversation.versionServer == "6.0.2")
  }

  @Test func locatesWhatAnExceptionTells() throws {
    var talk = Talk()
    try talk.getRoot()
    try talk.ask(.ping, 1, [.nothing])
    // (("os", "x"), (), (("_remote_version", "6"),), a traceback of 20 bytes)
    let data =
      hexBytes("03 11 51 13 11 0b 6f73 0a78 02 10 11 0e0f") + Array("_remote_version".utf8)
      + hexBytes("0a36 0e14")
    try talk.send(data: data + [UInt8](repeating: 0x20, count: 20), from: .serverToClient)
    #expect(
      talk.sink.lines.dropFirst() == [
        "3 10 custom-exception: the exception 'os.x' is none of Python's own: a receiver set to import custom "
          + "exceptions imports its module",
        "3 10 dangerous-class: 'os.x' is of a module that can run code",
        "3 17 version-exposed: an exception tells the version of rpyc, '6'",
        "3 37 traceback-exposed: an exception carries its traceback, with the paths of files and lines of code",
      ])
    #expect(talk.conversation.versionServer == "6")
    #expect(talk.conversation.versionClient == nil)
  }

  @Test(arguments: [
    ("SlaveService", true), ("ClassicService", true), ("rpyc.ClassicService", true),
    ("a.SlaveService.b", false),
    ("MySlaveService", false), ("", false),
  ])
  func aClassicRootIsKnownByTheLastPartOfItsName(name: String, isClassic: Bool) throws {
    var talk = Talk()
    try talk.getRoot(name)
    #expect(talk.rules == (isClassic ? [.classicMode] : []))
  }

  /// What is harmless of one object is not therefore so of the root.
  @Test(arguments: [
    ("execute", [Rule.classicMode, .dangerousCall]), ("namespace", [.classicMode]), ("run", []),
  ])
  func aNameIsJudgedByItsObject(name: String, rules: [Rule]) throws {
    var talk = Talk()
    try talk.getRoot()
    try talk.ask(.ping, 1, [.nothing])
    try talk.answer(1, .remoteReference(Talk.id("shop.Tea", 9)))
    try talk.ask(.callAttribute, 2, [.localReference(Talk.id("shop.Tea", 9)), .text(name), .empty, .empty])
    #expect(talk.rules == [])
    try talk.ask(.callAttribute, 3, [Talk.root, .text(name), .empty, .empty])
    #expect(talk.rules == rules)
  }

  @Test func namesAreThoseOfTheService() {
    let names = RPyCNames(additional: ["_own"])
    #expect(names.attribute("_own", generation: .six) == .allow)
    #expect(RPyCNames().attribute("_own", generation: .six).rule == .privateAttribute)
    for name in RPyCNames.safe { #expect(RPyCNames().call(name, generation: nil) == .allow) }
    #expect(RPyCNames().attribute("__format__", generation: .fourFive) == .allow)
    #expect(RPyCNames().attribute("__format__", generation: nil) == .allow)
    #expect(RPyCNames().attribute("__format__", generation: .three).rule == .privateAttribute)
    #expect(RPyCNames().call("os.system", generation: .six).rule == .dangerousCall)
    #expect(RPyCNames().attribute("exposed_eval", generation: .six) == .allow)
    #expect(RPyCNames().call("exposed_eval", generation: .six).rule == .dangerousCall)
    #expect(RPyCNames().attribute("exposed__x", generation: .six).rule == .privateAttribute)
  }

  /// What a person reads.
  @Test func describesMessages() throws {
    var talk = Talk(options: RPyCConversation.Options(describes: true))
    try talk.getRoot()
    let words = RPyCBox.value(.tuple([.tuple([.string("with"), .string("milk\u{1B}")])]))
    try talk.ask(.callAttribute, 1, [Talk.root, .text("brew"), .tuple([.value(.int(2)), Talk.root]), words])
    try talk.answer(1, .tuple([.value(.float(0.5)), .remoteReference(Talk.id("shop.Tea", 9))]))
    try talk.ask(.setAttribute, 2, [Talk.root, .text("motto"), .text("open")])
    #expect(
      talk.sink.messages.map(\.summary) == [
        "GETROOT()", "shop.Shop@7", "shop.Shop@7.brew(2, shop.Shop@7, with='milk\\x1b')", "(0.5, shop.Tea@9)",
        "shop.Shop@7.motto = 'open'",
      ])
  }
}
