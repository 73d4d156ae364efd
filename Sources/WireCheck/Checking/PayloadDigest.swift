import Crypto

/// The SHA-256 of a payload.
public struct PayloadDigest: Hashable, Sendable {
  private let words: (UInt64, UInt64, UInt64, UInt64)

  /// Hashes a payload.
  public init(_ payload: Span<UInt8>) {
    var hash = SHA256()
    // Unsafe: the hash takes a raw buffer, which it reads during the call only.
    payload.withUnsafeBytes { hash.update(bufferPointer: $0) }
    var words: [UInt64] = []
    for (index, byte) in hash.finalize().enumerated() {
      if index % 8 == 0 { words.append(0) }
      words[index / 8] = words[index / 8] << 8 | UInt64(byte)
    }
    self.words = (words[0], words[1], words[2], words[3])
  }

  /// The digest as 64 lower-case hex digits.
  public var hex: String {
    [words.0, words.1, words.2, words.3].map { word in
      let digits = String(word, radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }.joined()
  }

  /// Two digests are equal when their bytes are.
  public static func == (left: PayloadDigest, right: PayloadDigest) -> Bool { left.words == right.words }

  /// Hashes the first word, which is as good as all.
  public func hash(into hasher: inout Hasher) { hasher.combine(words.0) }
}
