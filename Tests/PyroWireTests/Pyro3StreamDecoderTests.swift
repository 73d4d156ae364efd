import PyroWire
import TestSupport
import Testing
import WireCore

/// What a decoder gave out, in order.
struct Pyro3Log: Equatable {
  enum Entry: Equatable {
    case message(Pyro3Header, [UInt8])
    case answer(Pyro3Answer)
    case damage(Pyro3HeaderFault, Int)
  }

  var entries: [Entry] = []

  /// Feeds `bytes` in pieces of `size`.
  static func of(
    _ bytes: [UInt8], piece size: Int, limits: Limits = Limits(), isServer: Bool = true
  ) -> Pyro3Log {
    var decoder = Pyro3StreamDecoder(limits: limits, readsAnswers: isServer)
    var entries: [Entry] = []
    var start = 0
    while start < bytes.count {
      let piece = Array(bytes[start..<min(size < bytes.count ? start + size : bytes.count, bytes.count)])
      start += piece.count
      decoder.read(piece.span) { header, body in
        entries.append(.message(header, body.indices.map { body[$0] }))
      } answer: { answer in
        entries.append(.answer(answer))
      } damage: { fault, offset in
        entries.append(.damage(fault, offset))
      }
    }
    return Pyro3Log(entries: entries)
  }
}

@Suite struct Pyro3StreamDecoderTests {
  /// A server's stream: a challenge, GRANTED, two answers.
  static let stream: [UInt8] = {
    let encoder = Pyro3Encoder(checksums: true)
    let challenge = (try? encoder.encode(Pyro3Message(body: (0..<16).map { UInt8($0) }))) ?? []
    let answers = [[0x80, 0x02, 0x4E, 0x2E], (0..<90).map { UInt8($0) }].flatMap {
      (try? encoder.encode(Pyro3Message(body: $0))) ?? []
    }
    return challenge + Pyro3Answer.granted.bytes + answers
  }()

  @Test func readsEachMessageWhole() {
    let entries = Pyro3Log.of(Self.stream, piece: .max).entries
    #expect(entries.count == 4)
    #expect(entries[1] == .answer(.granted))
    guard case .message(let header, let body) = entries[3] else {
      Issue.record("no message")
      return
    }
    #expect(header.flags == .checksum)
    #expect(body == (0..<90).map { UInt8($0) })
  }

  @Test(arguments: Array(1...60) + [100, 150]) func piecesOfAnySizeGiveTheSame(size: Int) {
    #expect(Pyro3Log.of(Self.stream, piece: size) == Pyro3Log.of(Self.stream, piece: .max))
  }

  @Test(arguments: 0..<59) func eachByteMutatedIsFoundAlikeHoweverItIsCut(index: Int) {
    for bits in [UInt8(0x01), 0x80, 0xFF, 0x17] {
      var bytes = Self.stream
      bytes[index] ^= bits
      let whole = Pyro3Log.of(bytes, piece: .max, limits: Limits(bytes: 1_000))
      for size in [1, 2, 7, 18, 19] {
        #expect(Pyro3Log.of(bytes, piece: size, limits: Limits(bytes: 1_000)) == whole)
      }
    }
  }

  @Test(arguments: [
    (0, 0x41, Pyro3HeaderFault.magic), (5, 0x30, .version(.pyro4(48))), (4, 1, .version(.unknown(261))),
    (7, 20, .headerSize(20)), (8, 0xFF, .negativeSize(-16_777_200)),
    (8, 0x7F, .size(2_130_706_448, limit: 64 << 20)),
  ])
  func tellsWhatIsWrongWithAHeader(index: Int, byte: UInt8, fault: Pyro3HeaderFault) {
    var bytes = Self.stream
    bytes[index] = byte
    let entries = Pyro3Log.of(bytes, piece: 5).entries
    #expect(entries.first == .damage(fault, 0))
    // What follows a place where nothing can be read is picked up at the next header.
    #expect(entries.count == 3)
  }

  @Test func answersAreAServersOnly() {
    let log = Pyro3Log.of(Pyro3Answer.granted.bytes + Self.stream, piece: 3, isServer: false)
    #expect(log.entries.first == .damage(.magic, 0))
  }

  @Test func reasonsOfADenialAreKept() {
    for code in UInt8(0x30)...0x33 {
      let bytes = Pyro3Answer.denied(.init(code: code)).bytes
      #expect(Pyro3Log.of(bytes, piece: 1).entries == [.answer(.denied(.init(code: code)))])
    }
    #expect(Pyro3Answer.Reason.security.words == "security reasons")
  }

  @Test func afterALossTheNextHeaderCounts() {
    var decoder = Pyro3StreamDecoder(readsAnswers: true)
    var sizes: [Int] = []
    for (bytes, loss) in [(Array(Self.stream[..<50]), 5), (Array(Self.stream[55...]), 0)] {
      decoder.read(bytes.span) { _, body in
        sizes.append(body.count)
      } answer: { _ in
      } damage: { _, _ in
        Issue.record("damage after a loss")
      }
      if loss > 0 { decoder.lose(loss) }
    }
    #expect(sizes == [16, 90])
    #expect(decoder.offset == Self.stream.count)
  }

  /// Bytes of which nobody knows how many are missing do not move the offset, those that had come do.
  @Test func aLossOfUnknownSizeIsCountedAsNone() {
    for (bytes, count) in [([], 0), (Array(Self.stream[..<5]), 5), (Self.stream, Self.stream.count)] {
      var decoder = Pyro3StreamDecoder(readsAnswers: true)
      decoder.read(bytes.span) { _, _ in
      } answer: { _ in
      } damage: { _, _ in
      }
      #expect(decoder.pending == (count == 5 ? 5 : 0))
      decoder.lose(nil)
      #expect(decoder.offset == count)
      #expect(decoder.pending == 0)
    }
  }
}
