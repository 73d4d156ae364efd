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
    let sink = TreeTape(tape: takeOwnTape(bytes.count), builder: takeBuilder())
    var parser = LiteralParser(tape: sink, outer: takeOuter(), depth: limits.treeDepth, limits: limits)
    defer { (tape, builder, outer) = (parser.tape.tape, parser.tape.builder, parser.spareStack()) }
    parser.tape.builder.reset()
    try parser.parse(bytes)
    return try parser.tape.root(bytes, deepest: limits.treeDepth)
  }

  /// Decodes a document to a tree of values; see ``SerpentCodec/decode(_:limits:)-([UInt8],_)``.
  public mutating func decode(_ bytes: [UInt8]) throws(WireError) -> PythonValue {
    try decode(bytes.span)
  }

  /// Checks a document; see ``SerpentCodec/validate(_:limits:)-([UInt8],_)``.
  public mutating func validate(_ bytes: Span<UInt8>) throws(WireError) {
    var parser = LiteralParser(tape: NoTape(), outer: takeOuter(), depth: limits.depth, limits: limits)
    defer { outer = parser.spareStack() }
    try parser.parse(bytes)
  }

  /// Parses a document for reading on demand; see ``SerpentCodec/parse(_:limits:)``. The document keeps
  /// its own storage.
  public mutating func parse(_ bytes: [UInt8]) throws(WireError) -> LazyDocument {
    var target = Tape()
    try parse(bytes.span, onto: &target)
    return LazyDocument(source: bytes, tape: target)
  }

  /// Parses a document onto a tape of the caller's, for readers that keep no document. It goes as deep as
  /// ``Limits/depth`` says.
  package mutating func parse(_ bytes: Span<UInt8>, onto target: inout Tape) throws(WireError) {
    let sink = take(&target, bytes.count, atMost: 1 << 24)
    var parser = LiteralParser(tape: sink, outer: takeOuter(), depth: limits.depth, limits: limits)
    defer { (target, outer) = (parser.tape, parser.spareStack()) }
    try parser.parse(bytes)
  }

  // Storage is taken out while it is used: with one reference to it nothing is ever copied.

  private mutating func takeOwnTape(_ sourceBytes: Int) -> Tape {
    var taken = Tape()
    swap(&taken, &tape)
    // A tape that is folded on the way stays short.
    taken.reset(sourceBytes: min(sourceBytes, limits.bytes), bytesPerNode: 6, atMost: 1 << 10)
    return taken
  }

  private func take(_ tape: inout Tape, _ sourceBytes: Int, atMost nodes: Int) -> Tape {
    var taken = Tape()
    swap(&taken, &tape)
    taken.reset(sourceBytes: min(sourceBytes, limits.bytes), bytesPerNode: 6, atMost: nodes)
    return taken
  }

  private mutating func takeBuilder() -> TreeBuilder {
    var taken = TreeBuilder()
    swap(&taken, &builder)
    return taken
  }

  private mutating func takeOuter() -> [Frame] {
    var taken: [Frame] = []
    swap(&taken, &outer)
    return taken
  }
}
