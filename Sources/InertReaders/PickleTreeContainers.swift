import PythonValues
import WireCore

// Containers that hold no containers, as most do.
extension PickleTreeBuilder {
  /// The container; `nil` where it holds others, or is in several chunks.
  mutating func flat(
    _ node: PickleNode, _ graph: PickleGraph, _ source: Span<UInt8>
  ) throws(WireError) -> PythonValue? {
    let chain = node.chain
    guard node.kind != .object, chain.first == chain.last else { return nil }
    let start = Int(chain.first) &+ 2
    let end = chain.first == 0 ? start : start &+ Int(graph.edges[start &- 2].raw)
    for place in start..<end where graph.edges[place].isComposite || isShared(graph.edges[place]) {
      return nil
    }
    if node.kind == .dict { return try flatDict(start..<end, node, graph, source) }
    var items: [PythonValue] = []
    items.reserveCapacity(end &- start)
    for place in start..<end {
      guard let value = leaf(graph.edges[place], graph, source) else { return nil }
      items.append(value)
    }
    switch node.kind {
    case .list: return .list(items)
    case .tuple: return .tuple(items)
    default: return try set(items, node)
    }
  }

  private func set(_ items: [PythonValue], _ node: PickleNode) throws(WireError) -> PythonValue {
    do throws(UnhashableValue) {
      let set = try PythonSet(uniquing: items)
      return node.kind == .set ? .set(set) : .frozenset(set)
    } catch {
      throw unhashable(error, node)
    }
  }

  private mutating func flatDict(
    _ places: Range<Int>, _ node: PickleNode, _ graph: PickleGraph, _ source: Span<UInt8>
  ) throws(WireError) -> PythonValue? {
    var entries: [PythonDict.Entry] = []
    entries.reserveCapacity(places.count / 2)
    let shape = shapes.shape(of: places, graph)
    if shape != 0 {
      var place = places.lowerBound &+ 1
      for key in shapes.keys(shape) {
        guard let value = leaf(graph.edges[place], graph, source) else { return nil }
        entries.append(PythonDict.Entry(key: key, value: value))
        place &+= 2
      }
      return .dict(PythonDict(distinctEntries: entries))
    }
    for place in stride(from: places.lowerBound, to: places.upperBound, by: 2) {
      guard let key = leaf(graph.edges[place], graph, source),
        let value = leaf(graph.edges[place &+ 1], graph, source)
      else { return nil }
      entries.append(PythonDict.Entry(key: key, value: value))
    }
    return .dict(try dict(entries, places, node, graph))
  }

  private mutating func dict(
    _ entries: [PythonDict.Entry], _ places: Range<Int>, _ node: PickleNode, _ graph: PickleGraph
  ) throws(WireError) -> PythonDict {
    do throws(UnhashableValue) {
      let dict = try PythonDict(uniquing: entries)
      if dict.entries.count == entries.count { shapes.note(entries, places, graph) }
      return dict
    } catch {
      throw unhashable(error, node)
    }
  }

  fileprivate func unhashable(_ error: UnhashableValue, _ node: PickleNode) -> WireError {
    WireError(.syntax, at: Int(node.offset), reading: "set or dict", error.description)
  }
}

// Values that are whole.
extension PickleTreeBuilder {
  mutating func finish(_ graph: PickleGraph) throws(WireError) -> PythonValue {
    let frame = frames.removeLast()
    if frame.isOwn { own.removeSubrange(frame.first...) }
    do throws(UnhashableValue) {
      return shared(try value(of: frame, graph), frame.number)
    } catch {
      throw unhashable(error, graph.nodes[Int(frame.node)])
    }
  }

  private mutating func value(
    of frame: PickleFrame, _ graph: PickleGraph
  ) throws(UnhashableValue) -> PythonValue {
    switch frame.kind {
    case .list: return .list(frame.items)
    case .tuple: return .tuple(frame.items)
    case .set: return .set(try set(of: frame))
    case .frozenset: return .frozenset(try set(of: frame))
    case .dict: return .dict(try dict(of: frame, graph))
    case .slice:
      return .slice(PythonSlice(start: frame.items[0], stop: frame.items[1], step: frame.items[2]))
    case .instance(let record): return .object(try record.object(of: frame.items))
    }
  }

  private func set(of frame: PickleFrame) throws(UnhashableValue) -> PythonSet {
    try hashability.require(frame.items)
    return try PythonSet(uniquing: frame.items)
  }

  private mutating func dict(
    of frame: PickleFrame, _ graph: PickleGraph
  ) throws(UnhashableValue) -> PythonDict {
    if frame.shape != 0 { return PythonDict(distinctEntries: frame.entries) }
    try hashability.requireKeys(frame.entries)
    let dict = try PythonDict(uniquing: frame.entries)
    if dict.entries.count == frame.entries.count, let places = frame.onlyChunk {
      shapes.note(frame.entries, places, graph)
    }
    return dict
  }
}
