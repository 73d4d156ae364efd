import PythonValues
import WireCore

/// Runs the opcodes of a pickle over inert values (PICKLE-1).
///
/// Nothing is looked up or called. The stack holds numbers of nodes, so that a value met again costs its
/// number only, however large it is; whoever changes it changes it everywhere, as in Python.
struct PickleMachine: Sendable {
  let limits: Limits
  var graph = PickleGraph()
  var stack: [PickleID] = []
  /// Where in the stack the marks are.
  var marks: [Int] = []
  /// The last of them: nothing below it can be reached.
  var fence = 0
  var memo = PickleMemo()
  var known: [PythonGlobal: PickleID] = [:]
  var steps: [PickleStep] = []
  /// The offset of the next opcode.
  var at = 0
  var protocolVersion: Int?
  /// How many values were pushed.
  private var pushes = 0
  let mostPushes: Int

  init(limits: Limits) {
    self.limits = limits
    mostPushes = min(limits.count, PickleID.mostNodes / 4)
  }

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
    graph.reset(count)
    stack.removeAll(keepingCapacity: true)
    marks.removeAll(keepingCapacity: true)
    memo.reset()
    if !known.isEmpty { known = [:] }
    // Actions of the last pickle may still have theirs.
    if !steps.isEmpty { steps = [] }
    (fence, at, pushes, protocolVersion) = (0, 0, 0, nil)
    stack.reserveCapacity(min(count / 8 + 4, 2_048))
  }

  /// Runs one opcode; false where it is STOP. The frequent ones stand here.
  @inline(__always)
  mutating func step(_ source: Span<UInt8>) throws(WireError) -> Bool {
    let start = at
    guard start < source.count else { throw cutOff(source, "an opcode") }
    at = start &+ 1
    switch source[start] {
    case PickleOpcode.binGet: try push(fetched: memo.value(at: Int(try byte(source))), at: start)
    case PickleOpcode.memoize: memo.append(try top())
    case PickleOpcode.binPut: memo.set(try top(), at: Int(try byte(source)))
    case PickleOpcode.shortBinUnicode: try pushText(Int(try byte(source)), source, at: start)
    case PickleOpcode.binUnicode: try pushText(try little32(source), source, at: start)
    case PickleOpcode.binInt1: try push(PickleID(small: Int(try byte(source))))
    case PickleOpcode.binInt2: try push(PickleID(small: try little16(source)))
    case PickleOpcode.binInt: try pushInt(Int64(Int32(truncatingIfNeeded: try little32(source))), at: start)
    case PickleOpcode.binFloat:
      try push(PickleNode(.float, at: start, payload: try big64(source)))
    case PickleOpcode.mark: pushMark()
    case PickleOpcode.none: try push(.none)
    case PickleOpcode.newTrue: try push(.true)
    case PickleOpcode.newFalse: try push(.false)
    case PickleOpcode.emptyDict: try push(PickleNode(.dict, at: start))
    case PickleOpcode.emptyList: try push(PickleNode(.list, at: start))
    case PickleOpcode.setItems: try setItems(from: try popMark(), at: start)
    case PickleOpcode.appends: try appendItems(from: try popMark(), at: start)
    case PickleOpcode.stop: return false
    default: try rare(source[start], source, at: start)
    }
    return true
  }
}

// The stack.
extension PickleMachine {
  @inline(__always)
  mutating func push(_ id: PickleID) throws(WireError) {
    pushes &+= 1
    guard pushes <= mostPushes else { throw tooMany }
    stack.append(id)
  }

  @inline(__always)
  mutating func push(_ node: PickleNode) throws(WireError) {
    graph.nodes.append(node)
    try push(PickleID(node: graph.nodes.count &- 1, isComposite: node.isComposite))
  }

  var tooMany: WireError {
    WireError(.limit, at: at, reading: "pickle", "more than \(mostPushes) values")
  }

  /// Pushes a value that is somewhere else already.
  @inline(__always)
  mutating func push(fetched id: PickleID?, at start: Int) throws(WireError) {
    guard let id else { throw fault(start, "the memo has no such value") }
    if let index = id.node, graph.isWorthSharing(index) { graph.hasShared = true }
    try push(id)
  }

  /// The value on top, which stays.
  @inline(__always)
  func top() throws(WireError) -> PickleID {
    guard stack.count > fence, let id = stack.last else { throw underflow }
    return id
  }

  @inline(__always)
  mutating func pop() throws(WireError) -> PickleID {
    guard stack.count > fence, let id = stack.popLast() else { throw underflow }
    return id
  }

  mutating func pushMark() {
    fence = stack.count
    marks.append(fence)
  }

  /// Takes the last mark away, and returns the place of the first value above it.
  @inline(__always)
  mutating func popMark() throws(WireError) -> Int {
    guard let mark = marks.popLast() else { throw fault(at - 1, "there is no mark on the stack") }
    fence = marks.last ?? 0
    return mark
  }

  private var underflow: WireError {
    fault(max(0, at - 1), fence > 0 ? "a mark stands where a value must" : "the stack is empty")
  }

  func fault(_ offset: Int, _ detail: String) -> WireError {
    WireError(.syntax, at: offset, reading: "pickle", detail)
  }

  func cutOff(_ source: Span<UInt8>, _ what: String) -> WireError {
    WireError(.truncated, at: source.count, reading: "pickle", "\(what) is missing")
  }
}

// Arguments of opcodes.
extension PickleMachine {
  @inline(__always)
  mutating func byte(_ source: Span<UInt8>) throws(WireError) -> UInt8 {
    guard at < source.count else { throw cutOff(source, "an opcode's argument") }
    defer { at &+= 1 }
    return source[at]
  }

  @inline(__always)
  private mutating func require(_ count: Int, _ source: Span<UInt8>) throws(WireError) {
    guard source.count &- at >= count else { throw cutOff(source, "an opcode's argument") }
  }

  @inline(__always)
  mutating func little16(_ source: Span<UInt8>) throws(WireError) -> Int {
    try require(2, source)
    defer { at &+= 2 }
    return Int(source[at]) | Int(source[at &+ 1]) << 8
  }

  @inline(__always)
  mutating func little32(_ source: Span<UInt8>) throws(WireError) -> Int {
    try require(4, source)
    defer { at &+= 4 }
    return Int(bigEndian32(source, at: at).byteSwapped)
  }

  @inline(__always)
  mutating func big64(_ source: Span<UInt8>) throws(WireError) -> UInt64 {
    try require(8, source)
    defer { at &+= 8 }
    return bigEndian64(source, at: at)
  }

  /// A length of eight bytes; what does not fit is more than there is.
  mutating func length64(_ source: Span<UInt8>) throws(WireError) -> Int {
    Int(exactly: try big64(source).byteSwapped) ?? .max
  }

  /// The next `count` bytes.
  @inline(__always)
  mutating func extent(_ count: Int, _ source: Span<UInt8>) throws(WireError) -> Range<Int> {
    guard count <= source.count &- at else {
      throw WireError(
        .truncated, at: source.count, reading: "pickle", "\(count) bytes wanted, \(source.count - at) left")
    }
    defer { at &+= count }
    return at..<at &+ count
  }

  /// The bytes up to the next line feed, which is read too.
  mutating func line(_ source: Span<UInt8>) throws(WireError) -> Range<Int> {
    let start = at
    var end = start
    while end < source.count, source[end] != 0x0A { end += 1 }
    guard end < source.count else { throw cutOff(source, "the end of a line") }
    at = end + 1
    return start..<end
  }
}
