/// An IP packet, its headers read: who sent what to whom.
struct InternetPacket {
  var source: IPAddress
  var destination: IPAddress
  /// The protocol number of what it carries.
  var carries: UInt8
  /// The index of the first byte that it carries.
  var start: Int
  /// How many bytes it carries.
  var count: Int
  /// How many of them the capture has.
  var captured: Int
  /// For a fragment, where in the datagram its bytes belong.
  var fragmentOffset = 0
  /// Whether more fragments follow.
  var moreFragments = false
  /// What the fragments of a datagram have in common.
  var identification: UInt32 = 0

  /// Whether the packet is a part of a datagram only.
  var isFragment: Bool { moreFragments || fragmentOffset > 0 }
}

/// Reads the headers of IP packets (CAP-30 to CAP-36).
enum InternetLayer {
  /// What stands in a frame.
  enum Content {
    case packet(InternetPacket)
    /// The capture has not all of the headers.
    case cut
    /// It is no IP packet, or one whose headers make no sense.
    case other
  }

  /// Reads the packet at `start`. `end` is where the captured bytes of the frame end, `wireEnd` where
  /// the frame itself would.
  @inline(__always) static func read(_ bytes: Span<UInt8>, at start: Int, end: Int, wireEnd: Int) -> Content {
    guard end > start else { return .cut }
    switch bytes[start] >> 4 {
    case 4: return version4(bytes, at: start, end: end, wireEnd: wireEnd)
    case 6: return version6(bytes, at: start, end: end, wireEnd: wireEnd)
    default: return .other
    }
  }

  @inline(__always) private static func version4(
    _ bytes: Span<UInt8>, at start: Int, end: Int, wireEnd: Int
  ) -> Content {
    guard end - start >= 20 else { return .cut }
    let header = Int(bytes[start] & 0xF) * 4
    // CAP-31: what follows the total length is padding; a total length of 0 is left by segmentation
    // offload, and then the frame's own length counts.
    let claimed = Int(bytes.big16(start + 2))
    let total = claimed == 0 ? wireEnd - start : claimed
    guard header >= 20, total >= header else { return .other }
    guard end - start >= header else { return .cut }
    let fragment = bytes.big16(start + 6)
    var packet = InternetPacket(
      source: IPAddress(v4: bytes.big32(start + 12)), destination: IPAddress(v4: bytes.big32(start + 16)),
      carries: bytes[start + 9], start: start + header, count: total - header,
      captured: min(end - start, total) - header)
    if fragment & 0x3FFF != 0 {
      packet.fragmentOffset = Int(fragment & 0x1FFF) * 8
      packet.moreFragments = fragment & 0x2000 != 0
      packet.identification = UInt32(bytes.big16(start + 4))
    }
    return packet.carries == 51
      ? afterExtensions(packet, bytes, end: start + header + packet.captured) : .packet(packet)
  }

  private static func version6(_ bytes: Span<UInt8>, at start: Int, end: Int, wireEnd: Int) -> Content {
    guard end - start >= 40 else { return .cut }
    // CAP-34: a payload length of 0 is a jumbogram's, or left by segmentation offload.
    let claimed = Int(bytes.big16(start + 4))
    let count = claimed == 0 ? wireEnd - start - 40 : claimed
    let packet = InternetPacket(
      source: IPAddress(v6High: bytes.big64(start + 8), low: bytes.big64(start + 16)),
      destination: IPAddress(v6High: bytes.big64(start + 24), low: bytes.big64(start + 32)),
      carries: bytes[start + 6], start: start + 40, count: count, captured: min(end - start - 40, count))
    switch packet.carries {
    case 0, 43, 44, 51, 60, 135: return afterExtensions(packet, bytes, end: packet.start + packet.captured)
    default: return .packet(packet)
    }
  }

  /// CAP-35: hop-by-hop, routing, fragment, authentication, destination and mobility headers.
  private static func afterExtensions(_ first: InternetPacket, _ bytes: Span<UInt8>, end: Int) -> Content {
    var packet = first
    // The turn behind the last of them looks at what it was before.
    for _ in 0...32 {
      if packet.isFragment, packet.fragmentOffset > 0 { return .packet(packet) }
      let here = packet.start
      let carried = packet.carries
      switch carried {
      case 0, 43, 44, 51, 60, 135: break
      default: return .packet(packet)
      }
      guard end - here >= 8 else { return .cut }
      let length: Int
      switch carried {
      case 44: length = 8
      case 51: length = (Int(bytes[here + 1]) + 2) * 4
      default: length = (Int(bytes[here + 1]) + 1) * 8
      }
      guard packet.count >= length else { return .other }
      guard packet.captured >= length else { return .cut }
      if carried == 44 {
        packet.fragmentOffset = Int(bytes.big16(here + 2) & 0xFFF8)
        packet.moreFragments = bytes[here + 3] & 1 != 0
        packet.identification = bytes.big32(here + 4)
      }
      packet.carries = bytes[here]
      packet.start += length
      packet.count -= length
      packet.captured -= length
      // A first fragment is put together before the headers behind it are read.
      if carried == 44, packet.isFragment { return .packet(packet) }
    }
    return .other
  }

  /// Reads on in a datagram that was put together from fragments and begins with `packet.carries`.
  static func resume(_ packet: InternetPacket, _ bytes: Span<UInt8>) -> Content {
    afterExtensions(packet, bytes, end: bytes.count)
  }
}
