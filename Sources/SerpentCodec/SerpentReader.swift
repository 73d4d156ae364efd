import PythonValues
import WireCore

/// The parser that makes trees, whose storage cannot be copied.
///
/// Unchecked: it is used by its one owner only, a ``SerpentReader`` that sees to it that it is one, and while
/// that is accessed exclusively.
private final class TreeParser: @unchecked Sendable {
  // That access is exclusive already; to have it watched once more would be 4 % of reading small documents.
  @exclusivity(unchecked) private var parser = LiteralParser(tape: TreeSink())

  func read(_ bytes: Span<UInt8>, _ limits: Limits) throws(WireError) -> PythonValue {
    parser.tape.begin()
    do throws(WireError) {
      parser.limits = limits
      try parser.parse(bytes, depth: limits.treeDepth)
    } catch {
      parser.tape.clear()
      throw error
    }
    return parser.tape.root()
  }
}

/// Reads serpent documents one after the other, and uses its storage again for each.
public struct SerpentReader: Sendable {
  /// The limits of each document.
  public var limits: Limits
  // A parser for each way of reading: what one keeps from document to document stays where it is.
  private var trees: TreeParser?
  private var memory = TreeMemory()
  private var checks = LiteralParser(tape: NoTape())
  private var tapes = LiteralParser(tape: Tape())

  /// A reader with these limits.
  public init(limits: Limits = Limits()) {
    self.limits = limits
  }

  /// Decodes a document to a tree of values; see ``SerpentCodec/decode(_:limits:)-([UInt8],_)``.
  public mutating func decode(_ bytes: Span<UInt8>) throws(WireError) -> PythonValue {
    memory.expectTree(of: bytes.count)
    // A copy of the reader gets a parser of its own when it first needs one. (Unwrapped before, the one there is would
    // be counted up and down again for each document.)
    if isKnownUniquelyReferenced(&trees), let value = try trees?.read(bytes, limits) { return value }
    let fresh = TreeParser()
    trees = fresh
    return try fresh.read(bytes, limits)
  }

  /// Decodes a document to a tree of values; see ``SerpentCodec/decode(_:limits:)-([UInt8],_)``.
  public mutating func decode(_ bytes: [UInt8]) throws(WireError) -> PythonValue {
    try decode(bytes.span)
  }

  /// Checks a document; see ``SerpentCodec/validate(_:limits:)-([UInt8],_)``.
  public mutating func validate(_ bytes: Span<UInt8>) throws(WireError) {
    checks.limits = limits
    try checks.parse(bytes, depth: limits.depth)
  }

  /// Parses a document for reading on demand; see ``SerpentCodec/parse(_:limits:)``. The document keeps
  /// its own storage.
  public mutating func parse(_ bytes: [UInt8]) throws(WireError) -> LazyDocument {
    var target = Tape()
    try parse(bytes.span, onto: &target)
    return LazyDocument(source: bytes, tape: target)
  }

  /// Parses a document for reading on demand into one that was read before, whose storage is used again:
  /// nothing is allocated where that suffices and nothing else refers to the document (whoever does
  /// keeps it as it was).
  ///
  /// - Throws: what ``SerpentCodec/parse(_:limits:)`` throws; the document is then one of `None`.
  public mutating func parse(
    _ bytes: consuming [UInt8], into document: inout LazyDocument
  ) throws(WireError) {
    try LazyDocument.refill(&document, source: bytes) { (source, tape) throws(WireError) in
      try parse(source, onto: &tape)
    }
  }

  /// Parses a document onto a tape of the caller's, for readers that keep no document. It goes as deep as
  /// ``Limits/depth`` says.
  package mutating func parse(_ bytes: Span<UInt8>, onto target: inout Tape) throws(WireError) {
    swap(&target, &tapes.tape)
    defer { swap(&target, &tapes.tape) }
    tapes.tape.reset(sourceBytes: min(bytes.count, limits.bytes), bytesPerNode: 6)
    tapes.limits = limits
    try tapes.parse(bytes, depth: limits.depth)
  }
}
