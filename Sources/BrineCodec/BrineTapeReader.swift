import WireCore

/// Reads many small documents one after the other, onto one tape whose storage is kept: no
/// allocation a document.
package struct BrineTapeReader: Sendable {
  private var parser: BrineParser
  private var writer: BrineTapeWriter

  /// Makes a reader of documents in this dialect, within these limits.
  package init(limits: Limits, dialect: BrineDialect) {
    parser = BrineParser(length: 0, limits: limits, dialect: dialect)
    writer = BrineTapeWriter(length: 0)
  }

  /// The values of the document read last. Extents count from the beginning of that document.
  package var tape: Tape { writer.tape }

  /// Reads a document.
  ///
  /// - Throws: what ``Brine/validate(_:options:)-(Span<UInt8>,_)`` throws; the tape is then not to be used.
  package mutating func read(_ document: Span<UInt8>) throws(WireError) {
    parser.restart(length: document.count)
    writer.restart(length: document.count)
    try parser.parse(document, into: &writer)
  }
}
