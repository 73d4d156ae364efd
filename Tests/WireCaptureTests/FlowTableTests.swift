import Testing
import WireCore

@testable import WireCapture

/// The table of flows, and what is kept of them beside it.
@Suite struct FlowTableTests {
  private static func key(_ number: Int) -> FlowKey {
    let server = Endpoint(IPAddress(v4: 0x0A00_0002), port: 80)
    return FlowKey.make(
      from: Endpoint(IPAddress(v4: 0x0A00_0001), port: UInt16(1_000 + number)), to: server, .tcp
    ).key
  }

  /// A table of so many flows in the slots from 0 on, all of them with bytes.
  private func table(_ count: Int) -> FlowTable {
    var table = FlowTable(limit: count)
    for number in 0..<count {
      let slot = table.insert(Self.key(number), client: 0)
      table.flows[slot].number = number
      table.flows[slot].lastPacket = 50
    }
    return table
  }

  /// CAP-60: of the sixteen after the last one that was looked at.
  @Test func givesUpTheQuietestOfSixteenInARow() {
    var table = table(40)
    #expect(table.isFull && table.count == 40)
    table.flows[30].lastPacket = 1
    table.flows[5].lastPacket = 2
    #expect((0..<4).map { _ in table.victim() } == [5, 30, 5, 8])
    table.flows[7].isClosed = true
    table.flows[24].isClosed = true
    #expect((0..<2).map { _ in table.victim() } == [24, 7])
  }

  @Test func aClosedFlowGoesBeforeASilentOneAndThatBeforeAQuietOne() {
    var flows = (0..<4).map { TrackedFlow(Self.key($0), client: 0, serial: $0) }
    for (index, state) in [(1, 100), (-1, 90), (2, 10), (3, 11)].enumerated() {
      (flows[index].number, flows[index].lastPacket) = state
    }
    flows[0].isClosed = true
    for (place, flow) in flows.enumerated() {
      for (other, later) in flows.enumerated() {
        #expect(flow.isQuieter(than: later) == (place < other))
      }
    }
  }

  /// Pairs of ends that differ in an address, a port, a version or what carries them.
  private static let pairs: [(Endpoint, Endpoint, FlowInfo.Transport)] = {
    func four(_ address: UInt32, _ port: UInt16) -> Endpoint { Endpoint(IPAddress(v4: address), port: port) }
    func six(_ high: UInt64, _ low: UInt64, _ port: UInt16) -> Endpoint {
      Endpoint(IPAddress(v6High: high, low: low), port: port)
    }
    return [
      (four(1, 1), four(2, 2), .tcp), (four(1, 1), four(2, 2), .udp), (four(3, 1), four(2, 2), .tcp),
      (four(1, 3), four(2, 2), .tcp), (four(1, 1), four(4, 2), .tcp), (four(1, 1), four(2, 4), .tcp),
      (four(1, 2), four(2, 1), .tcp), (four(1, 1), four(1, 2), .tcp), (four(1, 2), four(1, 3), .tcp),
      (six(0, 1, 1), six(0, 2, 2), .tcp), (six(9, 1, 1), six(0, 2, 2), .tcp),
      (six(0, 1, 1), six(9, 2, 2), .tcp),
      (six(1, 5, 7), six(2, 5, 7), .tcp), (six(1, 5, 7), six(3, 5, 7), .tcp),
      (six(2, 5, 7), six(3, 5, 7), .tcp),
    ]
  }()

  @Test func bothDirectionsHaveOneKeyAndEachPairItsOwn() {
    var table = FlowTable(limit: 100)
    for (one, other, transport) in Self.pairs {
      let (there, back) = (
        FlowKey.make(from: one, to: other, transport), FlowKey.make(from: other, to: one, transport)
      )
      #expect(there.key == back.key && there.sender + back.sender == 1)
      #expect((there.sender == 0 ? there.key.first : there.key.second) == one)
      #expect(table.find(there.key) == nil)
      let slot = table.insert(there.key, client: 0)
      #expect(table.find(back.key) == slot && table.flows[slot].key == there.key)
    }
    #expect(table.count == Self.pairs.count)
  }

  /// Whatever order they leave in, those that stay are found, and those that left are not.
  @Test func aFlowIsFoundWhoeverLeavesBeforeIt() {
    for step in [1, 7, 31] {
      var table = table(64)
      for turn in 0..<64 {
        table.remove(turn * step % 64)
        let left = Set((0...turn).map { $0 * step % 64 })
        for number in 0..<64 {
          #expect(table.find(Self.key(number)) == (left.contains(number) ? nil : number))
        }
      }
      #expect(table.count == 0)
    }
  }

  /// Flows that hold something back come out in the order in which they began to, and those that are gone never.
  @Test func whoIsGoneWaitsNoMore() {
    var table = table(4)
    var waiting = WaitingFlows()
    for slot in [2, 0, 3] { waiting.add(slot, table) }
    #expect(waiting.takeOldest(table) == 2)
    // Connections between the same ends, one after the other: enough that those before them are thrown out.
    for _ in 0..<3_000 {
      table.restart(1, client: 0)
      waiting.add(1, table)
    }
    table.flows[3].isClosed = true
    #expect(waiting.takeOldest(table) == 0)
    #expect(waiting.takeOldest(table) == 1)
    #expect(waiting.takeOldest(table) == nil)
    waiting.add(2, table)
    #expect(waiting.takeOldest(table) == 2 && waiting.takeOldest(table) == nil)
  }

  /// CAP-33: after 20,000 packets or 30 seconds an identification stands for another datagram.
  @Test(
    arguments: [
      (20_001, 30_000_000_001, true), (20_002, 1, false), (2, 30_000_000_002, false), (2, 0, true),
      (2, Int64.min, false),
    ] as [(Int, Int64, Bool)])
  func anIdentificationStandsForOneDatagramForAWhile(packet: Int, time: Int64, isWhole: Bool) {
    func fragment(_ offset: Int, more: Bool) -> InternetPacket {
      InternetPacket(
        source: IPAddress(v4: 1), destination: IPAddress(v4: 2), carries: 17, start: offset, count: 8,
        captured: 8, fragmentOffset: offset, moreFragments: more, identification: 9)
    }
    let bytes = (0..<16).map { UInt8($0) }
    var store = FragmentStore(limits: CaptureLimits())
    let first = store.add(fragment(0, more: true), bytes.span, packet: 1, time: 1)
    #expect(first == nil)
    let whole = store.add(fragment(8, more: false), bytes.span, packet: packet, time: time)
    #expect(whole?.bytes == (isWhole ? bytes : nil))
    store.finish()
    #expect(store.incomplete == (isWhole ? 0 : 2))
    #expect(store.firstIncomplete == (isWhole ? 0 : 1))
  }
}
