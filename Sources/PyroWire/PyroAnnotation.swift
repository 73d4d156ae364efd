import WireCore

/// One annotation of a message: four ASCII characters and what they stand for (PYRO4-20, PYRO5-20).
public struct PyroAnnotation: Hashable, Sendable {
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
public enum PyroAnnotationFault: Error, Hashable, Sendable {
  /// A chunk does not fit what is left of the annotations.
  case overrun
  /// An id is not four ASCII characters.
  case badID
  /// There are more chunks than ``PyroAnnotationReader/mostChunks``.
  case tooMany
}

/// Steps through the annotation chunks of a message without copying them.
public struct PyroAnnotationReader: Sendable {
  /// The most chunks of a message.
  public static let mostChunks = 64

  private let lengthSize: Int

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

  /// Begins at the first chunk of a message.
  public init(_ generation: PyroGeneration) { lengthSize = generation.annotationLengthSize }

  /// The next chunk of `annotations`; `nil` at the end.
  ///
  /// - Parameter annotations: all annotation bytes of the message, the same at each call.
  /// - Throws: the fault, of the chunk at ``position``.
  public mutating func next(in annotations: Span<UInt8>) throws(PyroAnnotationFault) -> Chunk? {
    guard position < annotations.count else { return nil }
    // PYRO4-21, PYRO5-21: a chunk is id, length and data, and must end where the annotations end or before.
    let start = position + 4 + lengthSize
    guard annotations.count >= start else { throw .overrun }
    let id = bigEndian32(annotations, at: position)
    guard id & 0x8080_8080 == 0 else { throw .badID }
    let length =
      lengthSize == 2
      ? Int(bigEndian16(annotations, at: position + 4)) : Int(bigEndian32(annotations, at: position + 4))
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
  /// The annotation `HMAC`, of Pyro 4.
  static let hmacAnnotation: UInt32 = 0x484D_4143
  /// The annotation `CORR`, Pyro 4's correlation id.
  static let correlationAnnotation: UInt32 = 0x434F_5252
}

extension PyroAnnotationFault {
  /// The rule that the fault breaks.
  public var rule: Rule {
    switch self {
    case .overrun: .annotationOverrun
    case .badID: .badAnnotation
    case .tooMany: .resourceLimit
    }
  }

  /// What is wrong, in a few words.
  public var detail: String {
    switch self {
    case .overrun: "the chunk goes on past the end of the annotations"
    case .badID: "its id is not four ASCII characters"
    case .tooMany: "more than \(PyroAnnotationReader.mostChunks) annotations"
    }
  }

  /// The fault as an error of the chunk at an absolute offset.
  func error(at offset: Int) -> WireError {
    WireError(self == .tooMany ? .limit : .syntax, at: offset, reading: "annotation chunk", detail)
  }
}
