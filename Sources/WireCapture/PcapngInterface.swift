/// One interface of a pcapng section: what its frames begin with, and how it counts time.
struct PcapngInterface {
  let link: LinkType
  let snapLength: Int
  private(set) var scale = TimeScale()

  /// Reads an interface description of 8 bytes and more, without its block's head and tail.
  init(_ body: Span<UInt8>, bigEndian: Bool) {
    link = LinkType(number: body.read16(0, bigEndian: bigEndian))
    snapLength = body.read32(4, bigEndian: bigEndian)
    readOptions(body.extracting(droppingFirst: 8), bigEndian: bigEndian)
  }

  /// CAP-13: options end at code 0 or with the block; one that does not fit ends them too.
  private mutating func readOptions(_ options: Span<UInt8>, bigEndian: Bool) {
    var position = 0
    while options.count - position >= 4 {
      let code = options.read16(position, bigEndian: bigEndian)
      let length = options.read16(position + 2, bigEndian: bigEndian)
      position += 4
      guard code != 0, length <= options.count - position else { return }
      if code == 9, length >= 1 { scale.setResolution(options[position]) }
      if code == 14, length >= 8 {
        scale.offsetSeconds = Int64(bitPattern: options.read64(position, bigEndian: bigEndian))
      }
      position += (length + 3) & ~3
    }
  }
}

/// How an interface counts time: in units of a power of ten or of two of a second, from an offset.
struct TimeScale {
  /// Seconds to be added.
  var offsetSeconds: Int64 = 0
  /// The exponent of the unit: a second is 10 or 2 to this power of units.
  private var exponent: UInt8 = 6
  private var isBinary = false

  /// CAP-13: `if_tsresol`: the upper bit says two instead of ten.
  mutating func setResolution(_ byte: UInt8) {
    exponent = byte & 0x7F
    isBinary = byte & 0x80 != 0
  }

  /// The time of `units`, or `noTime` where it does not fit in 64 bits of nanoseconds.
  func nanoseconds(_ units: UInt64) -> Int64 {
    let count: UInt64? = isBinary ? binary(units) : decimal(units)
    guard let count, let positive = Int64(exactly: count) else { return PacketRecord.noTime }
    if offsetSeconds == 0 { return positive }
    let (offset, overflow) = offsetSeconds.multipliedReportingOverflow(by: 1_000_000_000)
    let (sum, overflow2) = positive.addingReportingOverflow(offset)
    return overflow || overflow2 ? PacketRecord.noTime : sum
  }

  private func decimal(_ units: UInt64) -> UInt64? {
    if exponent <= 9 {
      let (product, overflow) = units.multipliedReportingOverflow(by: TimeScale.power(9 - exponent))
      return overflow ? nil : product
    }
    return exponent - 9 > 19 ? 0 : units / TimeScale.power(exponent - 9)
  }

  private func binary(_ units: UInt64) -> UInt64? {
    let shift = UInt64(exponent)
    let seconds = shift > 63 ? 0 : units >> shift
    let fraction = shift > 63 ? units : units & (1 << shift &- 1)
    let (whole, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
    if overflow { return nil }
    let wide = fraction.multipliedFullWidth(by: 1_000_000_000)
    let part =
      shift == 0 ? 0 : shift > 63 ? wide.high >> (shift - 64) : wide.high << (64 - shift) | wide.low >> shift
    let (sum, overflow2) = whole.addingReportingOverflow(part)
    return overflow2 ? nil : sum
  }

  /// 10 to the power of `exponent`, which is at most 19.
  private static func power(_ exponent: UInt8) -> UInt64 {
    var value: UInt64 = 1
    for _ in 0..<exponent { value *= 10 }
    return value
  }
}
