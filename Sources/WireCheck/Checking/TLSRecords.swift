import WireCore

/// One direction of a TLS connection as handshake messages and alerts, as long as they are readable.
struct TLSRecords {
  /// What the records hold.
  enum Piece {
    /// A handshake message: its type and body.
    case handshake(UInt8, ArraySlice<UInt8>)
    /// An alert: its level and description.
    case alert(UInt8, UInt8)
  }

  /// The most that is held, in bytes: a hello with large key shares is a few kilobytes.
  private static let limit = 64 << 10

  private var records = ByteQueue()
  private var messages = ByteQueue()
  /// Whether the rest cannot be read: encrypted, damaged, or longer than a handshake may be.
  private(set) var isUnreadable = false

  mutating func append(_ bytes: Span<UInt8>) {
    guard !isUnreadable else { return }
    guard records.count + messages.count + bytes.count <= Self.limit else {
      giveUp()
      return
    }
    records.append(bytes)
  }

  mutating func giveUp() {
    isUnreadable = true
    records = ByteQueue()
    messages = ByteQueue()
  }

  /// The next whole piece, or `nil` until more bytes come.
  mutating func next() -> Piece? {
    while !isUnreadable {
      if let message = nextMessage() { return message }
      guard records.count >= 5 else { return nil }
      let length = Int(records[3]) << 8 | Int(records[4])
      guard records[1] == 3, length <= 16_384 + 2_048 else {
        giveUp()
        return nil
      }
      guard records.count >= 5 + length else { return nil }
      let record = records.take(5 + length)
      switch record[0] {
      case 22: messages.append(record.span.extracting(5..<record.count))
      case 21 where length == 2: return .alert(record[5], record[6])
      default: giveUp()  // change_cipher_spec and application_data: what follows is encrypted
      }
    }
    return nil
  }

  private mutating func nextMessage() -> Piece? {
    guard messages.count >= 4 else { return nil }
    let length = Int(messages[1]) << 16 | Int(messages[2]) << 8 | Int(messages[3])
    guard messages.count >= 4 + length else { return nil }
    let message = messages.take(4 + length)
    return .handshake(message[0], message[4...])
  }
}

/// Bytes that are added at one end and taken from the other, each moved twice at most.
private struct ByteQueue {
  private var bytes: [UInt8] = []
  private var start = 0

  var count: Int { bytes.count - start }

  subscript(index: Int) -> UInt8 { bytes[start + index] }

  mutating func append(_ more: Span<UInt8>) {
    if start > bytes.count / 2 {
      bytes.removeFirst(start)
      start = 0
    }
    bytes.append(copying: more)
  }

  mutating func take(_ count: Int) -> [UInt8] {
    defer { start += count }
    return Array(bytes[start..<start + count])
  }
}
