import FuzzScripts
import PyroWire
import RPyCWire
import WireCore

/// What holds of a conversation, whatever the bytes and however they are cut.
enum StreamInvariants {
  static let limits = Limits(bytes: 1 << 20, count: 100_000, inflationFloor: 1 << 16)

  @Sendable static func pyro3(_ bytes: [UInt8]) throws(Violation) {
    var choice = Choice(bytes)
    var options = Pyro3Conversation.Options(
      describes: choice.flip(), limits: limits, passphrases: [Pyro3Passphrase("secret")],
      beginsMidstream: choice.flip())
    try check(bytes, choice) { Pyro3Conversation(options: options) }
    options.scope = .framing
    try check(bytes, choice) { Pyro3Conversation(options: options) }
    try Pyro3MessageInvariants.check(bytes)
  }

  @Sendable static func pyro4(_ bytes: [UInt8]) throws(Violation) {
    try pyro(.pyro4, bytes)
    try Pyro4MessageInvariants.check(bytes)
  }

  @Sendable static func pyro5(_ bytes: [UInt8]) throws(Violation) {
    try pyro(.pyro5, bytes)
    try Pyro5MessageInvariants.check(bytes)
  }

  private static func pyro(_ generation: PyroGeneration, _ bytes: [UInt8]) throws(Violation) {
    var choice = Choice(bytes)
    var options = PyroConversation.Options(
      describes: choice.flip(), limits: limits, beginsMidstream: choice.flip())
    try check(bytes, choice) { PyroConversation(generation, options: options) }
    options.scope = .framing
    try check(bytes, choice) { PyroConversation(generation, options: options) }
  }

  @Sendable static func rpyc(_ bytes: [UInt8]) throws(Violation) {
    var choice = Choice(bytes)
    var options = RPyCConversation.Options(
      describes: choice.flip(), limits: limits, beginsMidstream: choice.flip())
    try check(bytes, choice) { RPyCConversation(options: options) }
    options.scope = .framing
    try check(bytes, choice) { RPyCConversation(options: options) }
    try RPyCMessageInvariants.check(bytes)
  }

  /// Feeding in pieces equals feeding whole; messages are numbered; findings speak of what there is.
  static func check<C: Conversation>(
    _ bytes: [UInt8], _ choice: Choice, _ make: () -> C
  ) throws(Violation) {
    var choice = choice
    let script = ConversationScript(reading: bytes)
    let whole = SeenConversation(script, make())
    try checkOrder(whole)
    let size = [1, 2, 3, 5, 7, 16, 40, 100][choice.below(8)]
    let pieces = SeenConversation(script.recut(size), make())
    try promise(
      "pieces of \(size) bytes say what the whole says", pieces.events == whole.events,
      Self.difference(whole.events, pieces.events))
  }

  private static func checkOrder(_ seen: SeenConversation) throws(Violation) {
    var next = 0
    for event in seen.events {
      guard case .message(let message, _) = event else { continue }
      try promise("messages are numbered in their order", message.index == next, "\(message)")
      next += 1
    }
    for event in seen.events {
      guard case .finding(let finding) = event else { continue }
      // A message that is never completed has the number that it would have had.
      try promise("a finding is of a message that there is", (finding.message ?? 0) <= next, "\(finding)")
      try promise("an offset is not negative", (finding.offset ?? 0) >= 0, "\(finding)")
      let detail = finding.detail
      try promise(
        "a finding's text is one line",
        !detail.isEmpty && !detail.unicodeScalars.contains { $0.value < 0x20 },
        "\(finding)")
    }
  }

  private static func difference(
    _ left: [SeenConversation.Event], _ right: [SeenConversation.Event]
  ) -> String {
    let place = zip(left, right).enumerated().first { $1.0 != $1.1 }?.offset ?? min(left.count, right.count)
    let whole = left.indices.contains(place) ? "\(left[place])" : "nothing"
    let pieces = right.indices.contains(place) ? "\(right[place])" : "nothing"
    return "event \(place): whole \(whole), in pieces \(pieces)"
  }
}

/// What a conversation said of a script.
struct SeenConversation: ConversationSink {
  enum Event: Hashable {
    case message(ObservedMessage, payload: [UInt8])
    case finding(Finding)
  }

  var events: [Event] = []

  init<C: Conversation>(_ script: ConversationScript, _ conversation: consuming C) {
    var conversation = conversation
    var hasEnded: Set<Direction> = []
    for piece in script.pieces {
      switch piece {
      case .data(let direction, let data):
        if !hasEnded.contains(direction) { conversation.receive(data.span, from: direction, into: &self) }
      case .loss(let direction, let count):
        if !hasEnded.contains(direction) {
          conversation.lose(count == 0 ? nil : count, from: direction, into: &self)
        }
      case .end(let direction, let ending):
        if hasEnded.insert(direction).inserted { conversation.end(direction, because: ending, into: &self) }
      }
    }
    for direction in [Direction.clientToServer, .serverToClient] where !hasEnded.contains(direction) {
      conversation.end(direction, because: .unseen, into: &self)
    }
  }

  mutating func message(_ message: ObservedMessage, payload: Span<UInt8>) {
    events.append(.message(message, payload: payload.copy))
  }

  mutating func finding(_ finding: Finding) { events.append(.finding(finding)) }
}

extension Span<UInt8> {
  /// The bytes as an array.
  var copy: [UInt8] { indices.map { self[$0] } }
}
