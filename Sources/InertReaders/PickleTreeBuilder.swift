import PythonValues
import WireCore

/// Makes the tree of a value that the machine made. It keeps its own list of containers under way, so that
/// depth costs no stack.
///
/// PICKLE-60: a value that is in several places stands in the first as ``PythonValue/shared(_:)`` and in the
/// others as ``PythonValue/reference(_:)``: each is made, and later printed or compared, once.
struct PickleTreeBuilder {
  private let limits: Limits
  private var frames: [PickleFrame] = []
  /// By node, where sharing is possible: 1 for a value that is in one place, 2 for one in several.
  private var places: [UInt8] = []
  /// The numbers of the shared values that were begun.
  private var numbers: [Int: Int] = [:]
  private var shapes = PickleKeyShapes()

  init(limits: Limits) { self.limits = limits }

  /// The value.
  ///
  /// - Throws: `limit` where it is nested too deep; `syntax` where a key cannot be one; `unrepresentable`.
  mutating func build(
    _ graph: PickleGraph, _ source: Span<UInt8>, at root: PickleID
  ) throws(WireError) -> PythonValue {
    if graph.hasShared { countPlaces(graph, source, from: root) }
    if let value = try begin(root, graph, source, level: 1, height: 1) { return value }
    while true {
      let top = frames.count - 1
      let level = frames[top].level + frames[top].step
      let height = frames[top].height + frames[top].thickness
      if let child = try fill(top, graph, source) {
        if let value = try begin(child, graph, source, level: level, height: height) {
          frames[top].add(value)
        }
        continue
      }
      let value = try finish(frames.removeLast(), graph)
      guard top > 0 else { return value }
      frames[top - 1].add(value)
    }
  }

  /// Adds leaves up to the next child that is none; `nil` where all children are added.
  private mutating func fill(
    _ top: Int, _ graph: PickleGraph, _ source: Span<UInt8>
  ) throws(WireError) -> PickleID? {
    repeat {
      while frames[top].place < frames[top].end {
        let place = frames[top].place
        frames[top].place = place &+ 1
        let id = frames[top].own.isEmpty ? graph.edges[place] : frames[top].own[place]
        guard let index = id.node else {
          frames[top].add(id.small)
          continue
        }
        let node = graph.nodes[index]
        guard !node.isComposite, places.isEmpty || places[index] < 2,
          let value = graph.leaf(node, source)
        else { return id }
        frames[top].add(value)
      }
    } while frames[top].advance(graph)
    return nil
  }

  /// Begins a value: opens a frame for its children, or returns it where it needs none.
  private mutating func begin(
    _ id: PickleID, _ graph: PickleGraph, _ source: Span<UInt8>, level: Int, height: Int
  ) throws(WireError) -> PythonValue? {
    guard let index = id.node else { return id.small }
    let node = graph.nodes[index]
    if let plain = graph.plainScalar(id, source), plain.isSmall { return plain }
    var number = 0
    if !places.isEmpty, places[index] > 1, graph.isWorthSharing(index) {
      if let known = numbers[index] { return .reference(known) }
      number = numbers.count + 1
      numbers[index] = number
    }
    guard node.isComposite else {
      guard let value = graph.leaf(node, source) else { throw brokenText(node) }
      return shared(value, number)
    }
    if let plain = graph.plainScalar(id, source) { return shared(plain, number) }
    guard level <= limits.depth, height + 4 <= Limits.deepestTree else {
      throw WireError(
        .limit, at: Int(node.offset), reading: "nested value",
        "nested deeper than \(min(limits.depth, level)) levels")
    }
    frames.append(frame(id, node, graph, source, number: number, level: level, height: height))
    return nil
  }

  private func frame(
    _ id: PickleID, _ node: PickleNode, _ graph: PickleGraph, _ source: Span<UInt8>, number: Int,
    level: Int, height: Int
  ) -> PickleFrame {
    let index = id.node ?? 0
    if let kind = PickleFrame.Kind(node.kind) {
      return PickleFrame(
        kind, graph, node.chain, node: index, number: number, level: level, height: height)
    }
    let (kind, children) = graph.parts(of: id, source)
    return PickleFrame(kind, own: children, node: index, number: number, level: level, height: height)
  }

  private func shared(_ value: PythonValue, _ number: Int) -> PythonValue {
    number == 0 ? value : .shared(PythonShared(id: number, value: value))
  }

  private func brokenText(_ node: PickleNode) -> WireError {
    WireError(
      .unrepresentable, at: Int(node.offset), reading: "text", "a lone surrogate is no character")
  }

  /// Counts the places of each value that is within `root`.
  private mutating func countPlaces(
    _ graph: PickleGraph, _ source: Span<UInt8>, from root: PickleID
  ) {
    places = [UInt8](repeating: 0, count: graph.nodes.count)
    var waiting = [root]
    while let id = waiting.popLast() {
      guard let index = id.node else { continue }
      guard places[index] == 0 else {
        places[index] = 2
        continue
      }
      places[index] = 1
      let node = graph.nodes[index]
      guard node.isComposite else { continue }
      if node.kind == .object {
        waiting += graph.parts(of: id, source).children
      } else {
        var chunk = node.chain.first
        while chunk != 0 {
          for child in graph.chunk(chunk) where child.node != nil { waiting.append(child) }
          chunk = graph.chunk(after: chunk)
        }
      }
    }
  }
}

// Values that are whole.
extension PickleTreeBuilder {
  private mutating func finish(
    _ frame: PickleFrame, _ graph: PickleGraph
  ) throws(WireError) -> PythonValue {
    do throws(UnhashableValue) {
      return shared(try value(of: frame, graph), frame.number)
    } catch {
      throw WireError(
        .syntax, at: Int(graph.nodes[frame.node].offset), reading: "set or dict", error.description)
    }
  }

  private mutating func value(
    of frame: PickleFrame, _ graph: PickleGraph
  ) throws(UnhashableValue) -> PythonValue {
    switch frame.kind {
    case .list: .list(frame.items)
    case .tuple: .tuple(frame.items)
    case .set: .set(try PythonSet(uniquing: frame.items))
    case .frozenset: .frozenset(try PythonSet(uniquing: frame.items))
    case .dict: .dict(try PythonDict(uniquing: frame.entries))
    case .slice:
      .slice(PythonSlice(start: frame.items[0], stop: frame.items[1], step: frame.items[2]))
    case .instance(let record): .object(try record.object(of: frame.items))
    }
  }
}

extension PickleFrame {
  /// How many levels of nesting there are between the container and its children: the arguments and the
  /// state of an instance are on its own.
  var step: Int { if case .instance = kind { 0 } else { 1 } }
}

extension PickleFrame.Kind {
  /// The frame of a container; `nil` of an object.
  fileprivate init?(_ kind: PickleNode.Kind) {
    switch kind {
    case .list: self = .list
    case .tuple: self = .tuple
    case .set: self = .set
    case .frozenset: self = .frozenset
    case .dict: self = .dict
    default: return nil
    }
  }
}

/// The keys of dicts met before: not in use yet.
struct PickleKeyShapes {}
