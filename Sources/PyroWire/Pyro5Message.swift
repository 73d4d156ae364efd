import WireCore

/// A Pyro 5 message, whole and on its own.
///
/// It is what programs make and take. Conversations and the stream decoder work on the bytes.
public struct Pyro5Message: Hashable, Sendable {
  /// What it is.
  public var type: Pyro5MessageType
  /// The serializer's number on the wire.
  public var serializerID: UInt8
  /// The flags. ``Pyro5Flags/compressed`` and ``Pyro5Flags/correlationID`` say what was on the wire; an
  /// encoder sets them as it does and as ``correlationID`` asks.
  public var flags: Pyro5Flags
  /// The sequence number.
  public var sequence: UInt16
  /// The correlation id, where there is one.
  public var correlationID: PyroCorrelationID?
  /// The annotations, in the order of the wire.
  public var annotations: [PyroAnnotation]
  /// The payload, not compressed.
  public var payload: [UInt8]

  /// Makes a message.
  public init(
    type: Pyro5MessageType, serializer: Pyro5Serializer = .serpent, flags: Pyro5Flags = [], sequence: UInt16,
    correlationID: PyroCorrelationID? = nil, annotations: [PyroAnnotation] = [], payload: [UInt8]
  ) {
    self.type = type
    serializerID = serializer.rawValue
    self.flags = flags
    self.sequence = sequence
    self.correlationID = correlationID
    self.annotations = annotations
    self.payload = payload
  }

  /// The ping that Pyro 5's own client sends: sequence 0, serializer 42, the word `ping` (PYRO5-36).
  public static var ping: Pyro5Message {
    var message = Pyro5Message(type: .ping, sequence: 0, payload: Array("ping".utf8))
    message.serializerID = 42
    return message
  }

  /// The data of the first annotation of this id.
  public func annotation(_ id: String) -> [UInt8]? {
    annotations.first { $0.id == id }?.data
  }
}

extension Pyro5Message {
  /// Reads one message that fills `bytes`.
  ///
  /// - Parameters:
  ///   - bytes: header, annotations and payload.
  ///   - base: the absolute offset of the first byte, for errors.
  ///   - limits: `bytes` bounds the message as it is on the wire, and the payload inflated.
  /// - Throws: `syntax`, `unsupported`, `limit` or `truncated` for the header and for annotations that do
  ///   not fit; what `inflate(_:base:limits:)` throws; `trailing` for bytes after the message.
  public init(_ bytes: Span<UInt8>, base: Int = 0, limits: Limits = Limits()) throws(WireError) {
    let header = try Pyro5Header(bytes, base: base)
    let parts = try PyroMessageParts(PyroHeader(header), in: bytes, base: base, limits: limits)
    try self.init(
      header, annotations: bytes.extracting(parts.annotations), payload: bytes.extracting(parts.payload),
      base: base, limits: limits)
  }

  /// Joins the parts that a stream decoder lends.
  ///
  /// - Throws: as ``init(_:base:limits:)`` for annotations and payload.
  public init(
    _ header: Pyro5Header, annotations chunks: Span<UInt8>, payload: Span<UInt8>, base: Int = 0,
    limits: Limits = Limits()
  ) throws(WireError) {
    type = header.type
    serializerID = header.serializerID
    flags = header.flags
    sequence = header.sequence
    correlationID = header.flags.contains(.correlationID) ? header.correlationID : nil
    annotations = try PyroMessageParts.annotations(chunks, .pyro5, base: base + Pyro5Header.size)
    self.payload = try PyroMessageParts.payload(
      payload, isCompressed: header.flags.contains(.compressed),
      base: base + Pyro5Header.size + chunks.count,
      limits: limits)
  }
}
