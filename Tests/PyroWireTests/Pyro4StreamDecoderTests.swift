import PyroWire
import TestSupport
import Testing
import WireCore

@Suite struct Pyro4StreamDecoderTests {
  /// What a decoder gave out, in order.
  enum Entry: Equatable {
    case message(Pyro4Header, annotations: [UInt8], payload: [UInt8])
    case damage(PyroHeaderFault, Int)
  }

  /// Feeds `bytes` in pieces of `size`.
  static func entries(of bytes: [UInt8], piece size: Int, limits: Limits = Limits()) -> [Entry] {
    var decoder = Pyro4StreamDecoder(limits: limits)
    var log: [Entry] = []
    var start = 0
    while start < bytes.count {
      let piece = Array(bytes[start..<(size < bytes.count - start ? start + size : bytes.count)])
      start += piece.count
      var entries: [Entry] = []
      decoder.read(piece.span) { header, annotations, payload in
        entries.append(.message(header, annotations: copy(annotations), payload: copy(payload)))
      } damage: { fault, offset in
        entries.append(.damage(fault, offset))
      }
      log += entries
    }
    return log
  }

  private static func copy(_ bytes: Span<UInt8>) -> [UInt8] { bytes.indices.map { bytes[$0] } }

  /// Three messages, the second with annotations and a payload of some size.
  static let stream: [UInt8] = {
    var bytes: [UInt8] = []
    let messages = [
      Pyro4Message(type: .connect, sequence: 0, payload: Array("hello".utf8)),
      Pyro4Message(
        type: .invoke, sequence: 1, annotations: [PyroAnnotation(id: "ABCD", data: [1, 2, 3])],
        payload: (0..<90).map { UInt8($0) }),
      Pyro4Message(type: .ping, sequence: 2, payload: []),
    ]
    for message in messages { bytes += (try? Pyro4Encoder().encode(message)) ?? [] }
    return bytes
  }()

  @Test func readsEachMessageWhole() {
    let entries = Self.entries(of: Self.stream, piece: .max)
    #expect(entries.count == 3)
    guard case .message(let header, let annotations, let payload) = entries[1] else {
      Issue.record("no message")
      return
    }
    #expect(header.sequence == 1)
    #expect(annotations.count == 9)
    #expect(payload == (0..<90).map { UInt8($0) })
  }

  @Test(arguments: Array(1...50) + [100, 150]) func piecesOfAnySizeGiveTheSame(size: Int) {
    #expect(Self.entries(of: Self.stream, piece: size) == Self.entries(of: Self.stream, piece: .max))
  }

  @Test(arguments: 0..<24) func eachHeaderByteChangedIsFoundAlikeHoweverItIsCut(index: Int) {
    for (start, bits) in [(0, UInt8(0x01)), (29, 0x80), (29, 0xFF)] {
      var bytes = Self.stream
      bytes[start + index] ^= bits
      let whole = Self.entries(of: bytes, piece: .max, limits: Limits(bytes: 1_000))
      #expect(whole.contains { if case .damage = $0 { true } else { false } } || (20..<22).contains(index))
      for size in [1, 7, 24, 25] {
        #expect(Self.entries(of: bytes, piece: size, limits: Limits(bytes: 1_000)) == whole)
      }
    }
  }

  @Test func picksUpAtTheNextHeaderWithARightChecksum() {
    var wrong = Self.stream[..<24]
    wrong[23] ^= 1
    let noise = Array("noise PYRO\u{0}0PYRO".utf8) + wrong
    for size in [1, 3, .max] {
      let entries = Self.entries(of: noise + Self.stream, piece: size)
      #expect(entries.count == 4)
      #expect(entries.first == .damage(.magic, 0))
    }
  }

  @Test func sizesThatCannotBeAreReportedBeforeTheirBytesAreAwaited() {
    for size in [Int32.min, -5, .max] {
      var bytes: [UInt8] = []
      Pyro4Header(type: .invoke, serializerID: 1, sequence: 1, dataSize: size).append(to: &bytes)
      let entries = Self.entries(of: bytes + Self.stream, piece: 5)
      #expect(entries.first == .damage(.badSize(size), 0))
      #expect(entries.count == 4)
    }
    var bytes: [UInt8] = []
    Pyro4Header(type: .invoke, serializerID: 1, sequence: 1, dataSize: 1 << 30).append(to: &bytes)
    #expect(
      Self.entries(of: bytes + Self.stream, piece: 5).first == .damage(.size(1 << 30, limit: 64 << 20), 0))
  }

  @Test func afterALossTheNextHeaderCounts() {
    var decoder = Pyro4StreamDecoder()
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
      var decoder = Pyro4StreamDecoder()
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
