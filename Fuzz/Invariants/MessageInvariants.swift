import FuzzScripts
import PyroWire
import RPyCWire
import WireCore

/// What holds of a Pyro 5 message on its own: what reads can be written, and reads again to the same.
enum Pyro5MessageInvariants {
  static func check(_ bytes: [UInt8]) throws(Violation) {
    for data in firstPieces(bytes) {
      do throws(WireError) {
        let message = try Pyro5Message(data.span, limits: StreamInvariants.limits)
        let written = try Pyro5Encoder().encode(message)
        var again = try Pyro5Message(written.span, limits: StreamInvariants.limits)
        // Whether it came compressed is not kept: an encoder compresses as it is told.
        again.flags = message.flags
        guard again == message else {
          throw WireError(.syntax, at: 0, reading: "what was written", "\(again) for \(message)")
        }
      } catch {
        try promise("a message's error lies inside it", error.offset <= data.count, "\(error)")
        try promise(
          "what reads as a message is written and reads the same", error.reading != "what was written",
          "\(error)")
      }
    }
  }

  /// The first piece of each direction.
  static func firstPieces(_ bytes: [UInt8]) -> [[UInt8]] {
    var found: [Direction: [UInt8]] = [:]
    for case .data(let direction, let data) in ConversationScript(reading: bytes).pieces
    where found[direction] == nil {
      found[direction] = data
    }
    return [Direction.clientToServer, .serverToClient].compactMap { found[$0] }
  }
}

/// What holds of messages that do not compare: what reads is written, and read, the same.
enum SecondWriting {
  static func check<Message>(
    _ data: [UInt8], _ read: (Span<UInt8>) throws(WireError) -> Message,
    _ write: (Message) throws(WireError) -> [UInt8]
  ) throws(Violation) {
    guard let message = try? read(data.span) else { return }
    let (first, second): ([UInt8], [UInt8])
    do throws(WireError) {
      first = try write(message)
      second = try write(read(first.span))
    } catch {
      throw Violation(promise: "what reads as a message is written, and read", detail: "\(error)")
    }
    try promise("what is read of a written message is written the same", first == second)
  }
}

/// What holds of a Pyro 4 message on its own.
enum Pyro4MessageInvariants {
  static func check(_ bytes: [UInt8]) throws(Violation) {
    for data in Pyro5MessageInvariants.firstPieces(bytes) {
      try SecondWriting.check(
        data, { bytes throws(WireError) in try Pyro4Message(bytes, limits: StreamInvariants.limits) },
        { message throws(WireError) in try Pyro4Encoder().encode(message) })
    }
  }
}

/// What holds of a Pyro 3 message on its own.
enum Pyro3MessageInvariants {
  static func check(_ bytes: [UInt8]) throws(Violation) {
    for data in Pyro5MessageInvariants.firstPieces(bytes) {
      try SecondWriting.check(
        data, { bytes throws(WireError) in try Pyro3Message(bytes, limits: StreamInvariants.limits) },
        { message throws(WireError) in try Pyro3Encoder().encode(message) })
    }
  }
}

/// What holds of the data of an RPyC frame on its own.
enum RPyCMessageInvariants {
  static func check(_ bytes: [UInt8]) throws(Violation) {
    for piece in Pyro5MessageInvariants.firstPieces(bytes) {
      var frames: [[UInt8]] = []
      var decoder = RPyCStreamDecoder(limits: StreamInvariants.limits)
      decoder.read(piece.span, frame: { _, data, _ in frames.append(data.copy) }, tooLarge: { _ in })
      for data in frames.prefix(20) { try checkData(data) }
    }
  }

  private static func checkData(_ data: [UInt8]) throws(Violation) {
    for generation in RPyCGeneration.allCases {
      try SecondWriting.check(
        data, { bytes throws(WireError) in try RPyCMessage(bytes, limits: StreamInvariants.limits) },
        { message throws(WireError) in try message.data(for: generation) })
    }
  }
}

/// What holds of datagrams: of Pyro's name servers and of RPyC's registry.
enum DatagramInvariants {
  @Sendable static func check(_ bytes: [UInt8]) throws(Violation) {
    if let broadcast = PyroBroadcast(bytes.span) {
      try promise("a broadcast has a kind", !broadcast.kind.isEmpty)
    }
    let text: String
    do throws(WireError) {
      text = try RPyCRegistryDatagram(bytes.span, limits: BrineInvariants.limits).summary
    } catch {
      return try ValueInvariants.check(error, of: bytes)
    }
    try promise("a summary is one line", !text.unicodeScalars.contains { $0.value < 0x20 }, text)
  }
}
