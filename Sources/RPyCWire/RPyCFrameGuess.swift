import WireCore

/// Whether a frame of RPyC may begin at a place in a stream, to go by its header and first bytes.
/// RPYC-7.
enum RPyCFrameGuess: Hashable, Sendable {
  case yes
  case no
  /// Too few bytes are there to tell.
  case needsMore

  /// How many bytes tell at most: the header, thread ids, and the beginning of a message.
  static let window = RPyCFrameHeader.size + RPyCThreadIDs.size + RPyCMessageGuess.size
  /// The size of the smallest message, an exception that is StopIteration.
  private static let smallestData = 4

  init(_ bytes: Span<UInt8>, at start: Int, limit: Int) {
    guard bytes.count - start >= RPyCFrameHeader.size else {
      self = .needsMore
      return
    }
    let header = RPyCFrameHeader(bytes, at: start)
    guard header.flag <= 1, Self.smallestData...max(Self.smallestData, limit) ~= header.length else {
      self = .no
      return
    }
    let data = bytes.extracting((start + RPyCFrameHeader.size)...)
    self = header.flag == 1 ? Self.zlib(data) : Self.message(data, length: header.length)
  }

  /// RFC 1950: method 8, a window of at most 32 KiB, a header that 31 divides.
  private static func zlib(_ data: Span<UInt8>) -> RPyCFrameGuess {
    guard data.count >= 2 else { return .needsMore }
    let isHeader = data[0] & 0x0F == 8 && data[0] >> 4 <= 7 && (Int(data[0]) << 8 | Int(data[1])) % 31 == 0
    return isHeader ? .yes : .no
  }

  private static func message(_ data: Span<UInt8>, length: Int) -> RPyCFrameGuess {
    guard data.count >= RPyCMessageGuess.size else { return .needsMore }
    if RPyCMessageGuess(data) != nil { return .yes }
    guard length >= RPyCThreadIDs.size + smallestData else { return .no }
    guard data.count >= RPyCThreadIDs.size + RPyCMessageGuess.size else { return .needsMore }
    return RPyCMessageGuess(data.extracting(RPyCThreadIDs.size...)) == nil ? .no : .yes
  }
}

/// What the first bytes of a message show: its kind, and which of the two forms it has. RPYC-11.
struct RPyCMessageGuess: Hashable, Sendable {
  /// How many bytes are looked at.
  static let size = 3

  let kind: RPyCMessageKind
  /// Whether it begins with a raw byte, as from rpyc 6 on.
  let isRaw: Bool

  /// `nil` where the bytes begin no message.
  init?(_ data: Span<UInt8>) {
    guard data.count >= Self.size, Self.mayBeginInteger(data[2]) else { return nil }
    if data[1] == BrineWire.pair, let kind = RPyCMessageKind(rawValue: data[0]) {
      self.kind = kind
      isRaw = true
    } else if data[0] == BrineWire.triple, data[1] > BrineWire.zero,
      let kind = RPyCMessageKind(rawValue: data[1] - BrineWire.zero)
    {
      self.kind = kind
      isRaw = false
    } else {
      return nil
    }
  }

  private static func mayBeginInteger(_ tag: UInt8) -> Bool {
    switch tag {
    case BrineWire.oneByteIntegers, BrineWire.long, BrineWire.digitsL1, BrineWire.digitsL4: true
    default: false
    }
  }
}

/// The few bytes of brine that messages are recognised by.
enum BrineWire {
  /// The tag of a tuple of two.
  static let pair: UInt8 = 0x11
  /// The tag of a tuple of three.
  static let triple: UInt8 = 0x12
  /// The byte that is the integer 0.
  static let zero: UInt8 = 0x50
  /// The bytes that are integers by themselves.
  static let oneByteIntegers: ClosedRange<UInt8> = 0x20...0xEF
  /// The tag of Python 2's long.
  static let long: UInt8 = 0x09
  /// The tags of integers written as digits.
  static let digitsL1: UInt8 = 0x16
  static let digitsL4: UInt8 = 0x17
}

/// The ids of threads before a message, where both ends have thread binding on. RPYC-13.
public struct RPyCThreadIDs: Hashable, Sendable {
  /// Their size in bytes.
  static let size = 16

  /// The thread that sends.
  public var sender: UInt64
  /// The thread that is to receive; 0 where any may.
  public var receiver: UInt64

  /// Makes a pair of ids.
  public init(sender: UInt64, receiver: UInt64) {
    self.sender = sender
    self.receiver = receiver
  }
}
