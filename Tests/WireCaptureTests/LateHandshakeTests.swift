import Testing
import WireCore

@testable import WireCapture

/// CAP-52: what was handed on has a direction, and keeps it; each direction ends once.
@Suite struct LateHandshakeTests {
  /// A TCP segment between two hosts in a capture of raw IPv4.
  struct Segment {
    var fromServer: Bool
    var flags: UInt8
    var sequence: UInt8
    var payload: [UInt8] = []

    var record: [UInt8] {
      let size = UInt8(40 + payload.count)
      let (client, server): ([UInt8], [UInt8]) = ([10, 0, 0, 1], [10, 0, 0, 2])
      let ports: [UInt8] = fromServer ? [0x23, 0x82, 0x9C, 0x40] : [0x9C, 0x40, 0x23, 0x82]
      let head: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, size, 0, 0, 0, size, 0, 0, 0]
      let internet: [UInt8] = [0x45, 0, 0, size, 0, 0, 0x40, 0, 64, 6, 0, 0]
      let transport: [UInt8] = [0, 0, 0, sequence, 0, 0, 0, 0, 0x50, flags, 0xFF, 0xFF, 0, 0, 0, 0]
      let hosts = fromServer ? server + client : client + server
      return head + internet + hosts + ports + transport + payload
    }
  }

  static func capture(_ segments: [Segment]) -> [UInt8] {
    let head: [UInt8] = [
      0xD4, 0xC3, 0xB2, 0xA1, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0, 0, 101, 0, 0, 0,
    ]
    return head + segments.flatMap(\.record)
  }

  @Test func endWithoutBytesIsToldOnceTheFlowOpens() throws {
    let (fin, syn, ack): (UInt8, UInt8, UInt8) = (1, 2, 0x10)
    let sink = try readCapture(
      Self.capture([
        Segment(fromServer: true, flags: syn | fin | ack, sequence: 50),
        Segment(fromServer: false, flags: ack, sequence: 9, payload: [1, 2]),
      ]))
    #expect(sink.breaches.isEmpty)
    let flow = try #require(sink.flows.first)
    #expect(flow.streams[.clientToServer] == [1, 2] && flow.isClosed)
    #expect(flow.endings[.serverToClient] == .closed)
    #expect(flow.endings[.clientToServer] == .unseen)
  }

  @Test func lateSynTurnsNoDirectionAround() throws {
    let (fin, syn, ack): (UInt8, UInt8, UInt8) = (1, 2, 0x10)
    let sink = try readCapture(
      Self.capture([
        Segment(fromServer: true, flags: fin | ack, sequence: 50, payload: [1, 2, 3]),
        // It would say that the other end is the client.
        Segment(fromServer: false, flags: syn | ack, sequence: 9),
      ]))
    #expect(sink.breaches.isEmpty)
    let flow = try #require(sink.flows.first)
    #expect("\(flow.info.client)" == "10.0.0.1:40000" && flow.info.midstream)
    #expect(flow.streams[.serverToClient] == [1, 2, 3])
    #expect(flow.endings[.serverToClient] == .closed && flow.endings[.clientToServer] == .unseen)
  }
}
