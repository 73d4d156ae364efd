import InertReaders
import WireCore

/// A Pyro 3 message that has a header, whole: its body inflated and its checksum verified.
public struct Pyro3Message: Hashable, Sendable {
  /// The version: 4 or 5.
  public var version: UInt16
  /// The flags.
  public var flags: Pyro3Flags
  /// The body after decompression: a challenge, `CONNECT` and a token, or what ``serializer`` wrote.
  public var body: [UInt8]

  /// Makes a message. Compression and checksum are the encoder's to decide on.
  public init(version: UInt16 = 5, serializer: Pyro3Serializer = .pickle, body: [UInt8]) {
    self.version = version
    self.body = body
    flags =
      switch serializer {
      case .pickle: []
      case .gnosis: .gnosis
      case .pyxml: .pyxml
      }
  }

  /// What the flags say that the sender writes.
  public var serializer: Pyro3Serializer { flags.serializer }

  /// The message by which a client asks to be let in (PYRO3-11).
  public static func connect(
    token: [UInt8], version: UInt16 = 5, serializer: Pyro3Serializer = .pickle
  ) -> Pyro3Message {
    Pyro3Message(version: version, serializer: serializer, body: connectWord + token)
  }

  static let connectWord = Array("CONNECT".utf8)

  /// The token of a CONNECT; `nil` where the body is none.
  public var token: [UInt8]? { Self.token(in: body.span) }

  static func token(in body: Span<UInt8>) -> [UInt8]? {
    guard isConnect(body) else { return nil }
    return (connectWord.count..<body.count).map { body[$0] }
  }

  /// Whether a body is that of a CONNECT. No pickle and no XML document begins like one.
  static func isConnect(_ body: Span<UInt8>) -> Bool {
    body.count >= connectWord.count && connectWord.indices.allSatisfy { body[$0] == connectWord[$0] }
  }
}

extension Pyro3Message {
  /// Whether the message at `start` is one that only a client sends, or only a server (`false`): CONNECT, or a
  /// challenge; `nil` where it does not show.
  package static func isClients(_ bytes: Span<UInt8>, at start: Int) -> Bool? {
    let body = start + Pyro3Header.size
    guard bytes.count > body, Pyro3Header.fault(in: bytes, at: start) == nil else { return nil }
    if isConnect(bytes.extracting(body...)) { return true }
    let end = body + Pyro3Passphrase.challengeSize
    let size = Int(Pyro3Header(unchecked: bytes, at: start).bodySize)
    guard size == Pyro3Passphrase.challengeSize, bytes.count >= end else { return nil }
    return isChallenge(bytes.extracting(body..<end)) ? false : nil
  }

  /// Whether a body is taken for a challenge where the beginning of the connection was not seen: sixteen bytes
  /// that are no pickle. One challenge in 256 ends as pickles do, so the others are read.
  static func isChallenge(_ body: Span<UInt8>) -> Bool {
    guard body.count == Pyro3Passphrase.challengeSize else { return false }
    guard body[body.count - 1] == UInt8(ascii: ".") else { return true }
    let reading = Pickle.examine(body)
    return reading.fault != nil || reading.bytesRead != body.count
  }

  /// Reads one message that fills `bytes`.
  ///
  /// - Parameters:
  ///   - bytes: header and body.
  ///   - base: the absolute offset of the first byte, for errors.
  ///   - limits: `bytes` bounds the body as it is on the wire, and inflated.
  /// - Throws: `syntax`, `unsupported`, `limit` or `truncated` for the header; `syntax` for a wrong checksum;
  ///   what `inflate(_:base:limits:)` throws; `trailing` for bytes after the message.
  public init(_ bytes: Span<UInt8>, base: Int = 0, limits: Limits = Limits()) throws(WireError) {
    let header = try Pyro3Header(bytes, base: base)
    if let fault = Pyro3Header.fault(in: bytes, limit: limits.bytes) { throw fault.error(base: base) }
    let end = Pyro3Header.size + Int(header.bodySize)
    guard bytes.count >= end else {
      throw WireError(
        .truncated, at: base + bytes.count, reading: "Pyro 3 message",
        "\(end) bytes wanted, \(bytes.count) left")
    }
    guard bytes.count == end else {
      throw WireError(
        .trailing, at: base + end, reading: "Pyro 3 message", "\(bytes.count - end) bytes follow it")
    }
    try self.init(header, body: bytes.extracting(Pyro3Header.size...), base: base, limits: limits)
  }

  /// Joins the parts that a stream decoder lends.
  ///
  /// - Throws: as ``init(_:base:limits:)`` for the checksum and the body.
  public init(
    _ header: Pyro3Header, body wire: Span<UInt8>, base: Int = 0, limits: Limits = Limits()
  ) throws(WireError) {
    version = header.version
    flags = header.flags
    // PYRO3-7: the checksum is of the body as it is on the wire.
    guard !header.flags.contains(.checksum) || header.checksum == adler32(wire) else {
      throw WireError(.syntax, at: base + 14, reading: "Pyro 3 message", "the checksum is not the body's")
    }
    body = try PyroMessageParts.payload(
      wire, isCompressed: header.flags.contains(.compressed), base: base + Pyro3Header.size, limits: limits)
  }
}
