/// Walks the blocks of a pcapng file (CAP-7 to CAP-15).
struct PcapngFormat {
  private var bigEndian = false
  private var interfaces: [PcapngInterface] = []
  private let limits: CaptureLimits
  /// Bytes of the block being skipped that are still to come.
  private var toSkip = 0
  /// What is wrong with the file, after `damaged`.
  private(set) var damage = ""
  /// What is wrong with a block that was passed over, the first such (CAP-14).
  private(set) var passedOver: String?

  private static let sectionHeader = 0x0A0D_0D0A
  /// CAP-12: no block that has to be in memory whole is larger than a packet and this.
  private static let overhead = 64 << 10

  init(limits: CaptureLimits) { self.limits = limits }

  /// Whether a file begins as a pcapng file does.
  static func recognises(_ bytes: Span<UInt8>) -> Bool {
    bytes.count >= 4 && bytes.big32(0) == UInt32(sectionHeader)
  }

  /// Whether a block is being skipped whose end has not come.
  var isInsideBlock: Bool { toSkip > 0 }

  /// CAP-8: the next packet; blocks that are none are taken in or skipped on the way.
  mutating func next(_ bytes: Span<UInt8>, _ position: inout Int) -> RecordStep {
    while true {
      skip(bytes, &position)
      guard bytes.count - position >= 12 else { return .more }
      guard let type = blockType(bytes, position) else { return .damaged }
      let length = bytes.read32(position + 4, bigEndian: bigEndian)
      guard length >= 12, length % 4 == 0 else {
        damage = "a block claims a length of \(length) bytes"
        return .damaged
      }
      if !isRead(type) {
        toSkip = length
        continue
      }
      guard length <= limits.packetBytes + PcapngFormat.overhead else {
        damage = "a block claims a length of \(length) bytes"
        return .damaged
      }
      guard bytes.count - position >= length else { return .more }
      // CAP-9: the length stands at the end of the block too.
      guard bytes.read32(position + length - 4, bigEndian: bigEndian) == length else {
        damage = "the two lengths of a block differ"
        return .damaged
      }
      let start = position
      position += length
      switch take(type, bytes, start, length) {
      case .packet(let record): return .packet(record)
      case .damaged: return .damaged
      case .more: continue
      }
    }
  }

  private mutating func skip(_ bytes: Span<UInt8>, _ position: inout Int) {
    let step = min(toSkip, bytes.count - position)
    position += step
    toSkip -= step
  }

  /// CAP-7: a section header is known in either byte order, and sets the order of its section.
  private mutating func blockType(_ bytes: Span<UInt8>, _ position: Int) -> Int? {
    let type = bytes.read32(position, bigEndian: bigEndian)
    guard type == PcapngFormat.sectionHeader else { return type }
    switch bytes.big32(position + 8) {
    case 0x1A2B_3C4D: bigEndian = true
    case 0x4D3C_2B1A: bigEndian = false
    default:
      damage = "a section header without a byte order"
      return nil
    }
    return type
  }

  private func isRead(_ type: Int) -> Bool {
    switch type {
    case PcapngFormat.sectionHeader, 1, 2, 3, 6: true
    default: false
    }
  }

  /// Takes one whole block; `more` where it was no packet.
  private mutating func take(_ type: Int, _ bytes: Span<UInt8>, _ start: Int, _ length: Int) -> RecordStep {
    switch type {
    case 6: return enhancedPacket(bytes, start, length)
    case 3: return simplePacket(bytes, start, length)
    case 2: return oldPacket(bytes, start, length)
    case 1: return describeInterface(bytes, start, length)
    default: return beginSection(bytes, start, length)
    }
  }

  /// CAP-7: interfaces are numbered within their section.
  private mutating func beginSection(_ bytes: Span<UInt8>, _ start: Int, _ length: Int) -> RecordStep {
    interfaces.removeAll(keepingCapacity: true)
    guard length >= 28 else {
      damage = "a section header of \(length) bytes"
      return .damaged
    }
    let major = bytes.read16(start + 12, bigEndian: bigEndian)
    guard major == 1 else {
      damage = "a section of version \(major)"
      return .damaged
    }
    return .more
  }

  private mutating func describeInterface(_ bytes: Span<UInt8>, _ start: Int, _ length: Int) -> RecordStep {
    guard length >= 20, interfaces.count < limits.interfaces else {
      damage = length < 20 ? "an interface description of \(length) bytes" : "too many interfaces"
      return .damaged
    }
    interfaces.append(
      PcapngInterface(bytes.extracting(start + 8..<start + length - 4), bigEndian: bigEndian))
    return .more
  }

  /// CAP-10: an enhanced packet block.
  private mutating func enhancedPacket(_ bytes: Span<UInt8>, _ start: Int, _ length: Int) -> RecordStep {
    guard length >= 32 else { return passOver("a packet block of \(length) bytes") }
    return packet(
      bytes, interface: bytes.read32(start + 8, bigEndian: bigEndian), start: start, length: length)
  }

  /// CAP-11: the packet block that came before the enhanced one: the interface has 16 bits.
  private mutating func oldPacket(_ bytes: Span<UInt8>, _ start: Int, _ length: Int) -> RecordStep {
    guard length >= 32 else { return passOver("a packet block of \(length) bytes") }
    return packet(
      bytes, interface: bytes.read16(start + 8, bigEndian: bigEndian), start: start, length: length)
  }

  private mutating func packet(
    _ bytes: Span<UInt8>, interface index: Int, start: Int, length: Int
  ) -> RecordStep {
    guard index < interfaces.count else { return passOver("a packet of interface \(index), not described") }
    let captured = bytes.read32(start + 20, bigEndian: bigEndian)
    guard captured <= length - 32 else {
      return passOver("a packet of \(captured) bytes in a block of \(length)")
    }
    let high = UInt64(bytes.read32(start + 12, bigEndian: bigEndian))
    let low = UInt64(bytes.read32(start + 16, bigEndian: bigEndian))
    return .packet(
      PacketRecord(
        start: start + 28, captured: captured,
        original: max(captured, bytes.read32(start + 24, bigEndian: bigEndian)),
        link: interfaces[index].link, time: interfaces[index].scale.nanoseconds(high << 32 | low)))
  }

  /// CAP-11: a simple packet block: of the first interface, without a time, its captured length
  /// the least of the original, the snap length and what the block has.
  private mutating func simplePacket(_ bytes: Span<UInt8>, _ start: Int, _ length: Int) -> RecordStep {
    guard length >= 16 else { return passOver("a simple packet block of \(length) bytes") }
    guard let interface = interfaces.first else { return passOver("a packet of interface 0, not described") }
    let original = bytes.read32(start + 8, bigEndian: bigEndian)
    var captured = min(original, length - 16)
    if interface.snapLength > 0 { captured = min(captured, interface.snapLength) }
    return .packet(
      PacketRecord(
        start: start + 12, captured: captured, original: original, link: interface.link,
        time: PacketRecord.noTime))
  }

  /// CAP-14: what is wrong inside a block whose length is right costs that block only.
  private mutating func passOver(_ problem: String) -> RecordStep {
    if passedOver == nil { passedOver = problem }
    return .more
  }
}
