import PyroWire
import TestSupport
import Testing
import WireCore

/// What a decoder gave out, in order.
struct DecoderLog: Equatable {
  enum Entry: Equatable {
    case message(Pyro5Header, annotations: [UInt8], payload: [UInt8])
    case damage(PyroHeaderFault, Int)
  }

  var entries: [Entry] = []

  /// Feeds `bytes` in pieces of `size`.
  static func of(_ bytes: [UInt8], piece size: Int, limits: Limits = Limits()) -> DecoderLog {
    var decoder = Pyro5StreamDecoder(limits: limits)
    var log = DecoderLog()
    var start = 0
    while start < bytes.count {
      let piece = Array(bytes[start..<min(start + size, bytes.count)])
      start += piece.count
      var entries = log.entries
      decoder.read(piece.span) { header, annotations, payload in
        entries.append(.message(header, annotations: copy(annotations), payload: copy(payload)))
      } damage: { fault, offset in
        entries.append(.damage(fault, offset))
      }
      log.entries = entries
    }
    return log
  }

  private static func copy(_ bytes: Span<UInt8>) -> [UInt8] { bytes.indices.map { bytes[$0] } }
}

@Suite struct Pyro5StreamDecoderTests {
  /// Three messages, the second with annotations and a payload of some size.
  static let stream: [UInt8] = {
    var bytes: [UInt8] = []
    let messages = [
      Pyro5Message(type: .connect, sequence: 0, payload: Array("hello".utf8)),
      Pyro5Message(
        type: .invoke, sequence: 1, annotations: [PyroAnnotation(id: "ABCD", data: [1, 2, 3])],
        payload: (0..<90).map { UInt8($0) }),
      Pyro5Message(type: .ping, sequence: 2, payload: []),
    ]
    for message in messages { bytes += (try? Pyro5Encoder().encode(message)) ?? [] }
    return bytes
  }()

  @Test func readsEachMessageWhole() {
    let log = DecoderLog.of(Self.stream, piece: .max)
    #expect(log.entries.count == 3)
    guard case .message(let header, let annotations, let payload) = log.entries[1] else {
      Issue.record("no message")
      return
    }
    #expect(header.sequence == 1)
    #expect(annotations.count == 11)
    #expect(payload == (0..<90).map { UInt8($0) })
  }

  @Test(arguments: Array(1...60) + [100, 150]) func piecesOfAnySizeGiveTheSame(size: Int) {
    #expect(DecoderLog.of(Self.stream, piece: size) == DecoderLog.of(Self.stream, piece: .max))
  }

  @Test(arguments: 0..<40) func eachHeaderByteMutatedIsFoundAlikeHoweverItIsCut(index: Int) {
    for (start, bits) in [(0, UInt8(0x01)), (45, 0x80), (45, 0xFF)] {
      var bytes = Self.stream
      bytes[start + index] ^= bits
      let whole = DecoderLog.of(bytes, piece: .max, limits: Limits(bytes: 1_000))
      for size in [1, 7, 40, 41] {
        #expect(DecoderLog.of(bytes, piece: size, limits: Limits(bytes: 1_000)) == whole)
      }
    }
  }

  @Test func picksUpAtTheNextHeader() {
    let noise = Array("noise PYRO\u{1}PYRO".utf8) + Self.stream[..<20]
    let log = DecoderLog.of(noise + Self.stream, piece: 3)
    #expect(log.entries.count == 4)
    #expect(log.entries.first == .damage(.magic, 0))
  }

  @Test func hugeSizesAreReportedBeforeTheirBytesAreAwaited() {
    for size in [UInt32(0x8000_0000), 0x7FFF_FFFF] {
      var bytes: [UInt8] = []
      Pyro5Header(type: .invoke, serializerID: 1, sequence: 1, dataSize: size).append(to: &bytes)
      let log = DecoderLog.of(bytes + Self.stream, piece: 5)
      #expect(log.entries.first == .damage(.size(Int(size), limit: 64 << 20), 0))
      #expect(log.entries.count == 4)
    }
  }

  @Test func afterALossTheNextHeaderCounts() {
    var decoder = Pyro5StreamDecoder()
    var sequences: [UInt16] = []
    decoder.read(Array(Self.stream[..<60]).span) { header, _, _ in
      sequences.append(header.sequence)
    } damage: { _, _ in
    }
    decoder.lose(30)
    #expect(decoder.offset == 90)
    decoder.read(Array(Self.stream[90...]).span) { header, _, _ in
      sequences.append(header.sequence)
    } damage: { _, _ in
      Issue.record("damage after a loss")
    }
    #expect(sequences == [0, 2])
  }

  /// Bytes of which nobody knows how many are missing do not move the offset, those that had come do.
  @Test func aLossOfUnknownSizeIsCountedAsNone() {
    for (bytes, count) in [([], 0), (Array(Self.stream[..<5]), 5), (Self.stream, Self.stream.count)] {
      var decoder = Pyro5StreamDecoder()
      decoder.read(bytes.span) { _, _, _ in
      } damage: { _, _ in
      }
      #expect(decoder.pending == (count == 5 ? 5 : 0))
      decoder.lose(nil)
      #expect(decoder.offset == count)
      #expect(decoder.pending == 0)
    }
  }
}
