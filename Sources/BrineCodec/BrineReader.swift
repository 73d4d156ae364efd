import PythonValues
import WireCore

/// Reads brine values one after the other, and uses its storage again for each.
public struct BrineReader: Sendable {
  /// How the bytes are read.
  public var options: Brine.LoadOptions
  private var frames = BrineFrames()
  private var trees = BrineTreeSink()

  /// A reader with these options.
  public init(options: Brine.LoadOptions = Brine.LoadOptions()) { self.options = options }

  /// Reads a value; see ``Brine/load(_:options:)-([UInt8],_)``.
  public mutating func load(_ bytes: Span<UInt8>) throws(WireError) -> PythonValue {
    if options.lenient { return try Brine.loadLeniently(bytes, options: options) }
    var limits = options.limits
    limits.depth = limits.treeDepth
    var parser = BrineParser(takeTrees(), frames: takeFrames(), limits: limits, dialect: options.dialect)
    // After an error what was built is dropped, and so is its storage.
    try parser.parse(bytes)
    defer { (trees, frames) = (parser.sink, parser.frames) }
    guard let value = parser.sink.takeValue() else {
      throw WireError(.truncated, at: bytes.count, reading: "brine", "the value has no end")
    }
    return value
  }

  /// Reads a value; see ``Brine/load(_:options:)-([UInt8],_)``.
  public mutating func load(_ bytes: [UInt8]) throws(WireError) -> PythonValue { try load(bytes.span) }

  /// Checks a value; see ``Brine/validate(_:options:)-([UInt8],_)``.
  public mutating func validate(_ bytes: Span<UInt8>) throws(WireError) {
    var parser = BrineParser(
      BrineNoSink(), frames: takeFrames(), limits: options.limits, dialect: options.dialect)
    defer { frames = parser.frames }
    try parser.parse(bytes)
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
  public mutating func lazyLoad(_ bytes: [UInt8], into document: inout LazyDocument) throws(WireError) {
    try LazyDocument.refill(&document, source: bytes) { (source, tape) throws(WireError) in
      try parse(source, onto: &tape)
    }
  }

  /// Reads a value onto a tape of the caller's, for readers that keep no document. Extents count from the
  /// beginning of the bytes. After an error the tape is not to be used.
  package mutating func parse(_ bytes: Span<UInt8>, onto target: inout Tape) throws(WireError) {
    let sink = BrineTapeSink(tape: take(&target, bytes.count))
    var parser = BrineParser(sink, frames: takeFrames(), limits: options.limits, dialect: options.dialect)
    defer { (target, frames) = (parser.sink.tape, parser.frames) }
    try parser.parse(bytes)
  }

  // Storage is taken out while it is used: with one reference to it nothing is ever copied.
  private func take(_ tape: inout Tape, _ sourceBytes: Int) -> Tape {
    var taken = Tape()
    swap(&taken, &tape)
    taken.reset(sourceBytes: min(sourceBytes, options.limits.bytes), bytesPerNode: 3)
    return taken
  }

  private mutating func takeTrees() -> BrineTreeSink {
    var taken = BrineTreeSink()
    swap(&taken, &trees)
    return taken
  }

  private mutating func takeFrames() -> BrineFrames {
    var taken = BrineFrames()
    swap(&taken, &frames)
    taken.restart()
    return taken
  }
}
