/// Walks the records of a pcap file (CAP-1 to CAP-6).
struct PcapFormat {
  private let bigEndian: Bool
  private let nanosecondsPerUnit: Int64
  private let headerSize: Int
  private let link: LinkType
  private let limit: Int
  /// The number of the link type, as the file has it.
  let linkNumber: Int
  /// What is wrong with the file, after `damaged`.
  private(set) var damage = ""

  /// The size of a file header.
  static let fileHeaderSize = 24

  /// CAP-2: the four magic numbers, each in either byte order.
  static func recognises(_ bytes: Span<UInt8>) -> Bool {
    bytes.count >= 4 && variant(bytes) != nil
  }

  private static func variant(_ bytes: Span<UInt8>) -> (bigEndian: Bool, nanoseconds: Bool, header: Int)? {
    switch bytes.big32(0) {
    case 0xA1B2_C3D4: (true, false, 16)
    case 0xD4C3_B2A1: (false, false, 16)
    case 0xA1B2_3C4D: (true, true, 16)
    case 0x4D3C_B2A1: (false, true, 16)
    case 0xA1B2_CD34: (true, false, 24)
    case 0x34CD_B2A1: (false, false, 24)
    default: nil
    }
  }

  /// Reads the file header, of which all 24 bytes are there.
  init?(_ bytes: Span<UInt8>, limit: Int) {
    guard bytes.count >= PcapFormat.fileHeaderSize, let variant = PcapFormat.variant(bytes) else {
      return nil
    }
    bigEndian = variant.bigEndian
    nanosecondsPerUnit = variant.nanoseconds ? 1 : 1_000
    headerSize = variant.header
    // CAP-4: the upper six bits say how long the frame check sequence is.
    linkNumber = bytes.read32(20, bigEndian: bigEndian) & 0x03FF_FFFF
    link = LinkType(number: linkNumber)
    self.limit = limit
  }

  /// Whether frames of the file's link type can be read.
  var isSupported: Bool { link != .unsupported }

  /// CAP-5: the next record.
  mutating func next(_ bytes: Span<UInt8>, _ position: inout Int) -> RecordStep {
    guard bytes.count - position >= headerSize else { return .more }
    let captured = bytes.read32(position + 8, bigEndian: bigEndian)
    guard captured <= limit else {
      damage = "a packet record claims \(captured) bytes"
      return .damaged
    }
    guard bytes.count - position - headerSize >= captured else { return .more }
    let seconds = Int64(bytes.read32(position, bigEndian: bigEndian))
    let fraction = Int64(bytes.read32(position + 4, bigEndian: bigEndian))
    let record = PacketRecord(
      start: position + headerSize, captured: captured,
      original: max(captured, bytes.read32(position + 12, bigEndian: bigEndian)), link: link,
      time: seconds * 1_000_000_000 + fraction * nanosecondsPerUnit)
    position += headerSize + captured
    return .packet(record)
  }
}
