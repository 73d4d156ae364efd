import WireCore

/// The 24 bytes in front of each Pyro 4 message (PYRO4-1).
public struct Pyro4Header: Hashable, Sendable {
  /// The size of a header, in bytes.
  public static let size = 24
  /// The version word that Pyro 4 writes since its release 4.38 (PYRO4-2).
  public static let version: UInt16 = 48
  /// The version words whose messages are built like this (PYRO4-2).
  public static let versions: ClosedRange<UInt16> = 46...48
  /// The most bytes of a payload that are believed of a header (PYRO4-4): 1 GiB, Pyro 5's own maximum.
  public static let mostBytes: Int32 = 1 << 30
  /// What is added to the sum of the fields (PYRO4-9).
  public static let checksumMagic: UInt16 = 0x34E9

  /// The version: 46 to 48.
  public var version: UInt16
  /// What the message is.
  public var type: Pyro4MessageType
  /// The flags.
  public var flags: Pyro4Flags
  /// The number that ties an answer to its request; it wraps around.
  public var sequence: UInt16
  /// The size of the payload on the wire, in bytes. The field is signed: below zero it is a fault.
  public var dataSize: Int32
  /// The serializer's number on the wire; see ``serializer``.
  public var serializerID: UInt16
  /// The size of all annotation chunks together, in bytes.
  public var annotationsSize: UInt16
  /// The reserved word at offset 20: zero.
  public var reserved: UInt16

  /// Makes a header. Its checksum is that of its fields.
  public init(
    version: UInt16 = Pyro4Header.version, type: Pyro4MessageType, serializerID: UInt16,
    flags: Pyro4Flags = [], sequence: UInt16, dataSize: Int32, annotationsSize: UInt16 = 0,
    reserved: UInt16 = 0
  ) {
    self.version = version
    self.type = type
    self.flags = flags
    self.sequence = sequence
    self.dataSize = dataSize
    self.serializerID = serializerID
    self.annotationsSize = annotationsSize
    self.reserved = reserved
  }

  /// The serializer; `nil` for a number that Pyro 4 does not define.
  public var serializer: Pyro4Serializer? { Pyro4Serializer(rawValue: serializerID) }

  /// The size of what follows the header, in bytes: annotations and payload.
  public var bodySize: Int { Int(dataSize) + Int(annotationsSize) }

  /// PYRO4-9: the sum of the fields and ``checksumMagic``, as far as it fits 16 bits. Magic and reserved
  /// field are not in it.
  public var checksum: UInt16 {
    version &+ type.rawValue &+ flags.rawValue &+ sequence &+ UInt16(truncatingIfNeeded: dataSize)
      &+ serializerID &+ annotationsSize &+ Self.checksumMagic
  }
}

extension Pyro4Header {
  /// Reads the header at the front of `bytes`.
  ///
  /// - Parameters:
  ///   - bytes: the stream from the header's first byte on.
  ///   - base: the absolute offset of that byte, for errors.
  /// - Throws: `truncated` for fewer than 24 bytes; `syntax` where magic or checksum are wrong, or the
  ///   payload's size cannot be; `unsupported` for another version (PYRO4-3).
  public init(_ bytes: Span<UInt8>, base: Int = 0) throws(WireError) {
    guard bytes.count >= Self.size else {
      throw WireError(
        .truncated, at: base + bytes.count, reading: "Pyro 4 header",
        "\(Self.size) bytes wanted, \(bytes.count) left")
    }
    if let fault = Self.fault(in: bytes) { throw fault.error(base: base) }
    self.init(unchecked: bytes, at: 0)
  }

  /// Reads the fields of a header whose magic, version and checksum were checked, or do not matter.
  init(unchecked bytes: Span<UInt8>, at start: Int) {
    version = bigEndian16(bytes, at: start + 4)
    type = Pyro4MessageType(rawValue: bigEndian16(bytes, at: start + 6))
    flags = Pyro4Flags(rawValue: bigEndian16(bytes, at: start + 8))
    sequence = bigEndian16(bytes, at: start + 10)
    dataSize = Int32(bitPattern: bigEndian32(bytes, at: start + 12))
    serializerID = bigEndian16(bytes, at: start + 16)
    annotationsSize = bigEndian16(bytes, at: start + 18)
    reserved = bigEndian16(bytes, at: start + 20)
  }

  /// The fault of the header at `start`, if it has one; the caller has checked that 24 bytes are there.
  /// The order is that of the reference: magic, version, checksum (PYRO4-3), then the sizes.
  static func fault(in bytes: Span<UInt8>, at start: Int = 0, limit: Int = .max) -> PyroHeaderFault? {
    guard bigEndian32(bytes, at: start) == PyroVersion.magic else { return .magic }
    let version = bigEndian16(bytes, at: start + 4)
    guard versions.contains(version) else { return .version(PyroVersion(version), .pyro4) }
    let header = Pyro4Header(unchecked: bytes, at: start)
    let checksum = bigEndian16(bytes, at: start + 22)
    guard checksum == header.checksum else { return .checksum(checksum, wanted: header.checksum) }
    guard (0...mostBytes).contains(header.dataSize) else { return .badSize(header.dataSize) }
    return header.bodySize > limit ? .size(header.bodySize, limit: limit) : nil
  }

  /// Whether the last two of the 24 bytes at `start` are the checksum of the rest.
  static func hasChecksum(_ bytes: Span<UInt8>, at start: Int) -> Bool {
    Pyro4Header(unchecked: bytes, at: start).checksum == bigEndian16(bytes, at: start + 22)
  }

  /// Writes the 24 bytes.
  public func append(to output: inout [UInt8]) {
    output.appendBigEndian(PyroVersion.magic)
    output.appendBigEndian(version)
    output.appendBigEndian(type.rawValue)
    output.appendBigEndian(flags.rawValue)
    output.appendBigEndian(sequence)
    output.appendBigEndian(dataSize)
    output.appendBigEndian(serializerID)
    output.appendBigEndian(annotationsSize)
    output.appendBigEndian(reserved)
    output.appendBigEndian(checksum)
  }
}
