import PyroWire
import Testing

@Suite struct Pyro3BroadcastTests {
  static func read(_ text: String) -> Pyro3Broadcast? { Pyro3Broadcast(Array(text.utf8).span) }

  @Test func recognisesQuestionsAndAnswers() {
    #expect(Self.read("location") == .lookup)
    #expect(Self.read("shutdown")?.kind == "NS_BROADCAST_SHUTDOWN")
    #expect(Self.read("Will shut down shortly") == .farewell(ends: true))
    #expect(Self.read("Shutdown request denied") == .farewell(ends: false))
    let uri = "PYRO://127.0.0.1:9090/7f0000012a2f18c8"
    #expect(Self.read(uri) == .reply(uri: uri))
  }

  @Test(arguments: [
    "", "location\n", "Location", "PYRO:a@b", "PYRO://", "PYRO://host/id", "PYRO://host:port/id",
    "PYRO://:1/id",
    "PYRO://host:70000/id", "PYRO://host:9090/", "PYRO://host:9090/a b",
    "PYRO://host:9090/" + String(repeating: "x", count: 1_000), "PYRO:///host:9090/id",
    "PYRO://host:9090/" + String(repeating: "x", count: 984), "PYRO://host:65536/id",
    "PYRO://host:9090/a\u{7F}",
    "PYRO://host/id:9090", "pyro://host:9090/id",
  ])
  func rejectsOtherDatagrams(text: String) {
    #expect(Self.read(text) == nil)
  }

  @Test(arguments: [
    "PYRO://h:0/i", "PYRO://host:65535/id", "PYRO://host:9090/a/b", "PYRO://::1:9090/!",
    "PYRO://host:9090/a:b",
    "PYRO://host:9090/" + String(repeating: "x", count: 983),
  ])
  func acceptsURIs(text: String) {
    #expect(Self.read(text) == .reply(uri: text))
  }

  /// A datagram is Latin-1: each byte is a character.
  @Test func readsLatin1() {
    let bytes = Array("PYRO://host:9090/caf".utf8) + [0xE9]
    #expect(Pyro3Broadcast(bytes.span) == .reply(uri: "PYRO://host:9090/café"))
  }

  @Test func eachKindHasItsName() {
    let kinds = ["location", "shutdown", "Will shut down shortly", "Shutdown request denied", "PYRO://h:1/i"]
    #expect(
      kinds.map { Self.read($0)?.kind } == [
        "NS_BROADCAST_LOOKUP", "NS_BROADCAST_SHUTDOWN", "NS_BROADCAST_REPLY", "NS_BROADCAST_REPLY",
        "NS_BROADCAST_REPLY",
      ])
    #expect(Pyro3Broadcast.ports == 9_090...9_091)
  }
}
