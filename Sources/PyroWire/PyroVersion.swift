import WireCore

/// Which Pyro speaks, by the 16-bit version at offset 4 of a message.
///
/// The three Pyros share the magic `PYRO` and disagree on everything after the version, so it is
/// decided on before any other field is given a meaning (PYRO5-2).
public enum PyroVersion: Hashable, Sendable {
  /// Pyro 3: its headers say 4 or 5.
  case pyro3(UInt16)
  /// Pyro 4: protocols 46 to 48; older ones say 40 to 45.
  case pyro4(UInt16)
  /// Pyro 5: 502; its first releases said 500 and 501.
  case pyro5(UInt16)
  /// None of them.
  case unknown(UInt16)

  /// The magic at offset 0: `PYRO`, as a big-endian word.
  public static let magic: UInt32 = 0x5059_524F

  /// The size of magic and version, in bytes.
  public static let prefixSize = 6

  /// Names the Pyro of a version word.
  public init(_ word: UInt16) {
    switch word {
    case 4, 5: self = .pyro3(word)
    case 40...48: self = .pyro4(word)
    case 500...502: self = .pyro5(word)
    default: self = .unknown(word)
    }
  }

  /// Reads magic and version at the front of `bytes`; `nil` where the magic is another or fewer
  /// than six bytes are there.
  public init?(prefix bytes: Span<UInt8>) {
    guard bytes.count >= Self.prefixSize, bigEndian32(bytes, at: 0) == Self.magic else { return nil }
    self.init(bigEndian16(bytes, at: 4))
  }

  /// The word on the wire.
  public var word: UInt16 {
    switch self {
    case .pyro3(let word), .pyro4(let word), .pyro5(let word), .unknown(let word): word
    }
  }
}

extension PyroVersion: CustomStringConvertible {
  /// `48 (Pyro 4)`, or `7 (of no Pyro)`.
  public var description: String {
    switch self {
    case .pyro3(let word): "\(word) (Pyro 3)"
    case .pyro4(let word): "\(word) (Pyro 4)"
    case .pyro5(let word): "\(word) (Pyro 5)"
    case .unknown(let word): "\(word) (of no Pyro)"
    }
  }
}
