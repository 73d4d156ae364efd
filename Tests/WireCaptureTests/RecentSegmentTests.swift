import TestSupport
import Testing
import WireCore

@testable import WireCapture

/// CAP-53: what is sent again is compared with the last eight segments of its direction.
@Suite struct RecentSegmentTests {
  private static let sides = Direction.allCases

  /// A conversation whose directions begin at these numbers.
  private func talk(_ port: Int, _ client: UInt32, _ server: UInt32) -> Talk {
    var talk = Talk(clientPort: port)
    talk.next = [.clientToServer: client, .serverToClient: server]
    talk.open()
    return talk
  }

  /// Packets with eight segments of eight bytes in each direction, all of them `byte`, from the numbers on where
  /// the directions of `talk` begin.
  private func segments(_ talk: Talk, _ byte: UInt8) -> [[UInt8]] {
    Self.sides.flatMap { side in
      (0..<8).map { index in
        talk.packet(
          side, [UInt8](repeating: byte, count: 8), sequence: (talk.next[side] ?? 0) &+ UInt32(8 * index),
          acknowledgement: talk.next[side.reversed])
      }
    }
  }

  /// Three connections, each opened again from another number on, so that it sends the same part of the numbers as
  /// before, with other bytes.
  @Test func aConnectionIsComparedWithItsOwnBytesOnly() throws {
    let ports = 40_000..<40_003
    var packets = ports.flatMap { port in
      let first = talk(port, 1_000, 5_000)
      return first.packets + segments(first, 0x61)
    }
    for port in ports {
      let second = talk(port, 999, 4_999)
      packets += second.packets + segments(second, 0x62) + segments(second, 0x62)
    }
    let honest = try readCapture(PcapFile.ethernet(packets))
    #expect(honest.flows.count == 6 && honest.breaches.isEmpty && honest.findings.isEmpty)
    // None of the last was forgotten when the others began again.
    for port in ports {
      packets += segments(talk(port, 999, 4_999), 0x63)
    }
    let forged = try readCapture(PcapFile.ethernet(packets))
    #expect(forged.findings.map(\.rule) == [.conflictingBytes, .conflictingBytes, .conflictingBytes])
    #expect(forged.findings.compactMap(\.flow?.number) == [3, 4, 5])
    #expect(forged.findings.allSatisfy { $0.detail.contains(" in 16 packets;") }, "\(forged.findings)")
  }

  /// Segments that begin where the last ended, and others that repeat its last byte, in any order.
  @Test(arguments: 0..<40) func theLastEightAreCompared(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var talk = talk(40_000, 1_000, 5_000)
    var starts: [UInt32] = []
    for index in 0..<Int.random(in: 8...24, using: &random) {
      let start = talk.next[.clientToServer] ?? 0
      let repeated = index > 0 && Bool.random(using: &random) ? 1 : 0
      talk.packets.append(
        talk.packet(
          .clientToServer, [UInt8](repeating: 7, count: 8 + repeated), sequence: start &- UInt32(repeated)))
      talk.skip(.clientToServer, 8)
      starts.append(start)
    }
    for start in starts.suffix(8) {
      talk.packets.append(talk.packet(.clientToServer, [UInt8](repeating: 9, count: 8), sequence: start))
    }
    let sink = try readCapture(PcapFile.ethernet(talk.packets))
    #expect(sink.flows[0].streams[.clientToServer] == [UInt8](repeating: 7, count: 8 * starts.count))
    #expect(sink.findings.map(\.rule) == [.conflictingBytes])
    #expect(sink.findings.first?.detail.contains(" in 8 packets;") == true)
    #expect(sink.findings.first?.packet == 3 + starts.count + 1)
  }

  /// The bytes of a packet are compared while the next 128 KiB of the capture are read.
  @Test(arguments: [(100, true), (150, false)]) func whatIsFarBehindIsNotCompared(
    kilobytes: Int, isSeen: Bool
  )
    throws
  {
    var talk = talk(40_000, 1_000, 5_000)
    talk.send(.clientToServer, "ls -l /")
    for _ in 0..<kilobytes {
      talk.packets.append(Frames.ipv4(carries: 17, Frames.udp((1, 2), [UInt8](repeating: 0, count: 966))))
    }
    talk.packets.append(talk.packet(.clientToServer, Array("rm -r /".utf8), sequence: 1_001))
    let sink = try readCapture(PcapFile.ethernet(talk.packets))
    #expect(sink.text(0, .clientToServer) == "ls -l /")
    #expect(sink.findings.map(\.rule) == (isSeen ? [.conflictingBytes] : []))
  }

  /// One byte before what comes next may be any; two may not.
  @Test(arguments: [(1, []), (2, [.conflictingBytes])] as [(Int, [Rule])])
  func aProbeIsOneByte(count: Int, rules: [Rule]) throws {
    var talk = talk(40_000, 1_000, 5_000)
    talk.send(.clientToServer, "abcdef")
    let start = 1_007 - UInt32(count)
    talk.packets.append(talk.packet(.clientToServer, [UInt8](repeating: 0, count: count), sequence: start))
    let sink = try readCapture(PcapFile.ethernet(talk.packets))
    #expect(sink.findings.map(\.rule) == rules)
  }
}
