import WireCore

/// Writes Pyro 3 messages as Pyro 3.16 does.
public struct Pyro3Encoder: Hashable, Sendable {
  /// Whether bodies are compressed that become shorter by it: Pyro's `PYRO_COMPRESSION`. Default false.
  public var compresses: Bool
  /// Whether messages carry a checksum: Pyro's `PYRO_CHECKSUM`. Default false.
  public var checksums: Bool

  /// Makes an encoder.
  public init(compresses: Bool = false, checksums: Bool = false) {
    self.compresses = compresses
    self.checksums = checksums
  }

  /// The message's bytes (PYRO3-5, PYRO3-7).
  ///
  /// - Throws: `limit` for a body of 2 GiB and more.
  public func encode(_ message: Pyro3Message) throws(WireError) -> [UInt8] {
    var output: [UInt8] = []
    try append(message, to: &output)
    return output
  }

  /// Appends the message's bytes to `output`, which is as it was where it throws.
  ///
  /// - Throws: as ``encode(_:)``.
  public func append(_ message: Pyro3Message, to output: inout [UInt8]) throws(WireError) {
    var flags = message.flags.subtracting([.compressed, .checksum])
    var body = message.body
    if compresses, case let smaller = try deflate(body.span), smaller.count < body.count {
      body = smaller
      flags.insert(.compressed)
    }
    if checksums { flags.insert(.checksum) }
    guard let size = Int32(exactly: body.count) else {
      throw WireError(.limit, at: 0, reading: "Pyro 3 message", "\(body.count) bytes are 2 GiB or more")
    }
    Pyro3Header(
      version: message.version, flags: flags, bodySize: size, checksum: checksums ? adler32(body.span) : 0
    ).append(to: &output)
    output.append(contentsOf: body)
  }
}
