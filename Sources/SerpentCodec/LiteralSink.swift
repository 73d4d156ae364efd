import PythonValues
import WireCore

/// What the parser writes to: a ``Tape``, or a ``NoTape`` where the document is only validated.
///
/// One parser serves both; it is compiled for each, so that validating pays for no node.
protocol LiteralSink {
  /// Whether anything is kept: values need not be converted otherwise.
  static var keepsValues: Bool { get }
  /// Where the next side byte will stand.
  var sideCount: Int { get }

  mutating func append(_ node: TapeNode)
  mutating func open(_ kind: TapeNode.Kind, at offset: Int) -> Int
  mutating func close(_ index: Int, as kind: TapeNode.Kind, count: Int, flags: TapeNode.Flags)
  mutating func unwrap(_ index: Int)
  /// Called when the container at `index` is closed, and no node stands after its own.
  mutating func fold(_ index: Int, _ source: Span<UInt8>) throws(WireError)
  /// Takes everything back; `index` is 0.
  mutating func truncate(to index: Int)
  mutating func removeLast()
  mutating func reserveSide(_ count: Int)
  mutating func appendSide(_ byte: UInt8)
  mutating func appendSide(_ bytes: Span<UInt8>)
  mutating func append(complex value: PythonComplex, at offset: Int)
  mutating func append(integer magnitude: [UInt64], isNegative: Bool, at offset: Int)
}

extension Tape: LiteralSink {
  @inline(__always)
  static var keepsValues: Bool { true }

  @inline(__always)
  mutating func fold(_ index: Int, _ source: Span<UInt8>) throws(WireError) {}
}

/// A tape that keeps nothing.
struct NoTape: LiteralSink {
  @inline(__always)
  static var keepsValues: Bool { false }
  @inline(__always)
  var sideCount: Int { 0 }
  @inline(__always)
  mutating func append(_ node: TapeNode) {}
  @inline(__always)
  mutating func open(_ kind: TapeNode.Kind, at offset: Int) -> Int { 0 }
  @inline(__always)
  mutating func close(_ index: Int, as kind: TapeNode.Kind, count: Int, flags: TapeNode.Flags) {}
  @inline(__always)
  mutating func unwrap(_ index: Int) {}
  @inline(__always)
  mutating func fold(_ index: Int, _ source: Span<UInt8>) throws(WireError) {}
  @inline(__always)
  mutating func truncate(to index: Int) {}
  @inline(__always)
  mutating func removeLast() {}
  @inline(__always)
  mutating func reserveSide(_ count: Int) {}
  @inline(__always)
  mutating func appendSide(_ byte: UInt8) {}
  @inline(__always)
  mutating func appendSide(_ bytes: Span<UInt8>) {}
  @inline(__always)
  mutating func append(complex value: PythonComplex, at offset: Int) {}
  @inline(__always)
  mutating func append(integer magnitude: [UInt64], isNegative: Bool, at offset: Int) {}
}

/// A tape of which trees are made while it is written.
struct TreeTape: LiteralSink {
  var tape: Tape
  var builder: TreeBuilder

  /// The tree of the whole document.
  mutating func root(_ source: Span<UInt8>, deepest: Int) throws(WireError) -> PythonValue {
    try builder.build(tape, source: source, at: 0, deepest: deepest)
  }

  @inline(__always)
  static var keepsValues: Bool { true }
  @inline(__always)
  var sideCount: Int { tape.sideCount }
  @inline(__always)
  mutating func append(_ node: TapeNode) { tape.append(node) }
  @inline(__always)
  mutating func open(_ kind: TapeNode.Kind, at offset: Int) -> Int { tape.open(kind, at: offset) }
  @inline(__always)
  mutating func close(_ index: Int, as kind: TapeNode.Kind, count: Int, flags: TapeNode.Flags) {
    tape.close(index, as: kind, count: count, flags: flags)
  }
  @inline(__always)
  mutating func unwrap(_ index: Int) { tape.unwrap(index) }
  @inline(__always)
  mutating func fold(_ index: Int, _ source: Span<UInt8>) throws(WireError) {
    try builder.fold(&tape, source: source, at: index)
  }
  mutating func truncate(to index: Int) {
    tape.truncate(to: index)
    builder.reset()
  }
  @inline(__always)
  mutating func removeLast() { tape.removeLast() }
  @inline(__always)
  mutating func reserveSide(_ count: Int) { tape.reserveSide(count) }
  @inline(__always)
  mutating func appendSide(_ byte: UInt8) { tape.appendSide(byte) }
  @inline(__always)
  mutating func appendSide(_ bytes: Span<UInt8>) { tape.appendSide(bytes) }
  mutating func append(complex value: PythonComplex, at offset: Int) {
    tape.append(complex: value, at: offset)
  }
  mutating func append(integer magnitude: [UInt64], isNegative: Bool, at offset: Int) {
    tape.append(integer: magnitude, isNegative: isNegative, at: offset)
  }
}
