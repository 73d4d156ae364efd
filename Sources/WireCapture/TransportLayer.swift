/// A TCP segment: where its payload stands, and the fields that ordering needs.
struct TCPSegment {
  var sourcePort: UInt16
  var destinationPort: UInt16
  var sequence: UInt32
  var acknowledgement: UInt32
  var flags: UInt8
  /// The index of the first byte of payload.
  var start: Int
  /// Bytes of payload, as the IP length gives them.
  var count: Int
  /// How many of them the capture has.
  var captured: Int

  static let fin: UInt8 = 0x01
  static let syn: UInt8 = 0x02
  static let rst: UInt8 = 0x04
  static let ack: UInt8 = 0x10

  func has(_ flag: UInt8) -> Bool { flags & flag != 0 }

  /// CAP-40: reads the header; `nil` where the capture has not all of it, or it makes no sense.
  @inline(__always) init?(_ bytes: Span<UInt8>, _ packet: InternetPacket) {
    guard packet.captured >= 20 else { return nil }
    let start = packet.start
    let header = Int(bytes[start + 12] >> 4) * 4
    guard header >= 20, header <= packet.captured else { return nil }
    sourcePort = bytes.big16(start)
    destinationPort = bytes.big16(start + 2)
    sequence = bytes.big32(start + 4)
    acknowledgement = bytes.big32(start + 8)
    flags = bytes[start + 13]
    self.start = start + header
    count = packet.count - header
    captured = packet.captured - header
  }
}

/// A UDP datagram.
struct UDPDatagram {
  var sourcePort: UInt16
  var destinationPort: UInt16
  var start: Int
  var count: Int
  var captured: Int

  /// CAP-41: a length of 0, or one past the packet's, is the packet's own.
  init?(_ bytes: Span<UInt8>, _ packet: InternetPacket) {
    guard packet.captured >= 8 else { return nil }
    sourcePort = bytes.big16(packet.start)
    destinationPort = bytes.big16(packet.start + 2)
    let claimed = Int(bytes.big16(packet.start + 4))
    let length = claimed < 8 ? packet.count : min(claimed, packet.count)
    start = packet.start + 8
    count = length - 8
    captured = min(packet.captured, length) - 8
  }
}
