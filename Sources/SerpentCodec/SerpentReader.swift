import PythonValues
import WireCore

/// Reads serpent documents one after the other, and uses its storage again for each.
public struct SerpentReader: Sendable {
  /// The limits of each document.
  public var limits: Limits
  private var tape = Tape()
  private var outer: [Frame] = []
  private var builder = TreeBuilder()

  /// A reader with these limits.
  public init(limits: Limits = Limits()) {
    self.limits = limits
  }

  /// Decodes a document to a tree of values; see ``SerpentCodec/decode(_:limits:)-([UInt8],_)``.
  public mutating func decode(_ bytes: Span<UInt8>) throws(WireError) -> PythonValue {
    try fill(bytes, depth: limits.treeDepth)
    return try builder.build(tape, source: bytes, at: 0, deepest: limits.treeDepth)
  }

  /// Decodes a document to a tree of values; see ``SerpentCodec/decode(_:limits:)-([UInt8],_)``.
  public mutating func decode(_ bytes: [UInt8]) throws(WireError) -> PythonValue {
    try decode(bytes.span)
  }

  /// Checks a document; see ``SerpentCodec/validate(_:limits:)-([UInt8],_)``.
  public mutating func validate(_ bytes: Span<UInt8>) throws(WireError) {
    var parser = LiteralParser(tape: NoTape(), outer: outer, depth: limits.depth, limits: limits)
    outer = []
    defer { outer = parser.spareStack() }
    try parser.parse(bytes)
  }

  /// Parses a document for reading on demand; see ``SerpentCodec/parse(_:limits:)``. The document keeps
  /// its own storage.
  public mutating func parse(_ bytes: [UInt8]) throws(WireError) -> LazyDocument {
    try fill(bytes.span, depth: limits.depth)
    let document = LazyDocument(source: bytes, tape: tape)
    tape = Tape()
    return document
  }

  /// Parses a document onto a tape of the caller's, for readers that keep no document. It goes as deep as
  /// ``Limits/depth`` says.
  package mutating func parse(_ bytes: Span<UInt8>, onto target: inout Tape) throws(WireError) {
    swap(&target, &tape)
    defer { swap(&target, &tape) }
    try fill(bytes, depth: limits.depth)
  }

  /// Parses to ``tape``.
  private mutating func fill(_ bytes: Span<UInt8>, depth: Int) throws(WireError) {
    var storage = Tape()
    swap(&storage, &tape)
    storage.reset(sourceBytes: min(bytes.count, limits.bytes), bytesPerNode: 12)
    var parser = LiteralParser(tape: storage, outer: outer, depth: depth, limits: limits)
    outer = []
    storage = Tape()
    defer {
      tape = parser.tape
      outer = parser.spareStack()
    }
    try parser.parse(bytes)
  }
}
