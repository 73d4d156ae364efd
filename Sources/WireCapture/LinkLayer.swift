/// Finds the IP packet in a frame (CAP-20 to CAP-25).
enum LinkLayer {
  /// CAP-21: tags one inside another that are looked through.
  private static let deepestTags = 8

  /// The index of the first byte of the frame's IP packet; `nil` where it has none, or is cut before it.
  @inline(__always) static func internetStart(_ bytes: Span<UInt8>, _ record: PacketRecord) -> Int? {
    let end = record.start + record.captured
    switch record.link {
    case .ethernet:
      return afterType(bytes, at: record.start + 12, end: end)
    case .rawIP:
      return record.start
    case .bsdLoopback:
      return bsdLoopback(bytes, record.start, end: end)
    case .linuxCooked:
      return afterType(bytes, at: record.start + 14, end: end)
    case .linuxCooked2:
      guard end - record.start >= 20 else { return nil }
      return isInternet(bytes.big16(record.start)) ? record.start + 20 : nil
    case .unsupported:
      return nil
    }
  }

  /// CAP-21: an EtherType, behind any VLAN tags.
  @inline(__always) private static func afterType(_ bytes: Span<UInt8>, at index: Int, end: Int) -> Int? {
    guard end - index >= 2 else { return nil }
    let type = bytes.big16(index)
    return isInternet(type) ? index + 2 : afterTags(type, bytes, at: index, end: end)
  }

  private static func afterTags(_ first: UInt16, _ bytes: Span<UInt8>, at start: Int, end: Int) -> Int? {
    var type = first
    var index = start
    for _ in 0..<deepestTags {
      guard type == 0x8100 || type == 0x88A8 || type == 0x9100, end - index >= 6 else { return nil }
      index += 4
      type = bytes.big16(index)
      if isInternet(type) { return index + 2 }
    }
    return nil
  }

  @inline(__always) private static func isInternet(_ type: UInt16) -> Bool {
    type == 0x0800 || type == 0x86DD
  }

  /// CAP-24: the family is in the byte order of the machine that captured, which is not known: the
  /// numbers are small, so the order that makes a small number is it.
  private static func bsdLoopback(_ bytes: Span<UInt8>, _ start: Int, end: Int) -> Int? {
    guard end - start >= 4 else { return nil }
    let family = min(bytes.big32(start), bytes.big32(start).byteSwapped)
    switch family {
    case 2, 10, 24, 28, 30: return start + 4
    default: return nil
    }
  }
}
