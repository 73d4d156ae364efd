/// Puts frames into pcap files.
struct PcapFile {
  var bigEndian = false
  var magic: UInt32 = 0xA1B2_C3D4
  var link: UInt32 = 1
  /// Frames are cut to this length.
  var snap = Int.max

  func bytes(_ frames: [[UInt8]]) -> [UInt8] {
    var file =
      integers([magic]) + (bigEndian ? [0, 2, 0, 4] : [2, 0, 4, 0]) + integers([0, 0, 262_144, link])
    for (index, frame) in frames.enumerated() {
      let captured = frame.prefix(snap)
      file += integers([1_700_000_000 + UInt32(index / 1_000), UInt32(index % 1_000) * 1_000])
      file += integers([UInt32(captured.count), UInt32(frame.count)])
      if magic == 0xA1B2_CD34 { file += integers([0, 0]) }
      file += captured
    }
    return file
  }

  func integers(_ values: [UInt32]) -> [UInt8] {
    values.flatMap { Frames.big32(bigEndian ? $0 : $0.byteSwapped) }
  }

  /// An ordinary file of IP packets in Ethernet frames.
  static func ethernet(_ packets: [[UInt8]]) -> [UInt8] {
    PcapFile().bytes(packets.map { Frames.ethernet($0) })
  }
}

/// Puts frames into pcapng files, block by block.
struct PcapngFile {
  var bigEndian = false
  var bytes: [UInt8] = []

  init(bigEndian: Bool = false) {
    self.bigEndian = bigEndian
    section()
  }

  func integers(_ values: [UInt32]) -> [UInt8] {
    values.flatMap { Frames.big32(bigEndian ? $0 : $0.byteSwapped) }
  }

  func shorts(_ values: [UInt16]) -> [UInt8] {
    values.flatMap { Frames.big16(Int(bigEndian ? $0 : $0.byteSwapped)) }
  }

  /// A block, its body padded.
  mutating func block(_ type: UInt32, _ body: [UInt8]) {
    let padded = body + [UInt8](repeating: 0, count: (4 - body.count % 4) % 4)
    bytes += integers([type, UInt32(padded.count + 12)]) + padded + integers([UInt32(padded.count + 12)])
  }

  mutating func section() {
    block(0x0A0D_0D0A, integers([0x1A2B_3C4D]) + shorts([1, 0]) + [UInt8](repeating: 0xFF, count: 8))
  }

  mutating func interface(link: UInt16 = 1, snap: UInt32 = 0, options: [(UInt16, [UInt8])] = []) {
    var body = shorts([link, 0]) + integers([snap])
    for (code, value) in options {
      body +=
        shorts([code, UInt16(value.count)]) + value + [UInt8](repeating: 0, count: (4 - value.count % 4) % 4)
    }
    block(1, body + (options.isEmpty ? [] : shorts([0, 0])))
  }

  mutating func enhanced(_ frame: [UInt8], interface: UInt32 = 0, time: UInt64 = 0, options: [UInt8] = []) {
    let padding = [UInt8](repeating: 0, count: (4 - frame.count % 4) % 4)
    let count = UInt32(frame.count)
    block(
      6,
      integers([interface, UInt32(time >> 32), UInt32(truncatingIfNeeded: time), count, count]) + frame
        + padding
        + options)
  }

  mutating func simple(_ frame: [UInt8]) { block(3, integers([UInt32(frame.count)]) + frame) }

  mutating func old(_ frame: [UInt8], interface: UInt16 = 0, time: UInt64 = 0) {
    let count = UInt32(frame.count)
    block(
      2,
      shorts([interface, 7]) + integers([UInt32(time >> 32), UInt32(truncatingIfNeeded: time), count, count])
        + frame)
  }
}
