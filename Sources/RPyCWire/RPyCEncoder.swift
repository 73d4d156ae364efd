import WireCore

/// Writes messages as frames, byte for byte as rpyc does.
public struct RPyCEncoder: Hashable, Sendable {
  /// Data of more bytes than this is compressed, where compression is on. RPYC-4.
  public static let compressionThreshold = 3_000
  /// The zlib level that rpyc uses.
  public static let compressionLevel = 1

  /// The generation to write for.
  public var generation: RPyCGeneration
  /// Whether large data is compressed, as rpyc does unless told otherwise. Default true.
  public var compresses: Bool

  /// Makes an encoder.
  public init(generation: RPyCGeneration = .six, compresses: Bool = true) {
    self.generation = generation
    self.compresses = compresses
  }

  /// The frame of a message.
  ///
  /// - Throws: `unrepresentable` where a value is one that brine cannot hold; `limit` where the
  ///   data is 4 GiB or more.
  public func frame(_ message: RPyCMessage) throws(WireError) -> [UInt8] {
    try frame(data: try message.data(for: generation))
  }

  /// The frame of data. RPYC-1 to RPYC-4.
  public func frame(data: [UInt8]) throws(WireError) -> [UInt8] {
    let isCompressed = compresses && data.count > Self.compressionThreshold
    let content = isCompressed ? try deflate(data.span, level: Self.compressionLevel) : data
    guard let length = UInt32(exactly: content.count) else {
      throw WireError(.limit, at: 0, reading: "an RPyC frame", "\(content.count) bytes of data")
    }
    var output: [UInt8] = []
    output.reserveCapacity(content.count + RPyCFrameHeader.size + 1)
    output.appendBigEndian(length)
    output.append(isCompressed ? 1 : 0)
    output += content
    output.append(RPyCFrameHeader.terminator)
    return output
  }
}
