import PythonValues
import WireCore

/// Runs the opcodes of a pickle over inert values (PICKLE-1).
///
/// Nothing is looked up or called. The stack holds numbers of nodes, so that a value met again costs its
/// number only, however large it is; whoever changes it changes it everywhere, as in Python.
struct PickleMachine: PickleOperations, Sendable {
  var progress: PickleProgress
  var graph = PickleGraph()
  var stack: [PickleID] = []
  var marks: [Int] = []
  var memo = PickleMemo<PickleID>()
  var known: [PythonGlobal: PickleID] = [:]
  var steps: [PickleStep] = []

  init(limits: Limits) { progress = PickleProgress(limits: limits) }

  /// Runs up to STOP, and returns the value.
  mutating func run(_ source: Span<UInt8>) throws(WireError) -> PickleID {
    guard source.count <= limits.bytes else {
      throw WireError(.limit, at: limits.bytes, reading: "pickle", "more than \(limits.bytes) bytes")
    }
    reset(source.count)
    while try step(source) {}
    return try pop()
  }

  /// Forgets the last pickle. What is reserved depends on the size of the source, and on nothing in it.
  mutating func reset(_ count: Int) {
    progress.reset()
    graph.reset(count)
    stack.removeAll(keepingCapacity: true)
    marks.removeAll(keepingCapacity: true)
    memo.reset()
    if !known.isEmpty { known = [:] }
    // Actions of the last pickle may still have theirs.
    if !steps.isEmpty { steps = [] }
    stack.reserveCapacity(min(count / 8 + 4, 2_048))
  }

  var height: Int { stack.count }
}

// The stack.
extension PickleMachine {
  @inline(__always)
  mutating func push(_ id: PickleID) throws(WireError) {
    try countPush()
    stack.append(id)
  }

  @inline(__always)
  mutating func push(_ node: PickleNode) throws(WireError) {
    graph.nodes.append(node)
    try push(PickleID(node: graph.nodes.count &- 1, isComposite: node.isComposite))
  }

  /// Pushes a value that is somewhere else already.
  @inline(__always)
  private mutating func push(again id: PickleID) throws(WireError) {
    if let index = id.node, graph.isWorthSharing(index) { graph.hasShared = true }
    try push(id)
  }

  /// The value on top, which stays.
  @inline(__always)
  func top() throws(WireError) -> PickleID {
    try requireValue()
    return stack[stack.count &- 1]
  }

  @inline(__always)
  mutating func pop() throws(WireError) -> PickleID {
    try requireValue()
    return stack.removeLast()
  }

  mutating func duplicate(at start: Int) throws(WireError) { try push(again: try top()) }

  mutating func drop(from place: Int) { stack.removeSubrange(place...) }
}

// The memo.
extension PickleMachine {
  @inline(__always)
  mutating func memoize(at start: Int) { memo.append(stack[stack.count &- 1]) }

  @inline(__always)
  mutating func memoize(as number: Int, at start: Int) { memo.set(stack[stack.count &- 1], at: number) }

  @inline(__always)
  mutating func push(memo number: Int, _ source: Span<UInt8>, at start: Int) throws(WireError) {
    guard let id = memo.value(at: number) else { throw fault(start, "the memo has no such value") }
    try push(again: id)
  }
}

// Scalars.
extension PickleMachine {
  @inline(__always)
  mutating func push(constant: PickleID) throws(WireError) { try push(constant) }

  @inline(__always)
  mutating func push(integer: Int64, at start: Int) throws(WireError) {
    if integer >= 0, integer <= 0xFFFF { return try push(PickleID(small: Int(integer))) }
    try push(PickleNode(.int, at: start, payload: UInt64(bitPattern: integer)))
  }

  @inline(__always)
  mutating func push(float bits: UInt64, at start: Int) throws(WireError) {
    try push(PickleNode(.float, at: start, payload: bits))
  }

  mutating func push(bigInteger: PythonBigInt, at start: Int) throws(WireError) {
    let first = graph.words.count
    graph.words += bigInteger.magnitude
    try push(
      PickleNode(
        bigInteger.isNegative ? .negativeBigInt : .bigInt, at: start, extent: first,
        count: bigInteger.magnitude.count))
  }

  mutating func push(long: Range<Int>, _ source: Span<UInt8>, at start: Int) throws(WireError) {
    let first = graph.words.count
    let isNegative = PickleNumber.append(source.extracting(long), to: &graph.words)
    let words = graph.words.count - first
    if words > 1 || (words == 1 && graph.words[first] > UInt64(Int64.max) + (isNegative ? 1 : 0)) {
      let kind: PickleNode.Kind = isNegative ? .negativeBigInt : .bigInt
      return try push(PickleNode(kind, at: start, extent: first, count: words))
    }
    let word = words == 0 ? 0 : Int64(truncatingIfNeeded: graph.words[first])
    graph.words.removeSubrange(first...)
    try push(integer: isNegative ? 0 &- word : word, at: start)
  }

  @inline(__always)
  mutating func push(
    text: Range<Int>, isBroken: Bool, _ source: Span<UInt8>, at start: Int
  ) throws(WireError) {
    try push(
      PickleNode(isBroken ? .brokenText : .text, at: start, extent: text.lowerBound, count: text.count))
  }

  mutating func push(bytes: Range<Int>, _ source: Span<UInt8>, at start: Int) throws(WireError) {
    try push(PickleNode(.bytes, at: start, extent: bytes.lowerBound, count: bytes.count))
  }
}
