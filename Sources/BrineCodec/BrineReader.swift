import PythonValues
import WireCore

/// Reads brine values one after the other, and uses its storage again for each.
public struct BrineReader: Sendable {
  /// How the bytes are read.
  public var options: Brine.LoadOptions
  private var frames = BrineFrames()
  private var trees = BrineTreeSink()
  private var memory = TreeMemory()

  /// A reader with these options.
  public init(options: Brine.LoadOptions = Brine.LoadOptions()) { self.options = options }

  /// Reads a value; see ``Brine/load(_:options:)-([UInt8],_)``.
  public mutating func load(_ bytes: Span<UInt8>) throws(WireError) -> PythonValue {
    if options.lenient { return try Brine.loadLeniently(bytes, options: options) }
    var limits = options.limits
    limits.depth = limits.treeDepth
    var shallow = BrineShallowTree(limits: limits, dialect: options.dialect)
    memory.expectTree(of: bytes.count)
    if let value = try? shallow.document(bytes) { return value }
    var parser = BrineParser<BrineTreeSink>(limits: limits, dialect: options.dialect)
    do throws(WireError) {
      try parser.parse(bytes, &frames, &trees)
    } catch {
      // What was built is dropped, and so is its storage.
      trees = BrineTreeSink()
      throw error
    }
    guard let value = trees.takeValue() else {
      throw WireError(.truncated, at: bytes.count, reading: "brine", "the value has no end")
    }
    return value
  }

  /// Reads a value; see ``Brine/load(_:options:)-([UInt8],_)``.
  public mutating func load(_ bytes: [UInt8]) throws(WireError) -> PythonValue { try load(bytes.span) }

  /// Checks a value; see ``Brine/validate(_:options:)-([UInt8],_)``.
  public mutating func validate(_ bytes: Span<UInt8>) throws(WireError) {
    var nothing = BrineNoSink()
    var parser = BrineParser<BrineNoSink>(limits: options.limits, dialect: options.dialect)
    try parser.parse(bytes, &frames, &nothing)
  }

  /// Reads a value into a document that is looked at on demand; see ``Brine/lazyLoad(_:options:)``. The
  /// document keeps its own storage.
  public mutating func lazyLoad(_ bytes: [UInt8]) throws(WireError) -> LazyDocument {
    var tape = Tape()
    try parse(bytes.span, onto: &tape)
    return LazyDocument(source: bytes, tape: tape)
  }

  /// Reads a value into a document that was read before, whose storage is used again: nothing is allocated
  /// where that suffices and nothing else refers to the document (whoever does keeps it as it was).
  ///
  /// - Throws: what ``Brine/lazyLoad(_:options:)`` throws; the document is then one of `None`.
  public mutating func lazyLoad(
    _ bytes: consuming [UInt8], into document: inout LazyDocument
  ) throws(WireError) {
    try LazyDocument.refill(&document, source: bytes) { (source, tape) throws(WireError) in
      try parse(source, onto: &tape)
    }
  }

  /// Reads a value onto a tape of the caller's, for readers that keep no document. Extents count from the
  /// beginning of the bytes. After an error the tape is not to be used.
  package mutating func parse(_ bytes: Span<UInt8>, onto target: inout Tape) throws(WireError) {
    // Storage is taken out while it is used: with one reference to it nothing is ever copied.
    var sink = BrineTapeSink()
    swap(&sink.tape, &target)
    defer { swap(&sink.tape, &target) }
    sink.tape.reset(sourceBytes: min(bytes.count, options.limits.bytes), bytesPerNode: 3)
    var parser = BrineParser<BrineTapeSink>(limits: options.limits, dialect: options.dialect)
    try parser.parse(bytes, &frames, &sink)
  }
}
