import WireCore

/// One annotation of a message: four ASCII characters and what they stand for (PYRO5-20).
public struct Pyro5Annotation: Hashable, Sendable {
  /// The id: four ASCII characters.
  public var id: String
  /// The data, never compressed.
  public var data: [UInt8]

  /// Makes an annotation; an id that is not four ASCII characters fails when it is encoded.
  public init(id: String, data: [UInt8]) {
    self.id = id
    self.data = data
  }
}

/// Why annotation chunks cannot be read.
public enum Pyro5AnnotationFault: Error, Hashable, Sendable {
  /// A chunk does not fit what is left of the annotations.
  case overrun
  /// An id is not four ASCII characters.
  case badID
  /// There are more chunks than ``Pyro5AnnotationReader/mostChunks``.
  case tooMany
}

/// Steps through the annotation chunks of a message without copying them.
public struct Pyro5AnnotationReader: Sendable {
  /// The most chunks of a message.
  public static let mostChunks = 64

  /// One chunk: its id as a big-endian word, and where its data is among the annotations.
  public struct Chunk: Hashable, Sendable {
    /// The four bytes of the id.
    public let id: UInt32
    /// The data's place, counted from the first annotation byte.
    public let data: Range<Int>
  }

  /// Where the next chunk begins, counted from the first annotation byte.
  public private(set) var position = 0
  private var chunks = 0

  /// Begins at the first chunk.
  public init() {}

  /// The next chunk of `annotations`; `nil` at the end.
  ///
  /// - Parameter annotations: all annotation bytes of the message, the same at each call.
  /// - Throws: the fault, of the chunk at ``position``.
  public mutating func next(in annotations: Span<UInt8>) throws(Pyro5AnnotationFault) -> Chunk? {
    guard position < annotations.count else { return nil }
    // PYRO5-21: a chunk is id, length and data, and must end where the annotations end or before.
    guard annotations.count - position >= 8 else { throw .overrun }
    let id = bigEndian32(annotations, at: position)
    guard id & 0x8080_8080 == 0 else { throw .badID }
    let length = Int(bigEndian32(annotations, at: position + 4))
    let start = position + 8
    guard length <= annotations.count - start else { throw .overrun }
    guard chunks < Self.mostChunks else { throw .tooMany }
    chunks += 1
    position = start + length
    return Chunk(id: id, data: start..<position)
  }

  /// The id of a chunk as text.
  public static func text(of id: UInt32) -> String {
    String(decoding: (0..<4).map { UInt8(truncatingIfNeeded: id >> (24 - 8 * $0)) }, as: UTF8.self)
  }
}

extension UInt32 {
  /// The annotation `BLBI`: info, object and method of a call whose arguments stay serialized.
  static let blobAnnotation: UInt32 = 0x424C_4249
}
