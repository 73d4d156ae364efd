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
    let annotationsSize = try annotationsSize(of: message)
    guard payload.count <= maximumSize, annotationsSize <= maximumSize - payload.count else {
      throw WireError(
        .limit, at: 0, reading: "Pyro 5 message",
        "\(payload.count) bytes of payload and \(annotationsSize) of annotations, \(maximumSize) allowed")
    }
    Pyro5Header(
      type: message.type, serializerID: message.serializerID, flags: flags, sequence: message.sequence,
      dataSize: UInt32(payload.count), annotationsSize: UInt32(annotationsSize),
      correlationID: message.correlationID ?? .zero
    ).append(to: &output)
    for annotation in message.annotations {
      output.append(contentsOf: annotation.id.utf8)
      output.appendBigEndian(UInt32(annotation.data.count))
      output.append(contentsOf: annotation.data)
    }
    output.append(contentsOf: payload)
  }

  /// The size of all chunks together; their ids are checked on the way.
  private func annotationsSize(of message: Pyro5Message) throws(WireError) -> Int {
    var size = 0
    for annotation in message.annotations {
      guard annotation.id.utf8.count == 4, annotation.id.utf8.allSatisfy({ $0 < 0x80 }) else {
        throw WireError(
          .unrepresentable, at: 0, reading: "annotation id", "it must be four ASCII characters")
      }
      guard annotation.data.count <= maximumSize else {
        throw WireError(
          .limit, at: 0, reading: "annotation", "\(annotation.data.count) bytes, \(maximumSize) allowed")
      }
      size += 8 + annotation.data.count
    }
    return size
  }
}
