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
    "PYRO:a@" + String(repeating: "x", count: 94), "PYRO:a@b\u{7F}", "pyro:a@b", "PYROx:a@b",
  ])
  func rejectsOtherDatagrams(text: String) {
    #expect(Self.read(text) == nil)
  }

  @Test(arguments: ["PYRO:a@b", "PYRO:a@b@c", "PYRO:!@~", "PYRO:a@" + String(repeating: "x", count: 93)])
  func acceptsURIs(text: String) {
    #expect(Self.read(text) == .reply(uri: text))
    #expect(Self.read(text)?.kind == "NS_BROADCAST_REPLY")
  }

  /// A datagram is Latin-1: each byte is a character.
  @Test func readsLatin1() {
    let bytes = Array("PYRO:a@caf".utf8) + [0xE9]
    #expect(PyroBroadcast(bytes.span) == .reply(uri: "PYRO:a@café"))
  }
}
