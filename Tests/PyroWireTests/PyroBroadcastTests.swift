import PyroWire
import Testing

@Suite struct PyroBroadcastTests {
  static func read(_ text: String) -> PyroBroadcast? { PyroBroadcast(Array(text.utf8).span) }

  @Test func recognisesQuestionAndAnswer() {
    #expect(Self.read("GET_NSURI") == .lookup)
    #expect(
      Self.read("PYRO:Pyro.NameServer@127.0.0.1:9090") == .reply(uri: "PYRO:Pyro.NameServer@127.0.0.1:9090"))
    #expect(Self.read("GET_NSURI")?.kind == "NS_BROADCAST_LOOKUP")
  }

  @Test(arguments: [
    "", "GET_NSURI\n", "get_nsuri", "PYRO:", "PYRO:@", "PYRO:a@", "PYRO:@b", "PYRO:a b@c", "HTTP/1.1",
    "PYRO:a@" + String(repeating: "x", count: 94),
  ])
  func rejectsOtherDatagrams(text: String) {
    #expect(Self.read(text) == nil)
  }
}
