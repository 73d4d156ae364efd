/// The two ends of a flow in an order of their own, so that both directions have one key.
struct FlowKey: Equatable {
  /// The lesser end.
  let first: Endpoint
  /// The greater end.
  let second: Endpoint
  let transport: FlowInfo.Transport

  /// Makes the key of a packet, and says which end sent it: 0 for the first, 1 for the second.
  @inline(__always) static func make(
    from source: Endpoint, to destination: Endpoint, _ transport: FlowInfo.Transport
  ) -> (key: FlowKey, sender: Int) {
    isLess(destination, source)
      ? (FlowKey(first: destination, second: source, transport: transport), 1)
      : (FlowKey(first: source, second: destination, transport: transport), 0)
  }

  @inline(__always) private static func isLess(_ left: Endpoint, _ right: Endpoint) -> Bool {
    if left.address.low != right.address.low { return left.address.low < right.address.low }
    if left.port != right.port { return left.port < right.port }
    return left.address.high < right.address.high
  }

  @inline(__always) static func == (left: FlowKey, right: FlowKey) -> Bool {
    left.first.address.low == right.first.address.low && left.first.port == right.first.port
      && left.second.address.low == right.second.address.low && left.second.port == right.second.port
      && left.first.address.high == right.first.address.high
      && left.second.address.high == right.second.address.high
      && left.first.address.version == right.first.address.version && left.transport == right.transport
  }

  /// A hash that one who does not know `seed` cannot aim: each word goes through a full multiplication.
  @inline(__always) func hash(_ seed: HashSeed) -> UInt64 {
    let ports = UInt64(first.port) << 32 | UInt64(second.port) << 1 | (transport == .tcp ? 0 : 1)
    var mixed = FlowKey.mix(first.address.low ^ seed.left, second.address.low ^ seed.right)
    if first.address.version == 6 {
      mixed ^= FlowKey.mix(first.address.high ^ seed.right, second.address.high ^ seed.left)
    }
    return FlowKey.mix(mixed ^ seed.right, ports ^ seed.left)
  }

  @inline(__always) private static func mix(_ left: UInt64, _ right: UInt64) -> UInt64 {
    let wide = left.multipliedFullWidth(by: right)
    return wide.high ^ wide.low
  }
}

/// What makes the hash of one table differ from that of any other.
struct HashSeed {
  let left = UInt64.random(in: .min ... .max)
  let right = UInt64.random(in: .min ... .max)
}
