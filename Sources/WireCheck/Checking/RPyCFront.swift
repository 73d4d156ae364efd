import WireCore

/// Whether bytes look like the front of an RPyC frame. RPyC has no magic: a frame is known by a length that can
/// be, a flag that can be, and the front of a message (REP-33).
enum RPyCFront {
  case matches
  case undecided
  case foreign

  /// The size of a frame's header: 4 bytes of length, 1 of flag.
  private static let headerSize = 5
  /// The longest frame that a front is believed of, in bytes. Longer ones come later in a connection.
  private static let longest = 64 << 20

  init(_ bytes: Span<UInt8>) {
    guard bytes.count >= 1 else {
      self = .undecided
      return
    }
    guard Self.mayBegin(with: bytes[0]) else {
      self = .foreign
      return
    }
    guard bytes.count >= Self.headerSize + 2 else {
      self = .undecided
      return
    }
    let length = Int(bigEndian32(bytes, at: 0))
    guard length >= 2, length <= Self.longest else {
      self = .foreign
      return
    }
    self = Self.judge(bytes, length: length)
  }

  /// Whether a frame may begin with this byte. It is the length's highest: nothing above 64 MiB is believed.
  static func mayBegin(with byte: UInt8) -> Bool { byte <= UInt8(longest >> 24) }

  private static func judge(_ bytes: Span<UInt8>, length: Int) -> RPyCFront {
    if messageBegins(bytes, at: headerSize) {
      // A flag that cannot be is a finding only where nothing else is wrong.
      return bytes[4] <= 1 || endsWithLineFeed(bytes, length: length) ? .matches : .foreign
    }
    if bytes[4] == 1, bytes[5] == 0x78, bigEndian16(bytes, at: 5) % 31 == 0 { return .matches }
    guard bytes[4] <= 1, length >= 18, bytes[5] == 0, bytes[6] == 0 else { return .foreign }
    guard bytes.count >= headerSize + threadIdentifiers + 2 else { return .undecided }
    return messageBegins(bytes, at: headerSize + threadIdentifiers) ? .matches : .foreign
  }

  /// With thread binding, two 8-byte thread ids stand before the message. They are addresses below 2^48.
  private static let threadIdentifiers = 16

  /// Up to 5.3: a tuple of three (tag 0x12) that begins with the integer 1, 2 or 3. From 6.0: a byte 1, 2 or 3, and a
  /// tuple of two (tag 0x11).
  private static func messageBegins(_ bytes: Span<UInt8>, at index: Int) -> Bool {
    switch (bytes[index], bytes[index + 1]) {
    case (0x12, 0x51...0x53): true
    case (1...3, 0x11): true
    default: false
    }
  }

  private static func endsWithLineFeed(_ bytes: Span<UInt8>, length: Int) -> Bool {
    let end = headerSize + length
    return end < bytes.count && bytes[end] == UInt8(ascii: "\n")
  }
}
