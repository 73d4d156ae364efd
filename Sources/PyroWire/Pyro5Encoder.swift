import WireCore

/// Writes Pyro 5 messages, byte for byte as Pyro5 5.17 does.
public struct Pyro5Encoder: Hashable, Sendable {
  /// Payloads of more bytes than this are compressed, where compression is asked for (PYRO5-25).
  public static let smallestCompressed = 101
  /// The zlib level that Pyro 5 uses.
  public static let compressionLevel = 4

  /// Whether payloads are compressed: Pyro 5's `COMPRESSION`. Default false, as Pyro 5's.
  public var compresses: Bool
  /// The most bytes of annotations and payload together: Pyro 5's `MAX_MESSAGE_SIZE`. Default 1 GiB,
  /// as Pyro 5's.
  public var maximumSize: Int

  /// Makes an encoder.
  public init(compresses: Bool = false, maximumSize: Int = 1 << 30) {
    self.compresses = compresses
    self.maximumSize = min(max(0, maximumSize), Int(UInt32.max))
  }

  /// The message's bytes.
  ///
  /// - Throws: `limit` where annotations and payload are too large; `unrepresentable` for an annotation
  ///   whose id is not four ASCII characters.
  public func encode(_ message: Pyro5Message) throws(WireError) -> [UInt8] {
    var output: [UInt8] = []
    try append(message, to: &output)
    return output
  }

  /// Appends the message's bytes to `output`, which is as it was where it throws.
  ///
  /// - Throws: as ``encode(_:)``.
  public func append(_ message: Pyro5Message, to output: inout [UInt8]) throws(WireError) {
    var flags = message.flags.subtracting([.compressed, .correlationID])
    var payload = message.payload
    if compresses, payload.count >= Self.smallestCompressed {
      payload = try deflate(payload.span, level: Self.compressionLevel)
      flags.insert(.compressed)
    }
    if message.correlationID != nil { flags.insert(.correlationID) }
    let annotationsSize = try PyroMessageParts.size(of: message.annotations, .pyro5, limit: maximumSize)
    try PyroMessageParts.check(payload.count, annotationsSize, limit: maximumSize)
    Pyro5Header(
      type: message.type, serializerID: message.serializerID, flags: flags, sequence: message.sequence,
      dataSize: UInt32(payload.count), annotationsSize: UInt32(annotationsSize),
      correlationID: message.correlationID ?? .zero
    ).append(to: &output)
    PyroMessageParts.append(message.annotations, .pyro5, to: &output)
    output.append(contentsOf: payload)
  }
}
