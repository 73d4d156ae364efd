import WireCore

/// Makes frames byte by byte, for captures that no real network would give.
enum Frames {
  static let client: [UInt8] = [10, 0, 0, 1]
  static let server: [UInt8] = [10, 0, 0, 2]
  static let client6: [UInt8] = [0x20, 1, 0x0D, 0xB8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]
  static let server6: [UInt8] = [0x20, 1, 0x0D, 0xB8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2]

  static func big16(_ value: Int) -> [UInt8] { [UInt8(value >> 8 & 0xFF), UInt8(value & 0xFF)] }
  static func big32(_ value: UInt32) -> [UInt8] { (0..<4).map { UInt8(value >> (24 - 8 * $0) & 0xFF) } }

  /// An IPv4 packet.
  static func ipv4(
    from source: [UInt8] = client, to destination: [UInt8] = server, carries: UInt8 = 6, _ payload: [UInt8],
    identification: Int = 0, fragment: Int = 0, totalLength: Int? = nil, options: [UInt8] = []
  ) -> [UInt8] {
    let header = 20 + options.count
    return [0x40 | UInt8(header / 4), 0] + big16(totalLength ?? header + payload.count)
      + big16(identification)
      + big16(fragment) + [64, carries, 0, 0] + source + destination + options + payload
  }

  /// An IPv6 packet; `carries` is the type of the first header of `payload`.
  static func ipv6(
    from source: [UInt8] = client6, to destination: [UInt8] = server6, carries: UInt8 = 6, _ payload: [UInt8],
    length: Int? = nil
  ) -> [UInt8] {
    [0x60, 0, 0, 0] + big16(length ?? payload.count) + [carries, 64] + source + destination + payload
  }

  /// A TCP segment.
  static func tcp(
    _ ports: (Int, Int), _ sequence: UInt32, _ acknowledgement: UInt32, _ flags: UInt8,
    _ payload: [UInt8] = [],
    options: [UInt8] = []
  ) -> [UInt8] {
    big16(ports.0) + big16(ports.1) + big32(sequence) + big32(acknowledgement)
      + [UInt8(5 + options.count / 4) << 4, flags, 1, 0, 0, 0, 0, 0] + options + payload
  }

  /// A UDP datagram.
  static func udp(_ ports: (Int, Int), _ payload: [UInt8], length: Int? = nil) -> [UInt8] {
    big16(ports.0) + big16(ports.1) + big16(length ?? 8 + payload.count) + [0, 0] + payload
  }

  /// An Ethernet frame around an IP packet, behind VLAN tags of the types given.
  static func ethernet(_ packet: [UInt8], tags: [Int] = [], padding: Int = 0) -> [UInt8] {
    let type = packet.first.map { $0 >> 4 } == 6 ? 0x86DD : 0x0800
    return [UInt8](repeating: 2, count: 12) + tags.flatMap { big16($0) + [0, 5] } + big16(type) + packet
      + [UInt8](repeating: 0xEE, count: padding)
  }
}

/// A connection as its packets would be seen, in the order in which the calls are made.
struct Talk {
  var clientPort = 40_000
  var serverPort = 9_090
  /// The sequence number of each direction's next byte.
  var next: [Direction: UInt32] = [.clientToServer: 1_000, .serverToClient: 5_000]
  var isVersion6 = false
  /// The IP packets so far.
  var packets: [[UInt8]] = []

  static let fin: UInt8 = 1
  static let syn: UInt8 = 2
  static let rst: UInt8 = 4
  static let ack: UInt8 = 16

  /// A packet of this connection. Sequence numbers and acknowledgements are those of the moment, unless given.
  func packet(
    _ direction: Direction, flags: UInt8 = ack, _ payload: [UInt8] = [], sequence: UInt32? = nil,
    acknowledgement: UInt32? = nil
  ) -> [UInt8] {
    let isClient = direction == .clientToServer
    let ports = isClient ? (clientPort, serverPort) : (serverPort, clientPort)
    let segment = Frames.tcp(
      ports, sequence ?? next[direction] ?? 0,
      flags & Talk.ack == 0 ? 0 : acknowledgement ?? next[direction.reversed] ?? 0, flags, payload)
    if isVersion6 {
      return isClient
        ? Frames.ipv6(segment) : Frames.ipv6(from: Frames.server6, to: Frames.client6, segment)
    }
    return isClient ? Frames.ipv4(segment) : Frames.ipv4(from: Frames.server, to: Frames.client, segment)
  }

  /// Sends a packet, and moves the sequence number on.
  mutating func send(_ direction: Direction, flags: UInt8 = ack, _ payload: [UInt8] = []) {
    packets.append(packet(direction, flags: flags, payload))
    let control = (flags & Talk.syn != 0 ? 1 : 0) + (flags & Talk.fin != 0 ? 1 : 0)
    next[direction, default: 0] &+= UInt32(payload.count + control)
  }

  mutating func send(_ direction: Direction, _ text: String) { send(direction, Array(text.utf8)) }

  mutating func open() {
    send(.clientToServer, flags: Talk.syn)
    send(.serverToClient, flags: Talk.syn | Talk.ack)
    send(.clientToServer)
  }

  mutating func close() {
    send(.clientToServer, flags: Talk.fin | Talk.ack)
    send(.serverToClient, flags: Talk.fin | Talk.ack)
    send(.clientToServer)
  }

  /// Goes on as if these bytes had been sent, out of the capture's sight.
  mutating func skip(_ direction: Direction, _ count: Int) { next[direction, default: 0] &+= UInt32(count) }
}
