import PyroWire
import WireCore

// Dialogues of Pyro 4.
extension Dialogue {
  static let object4 = #"{"handshake": "hello", "object": "demo"}"#
  static let accepted4 = #"{"handshake": "hello", "meta": {"methods": ["add"], "oneway": [], "attrs": []}}"#
  static let call4 = #"{"object": "demo", "method": "add", "params": [1, 2], "kwargs": {}}"#

  /// A dialogue of Pyro 4 that begins with an accepted handshake.
  static func pyro4(
    signing hmac: Pyro4HMAC? = nil, connect: String = object4, answer: String = accepted4
  ) -> Dialogue {
    var dialogue = Dialogue(generation: .pyro4)
    dialogue.client4(.connect, 0, connect, flags: .metadataOnConnect, signing: hmac)
    dialogue.server4(.connectOK, 0, answer, flags: .metadataOnConnect, signing: hmac)
    return dialogue
  }

  mutating func client4(
    _ type: Pyro4MessageType, _ sequence: UInt16, _ payload: String = call4, flags: Pyro4Flags = [],
    signing hmac: Pyro4HMAC? = nil
  ) {
    send4(
      .clientToServer,
      Pyro4Message(
        type: type, serializer: .json, flags: flags, sequence: sequence, payload: Array(payload.utf8)), hmac)
  }

  mutating func server4(
    _ type: Pyro4MessageType, _ sequence: UInt16, _ payload: String = "3", flags: Pyro4Flags = [],
    signing hmac: Pyro4HMAC? = nil
  ) {
    send4(
      .serverToClient,
      Pyro4Message(
        type: type, serializer: .json, flags: flags, sequence: sequence, payload: Array(payload.utf8)), hmac)
  }

  mutating func send4(_ direction: Direction, _ message: Pyro4Message, _ hmac: Pyro4HMAC? = nil) {
    turns.append((direction, (try? Pyro4Encoder(hmac: hmac).encode(message)) ?? []))
  }

  /// A call of `add` and its answer.
  mutating func call4(_ sequence: UInt16, signing hmac: Pyro4HMAC? = nil) {
    client4(.invoke, sequence, signing: hmac)
    server4(.result, sequence, signing: hmac)
  }
}
