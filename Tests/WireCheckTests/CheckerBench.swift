import WireCapture
import WireCore

@testable import WireCheck

/// A checker and one flow in it.
struct CheckerBench {
  var checker: CaptureChecker<NoObserver>
  let flow: FlowInfo
  var packet = 1

  init(
    _ options: CheckOptions = CheckOptions(keepsMessages: true), client: UInt32 = 0x7F00_0001,
    server: UInt32 = 0x7F00_0001, clientKnown: Bool = true, transport: FlowInfo.Transport = .tcp
  ) {
    checker = CaptureChecker(options, observer: NoObserver())
    flow = FlowInfo(
      id: FlowID(number: 0, slot: 0), transport: transport,
      client: Endpoint(IPAddress(v4: client), port: 40_000),
      server: Endpoint(IPAddress(v4: server), port: 9_090), clientKnown: clientKnown,
      midstream: !clientKnown)
    checker.opened(flow, at: PacketStamp(number: 1))
  }

  mutating func send(_ bytes: [UInt8], from direction: Direction) {
    packet += 1
    checker.received(bytes.span, of: flow.id, from: direction, in: PacketStamp(number: packet))
  }

  mutating func datagram(_ bytes: [UInt8], from direction: Direction) {
    packet += 1
    checker.datagram(bytes.span, of: flow.id, from: direction, in: PacketStamp(number: packet))
  }

  /// Closes both directions, and reports.
  mutating func report() -> CaptureReport {
    for direction in Direction.allCases {
      checker.ended(flow.id, direction, because: .closed, in: PacketStamp(number: packet))
    }
    checker.closed(flow.id)
    return checker.report(path: "x", packets: packet, bytes: 0)
  }
}

/// The rules of a report's findings.
func rules(_ report: CaptureReport) -> Set<Rule> { Set(report.findings.map(\.rule)) }

/// A CONNECT of Pyro 4 with a serpent payload and a right checksum.
func connect4(version: UInt8) -> [UInt8] {
  let text = Array("{'handshake':'hello','object':'x'}".utf8)
  var header: [UInt8] = Array("PYRO".utf8) + [0, version, 0, 1, 0, 16, 0, 0, 0, 0, 0, UInt8(text.count)]
  header += [0, 1, 0, 0, 0, 0]
  let sum = 0x34E9 + Int(version) + 1 + 16 + text.count + 1
  return header + [UInt8(sum >> 8), UInt8(sum & 0xFF)] + text
}

/// A version that no Pyro has is told from what only one of them writes.
