import WireCore

/// A Pyro 4 message, whole and on its own.
///
/// It is what programs make and take. Conversations and the stream decoder work on the bytes.
public struct Pyro4Message: Hashable, Sendable {
  /// The protocol's version: 46 to 48.
  public var version: UInt16
  /// What it is.
  public var type: Pyro4MessageType
  /// The serializer's number on the wire.
  public var serializerID: UInt16
  /// The flags. ``Pyro4Flags/compressed`` says what was on the wire; an encoder sets it as it does.
  public var flags: Pyro4Flags
  /// The sequence number.
  public var sequence: UInt16
  /// The annotations, in the order of the wire; an encoder with a key leaves out an `HMAC` among them and adds
  /// its own.
  public var annotations: [PyroAnnotation]
  /// The payload, not compressed.
  public var payload: [UInt8]

  /// Makes a message.
  public init(
    version: UInt16 = Pyro4Header.version, type: Pyro4MessageType, serializer: Pyro4Serializer = .serpent,
    flags: Pyro4Flags = [], sequence: UInt16, annotations: [PyroAnnotation] = [], payload: [UInt8]
  ) {
    self.version = version
    self.type = type
    serializerID = serializer.rawValue
    self.flags = flags
    self.sequence = sequence
    self.annotations = annotations
    self.payload = payload
  }

  /// The ping that Pyro 4's own client sends: sequence 0, serializer 42, the word `ping` (PYRO4-36).
  public static var ping: Pyro4Message {
    var message = Pyro4Message(type: .ping, sequence: 0, payload: Array("ping".utf8))
    message.serializerID = 42
    return message
  }

  /// The data of the annotation of this id: of several, the last, as Pyro has it.
  public func annotation(_ id: String) -> [UInt8]? {
    annotations.last { $0.id == id }?.data
  }

  /// The correlation id, where the annotation `CORR` has one (PYRO4-23).
  public var correlationID: PyroCorrelationID? {
    guard let data = annotation("CORR"), data.count == 16 else { return nil }
    return PyroCorrelationID(data.span, at: 0)
  }
}

extension Pyro4Message {
  /// Reads one message that fills `bytes`.
  ///
  /// - Parameters:
  ///   - bytes: header, annotations and payload.
  ///   - base: the absolute offset of the first byte, for errors.
  ///   - limits: `bytes` bounds the message as it is on the wire, and the payload inflated.
  /// - Throws: `syntax`, `unsupported`, `limit` or `truncated` for the header and for annotations that do
  ///   not fit; what `inflate(_:base:limits:)` throws; `trailing` for bytes after the message.
  public init(_ bytes: Span<UInt8>, base: Int = 0, limits: Limits = Limits()) throws(WireError) {
    let header = try Pyro4Header(bytes, base: base)
    let parts = try PyroMessageParts(PyroHeader(header), in: bytes, base: base, limits: limits)
    try self.init(
      header, annotations: bytes.extracting(parts.annotations), payload: bytes.extracting(parts.payload),
      base: base, limits: limits)
  }

  /// Joins the parts that a stream decoder lends.
  ///
  /// - Throws: as ``init(_:base:limits:)`` for annotations and payload.
  public init(
    _ header: Pyro4Header, annotations chunks: Span<UInt8>, payload: Span<UInt8>, base: Int = 0,
    limits: Limits = Limits()
  ) throws(WireError) {
    version = header.version
    type = header.type
    serializerID = header.serializerID
    flags = header.flags
    sequence = header.sequence
    annotations = try PyroMessageParts.annotations(chunks, .pyro4, base: base + Pyro4Header.size)
    self.payload = try PyroMessageParts.payload(
      payload, isCompressed: header.flags.contains(.compressed),
      base: base + Pyro4Header.size + chunks.count, limits: limits)
  }
}
