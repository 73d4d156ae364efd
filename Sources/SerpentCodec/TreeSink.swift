import PythonValues
import WireCore

/// Makes the tree while the document is read: each container when it is closed, of the values that wait
/// for it. The parser's limit of depth is the tree's.
struct TreeSink: LiteralSink, LiteralOutput, ~Copyable {
  private var stack = ValueStack()
  private var keys = KeyCache()
  /// A bit for each key of the dict so far, by its number modulo 64; all bits where two had the same or one
  /// has no number, so that some may be equal.
  private var seen: UInt64 = 0
  /// Strings that do not stand in the source as they are; it has no nodes.
  private var side = Tape()

  /// Begins a document.
  mutating func begin() {
    keys.begin()
    seen = 0
  }

  /// Ends what is left of a document.
  mutating func clear() {
    stack.removeAll()
    side.removeSideBytes()
  }

  /// The tree of the whole document, which was read to its end.
  mutating func root() -> PythonValue { stack.pop() }

  @inline(__always)
  static var keepsValues: Bool { true }
  @inline(__always)
  static var knowsKeys: Bool { true }

  /// A value is made at once, so that its side bytes can go.
  @inline(__always)
  mutating func append(_ node: TapeNode, _ source: Span<UInt8>) {
    stack.push(side.scalar(source, node))
    if node.flags.contains(.inSide) { side.removeSideBytes() }
  }

  /// What was seen of the dict around it waits below the values of a container.
  @inline(__always)
  mutating func open(_ kind: TapeNode.Kind, at offset: Int) -> Int {
    stack.push(.int(Int64(bitPattern: seen)))
    seen = 0
    return stack.count
  }

  @inline(__always)
  mutating func close(_ container: TapeNode, _ index: Int, _ source: Span<UInt8>) throws(WireError) {
    switch container.kind {
    case .list: leave(with: .list(stack.values(stack.count &- index)))
    case .tuple: leave(with: .tuple(stack.values(stack.count &- index)))
    case .dict: try closeDict(container, index)
    default: leave(with: try set(container, index))
    }
  }

  @inline(__always)
  mutating func close(
    _ container: TapeNode, _ index: Int, base: Int, _ source: Span<UInt8>
  ) throws(WireError) {
    try close(container, index, source)
  }

  @inline(__always)
  mutating func appendEmpty(_ kind: TapeNode.Kind, at offset: Int, base: Int) {
    switch kind {
    case .list: stack.push(.list([]))
    case .dict: stack.push(.dict(PythonDict(distinctEntries: [])))
    default: stack.push(.tuple([]))
    }
  }

  @inline(__always)
  mutating func read(
    _ source: Span<UInt8>, _ start: Int, _ state: inout LiteralState, _ frames: inout MutableSpan<Frame>
  ) throws(WireError) -> Place {
    try state.read(source, start, &frames, base: 0, into: &self)
  }

  private mutating func leave() {
    seen = if case .int(let bits) = stack.pop() { UInt64(bitPattern: bits) } else { .max }
  }

  /// The value is handed on and not kept in a variable, which would count a reference to it up and down again.
  @inline(__always)
  private mutating func leave(with value: consuming PythonValue) {
    leave()
    stack.push(value)
  }

  @inline(__always)
  private mutating func closeDict(_ container: TapeNode, _ index: Int) throws(WireError) {
    let count = (stack.count &- index) / 2
    if seen != .max { return leave(with: .dict(PythonDict(distinctEntries: stack.entries(count)))) }
    do throws(UnhashableValue) {
      leave(with: .dict(try PythonDict(uniquing: stack.entries(count))))
    } catch {
      throw TreeSink.unhashable(error, container)
    }
  }

  @inline(never)
  private mutating func set(_ container: TapeNode, _ index: Int) throws(WireError) -> PythonValue {
    do throws(UnhashableValue) {
      return .set(try PythonSet(uniquing: stack.values(stack.count - index)))
    } catch {
      throw TreeSink.unhashable(error, container)
    }
  }

  /// The parser refuses what cannot be hashed before it comes here.
  private static func unhashable(_ error: UnhashableValue, _ node: TapeNode) -> WireError {
    WireError(.syntax, at: node.offset, reading: "set or dict", error.description)
  }

  @inline(__always)
  mutating func key(_ source: Span<UInt8>, _ start: Int) -> Int? {
    guard let found = keys.find(source, start) else { return nil }
    stack.push(.string(keys.text(of: found.number)))
    let bit: UInt64 = 1 &<< UInt64(truncatingIfNeeded: found.number)
    seen = seen & bit == 0 ? seen | bit : .max
    return found.end
  }

  @inline(__always)
  mutating func tookOtherKey() { seen = .max }

  mutating func unwrap(_ index: Int) {
    let value = stack.pop()
    leave()
    stack.push(value)
  }

  mutating func abandon(_ index: Int) { leave() }

  mutating func startOver() {
    clear()
    begin()
  }

  mutating func removeLast() { _ = stack.pop() }

  var sideCount: Int { side.sideCount }
  mutating func reserveSide(_ count: Int) {}
  @inline(__always)
  mutating func appendSide(_ byte: UInt8) { side.appendSide(byte) }
  @inline(__always)
  mutating func appendSide(_ bytes: Span<UInt8>) { side.appendSide(bytes) }
  mutating func append(complex value: PythonComplex, at offset: Int) { stack.push(.complex(value)) }
  mutating func append(integer magnitude: [UInt64], isNegative: Bool, at offset: Int) {
    stack.push(.integer(isNegative: isNegative, magnitude: magnitude))
  }
}
