import TestSupport
import Testing
import WireCore

@testable import RPyCWire

/// What a decoder gave out, in order.
private enum Entry: Equatable {
  case frame(UInt8, [UInt8], UInt8)
  case tooLarge(Int)
}

/// Feeds bytes in pieces of `size`.
private func feed(_ decoder: inout RPyCStreamDecoder, _ bytes: [UInt8], piece size: Int = .max) -> [Entry] {
  var log: [Entry] = []
  var start = 0
  while start < bytes.count {
    let end = size < bytes.count - start ? start + size : bytes.count
    let piece = Array(bytes[start..<end])
    start = end
    var entries: [Entry] = []
    decoder.read(piece.span) { flag, data, terminator in
      entries.append(.frame(flag, data.indices.map { data[$0] }, terminator))
    } tooLarge: {
      entries.append(.tooLarge($0))
    }
    log += entries
  }
  return log
}

@Suite struct RPyCStreamDecoderTests {
  /// The frame of a PING, and a frame of 300 bytes in which none begins.
  static let ping = hexBytes("00000008 00 01 11 51 11 51 11 51 02 0a")
  static let long = hexBytes("0000012c 00") + (0..<300).map { UInt8($0 % 200 + 11) } + [0x0A]

  private static func entry(_ frame: [UInt8]) -> Entry {
    .frame(frame[4], Array(frame[5..<frame.count - 1]), frame[frame.count - 1])
  }

  @Test(arguments: Array(1...40) + [300, .max]) func piecesOfAnySizeGiveTheSame(size: Int) {
    let frames = [Self.ping, Self.long, hexBytes("00000000 01 0d"), Self.ping, hexBytes("00000001 02 07 0a")]
    var decoder = RPyCStreamDecoder()
    #expect(feed(&decoder, frames.flatMap { $0 }, piece: size) == frames.map(Self.entry))
    #expect(decoder.pending == 0)
  }

