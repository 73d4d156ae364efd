import WireCore

/// A datagram by which Pyro 3 finds its name server, or ends it (PYRO3-24).
public enum Pyro3Broadcast: Hashable, Sendable {
  /// `location`, sent to all.
  case lookup
  /// `shutdown`: the name server is told to end, by whoever sends this.
  case shutdown
  /// The name server's URI, sent back.
  case reply(uri: String)
  /// What the name server says to `shutdown`: whether it ends.
  case farewell(ends: Bool)

  /// The ports at which name servers wait for broadcasts, unless told otherwise.
  public static let ports: ClosedRange<UInt16> = 9090...9091
  /// The most bytes that a client reads of a reply.
  public static let mostBytes = 1_000

  private static let scheme = "PYRO://"

  /// Recognises a datagram; `nil` where it is none of them.
  ///
  /// A reply is text in Latin-1 of the form `PYRO://host:port/id`, 1,000 bytes at most.
  public init?(_ datagram: Span<UInt8>) {
    guard datagram.count <= Self.mostBytes else { return nil }
    let text = String(String.UnicodeScalarView(datagram.indices.map { Unicode.Scalar(datagram[$0]) }))
    switch text {
    case "location": self = .lookup
    case "shutdown": self = .shutdown
    case "Will shut down shortly": self = .farewell(ends: true)
    case "Shutdown request denied": self = .farewell(ends: false)
    default:
      guard Self.isURI(text) else { return nil }
      self = .reply(uri: text)
    }
  }

  private static func isURI(_ text: String) -> Bool {
    guard text.hasPrefix(scheme), text.unicodeScalars.allSatisfy({ $0.value > 0x20 && $0.value != 0x7F })
    else {
      return false
    }
    let parts = text.dropFirst(scheme.count).split(
      separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[1].isEmpty, let colon = parts[0].lastIndex(of: ":") else { return false }
    return colon > parts[0].startIndex && UInt16(parts[0][parts[0].index(after: colon)...]) != nil
  }

  /// The kind in reports.
  public var kind: String {
    switch self {
    case .lookup: "NS_BROADCAST_LOOKUP"
    case .shutdown: "NS_BROADCAST_SHUTDOWN"
    case .reply, .farewell: "NS_BROADCAST_REPLY"
    }
  }
}
