import PythonValues

/// The values of one document in a flat array, in the order of the document: what a parser writes,
/// and what trees, lazy values and Codable decoders are made from.
///
/// The tape does not hold the source: most strings are extents of it. Text that does not stand in
/// the source as it is (escapes, several parts), wide integers and complex numbers are kept in the
/// side bytes.
///
/// Only the codecs of this package write tapes, and they vouch that every string's extent is valid
/// UTF-8 within the source or the side bytes: readers make strings without a second look.
@frozen
public struct Tape: Sendable {
  @usableFromInline package var nodes: [TapeNode]
  @usableFromInline package var side: [UInt8]
  /// Values that no node can describe.
  @usableFromInline package var records: [PythonValue]

  /// An empty tape.
  @inlinable
  package init() {
    nodes = []
    side = []
    records = []
  }

  /// The tape of `None`.
  package static var none: Tape {
    var tape = Tape()
    tape.append(TapeNode(.none, at: 0))
    return tape
  }

  /// How many nodes there are; that of the document's value is the first.
  @inlinable
  public var count: Int { nodes.count }

  /// The node at `index`.
  @inlinable
  public subscript(_ index: Int) -> TapeNode { nodes[index] }

  /// The bytes that do not stand in the source.
  @inlinable
  public var sideBytes: [UInt8] { side }

  /// The index of the first node in the container at `index`, which is ``TapeNode/end`` in an empty one.
  @inlinable
  public func firstChild(of index: Int) -> Int {
    nodes[index].flags.contains(.displaced) ? Int(nodes[index + 1].payload) : index + 1
  }

  /// The index of the node after the value at `index` and all that it holds.
  @inlinable
  public func next(after index: Int) -> Int {
    nodes[index].kind.isContainer ? nodes[index].end : index + 1
  }
}

// What the parsers call.
extension Tape {
  /// Empties the tape and keeps its storage; sees to room for the nodes of a source of this size.
  ///
  /// The first reservation is bounded by the source's size and by `atMost`, and memory is touched only as
  /// nodes are written; a size that a document declares is never reserved.
  @inlinable @inline(__always)
  package mutating func reset(sourceBytes: Int, bytesPerNode: Int, atMost limit: Int = 1 << 24) {
    if !nodes.isEmpty { nodes.removeAll(keepingCapacity: true) }
    if !side.isEmpty { side.removeAll(keepingCapacity: true) }
    if !records.isEmpty { records = [] }
    let needed = min(sourceBytes / bytesPerNode &+ 8, limit)
    if nodes.capacity < needed { nodes.reserveCapacity(needed) }
  }

  /// Adds a value that holds no others.
  @inlinable
  package mutating func append(_ node: TapeNode) { nodes.append(node) }

  /// How many values can be added at once; at least one, for which room is made.
  @inlinable @inline(__always)
  package var room: Int {
    mutating get {
      if nodes.count == nodes.capacity { nodes.reserveCapacity(max(16, 2 &* nodes.count)) }
      return nodes.capacity &- nodes.count
    }
  }

  /// Adds the values that `body` writes, `count` at most.
  @inlinable @inline(__always)
  package mutating func append<Failure: Error>(
    atMost count: Int, _ body: (inout OutputSpan<TapeNode>) throws(Failure) -> Void
  ) throws(Failure) {
    try nodes.append(addingCapacity: count, initializingWith: body)
  }

  /// Adds a container whose end and count are not known yet; ``close(_:as:count:flags:)`` sets them.
  @inlinable
  package mutating func open(_ kind: TapeNode.Kind, at offset: Int) -> Int {
    nodes.append(TapeNode(kind, at: offset))
    return nodes.count - 1
  }

  /// Ends the container at `index`: every node after it is in it.
  @inlinable
  package mutating func close(_ index: Int, as kind: TapeNode.Kind, count: Int, flags: TapeNode.Flags = []) {
    let node = TapeNode(kind, flags, at: nodes[index].offset, low: nodes.count, high: count)
    nodes[index] = node
  }

