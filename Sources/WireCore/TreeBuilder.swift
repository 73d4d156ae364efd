import PythonValues

/// Makes trees of tapes. It keeps its own list of containers under way, so that depth costs no
/// stack, and gives every array the exact capacity.
package struct TreeBuilder: Sendable {
  private var frames: [TreeFrame] = []
  private var shapes = KeyShapes()

  /// A builder that keeps its storage from one tree to the next.
  package init() {}

  /// The value at `root` and all that it holds, of at most `deepest` levels, and never more than
  /// ``Limits/deepestTree``. The tape must be of this source.
  package mutating func build(
    _ tape: borrowing Tape, source: Span<UInt8>, at root: Int = 0, deepest: Int
  ) throws(WireError) -> PythonValue {
    let deepest = min(deepest, Limits.deepestTree)
    let node = tape[root]
    guard node.kind.isContainer else { return tape.scalar(source, at: root) }
    if node.flags.contains(.flat) { return try TreeBuilder.flat(tape, source, at: root, &shapes) }
    frames.removeAll(keepingCapacity: true)
    frames.append(TreeFrame(tape, source, at: root, shapes))
    while true {
      // In place: a second reference to the frame's arrays would make each addition a copy.
      let top = frames.count - 1
      let child = try TreeBuilder.fill(&frames[top], tape, source, &shapes, canDescend: top + 2 <= deepest)
      if let child {
        guard top + 2 <= deepest else { throw TreeBuilder.tooDeep(tape[child].offset, deepest) }
        frames.append(TreeFrame(tape, source, at: child, shapes))
        continue
      }
      let value = try TreeBuilder.finish(frames.removeLast(), tape, source, &shapes)
      guard top > 0 else { return value }
      frames[top - 1].add(value)
    }
  }

  /// Adds children up to the next that must be opened, which is returned with the cursor behind it;
  /// `nil` where there is none.
  private static func fill(
    _ frame: inout TreeFrame, _ tape: borrowing Tape, _ source: Span<UInt8>, _ shapes: inout KeyShapes,
    canDescend: Bool
  ) throws(WireError) -> Int? {
    while frame.cursor < frame.end {
      // With a known shape the keys are there: straight to the value.
      let child = frame.shape == nil ? frame.cursor : frame.cursor &+ 1
      let node = tape[child]
      guard node.kind.isContainer else {
        frame.add(tape.scalar(source, at: child))
        frame.cursor = child &+ 1
        continue
      }
      frame.cursor = node.end
      guard node.flags.contains(.flat), canDescend else { return child }
      frame.add(try flat(tape, source, at: child, &shapes))
    }
    return nil
  }

  private static func tooDeep(_ offset: Int, _ deepest: Int) -> WireError {
    WireError(.limit, at: offset, reading: "nested value", "nested deeper than \(deepest) levels")
  }

  /// A container that holds no containers, as most do.
  private static func flat(
    _ tape: borrowing Tape, _ source: Span<UInt8>, at index: Int, _ shapes: inout KeyShapes
  ) throws(WireError) -> PythonValue {
    let node = tape[index]
    let first = tape.firstChild(of: index)
    if node.kind == .dict {
      let shape = node.count > 0 ? shapes.shape(of: index, tape, source) : nil
      let entries = [PythonDict.Entry](capacity: node.count) { output in
        for position in 0..<node.count {
          let key = first &+ 2 &* position
          output.append(
            PythonDict.Entry(
              key: shape?.keys[position] ?? tape.scalar(source, at: key),
              value: tape.scalar(source, at: key &+ 1)))
        }
      }
      return try dict(entries, of: index, hasShape: shape != nil, tape, source, &shapes)
    }
    let items = [PythonValue](capacity: node.count) { output in
      for child in first..<first &+ node.count { output.append(tape.scalar(source, at: child)) }
    }
    return try sequence(items, of: index, tape)
  }

  private static func finish(
    _ frame: TreeFrame, _ tape: borrowing Tape, _ source: Span<UInt8>, _ shapes: inout KeyShapes
  ) throws(WireError) -> PythonValue {
    guard frame.isDict else { return try sequence(frame.items, of: frame.index, tape) }
    return try dict(frame.entries, of: frame.index, hasShape: frame.shape != nil, tape, source, &shapes)
  }

  private static func dict(
    _ entries: [PythonDict.Entry], of index: Int, hasShape: Bool, _ tape: borrowing Tape,
    _ source: Span<UInt8>, _ shapes: inout KeyShapes
  ) throws(WireError) -> PythonValue {
    if hasShape || entries.count < 2 { return .dict(PythonDict(distinctEntries: entries)) }
    do throws(UnhashableValue) {
      let dict = try PythonDict(uniquing: entries)
      if dict.entries.count == entries.count { shapes.note(entries, of: index, tape, source) }
      return .dict(dict)
    } catch {
      throw unhashable(error, tape[index])
    }
  }

  private static func sequence(
    _ items: [PythonValue], of index: Int, _ tape: borrowing Tape
  ) throws(WireError) -> PythonValue {
    let node = tape[index]
    do throws(UnhashableValue) {
      switch node.kind {
      case .tuple: return .tuple(items)
      case .set: return .set(try PythonSet(uniquing: items))
      case .frozenset: return .frozenset(PythonSet(distinctElements: items))
      case .slice where items.count == 3:
        return .slice(PythonSlice(start: items[0], stop: items[1], step: items[2]))
      default: return .list(items)
      }
    } catch {
      throw unhashable(error, node)
    }
  }

  /// Parsers refuse what cannot be hashed before it comes here.
  private static func unhashable(_ error: UnhashableValue, _ node: TapeNode) -> WireError {
    WireError(.syntax, at: node.offset, reading: "set or dict", error.description)
  }
}

/// A container under way that holds containers.
struct TreeFrame: Sendable {
  /// Its node.
  let index: Int
  let isDict: Bool
  /// The next child's node.
  var cursor: Int
  let end: Int
  var items: [PythonValue] = []
  var entries: [PythonDict.Entry] = []
  var key: PythonValue?
  /// The keys, of a dict with keys that another had.
  let shape: KeyShape?

  init(_ tape: borrowing Tape, _ source: Span<UInt8>, at index: Int, _ shapes: KeyShapes) {
    let node = tape[index]
    self.index = index
    isDict = node.kind == .dict
    cursor = tape.firstChild(of: index)
    end = node.end
    shape = isDict ? shapes.shape(of: index, tape, source) : nil
    if isDict { entries.reserveCapacity(node.count) } else { items.reserveCapacity(node.count) }
  }

  /// Adds the next child: of a dict, a key and its value in turn, or with a known shape the value.
  @inline(__always)
  mutating func add(_ value: consuming PythonValue) {
    guard isDict else { return items.append(value) }
    if let shape {
      entries.append(PythonDict.Entry(key: shape.keys[entries.count], value: value))
    } else if let key = key.take() {
      entries.append(PythonDict.Entry(key: key, value: value))
    } else {
      key = .some(value)
    }
  }
}
