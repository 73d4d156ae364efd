import WireCore

/// A datagram by which Pyro 4 and 5 find a name server (PYRO5-50).
public enum PyroBroadcast: Hashable, Sendable {
  /// `GET_NSURI`, sent to all.
  case lookup
  /// The name server's URI, sent back.
  case reply(uri: String)

  /// The most bytes that a client reads of a reply.
  public static let mostBytes = 100

  private static let question = Array("GET_NSURI".utf8)
  private static let scheme = Array("PYRO:".utf8)

  /// Recognises a datagram; `nil` where it is neither.
  ///
  /// A reply is text in Latin-1 of the form `PYRO:object@location`, 100 bytes at most.
  public init?(_ datagram: Span<UInt8>) {
    guard datagram.count <= Self.mostBytes else { return nil }
    let bytes = datagram.indices.map { datagram[$0] }
    if bytes == Self.question {
      self = .lookup
      return
    }
    guard bytes.starts(with: Self.scheme), let at = bytes.lastIndex(of: 0x40), at > Self.scheme.count,
      at < bytes.count - 1, bytes.allSatisfy({ $0 > 0x20 && $0 != 0x7F })
    else { return nil }
    self = .reply(uri: String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) })))
  }

  /// The kind in reports.
  public var kind: String {
    switch self {
    case .lookup: "NS_BROADCAST_LOOKUP"
    case .reply: "NS_BROADCAST_REPLY"
    }
  }
}