  /// Turns the node at `index` and the one value after it into that value: what was opened as a
  /// tuple was a pair of parentheses. O(1), however large the value.
  @inlinable
  package mutating func unwrap(_ index: Int) {
    var child = nodes[index + 1]
    guard child.kind.isContainer else {
      nodes[index] = child
      nodes.removeLast()
      return
    }
    let first = firstChild(of: index + 1)
    child.flags.insert(.displaced)
    nodes[index] = child
    nodes[index + 1] = TapeNode(.filler, at: child.offset, payload: UInt64(first))
  }

  /// Where the next side byte will stand.
  @inlinable
  package var sideCount: Int { side.count }

  /// Sees to room for side bytes, before the first: a bound of what the source can still give.
  @inlinable
  package mutating func reserveSide(_ count: Int) {
    if side.isEmpty { side.reserveCapacity(count) }
  }

  /// Adds one side byte.
  @inlinable
  package mutating func appendSide(_ byte: UInt8) { side.append(byte) }

  /// Adds a run of side bytes.
  @inlinable
  package mutating func appendSide(_ bytes: Span<UInt8>) {
    // Safe: the pointer is used within the closure only, and for no more than its count.
    bytes.withUnsafeBufferPointer { unsafe side.append(contentsOf: $0) }
  }

  /// Adds a word to the side bytes, little-endian.
  package mutating func appendSide(word: UInt64) {
    for shift in stride(from: UInt64(0), to: 64, by: 8) {
      side.append(UInt8(truncatingIfNeeded: word >> shift))
    }
  }

  /// Adds a complex number.
  package mutating func append(complex value: PythonComplex, at offset: Int) {
    nodes.append(TapeNode(.complex, .inSide, at: offset, low: side.count, high: 16))
    appendSide(word: value.real.bitPattern)
    appendSide(word: value.imaginary.bitPattern)
  }

  /// Adds an integer of any size: words of its magnitude, least significant first.
  package mutating func append(integer magnitude: [UInt64], isNegative: Bool, at offset: Int) {
    guard let big = PythonBigInt(isNegative: isNegative, magnitude: magnitude) else {
      let word = magnitude.first ?? 0
      nodes.append(TapeNode(.int, at: offset, payload: isNegative ? 0 &- word : word))
      return
    }
    let words = big.magnitude
    let flags: TapeNode.Flags = isNegative ? [.inSide, .negative] : .inSide
    nodes.append(TapeNode(.bigInt, flags, at: offset, low: side.count, high: 8 * words.count))
    for word in words { appendSide(word: word) }
  }

  /// Adds a value that no other node can describe: a record, a reference, or one made already.
  package mutating func append(record: PythonValue, at offset: Int) {
    nodes.append(TapeNode(.record, at: offset, payload: UInt64(records.count)))
    records.append(record)
  }

  /// Notes that something refers to the value at `index`, and returns the reference. The tree will hold
  /// the value as ``PythonValue/shared(_:)``. Not for values that were unwrapped.
  package mutating func reference(to index: Int, _ source: Span<UInt8>) -> PythonValue {
    let node = nodes[index]
    if node.kind.isContainer {
      nodes[index].flags.insert(.shared)
      return .reference(index + 1)
    }
    let value = scalar(source, at: index)
    switch value {
    case .shared, .reference: break
    default:
      nodes[index] = TapeNode(.record, at: node.offset, payload: UInt64(records.count))
      records.append(.shared(PythonShared(id: index + 1, value: value)))
    }
    return .reference(index + 1)
  }

  /// Empties the side bytes, of which no node speaks any more.
  @inlinable
  package mutating func removeSideBytes() { side.removeAll(keepingCapacity: side.capacity < 1 << 16) }

  /// Takes back the last node.
  @inlinable
  package mutating func removeLast() { nodes.removeLast() }

  /// Takes back everything from the node at `index` on; its side bytes stay, unused.
  package mutating func truncate(to index: Int) { nodes.removeSubrange(index...) }
}
