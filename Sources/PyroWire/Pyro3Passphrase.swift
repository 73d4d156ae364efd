import Crypto

/// What a Pyro 3 client knows, and the token that it makes of a challenge to prove it (PYRO3-12, PYRO3-13).
///
/// The passphrase itself is not kept: only its MD5, which is what Pyro keeps too.
public struct Pyro3Passphrase: Hashable, Sendable {
  /// The size of a challenge, in bytes.
  public static let challengeSize = 16

  /// The MD5 of the passphrase; nothing where there is none.
  private let munged: [UInt8]

  /// The identification of a client that was given none: its token can be told from all others.
  public static let none = Pyro3Passphrase(munged: [])

  /// Munges a passphrase, taken as UTF-8. An empty one is ``none``, as for Pyro.
  public init(_ text: String) { self.init(Array(text.utf8)) }

  /// Munges a passphrase of any bytes.
  public init(_ bytes: [UInt8]) {
    self.init(munged: bytes.isEmpty ? [] : Array(Insecure.MD5.hash(data: bytes)))
  }

  private init(munged: [UInt8]) { self.munged = munged }

  /// The token that answers a challenge: HMAC-MD5 of the munged passphrase, with the challenge for a key.
  public func token(for challenge: [UInt8]) -> [UInt8] {
    Array(HMAC<Insecure.MD5>.authenticationCode(for: munged, using: SymmetricKey(data: challenge)))
  }
}
