import PythonValues
import WireCore

/// What the parser writes to: a ``Tape``, a ``TreeSink``, or a ``NoTape`` where the document is only
/// validated.
///
/// One parser serves them all; it is compiled for each, so that validating pays for no node.
protocol LiteralSink: Sendable, ~Copyable {
  /// Whether anything is kept: values need not be converted otherwise.
  static var keepsValues: Bool { get }
  /// Whether it is to be asked for keys that it knows.
  static var knowsKeys: Bool { get }
  /// Where the next side byte will stand.
  var sideCount: Int { get }

  /// Takes a value that holds no others.
  mutating func append(_ node: TapeNode, _ source: Span<UInt8>)
  /// A container begins; returns what it is known by.
  mutating func open(_ kind: TapeNode.Kind, at offset: Int) -> Int
  /// The container ends: its kind, offset, flags and count, as a node without an end.
  mutating func close(_ container: TapeNode, _ index: Int, _ source: Span<UInt8>) throws(WireError)
  /// What was opened as a tuple was a pair of parentheses: the one value in it takes its place.
  mutating func unwrap(_ index: Int)
  /// What was opened was a pair of parentheses and holds nothing yet: it is forgotten.
  mutating func abandon(_ index: Int)
  /// Takes everything back.
  mutating func startOver()
  /// Takes the last value back, which holds no others.
  mutating func removeLast()
  /// Reads a key that is known, and the colon after it; returns the place behind that.
  mutating func key(_ source: Span<UInt8>, _ start: Int) -> Int?
  /// Lets the state read on, to what is here.
  mutating func read(
    _ source: Span<UInt8>, _ start: Int, _ state: inout LiteralState, _ frames: inout MutableSpan<Frame>
  ) throws(WireError) -> Place
  /// A key was taken as any value.
  mutating func tookOtherKey()
  mutating func reserveSide(_ count: Int)
  mutating func appendSide(_ byte: UInt8)
  mutating func appendSide(_ bytes: Span<UInt8>)
  mutating func append(complex value: PythonComplex, at offset: Int)
  mutating func append(integer magnitude: [UInt64], isNegative: Bool, at offset: Int)
}

extension LiteralSink where Self: ~Copyable {
  @inline(__always)
  static var knowsKeys: Bool { false }
  @inline(__always)
  mutating func key(_ source: Span<UInt8>, _ start: Int) -> Int? { nil }
  @inline(__always)
  mutating func tookOtherKey() {}
}

extension Tape: LiteralSink {
  @inline(__always)
  static var keepsValues: Bool { true }
  @inline(__always)
  mutating func append(_ node: TapeNode, _ source: Span<UInt8>) { append(node) }
  @inline(__always)
  mutating func close(_ container: TapeNode, _ index: Int, _ source: Span<UInt8>) {
    close(index, as: container.kind, count: container.count, flags: container.flags)
  }
  mutating func abandon(_ index: Int) { removeLast() }
  mutating func startOver() { truncate(to: 0) }

  @inline(__always)
  mutating func read(
    _ source: Span<UInt8>, _ start: Int, _ state: inout LiteralState, _ frames: inout MutableSpan<Frame>
  ) throws(WireError) -> Place {
    let base = count
    var end = Place(before: start)
    try append(atMost: room) { (nodes) throws(WireError) in
      end = try state.read(source, start, &frames, base: base, into: &nodes)
    }
    return end
  }
}

/// A tape that keeps nothing.
struct NoTape: LiteralSink, LiteralOutput {
  @inline(__always)
  static var keepsValues: Bool { false }
  @inline(__always)
  var sideCount: Int { 0 }
  @inline(__always)
  mutating func append(_ node: TapeNode, _ source: Span<UInt8>) {}
  @inline(__always)
  mutating func open(_ kind: TapeNode.Kind, at offset: Int) -> Int { 0 }
  @inline(__always)
  mutating func close(_ container: TapeNode, _ index: Int, _ source: Span<UInt8>) {}
  @inline(__always)
  mutating func close(_ container: TapeNode, _ index: Int, base: Int, _ source: Span<UInt8>) {}
  @inline(__always)
  mutating func appendEmpty(_ kind: TapeNode.Kind, at offset: Int, base: Int) {}
  @inline(__always)
  mutating func read(
    _ source: Span<UInt8>, _ start: Int, _ state: inout LiteralState, _ frames: inout MutableSpan<Frame>
  ) throws(WireError) -> Place {
    try state.read(source, start, &frames, base: 0, into: &self)
  }
  @inline(__always)
  mutating func unwrap(_ index: Int) {}
  @inline(__always)
  mutating func abandon(_ index: Int) {}
  @inline(__always)
  mutating func startOver() {}
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
