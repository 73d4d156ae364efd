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

/// What holds of a Pyro 4 message on its own, as of Pyro 5's.
enum Pyro4MessageInvariants {
  static func check(_ bytes: [UInt8]) throws(Violation) {
    for data in Pyro5MessageInvariants.firstPieces(bytes) {
      guard let message = try? Pyro4Message(data.span, limits: StreamInvariants.limits) else { continue }
      do throws(WireError) {
        let written = try Pyro4Encoder().encode(message)
        let again = try Pyro4Encoder().encode(Pyro4Message(written.span, limits: StreamInvariants.limits))
        guard again == written else {
          throw WireError(.syntax, at: 0, reading: "a second writing", "it differs from the first")
        }
      } catch {
        throw Violation(promise: "what reads as a message is written, and read, the same", detail: "\(error)")
      }
    }
  }
}

/// What holds of a Pyro 3 message on its own, as of Pyro 5's.
enum Pyro3MessageInvariants {
  static func check(_ bytes: [UInt8]) throws(Violation) {
    for data in Pyro5MessageInvariants.firstPieces(bytes) {
      guard let message = try? Pyro3Message(data.span, limits: StreamInvariants.limits) else { continue }
      do throws(WireError) {
        let written = try Pyro3Encoder().encode(message)
        let again = try Pyro3Encoder().encode(Pyro3Message(written.span, limits: StreamInvariants.limits))
        guard again == written else {
          throw WireError(.syntax, at: 0, reading: "a second writing", "it differs from the first")
        }
      } catch {
        throw Violation(promise: "what reads as a message is written, and read, the same", detail: "\(error)")
      }
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
    guard let message = try? RPyCMessage(data.span, limits: StreamInvariants.limits) else { return }
    for generation in RPyCGeneration.allCases {
      do throws(WireError) {
        let written = try message.data(for: generation)
        let again = try RPyCMessage(written.span, limits: StreamInvariants.limits).data(for: generation)
        guard again == written else {
          throw WireError(.syntax, at: 0, reading: "a second writing", "it differs from the first")
        }
      } catch {
        throw Violation(promise: "what reads as a message is written, and read, the same", detail: "\(error)")
      }
    }
  }
}

/// What holds of datagrams: of Pyro's name servers and of RPyC's registry.
enum DatagramInvariants {
  @Sendable static func check(_ bytes: [UInt8]) throws(Violation) {
    if let broadcast = PyroBroadcast(bytes.span) {
      try promise("a broadcast has a kind", !broadcast.kind.isEmpty)
    }
    do throws(WireError) {
      let datagram = try RPyCRegistryDatagram(bytes.span, limits: BrineInvariants.limits)
      let text = datagram.summary
      try promiseOneLine(text)
    } catch {
      try ValueInvariants.check(error, of: bytes)
    }
  }

  private static func promiseOneLine(_ text: String) throws(WireError) {
    guard !text.unicodeScalars.contains(where: { $0.value < 0x20 }) else {
      throw WireError(.syntax, at: -1, reading: "a summary", "it has control characters: \(text)")
    }
  }
}
