import Crypto
import WireCore

/// The HMAC-SHA1 by which two ends of a Pyro 4 connection that share a key sign their messages (PYRO4-27).
///
/// It is the construction of RFC 2104, here rather than the library's own since that takes no span.
public struct Pyro4HMAC: Sendable {
  /// The size of a code, in bytes.
  public static let size = 20
  private static let blockSize = 64

  private let inner: [UInt8]
  private let outer: [UInt8]

  /// Takes the key, of any length. Pyro 4 takes the UTF-8 of a key that is text.
  public init(key: [UInt8]) {
    var block = key.count > Self.blockSize ? Self.digest { $0.add(key.span) } : key
    block += [UInt8](repeating: 0, count: Self.blockSize - block.count)
    inner = block.map { $0 ^ 0x36 }
    outer = block.map { $0 ^ 0x5C }
  }

  /// The code of a message.
  ///
  /// - Parameters:
  ///   - payload: the payload as it is on the wire: compressed where it is.
  ///   - annotations: all annotation chunks; an `HMAC` among them does not count.
  ///   - isSorted: whether the data of the annotations follow one another in the order of their ids, as since
  ///     Pyro 4.37, and not in that of the chunks.
  /// - Throws: the fault of chunks that cannot be read.
  /// - Complexity: linear in the bytes.
  public func code(
    payload: Span<UInt8>, annotations: Span<UInt8>, isSorted: Bool = true
  ) throws(PyroAnnotationFault) -> [UInt8] {
    let chunks = try Self.signed(annotations, isSorted: isSorted)
    let digest = Self.digest { hash in
      hash.add(inner.span)
      hash.add(payload)
      for chunk in chunks { hash.add(annotations.extracting(chunk.data)) }
    }
    return Self.digest { hash in
      hash.add(outer.span)
      hash.add(digest.span)
    }
  }

  /// The chunks that are signed. Of two with one id, the last counts, in the place of the first: Pyro keeps them in
  /// a dict.
  private static func signed(
    _ annotations: Span<UInt8>, isSorted: Bool
  ) throws(PyroAnnotationFault) -> [PyroAnnotationReader.Chunk] {
    var reader = PyroAnnotationReader(.pyro4)
    var chunks: [PyroAnnotationReader.Chunk] = []
    while let chunk = try reader.next(in: annotations) {
      if let place = chunks.firstIndex(where: { $0.id == chunk.id }) {
        chunks[place] = chunk
      } else if chunk.id != .hmacAnnotation {
        chunks.append(chunk)
      }
    }
    return isSorted ? chunks.sorted { $0.id < $1.id } : chunks
  }

  /// Whether two codes are the same, in a time that does not tell where they differ.
  public static func matches(_ code: [UInt8], _ other: Span<UInt8>) -> Bool {
    guard code.count == other.count else { return false }
    var difference: UInt8 = 0
    for index in 0..<code.count { difference |= code[index] ^ other[index] }
    return difference == 0
  }

  private static func digest(_ feed: (inout Insecure.SHA1) -> Void) -> [UInt8] {
    var hash = Insecure.SHA1()
    feed(&hash)
    return Array(hash.finalize())
  }
}

extension Insecure.SHA1 {
  fileprivate mutating func add(_ bytes: Span<UInt8>) {
    // Unsafe: the hash takes a raw buffer, which it reads during the call only.
    bytes.withUnsafeBytes { update(bufferPointer: $0) }
  }
}
