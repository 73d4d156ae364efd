import PythonValues

/// What a parser writes to: a ``Tape``, or a ``NoTape`` where the document is only validated.
///
/// One parser serves both; it is compiled for each, so that validating pays for no node.
package protocol TapeWriter {
  /// Whether anything is kept: values need not be converted otherwise.
  static var keepsValues: Bool { get }
  /// Where the next side byte will stand.
  var sideCount: Int { get }

  mutating func append(_ node: TapeNode)
  mutating func open(_ kind: TapeNode.Kind, at offset: Int) -> Int
  mutating func close(_ index: Int, as kind: TapeNode.Kind, count: Int, flags: TapeNode.Flags)
  mutating func unwrap(_ index: Int)
  mutating func truncate(to index: Int)
  mutating func removeLast()
  mutating func appendSide(_ byte: UInt8)
  mutating func appendSide(_ bytes: Span<UInt8>)
  mutating func append(complex value: PythonComplex, at offset: Int)
  mutating func append(integer magnitude: [UInt64], isNegative: Bool, at offset: Int)
}

extension Tape: TapeWriter {
  @inlinable
  package static var keepsValues: Bool { true }
}

/// A tape that keeps nothing.
package struct NoTape: TapeWriter {
  @inlinable
  package init() {}

  @inlinable
  package static var keepsValues: Bool { false }
  @inlinable
  package var sideCount: Int { 0 }
  @inlinable
  package mutating func append(_ node: TapeNode) {}
  @inlinable
  package mutating func open(_ kind: TapeNode.Kind, at offset: Int) -> Int { 0 }
  @inlinable
  package mutating func close(_ index: Int, as kind: TapeNode.Kind, count: Int, flags: TapeNode.Flags) {}
  @inlinable
  package mutating func unwrap(_ index: Int) {}
  @inlinable
  package mutating func truncate(to index: Int) {}
  @inlinable
  package mutating func removeLast() {}
  @inlinable
  package mutating func appendSide(_ byte: UInt8) {}
  @inlinable
  package mutating func appendSide(_ bytes: Span<UInt8>) {}
  @inlinable
  package mutating func append(complex value: PythonComplex, at offset: Int) {}
  @inlinable
  package mutating func append(integer magnitude: [UInt64], isNegative: Bool, at offset: Int) {}
}
