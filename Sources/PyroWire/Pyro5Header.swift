import WireCore

/// The 40 bytes in front of each Pyro 5 message (PYRO5-1).
public struct Pyro5Header: Hashable, Sendable {
  /// The size of a header, in bytes.
  public static let size = 40
  /// The version word of Pyro 5 (PYRO5-2).
  public static let version: UInt16 = 502
  /// The second magic, at offset 38 (PYRO5-9).
  public static let endMagic: UInt16 = 0x4DC5

  /// What the message is.
  public var type: Pyro5MessageType
  /// The serializer's number on the wire; see ``serializer``.
  public var serializerID: UInt8
  /// The flags.
  public var flags: Pyro5Flags
  /// The number that ties an answer to its request; it wraps around.
  public var sequence: UInt16
  /// The size of the payload on the wire, in bytes.
  public var dataSize: UInt32
  /// The size of all annotation chunks together, in bytes.
  public var annotationsSize: UInt32
  /// The correlation id; zero unless ``Pyro5Flags/correlationID`` is set.
  public var correlationID: PyroCorrelationID
  /// The reserved word at offset 36: zero.
  public var reserved: UInt16

  /// Makes a header.
  public init(
    type: Pyro5MessageType, serializerID: UInt8, flags: Pyro5Flags = [], sequence: UInt16,
    dataSize: UInt32, annotationsSize: UInt32 = 0, correlationID: PyroCorrelationID = .zero,
    reserved: UInt16 = 0
  ) {
    self.type = type
    self.serializerID = serializerID
    self.flags = flags
    self.sequence = sequence
    self.dataSize = dataSize
    self.annotationsSize = annotationsSize
    self.correlationID = correlationID
    self.reserved = reserved
  }

  /// The serializer; `nil` for a number that Pyro 5 does not define.
  public var serializer: Pyro5Serializer? { Pyro5Serializer(rawValue: serializerID) }

  /// The size of what follows the header, in bytes: annotations and payload. No sum of two 32-bit
  /// sizes overflows.
  public var bodySize: Int { Int(dataSize) + Int(annotationsSize) }
}

extension Pyro5Header {
  /// Reads the header at the front of `bytes`.
  ///
  /// - Parameters:
  ///   - bytes: the stream from the header's first byte on.
  ///   - base: the absolute offset of that byte, for errors.
  /// - Throws: `truncated` for fewer than 40 bytes; `syntax` where magic or second magic are others;
  ///   `unsupported` for another version (PYRO5-3).
  public init(_ bytes: Span<UInt8>, base: Int = 0) throws(WireError) {
    guard bytes.count >= Self.size else {
      throw WireError(
        .truncated, at: base + bytes.count, reading: "Pyro 5 header",
        "\(Self.size) bytes wanted, \(bytes.count) left")
    }
    if let fault = Self.fault(in: bytes) { throw fault.error(base: base) }
    self.init(unchecked: bytes, at: 0)
  }

  /// Reads the fields of a header whose magics and version were checked, or do not matter.
  init(unchecked bytes: Span<UInt8>, at start: Int) {
    type = Pyro5MessageType(rawValue: bytes[start + 6])
    serializerID = bytes[start + 7]
    flags = Pyro5Flags(rawValue: bigEndian16(bytes, at: start + 8))
    sequence = bigEndian16(bytes, at: start + 10)
    dataSize = bigEndian32(bytes, at: start + 12)
    annotationsSize = bigEndian32(bytes, at: start + 16)
    correlationID = PyroCorrelationID(bytes, at: start + 20)
    reserved = bigEndian16(bytes, at: start + 36)
  }

  /// Writes the 40 bytes.
  public func append(to output: inout [UInt8]) {
    output.appendBigEndian(PyroVersion.magic)
    output.appendBigEndian(Self.version)
    output.append(type.rawValue)
    output.append(serializerID)
    output.appendBigEndian(flags.rawValue)
    output.appendBigEndian(sequence)
    output.appendBigEndian(dataSize)
    output.appendBigEndian(annotationsSize)
    correlationID.append(to: &output)
    output.appendBigEndian(reserved)
    output.appendBigEndian(Self.endMagic)
  }
}

extension Pyro5Header {
  /// The fault of the header at `start`, if it has one; the caller has checked that 40 bytes are there.
  /// The order is that of the reference: magic, version, second magic (PYRO5-3), then sizes.
  static func fault(in bytes: Span<UInt8>, at start: Int = 0, limit: Int = .max) -> PyroHeaderFault? {
    guard bigEndian32(bytes, at: start) == PyroVersion.magic else { return .magic }
    let version = bigEndian16(bytes, at: start + 4)
    guard version == Self.version else { return .version(PyroVersion(version), .pyro5) }
    let word = bigEndian16(bytes, at: start + 38)
    guard word == endMagic else { return .endMagic(word) }
    let size = Int(bigEndian32(bytes, at: start + 12)) + Int(bigEndian32(bytes, at: start + 16))
    return size > limit ? .size(size, limit: limit) : nil
  }
}
