import WireCore

/// Where a ``LiteralState`` puts values: the nodes of a tape, or a sink itself.
protocol LiteralOutput: ~Copyable, ~Escapable {
  /// See ``LiteralSink``.
  static var keepsValues: Bool { get }
  static var knowsKeys: Bool { get }
  /// Whether one more value can be added.
  var hasRoom: Bool { get }

  mutating func append(_ node: TapeNode, _ source: Span<UInt8>)
  mutating func open(_ kind: TapeNode.Kind, at offset: Int) -> Int
  /// - Parameter base: the index that the node at 0 has on the whole tape.
  mutating func close(
    _ container: TapeNode, _ index: Int, base: Int, _ source: Span<UInt8>) throws(WireError)
  /// Takes an empty list, tuple or dict.
  mutating func appendEmpty(_ kind: TapeNode.Kind, at offset: Int, base: Int)
  mutating func key(_ source: Span<UInt8>, _ start: Int) -> Int?
  mutating func tookOtherKey()
}

extension LiteralOutput where Self: ~Copyable & ~Escapable {
  @inline(__always)
  var hasRoom: Bool { true }
}

extension OutputSpan: LiteralOutput where Element == TapeNode {
  @inline(__always)
  static var keepsValues: Bool { true }
  @inline(__always)
  static var knowsKeys: Bool { false }
  // In the words in which appending asks for it, so that it is asked for once.
  @inline(__always)
  var hasRoom: Bool { count < capacity }
  @inline(__always)
  mutating func append(_ node: TapeNode, _ source: Span<UInt8>) { append(node) }

  @inline(__always)
  mutating func open(_ kind: TapeNode.Kind, at offset: Int) -> Int {
    append(TapeNode(kind, at: offset))
    return count &- 1
  }

  @inline(__always)
  mutating func close(_ container: TapeNode, _ index: Int, base: Int, _ source: Span<UInt8>) {
    self[index] = TapeNode(
      container.kind, container.flags, at: container.offset, low: base &+ count, high: container.count)
  }

  @inline(__always)
  mutating func appendEmpty(_ kind: TapeNode.Kind, at offset: Int, base: Int) {
    append(TapeNode(kind, .flat, at: offset, low: base &+ count &+ 1, high: 0))
  }

  @inline(__always)
  mutating func key(_ source: Span<UInt8>, _ start: Int) -> Int? { nil }
  @inline(__always)
  mutating func tookOtherKey() {}
}
