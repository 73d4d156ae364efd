import PythonValues
import RPyCWire
import WireCore

/// A conversation under test, and what its ends send.
struct Talk {
  var conversation: RPyCConversation
  var sink = RecordingSink()
  /// What the ends speak.
  var generation: RPyCGeneration
  var threads: RPyCThreadIDs?

  init(_ generation: RPyCGeneration = .six, options: RPyCConversation.Options = RPyCConversation.Options()) {
    self.generation = generation
    conversation = RPyCConversation(options: options)
  }

  /// Sends bytes as they are.
  mutating func send(_ bytes: [UInt8], from direction: Direction = .clientToServer) {
    conversation.receive(bytes.span, from: direction, into: &sink)
  }

  /// Sends the frame of data.
  mutating func send(data: [UInt8], from direction: Direction = .clientToServer) throws {
    send(try RPyCEncoder(generation: generation).frame(data: data), from: direction)
  }

  mutating func send(_ body: RPyCMessage.Body, _ sequence: Int, from direction: Direction) throws {
    let message = RPyCMessage(sequence: sequence, body: body, threads: threads)
    send(try RPyCEncoder(generation: generation).frame(message), from: direction)
  }

  /// The client asks.
  mutating func ask(_ handler: RPyCHandler, _ sequence: Int, _ arguments: [RPyCBox] = []) throws {
    try send(.request(handler, arguments: .tuple(arguments)), sequence, from: .clientToServer)
  }

  /// The server answers.
  mutating func answer(_ sequence: Int, _ box: RPyCBox) throws {
    try send(.reply(box), sequence, from: .serverToClient)
  }

  /// The client gets the root object, ``root``.
  mutating func getRoot(_ className: String = "shop.Shop") throws {
    try ask(.getRoot, 0)
    try answer(0, .remoteReference(Self.id(className, 7)))
  }

  /// Both ends close.
  mutating func end() {
    conversation.end(.clientToServer, because: .closed, into: &sink)
    conversation.end(.serverToClient, because: .closed, into: &sink)
  }

  static let root = RPyCBox.localReference(id("shop.Shop", 7))

  static func id(_ name: String, _ instance: Int64) -> RPyCObjectID {
    .pack(name: name, classID: 1_000, instanceID: instance)
  }

  /// The rules broken, but for what every connection without TLS or login gives.
  var rules: [Rule] { sink.rules.filter { $0 != .noAuthentication } }
}

extension RPyCBox {
  static func text(_ text: String) -> RPyCBox { .value(.string(text)) }
  static let nothing = RPyCBox.value(.none)
  static let empty = RPyCBox.value(.tuple([]))
}
