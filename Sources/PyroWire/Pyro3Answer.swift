/// What a daemon answers to a CONNECT, or to a connection that it has no room for: seven bytes without a
/// header (PYRO3-14).
public enum Pyro3Answer: Hashable, Sendable {
  /// `GRANTED`.
  case granted
  /// `DENIED` and a code of one character.
  case denied(Reason)

  /// Why a connection was denied.
  public struct Reason: Hashable, Sendable {
    /// The character on the wire.
    public var code: UInt8

    /// Makes a reason of the character on the wire, defined or not.
    public init(code: UInt8) { self.code = code }

    /// No reason is given.
    public static let unspecified = Reason(code: 0x30)
    /// The server has no room for more connections.
    public static let tooBusy = Reason(code: 0x31)
    /// The host is blocked.
    public static let hostBlocked = Reason(code: 0x32)
    /// The client did not know a passphrase, or was refused for another reason of security.
    public static let security = Reason(code: 0x33)

    /// Pyro's words for it; `nil` for a code that it does not define.
    public var words: String? {
      switch self {
      case .unspecified: "unspecified reason"
      case .tooBusy: "server too busy"
      case .hostBlocked: "host blocked"
      case .security: "security reasons"
      default: nil
      }
    }
  }

  /// The size of an answer, in bytes.
  public static let size = 7

  private static let accepting = Array("GRANTED".utf8)
  private static let denying = Array("DENIED".utf8)

  /// Reads the seven bytes at `start`; `nil` where they are no answer, or not there.
  init?(_ bytes: Span<UInt8>, at start: Int) {
    guard bytes.count - start >= Self.size else { return nil }
    if Self.accepting.indices.allSatisfy({ bytes[start + $0] == Self.accepting[$0] }) {
      self = .granted
    } else if Self.denying.indices.allSatisfy({ bytes[start + $0] == Self.denying[$0] }) {
      self = .denied(Reason(code: bytes[start + 6]))
    } else {
      return nil
    }
  }

  /// Reads an answer that fills `bytes`; `nil` where they are none.
  public init?(_ bytes: Span<UInt8>) {
    guard bytes.count == Self.size else { return nil }
    self.init(bytes, at: 0)
  }

  /// Whether an answer may begin with this byte.
  static func mayBegin(with byte: UInt8) -> Bool { byte == accepting[0] || byte == denying[0] }

  /// The bytes on the wire.
  public var bytes: [UInt8] {
    switch self {
    case .granted: Self.accepting
    case .denied(let reason): Self.denying + [reason.code]
    }
  }

  /// The kind in reports.
  public var kind: String { self == .granted ? "GRANTED" : "DENIED" }
}
