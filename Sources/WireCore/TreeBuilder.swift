import PythonValues

/// Makes trees of tapes. It keeps its own list of containers under way, so that depth costs no
/// stack, and gives every array the exact capacity.
package struct TreeBuilder: Sendable {
  private var frames: [TreeFrame] = []
  private var shapes = KeyShapes()
  private var shared = SharedHashability()

  /// A builder that keeps its storage from one tree to the next.
  package init() {}

  /// The value at `root` and all that it holds, of at most `deepest` levels, and never more than
  /// ``Limits/deepestTree``. The tape must be of this source.
  package mutating func build(
    _ tape: borrowing Tape, source: Span<UInt8>, at root: Int = 0, deepest: Int
  ) throws(WireError) -> PythonValue {
    try tree(tape, source, at: root, deepest: min(deepest, Limits.deepestTree))
  }

  private mutating func tree(
    _ tape: borrowing Tape, _ source: Span<UInt8>, at root: Int, deepest: Int
  ) throws(WireError) -> PythonValue {
    let node = tape[root]
    guard node.kind.isContainer else { return tape.scalar(source, node) }
    if node.flags.contains(.flat) { return try flat(tape, source, at: root) }
    frames.removeAll(keepingCapacity: true)
    shared = SharedHashability()
    open(root, tape, source)
    while true {
      let top = frames.count - 1
      if let child = try fill(top, tape, source, canDescend: top + 2 <= deepest) {
        guard top + 2 <= deepest else { throw TreeBuilder.tooDeep(tape[child].offset, deepest) }
        open(child, tape, source)
        continue
      }
      let frame = frames.removeLast()
      var value = try finish(frame, tape, source)
      if tape[frame.index].flags.contains(.shared) {
        shared.note(frame.index + 1, value)
        value = .shared(PythonShared(id: frame.index + 1, value: value))
      }
      guard top > 0 else { return value }
      frames[top - 1].add(value)
    }
  }

  private mutating func open(_ index: Int, _ tape: borrowing Tape, _ source: Span<UInt8>) {
    let node = tape[index]
    if node.flags.contains(.shared), let type = node.kind.unhashableType { shared.begin(index + 1, type) }
    frames.append(TreeFrame(tape, source, at: index, shapes))
  }

  /// Adds children up to the next that must be opened, which is returned with the cursor behind it;
  /// `nil` where there is none.
  ///
  /// The frame is changed in place: a second reference to its arrays would make each addition a copy.
  private mutating func fill(
    _ top: Int, _ tape: borrowing Tape, _ source: Span<UInt8>, canDescend: Bool
  ) throws(WireError) -> Int? {
    let (end, step) = (frames[top].end, frames[top].shape == nil ? 0 : 1)
    var cursor = frames[top].cursor
    while cursor < end {
      // With a known shape the keys are there: straight to the value.
      let child = cursor &+ step
      let node = tape[child]
      guard node.kind.isContainer else {
        frames[top].add(tape.scalar(source, node))
        cursor = child &+ 1
        continue
      }
      cursor = node.end
      guard node.flags.contains(.flat), canDescend else {
        frames[top].cursor = cursor
        return child
      }
      frames[top].add(try flat(tape, source, at: child))
    }
    frames[top].cursor = cursor
    return nil
  }

  private static func tooDeep(_ offset: Int, _ deepest: Int) -> WireError {
    WireError(.limit, at: offset, reading: "nested value", "nested deeper than \(deepest) levels")
  }

  /// A container that its parser has marked to hold no containers, as most do.
  private mutating func flat(
    _ tape: borrowing Tape, _ source: Span<UInt8>, at index: Int
  ) throws(WireError) -> PythonValue {
    let node = tape[index]
    let first = tape.firstChild(of: index)
    if node.kind == .dict {
      let shape = node.count > 0 ? shapes.shape(of: index, tape, source) : nil
      var entries: [PythonDict.Entry] = []
      entries.reserveCapacity(node.count)
      for position in 0..<node.count {
        let key = first &+ 2 &* position
        entries.append(
          PythonDict.Entry(
            key: shape?.keys[position] ?? tape.scalar(source, tape[key]),
            value: tape.scalar(source, tape[key &+ 1])))
      }
      return try dict(entries, of: index, hasShape: shape != nil, tape, source)
    }
    var items: [PythonValue] = []
    items.reserveCapacity(node.count)
    for child in first..<first &+ node.count { items.append(tape.scalar(source, tape[child])) }
    return try sequence(items, of: index, tape)
  }

  private mutating func finish(
    _ frame: TreeFrame, _ tape: borrowing Tape, _ source: Span<UInt8>
  ) throws(WireError) -> PythonValue {
    guard frame.isDict else { return try sequence(frame.items, of: frame.index, tape) }
    return try dict(frame.entries, of: frame.index, hasShape: frame.shape != nil, tape, source)
  }

  private mutating func dict(
    _ entries: [PythonDict.Entry], of index: Int, hasShape: Bool, _ tape: borrowing Tape,
    _ source: Span<UInt8>
  ) throws(WireError) -> PythonValue {
    if hasShape || (entries.count < 2 && shared.isEmpty && entries.first?.key.isLeaf != false) {
      return .dict(PythonDict(distinctEntries: entries))
    }
    do throws(UnhashableValue) {
      try shared.requireKeys(entries)
      let dict = try PythonDict(uniquing: entries)
      if dict.entries.count == entries.count { shapes.note(entries, of: index, tape, source) }
      return .dict(dict)
    } catch {
      throw TreeBuilder.unhashable(error, tape[index])
    }
  }

  private func sequence(
    _ items: [PythonValue], of index: Int, _ tape: borrowing Tape
  ) throws(WireError) -> PythonValue {
    let node = tape[index]
    do throws(UnhashableValue) {
      switch node.kind {
      case .tuple: return .tuple(items)
      case .set:
        try shared.require(items)
        return .set(try PythonSet(uniquing: items))
      case .frozenset where node.flags.contains(.asWritten):
        try shared.require(items)
        return .frozenset(try PythonSet(uniquing: items))
      case .frozenset: return .frozenset(PythonSet(distinctElements: items))
      case .slice where items.count == 3:
        return .slice(PythonSlice(start: items[0], stop: items[1], step: items[2]))
      default: return .list(items)
      }
    } catch {
      throw TreeBuilder.unhashable(error, node)
    }
  }

  /// Parsers refuse what cannot be hashed before it comes here.
  private static func unhashable(_ error: UnhashableValue, _ node: TapeNode) -> WireError {
    WireError(.syntax, at: node.offset, reading: "set or dict", error.description)
  }
}

extension TapeNode.Kind {
  /// Python's name of a container that cannot be hashed whatever it holds; `nil` of any other value.
  fileprivate var unhashableType: String? {
    switch self {
    case .list: "list"
    case .dict: "dict"
    case .set: "set"
    default: nil
    }
  }
}
