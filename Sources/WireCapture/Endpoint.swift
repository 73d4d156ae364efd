/// An IP address of either version.
public struct IPAddress: Hashable, Sendable {
  /// The upper 64 bits of a version 6 address; 0 for version 4.
  public var high: UInt64
  /// The lower 64 bits of a version 6 address; the 32 bits of a version 4 address.
  public var low: UInt64
  /// 4 or 6.
  public var version: UInt8

  /// Makes a version 4 address of its 32 bits.
  public init(v4 bits: UInt32) {
    high = 0
    low = UInt64(bits)
    version = 4
  }

  /// Makes a version 6 address of its 128 bits.
  public init(v6High high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
    version = 6
  }

  /// Whether it names the machine itself: 127.0.0.0/8, ::1, or the former inside version 6.
  public var isLoopback: Bool {
    if version == 4 { return low >> 24 == 127 }
    return high == 0 && (low == 1 || low >> 24 == 0xFFFF_7F)
  }

  /// Whether a datagram to it may be answered from another address: multicast, 255.255.255.255, and every
  /// version 4 address that ends in 255, as the broadcast addresses of ordinary networks do.
  public var mayBeBroadcast: Bool {
    version == 4 ? low & 0xFF == 0xFF || low >> 28 == 0xE : high >> 56 == 0xFF
  }
}

extension IPAddress: CustomStringConvertible {
  /// The usual text: dotted, or the form of RFC 5952 without brackets.
  public var description: String { version == 4 ? dotted : IPAddress.colons(groups) }

  private var dotted: String {
    "\(low >> 24 & 0xFF).\(low >> 16 & 0xFF).\(low >> 8 & 0xFF).\(low & 0xFF)"
  }

  private var groups: [UInt16] {
    (0..<8).map { index in
      let half = index < 4 ? high : low
      return UInt16(truncatingIfNeeded: half >> UInt64(48 - index % 4 * 16))
    }
  }

  /// RFC 5952: lower case, no leading zeros, the longest run of two or more zero groups as `::`.
  private static func colons(_ groups: [UInt16]) -> String {
    let run = longestZeroRun(groups)
    let text = { (part: ArraySlice<UInt16>) in
      part.map { String($0, radix: 16) }.joined(separator: ":")
    }
    guard run.count > 1 else { return text(groups[...]) }
    return text(groups[..<run.lowerBound]) + "::" + text(groups[run.upperBound...])
  }

  private static func longestZeroRun(_ groups: [UInt16]) -> Range<Int> {
    var best = 0..<0
    var start = 0
    for (index, group) in groups.enumerated() {
      if group != 0 { start = index + 1 }
      if index + 1 - start > best.count { best = start..<index + 1 }
    }
    return best
  }
}

/// One end of a connection: an address and a port.
public struct Endpoint: Hashable, Sendable {
  /// The address.
  public var address: IPAddress
  /// The port.
  public var port: UInt16

  /// Makes an end.
  public init(_ address: IPAddress, port: UInt16) {
    self.address = address
    self.port = port
  }
}

extension Endpoint: CustomStringConvertible {
  /// `127.0.0.1:40112`, `[::1]:9090`.
  public var description: String {
    address.version == 4 ? "\(address):\(port)" : "[\(address)]:\(port)"
  }
}
