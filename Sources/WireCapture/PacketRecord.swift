/// One packet record of a capture file: where its bytes stand in the buffer, and what the file says of them.
struct PacketRecord {
  /// The index of the first byte of the frame.
  var start: Int
  /// How many bytes of the frame the file has.
  var captured: Int
  /// How many bytes the frame had on the wire.
  var original: Int
  /// What the frame begins with.
  var link: LinkType
  /// Nanoseconds since 1970, or `noTime`.
  var time: Int64

  /// Stands for a time that the file does not give.
  static let noTime = Int64.min

  /// Whether the snap length cut the frame.
  var isSnapped: Bool { captured < original }
}

/// What the next step through a capture file came upon.
enum RecordStep {
  /// A packet; the position is past it.
  case packet(PacketRecord)
  /// The rest of a record that is not whole yet; the position is where it starts.
  case more
  /// A contradiction after which nothing can be read; the format knows what it is.
  case damaged
}

/// The header types of the frames in a capture (CAP-20).
enum LinkType: UInt8 {
  case ethernet, rawIP, bsdLoopback, linuxCooked, linuxCooked2, unsupported

  /// By its number in the registry of link types.
  init(number: Int) {
    switch number {
    case 1: self = .ethernet
    case 12, 14, 101, 228, 229: self = .rawIP
    case 0, 108: self = .bsdLoopback
    case 113: self = .linuxCooked
    case 276: self = .linuxCooked2
    default: self = .unsupported
    }
  }
}
