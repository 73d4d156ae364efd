import WireCore

/// What a flag says, whichever bit it is: Pyro 4 and 5 number some of them differently.
struct PyroTraits: OptionSet, Hashable, Sendable {
  var rawValue: UInt16

  static let exception = PyroTraits(rawValue: 1)
  static let compressed = PyroTraits(rawValue: 1 << 1)
  static let oneway = PyroTraits(rawValue: 1 << 2)
  static let batch = PyroTraits(rawValue: 1 << 3)
  static let itemStreamResult = PyroTraits(rawValue: 1 << 4)
  static let keepSerialized = PyroTraits(rawValue: 1 << 5)
  /// The object's metadata is asked for, or there. In Pyro 5 they always are.
  static let metadata = PyroTraits(rawValue: 1 << 6)
}

/// A header as conversations see it: what Pyro 4's and Pyro 5's have in common.
struct PyroHeader: Sendable {
  let generation: PyroGeneration
  let version: UInt16
  let typeID: UInt16
  /// What the message is; `nil` for a type that is not defined.
  let kind: PyroMessageKind?
  let serializerID: UInt16
  let serializer: PyroSerializer?
  /// The flags on the wire, and those of them that are not defined.
  let flags: UInt16
  let unknownFlags: UInt16
  let traits: PyroTraits
  let sequence: UInt16
  let reserved: UInt16
  /// In bytes; not negative, since a header with a negative size is none.
  let dataSize: Int
  let annotationsSize: Int

  /// The size of the header itself, in bytes.
  var size: Int { generation.headerSize }
  /// The size of what follows the header, in bytes: annotations and payload.
  var bodySize: Int { dataSize + annotationsSize }
  /// The kind in reports: `INVOKE`; for a type that is not defined, `type-9`.
  var kindName: String { kind?.name ?? "type-\(typeID)" }

  init(_ header: Pyro4Header) {
    generation = .pyro4
    version = header.version
    typeID = header.type.rawValue
    kind = header.type.kind
    serializerID = header.serializerID
    serializer = header.serializer?.common
    flags = header.flags.rawValue
    unknownFlags = header.flags.unknown(in: header.version).rawValue
    traits = header.flags.traits
    sequence = header.sequence
    reserved = header.reserved
    dataSize = Int(header.dataSize)
    annotationsSize = Int(header.annotationsSize)
  }

  init(_ header: Pyro5Header) {
    generation = .pyro5
    version = Pyro5Header.version
    typeID = UInt16(header.type.rawValue)
    kind = header.type.kind
    serializerID = UInt16(header.serializerID)
    serializer = header.serializer?.common
    flags = header.flags.rawValue
    unknownFlags = header.flags.unknown.rawValue
    traits = header.flags.traits
    sequence = header.sequence
    reserved = header.reserved
    dataSize = Int(header.dataSize)
    annotationsSize = Int(header.annotationsSize)
  }

  /// Reads the header at `start`, whose fault was looked for.
  init(_ generation: PyroGeneration, unchecked bytes: Span<UInt8>, at start: Int) {
    switch generation {
    case .pyro4: self.init(Pyro4Header(unchecked: bytes, at: start))
    case .pyro5: self.init(Pyro5Header(unchecked: bytes, at: start))
    }
  }
}

extension PyroGeneration {
  /// The fault of the header at `start`, if it has one; the caller has checked that a header's bytes are there.
  func fault(in bytes: Span<UInt8>, at start: Int = 0, limit: Int = .max) -> PyroHeaderFault? {
    switch self {
    case .pyro4: Pyro4Header.fault(in: bytes, at: start, limit: limit)
    case .pyro5: Pyro5Header.fault(in: bytes, at: start, limit: limit)
    }
  }

  /// Whether the header at `start`, magic and version apart, is one that only this Pyro writes: by the second
  /// magic (PYRO5-9) or the checksum (PYRO4-9). False where its bytes are not all there.
  package func confirms(_ bytes: Span<UInt8>, at start: Int = 0) -> Bool {
    guard bytes.count - start >= headerSize else { return false }
    switch self {
    case .pyro4: return Pyro4Header.hasChecksum(bytes, at: start)
    case .pyro5: return bigEndian16(bytes, at: start + 38) == Pyro5Header.endMagic
    }
  }
}

/// A header that a stream decoder gives out: Pyro 4's or Pyro 5's.
public protocol PyroMessageHeader: Hashable, Sendable {
  /// Whose it is.
  static var generation: PyroGeneration { get }

  /// Reads the header at the front of `bytes`.
  ///
  /// - Throws: `truncated`, `syntax`, `unsupported`.
  init(_ bytes: Span<UInt8>, base: Int) throws(WireError)
}

extension Pyro4Header: PyroMessageHeader {
  /// Pyro 4.
  public static var generation: PyroGeneration { .pyro4 }
}

extension Pyro5Header: PyroMessageHeader {
  /// Pyro 5.
  public static var generation: PyroGeneration { .pyro5 }
}
