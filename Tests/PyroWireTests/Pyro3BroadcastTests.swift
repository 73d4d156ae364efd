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
    "PYRO://host:9090/" + String(repeating: "x", count: 1_000),
  ])
  func rejectsOtherDatagrams(text: String) {
    #expect(Self.read(text) == nil)
  }
}
