import PythonValues
import WireCore

/// Makes the tree of a pickle of plain data while it runs it: values stand on the stack themselves, and a
/// container takes those above it.
///
/// That is possible only where nothing stands in two places but short leaves, and nothing is looked up or
/// called. On anything else, and on any fault, it gives up, and ``PickleMachine`` reads the pickle from its
/// start: that one says what is wrong, and what would be done. What both read, they read as the same value.
struct PickleTreeMachine: PickleOperations, ~Copyable {
  var progress: PickleProgress
  var marks: [Int] = []
  var values = ValueStack()
  /// Those on the stack, from the lowest up.
  var containers: [PickleTreeContainer] = []
  var keys = KnownKeys()
  /// The most levels that a tree may have.
  let deepest: Int
  private var memo = PickleMemo<PickleLeaf>()
  /// Leaves that were fetched from the memo.
  private var fetched: [PythonValue] = []
  /// The text or bytes that end where the next opcode may keep them.
  private var latest = (leaf: PickleLeaf.other, end: 0)

  init(limits: Limits) {
    progress = PickleProgress(limits: limits)
    // The same as the builder of trees has it.
    deepest = min(limits.depth, Limits.deepestTree - 4)
  }

  /// Runs up to STOP, and returns the value; `nil` where it gives up.
  mutating func run(_ source: Span<UInt8>) -> PythonValue? {
    guard source.count <= limits.bytes else { return nil }
    reset()
    do throws(WireError) {
      while try step(source) {}
      _ = try settle(from: values.count &- 1)
    } catch {
      values.removeAll()
      return nil
    }
    let value = values.pop()
    if values.count > 0 { values.removeAll() }
    return value
  }

  private mutating func reset() {
    progress.reset()
    marks.removeAll(keepingCapacity: true)
    containers.removeAll(keepingCapacity: true)
    memo.reset()
    if !fetched.isEmpty { fetched.removeAll(keepingCapacity: true) }
    latest = (.other, 0)
  }

  @inline(__always)
  var height: Int { values.count }

  /// What is thrown where the machine gives up. Nobody sees it.
  static var givesUp: WireError {
    WireError(.unsupported, at: 0, reading: "pickle", "it is not plain data")
  }

  @inline(__always)
  mutating func push(_ value: consuming PythonValue) throws(WireError) {
    try countPush()
    values.push(value)
  }
}

// Scalars.
extension PickleTreeMachine {
  @inline(__always)
  mutating func push(constant: PickleID) throws(WireError) { try push(constant.small) }

  @inline(__always)
  mutating func push(integer: Int64, at start: Int) throws(WireError) { try push(.int(integer)) }

  mutating func push(bigInteger: PythonBigInt, at start: Int) throws(WireError) {
    try push(.bigInt(bigInteger))
  }

  mutating func push(long: Range<Int>, _ source: Span<UInt8>, at start: Int) throws(WireError) {
    var words: [UInt64] = []
    words.reserveCapacity(long.count / 8 + 1)
    let isNegative = PickleNumber.append(source.extracting(long), to: &words)
    try push(.integer(isNegative: isNegative, magnitude: words))
  }

  @inline(__always)
  mutating func push(float bits: UInt64, at start: Int) throws(WireError) {
    try push(.float(Double(bitPattern: bits)))
  }

  @inline(__always)
  mutating func push(
    text: Range<Int>, isBroken: Bool, _ source: Span<UInt8>, at start: Int
  ) throws(WireError) {
    guard !isBroken else { throw PickleTreeMachine.givesUp }
    try push(.string(makeString(checked: source.extracting(text))))
    latest = (PickleLeaf(text: text), at)
  }

  mutating func push(bytes: Range<Int>, _ source: Span<UInt8>, at start: Int) throws(WireError) {
    try push(.bytes([UInt8](copying: source.extracting(bytes))))
    latest = (PickleLeaf(bytes: bytes), at)
  }

  /// The pickles of Python 2 that have these are few.
  mutating func push(
    line: Range<Int>, of opcode: UInt8, _ source: Span<UInt8>, at start: Int
  ) throws(WireError) {
    throw PickleTreeMachine.givesUp
  }
}

// The memo. It keeps where short text and bytes stand, and of other values nothing: fetching one gives up.
extension PickleTreeMachine {
  @inline(__always)
  mutating func memoize(at start: Int) { memo.append(latest.end == start ? latest.leaf : .other) }

  @inline(__always)
  mutating func memoize(as number: Int, at start: Int) {
    memo.set(latest.end == start ? latest.leaf : .other, at: number)
  }

  @inline(__always)
  mutating func push(memo number: Int, _ source: Span<UInt8>, at start: Int) throws(WireError) {
    guard let leaf = memo.value(at: number) else { throw PickleTreeMachine.givesUp }
    if let place = leaf.place {
      try push(fetched[place])
    } else {
      try push(first: leaf, number, source)
    }
  }

  /// Fetches a leaf for the first time: what was fetched once will be again.
  @inline(never)
  private mutating func push(
    first leaf: PickleLeaf, _ number: Int, _ source: Span<UInt8>
  ) throws(WireError) {
    guard let value = leaf.value(source) else { throw PickleTreeMachine.givesUp }
    memo.set(PickleLeaf(place: fetched.count), at: number)
    fetched.append(value)
    try push(value)
  }

  /// Of leaves nobody writes this.
  mutating func duplicate(at start: Int) throws(WireError) { throw PickleTreeMachine.givesUp }
}

extension PickleTreeMachine {
  mutating func object(_ opcode: UInt8, _ source: Span<UInt8>, at start: Int) throws(WireError) {
    throw PickleTreeMachine.givesUp
  }
}
