import PythonValues
import WireCore

/// What the opcodes of a pickle do, once their operands are read: to a graph of values (``PickleMachine``), or
/// straight to the tree of plain data (``PickleTreeMachine``).
///
/// Opcodes and operands are read in one place, whoever acts on them: ``step(_:)`` and what it calls. What is
/// asked for here is told where the opcode stands, as `start`; that there are values enough above the mark has
/// been seen to.
protocol PickleOperations: ~Copyable {
  var progress: PickleProgress { get set }
  /// Where in the stack the marks are.
  var marks: [Int] { get set }
  /// How many values are on the stack.
  var height: Int { get }

  /// `None`, a bool or the empty tuple.
  mutating func push(constant: PickleID) throws(WireError)
  mutating func push(integer: Int64, at start: Int) throws(WireError)
  mutating func push(bigInteger: PythonBigInt, at start: Int) throws(WireError)
  /// An integer in two's complement of more than eight bytes.
  mutating func push(long: Range<Int>, _ source: Span<UInt8>, at start: Int) throws(WireError)
  mutating func push(float bits: UInt64, at start: Int) throws(WireError)
  /// Text that is UTF-8, but for lone surrogates where it is broken.
  mutating func push(
    text: Range<Int>, isBroken: Bool, _ source: Span<UInt8>, at start: Int
  ) throws(WireError)
  mutating func push(bytes: Range<Int>, _ source: Span<UInt8>, at start: Int) throws(WireError)
  /// The line of STRING or UNICODE, with its escapes.
  mutating func push(
    line: Range<Int>, of opcode: UInt8, _ source: Span<UInt8>, at start: Int
  ) throws(WireError)

  /// Keeps the value on top, under the number of those that are kept.
  mutating func memoize(at start: Int)
  /// Keeps the value on top under a number.
  mutating func memoize(as number: Int, at start: Int)
  /// Pushes what is kept under a number.
  mutating func push(memo number: Int, _ source: Span<UInt8>, at start: Int) throws(WireError)
  /// Pushes the value on top again.
  mutating func duplicate(at start: Int) throws(WireError)
  /// Drops the values from a place on.
  mutating func drop(from place: Int)

  /// Pushes an empty list, dict or set.
  mutating func open(_ kind: PickleNode.Kind, at start: Int) throws(WireError)
  /// Makes a container of the values from a place on, of a dict keys and values in turn.
  mutating func gather(_ kind: PickleNode.Kind, from place: Int, at start: Int) throws(WireError)
  /// Adds the values from a place on to the one below them, which ought to be a container of this kind.
  mutating func extend(_ kind: PickleNode.Kind, from place: Int, at start: Int) throws(WireError)

  /// What a loader would look up, call and build.
  mutating func object(_ opcode: UInt8, _ source: Span<UInt8>, at start: Int) throws(WireError)
}

extension PickleOperations where Self: ~Copyable {
  /// The offset of the next opcode.
  @inline(__always)
  var at: Int { progress.at }
  var limits: Limits { progress.limits }
  var mostPushes: Int { progress.mostPushes }
  @inline(__always)
  var fence: Int { progress.fence }

  /// Runs one opcode; false where it is STOP. The frequent ones stand here.
  @inline(__always)
  mutating func step(_ source: Span<UInt8>) throws(WireError) -> Bool {
    let start = at
    guard start < source.count else { throw cutOff(source, "an opcode") }
    progress.at = start &+ 1
    switch source[start] {
    case PickleOpcode.binGet: try push(memo: Int(try byte(source)), source, at: start)
    case PickleOpcode.longBinGet: try push(memo: try little32(source), source, at: start)
    case PickleOpcode.memoize:
      try requireValue()
      memoize(at: start)
    case PickleOpcode.binPut:
      try requireValue()
      memoize(as: Int(try byte(source)), at: start)
    case PickleOpcode.shortBinUnicode: try pushText(Int(try byte(source)), source, at: start)
    case PickleOpcode.binUnicode: try pushText(try little32(source), source, at: start)
    case PickleOpcode.binInt1: try push(integer: Int64(try byte(source)), at: start)
    case PickleOpcode.binInt2: try push(integer: Int64(try little16(source)), at: start)
    case PickleOpcode.binInt:
      try push(integer: Int64(Int32(truncatingIfNeeded: try little32(source))), at: start)
    case PickleOpcode.long1: try longInteger(Int(try byte(source)), source, at: start)
    case PickleOpcode.binFloat: try push(float: try big64(source), at: start)
    case PickleOpcode.mark: pushMark()
    case PickleOpcode.none: try push(constant: .none)
    case PickleOpcode.newTrue: try push(constant: .true)
    case PickleOpcode.newFalse: try push(constant: .false)
    case PickleOpcode.emptyTuple: try push(constant: .emptyTuple)
    case PickleOpcode.emptyDict: try open(.dict, at: start)
    case PickleOpcode.emptyList: try open(.list, at: start)
    case PickleOpcode.setItems: try setItems(from: try popMark(), at: start)
    case PickleOpcode.appends: try addItems(from: try popMark(), to: .list, at: start)
    case PickleOpcode.tuple: try gather(.tuple, from: try popMark(), at: start)
    case PickleOpcode.tuple1: try gather(.tuple, from: try places(1), at: start)
    case PickleOpcode.tuple2: try gather(.tuple, from: try places(2), at: start)
    case PickleOpcode.tuple3: try gather(.tuple, from: try places(3), at: start)
    case PickleOpcode.stop:
      try requireValue()
      return false
    default: try rare(source[start], source, at: start)
    }
    return true
  }
}

// The stack and its marks.
extension PickleOperations where Self: ~Copyable {
  /// Counts a value that is pushed.
  @inline(__always)
  mutating func countPush() throws(WireError) {
    progress.pushes &+= 1
    guard progress.pushes <= progress.mostPushes else { throw tooMany }
  }

  var tooMany: WireError {
    WireError(.limit, at: at, reading: "pickle", "more than \(mostPushes) values")
  }

  @inline(__always)
  mutating func pushMark() {
    progress.fence = height
    marks.append(height)
  }

  /// Takes the last mark away, and returns the place of the first value above it.
  @inline(__always)
  mutating func popMark() throws(WireError) -> Int {
    guard let mark = marks.popLast() else { throw fault(at - 1, "there is no mark on the stack") }
    progress.fence = marks.last ?? 0
    return mark
  }

  /// There must be a value above the mark.
  @inline(__always)
  func requireValue() throws(WireError) {
    guard height > fence else { throw underflow }
  }

  /// The place of the first of the last `count` values, which must stand above the mark.
  @inline(__always)
  func places(_ count: Int) throws(WireError) -> Int {
    guard height &- fence >= count else { throw fault(at - 1, "\(count) values expected on the stack") }
    return height &- count
  }

  private var underflow: WireError {
    fault(max(0, at - 1), fence > 0 ? "a mark stands where a value must" : "the stack is empty")
  }

  func fault(_ offset: Int, _ detail: String) -> WireError {
    WireError(.syntax, at: offset, reading: "pickle", detail)
  }
}
