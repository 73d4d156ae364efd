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
  public var annotations: [Pyro5Annotation]
  /// The payload, not compressed.
  public var payload: [UInt8]

  /// Makes a message.
  public init(
    type: Pyro5MessageType, serializer: Pyro5Serializer = .serpent, flags: Pyro5Flags = [], sequence: UInt16,
    correlationID: PyroCorrelationID? = nil, annotations: [Pyro5Annotation] = [], payload: [UInt8]
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
  ///   not fit; what ``inflate(_:base:limits:)`` throws; `trailing` for bytes after the message.
  public init(_ bytes: Span<UInt8>, base: Int = 0, limits: Limits = Limits()) throws(WireError) {
    let header = try Pyro5Header(bytes, base: base)
    let end = Pyro5Header.size + header.bodySize
    if let fault = Pyro5Header.fault(in: bytes, limit: limits.bytes) { throw fault.error(base: base) }
    guard bytes.count >= end else {
      throw WireError(
        .truncated, at: base + bytes.count, reading: "Pyro 5 message",
        "\(end) bytes wanted, \(bytes.count) left")
    }
    guard bytes.count == end else {
      throw WireError(
        .trailing, at: base + end, reading: "Pyro 5 message", "\(bytes.count - end) bytes follow it")
    }
    let cut = Pyro5Header.size + Int(header.annotationsSize)
    try self.init(
      header, annotations: bytes.extracting(Pyro5Header.size..<cut), payload: bytes.extracting(cut..<end),
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
    annotations = try Self.annotations(chunks, base: base + Pyro5Header.size)
    let start = base + Pyro5Header.size + chunks.count
    // PYRO5-24: the flag speaks of the payload alone.
    if header.flags.contains(.compressed) {
      self.payload = try inflate(payload, base: start, limits: limits)
    } else {
      var bytes: [UInt8] = []
      bytes.append(copying: payload)
      self.payload = bytes
    }
  }

  private static func annotations(_ chunks: Span<UInt8>, base: Int) throws(WireError) -> [Pyro5Annotation] {
    var reader = Pyro5AnnotationReader()
    var annotations: [Pyro5Annotation] = []
    do throws(Pyro5AnnotationFault) {
      while let chunk = try reader.next(in: chunks) {
        var data: [UInt8] = []
        data.append(copying: chunks.extracting(chunk.data))
        annotations.append(Pyro5Annotation(id: Pyro5AnnotationReader.text(of: chunk.id), data: data))
      }
    } catch {
      throw error.error(at: base + reader.position)
    }
    return annotations
  }
}

extension Pyro5AnnotationFault {
  /// The fault as an error of the chunk at an absolute offset.
  func error(at offset: Int) -> WireError {
    WireError(self == .tooMany ? .limit : .syntax, at: offset, reading: "annotation chunk", detail)
  }

  /// What is wrong, in a few words.
  public var detail: String {
    switch self {
    case .overrun: "the chunk goes on past the end of the annotations"
    case .badID: "its id is not four ASCII characters"
    case .tooMany: "more than \(Pyro5AnnotationReader.mostChunks) annotations"
    }
  }
}
