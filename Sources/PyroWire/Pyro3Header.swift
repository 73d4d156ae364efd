import WireCore

/// The 18 bytes before the body of most Pyro 3 messages (PYRO3-1 to PYRO3-8). All numbers are big-endian.
public struct Pyro3Header: Hashable, Sendable {
  /// The size of a header, in bytes.
  public static let size = 18
  /// The version words that Pyro 3 has: 4 up to release 3.9, 5 from 3.10 on (PYRO3-2).
  public static let versions: ClosedRange<UInt16> = 4...5

  /// The version: 4 or 5.
  public var version: UInt16
  /// The flags.
  public var flags: Pyro3Flags
  /// The size of the body on the wire, in bytes. It is a signed number, of which only 0 and above can be.
  public var bodySize: Int32
  /// The Adler-32 of the body on the wire; 0 unless ``Pyro3Flags/checksum`` is set.
  public var checksum: UInt32

  /// Makes a header.
  public init(version: UInt16 = 5, flags: Pyro3Flags = [], bodySize: Int32, checksum: UInt32 = 0) {
    self.version = version
    self.flags = flags
    self.bodySize = bodySize
    self.checksum = checksum
  }
}

extension Pyro3Header {
  /// Reads the header at the front of `bytes`.
  ///
  /// - Parameters:
  ///   - bytes: the stream from the header's first byte on.
  ///   - base: the absolute offset of that byte, for errors.
  /// - Throws: `truncated` for fewer than 18 bytes; `syntax` where the magic, the header's size or a negative
  ///   size of the body cannot be; `unsupported` for another version.
  public init(_ bytes: Span<UInt8>, base: Int = 0) throws(WireError) {
    guard bytes.count >= Self.size else {
      throw WireError(
        .truncated, at: base + bytes.count, reading: "Pyro 3 header",
        "\(Self.size) bytes wanted, \(bytes.count) left")
    }
    if let fault = Self.fault(in: bytes) { throw fault.error(base: base) }
    self.init(unchecked: bytes, at: 0)
  }

  /// Reads the fields of a header that was checked.
  init(unchecked bytes: Span<UInt8>, at start: Int) {
    version = bigEndian16(bytes, at: start + 4)
    bodySize = Int32(bitPattern: bigEndian32(bytes, at: start + 8))
    flags = Pyro3Flags(rawValue: bigEndian16(bytes, at: start + 12))
    checksum = bigEndian32(bytes, at: start + 14)
  }

  /// Writes the 18 bytes.
  public func append(to output: inout [UInt8]) {
    output.appendBigEndian(PyroVersion.magic)
    output.appendBigEndian(version)
    output.appendBigEndian(UInt16(Self.size))
    output.appendBigEndian(bodySize)
    output.appendBigEndian(flags.rawValue)
    output.appendBigEndian(checksum)
  }
}