  @Test(arguments: Array(1...20) + [100, 305, 306, .max]) func aFrameMayBeAsLongAsTheLimit(size: Int) {
    let stream = Self.ping + Self.long + Self.ping
    var decoder = RPyCStreamDecoder(limits: Limits(bytes: 300))
    #expect(feed(&decoder, stream, piece: size) == [Self.ping, Self.long, Self.ping].map(Self.entry))
    decoder = RPyCStreamDecoder(limits: Limits(bytes: 299))
    #expect(
      feed(&decoder, stream, piece: size) == [Self.entry(Self.ping), .tooLarge(300), Self.entry(Self.ping)])
    #expect(decoder.pending == 0)
  }

  @Test func whatHasComeOfAFrameIsPending() {
    for count in 1..<Self.long.count {
      var decoder = RPyCStreamDecoder()
      #expect(feed(&decoder, Self.ping + Self.long[..<count]) == [Self.entry(Self.ping)])
      #expect(decoder.pending == count)
      decoder = RPyCStreamDecoder(limits: Limits(bytes: 100))
      _ = feed(&decoder, Self.ping + Self.long[..<count])
      #expect(decoder.pending == (count < 5 ? count : 1))
    }
  }

  // MARK: Losses

  /// Bytes lost inside a frame cost that frame only, however many they are and wherever.
  @Test(arguments: [1, 7, .max]) func readsOnAfterTheFrameThatLostBytes(size: Int) {
    let frame = Array(Self.long[...40]) + [0x0A]
    let lost = [0, 0, 0, UInt8(frame.count - 6), 0] + frame[5...]
    for limit in [1_000, 20] {
      for cut in 0..<lost.count {
        for count in 1...lost.count - cut {
          var decoder = RPyCStreamDecoder(limits: Limits(bytes: limit))
          _ = feed(&decoder, Self.ping + lost[..<cut], piece: size)
          decoder.lose(count)
          let rest = feed(&decoder, lost[(cut + count)...] + Self.ping + Self.ping, piece: size)
          #expect(rest == [Self.entry(Self.ping), Self.entry(Self.ping)], "\(cut) \(count)")
        }
      }
    }
  }

  @Test(arguments: [1, 7, .max]) func looksForAFrameWhereMoreIsLostThanAFrame(size: Int) {
    for count in [306 - 50 + 1, 500, nil] {
      var decoder = RPyCStreamDecoder()
      _ = feed(&decoder, Array(Self.long[..<50]), piece: size)
      decoder.lose(count)
      #expect(decoder.isSeeking)
      #expect(decoder.pending == 0)
      #expect(feed(&decoder, Self.ping, piece: size) == [Self.entry(Self.ping)])
      #expect(!decoder.isSeeking)
    }
  }

  /// A second loss, while it is not known where the next frame begins.
  @Test(arguments: [1, 7, .max]) func looksOnAfterAnotherLoss(size: Int) {
    var decoder = RPyCStreamDecoder()
    decoder.lose(nil)
    #expect(feed(&decoder, Array(Self.ping[..<6]), piece: size) == [])
    decoder.lose(3)
    #expect(feed(&decoder, Self.ping[9...] + Self.ping, piece: size) == [Self.entry(Self.ping)])
  }

  @Test(arguments: [1, 2, 7, .max]) func aFrameIsLookedForBehindALineFeed(size: Int) {
    var decoder = RPyCStreamDecoder()
    decoder.lose(nil)
    // Not behind the line feed, at a line feed that no frame follows, and at one.
    let noise = [0x78] + Self.ping.dropLast() + [0x78, 0x0A, 0x0A, 0x78, 0x0A]
    #expect(
      feed(&decoder, noise + Self.ping + Self.long, piece: size) == [Self.ping, Self.long].map(Self.entry))
  }

  /// A small frame within what may be the beginning of a longer one.
  @Test(arguments: Array(0...37) + [100]) func findsASmallFrameAmongBytesThatWereHeld(cut: Int) {
    let other = hexBytes("00000008 00 02 11 51 11 51 11 51 02 0a")
    let stream = hexBytes("00000020 00 78 0a") + Self.ping + other + Self.ping
    var decoder = RPyCStreamDecoder()
    decoder.lose(nil)
    let first = feed(&decoder, Array(stream.prefix(cut)))
    let second = feed(&decoder, Array(stream.dropFirst(cut)))
    #expect(first + second == [Self.ping, other, Self.ping].map(Self.entry))
  }

  // MARK: Guesses

  private func guess(_ hex: String, limit: Int = 1_000) -> RPyCFrameGuess {
    let bytes = hexBytes("0a0a" + hex)
    return RPyCFrameGuess(bytes.span, at: 2, limit: limit)
  }

  @Test(
    arguments: [
      ("", .needsMore), ("00000008", .needsMore), ("00000003 00", .no), ("00000004 00", .needsMore),
      ("000003e8 00", .needsMore), ("000003e9 00", .no), ("00000008 02", .no), ("00000008 ff", .no),
      ("00000008 01", .needsMore), ("00000008 01 78", .needsMore), ("00000008 01 7801", .yes),
      ("00000008 01 789c", .yes), ("00000008 01 78da", .yes), ("00000008 01 081d", .yes),
      ("00000008 01 881c", .no), ("00000008 01 7918", .no), ("00000008 01 7802", .no),
      ("00000008 01 0111", .no),
      ("00000008 00 0111", .needsMore), ("00000008 00 011151", .yes), ("00000008 00 021151", .yes),
      ("00000008 00 031151", .yes), ("00000008 00 001151", .no), ("00000008 00 041151", .no),
      ("00000008 00 011251", .no), ("00000008 00 125151", .yes), ("00000008 00 125351", .yes),
      ("00000008 00 125051", .no), ("00000008 00 125451", .no), ("00000008 00 115151", .no),
      ("00000008 00 01111f", .no), ("00000008 00 011120", .yes), ("00000008 00 0111ef", .yes),
      ("00000008 00 0111f0", .no), ("00000008 00 011109", .yes), ("00000008 00 011116", .yes),
      ("00000008 00 011117", .yes), ("00000008 00 011108", .no), ("00000008 00 01110a", .no),
      ("00000008 00 011115", .no), ("00000008 00 011118", .no),
    ] as [(String, RPyCFrameGuess)])
  func tellsWhatMayBeginAFrame(hex: String, expected: RPyCFrameGuess) {
    #expect(guess(hex) == expected)
  }

  @Test func tellsAFrameBehindThreadIDs() {
    let ids = "0000000000000001 0000000000000000"
    #expect(guess("00000013 00" + ids) == .no)
    #expect(guess("00000014 00" + ids) == .needsMore)
    #expect(guess("00000014 00" + ids + "0111") == .needsMore)
    #expect(guess("00000014 00" + ids + "011151") == .yes)
    #expect(guess("00000014 00" + ids + "125251") == .yes)
    #expect(guess("00000014 00" + ids + "111151") == .no)
    #expect(RPyCFrameGuess.window == 24)
  }

  @Test func theSmallestMessageIsLookedForWhateverTheLimit() {
    #expect(guess("00000004 00 031151", limit: 2) == .yes)
    #expect(guess("00000005 00 031151", limit: 2) == .no)
    #expect(guess("00000005 00 031151", limit: 5) == .yes)
  }
}
