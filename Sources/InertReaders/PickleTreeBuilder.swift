import PythonValues
import WireCore

/// Makes the tree of a value that the machine made. It keeps its own list of containers under way, so that
/// depth costs no stack.
///
/// PICKLE-60: a value that is in several places stands in the first as ``PythonValue/shared(_:)`` and in the
/// others as ``PythonValue/reference(_:)``: each is made, and later printed or compared, once.
struct PickleTreeBuilder: Sendable {
  private let limits: Limits
  var frames: [PickleFrame] = []
  /// Children that are not beside each other among the edges: those of instances.
  var own: [PickleID] = []
  /// By node, where sharing is possible: 1 for a value that is in one place, 2 for one in several.
  private var places: [UInt8] = []
  /// The numbers of the shared values that were begun.
  private var numbers: [Int: UInt32] = [:]
  var hashability = SharedHashability()
  var shapes = PickleKeyShapes()

  init(limits: Limits) { self.limits = limits }

  private mutating func reset() {
    frames.removeAll(keepingCapacity: true)
    own.removeAll(keepingCapacity: true)
    if !places.isEmpty { places = [] }
    if !numbers.isEmpty {
      numbers = [:]
      hashability = SharedHashability()
    }
    shapes.reset()
  }

  /// The value.
  ///
  /// - Throws: `limit` where it is nested too deep; `syntax` where a key cannot be one; `unrepresentable`.
  mutating func build(
    _ graph: PickleGraph, _ source: Span<UInt8>, at root: PickleID
  ) throws(WireError) -> PythonValue {
    reset()
    if graph.hasShared { countPlaces(graph, source, from: root) }
    if let value = try begin(root, graph, source, level: 1, height: 1) { return value }
    while true {
      let top = frames.count &- 1
      if let child = try fill(top, graph, source) {
        let level = frames[top].level &+ frames[top].step
        let height = frames[top].height &+ frames[top].thickness
        if let value = try begin(child, graph, source, level: level, height: height) { add(value, to: top) }
        continue
      }
      let value = try finish(graph)
      guard top > 0 else { return value }
      add(value, to: top &- 1)
    }
  }

  @inline(__always)
  private mutating func add(_ value: consuming PythonValue, to top: Int) {
    let shape = frames[top].shape
    if shape == 0 {
      frames[top].add(value)
    } else {
      frames[top].add(value, keys: shapes.keys(shape))
    }
  }

  /// Adds leaves and flat containers up to the next child that is neither; `nil` where all children are added.
  private mutating func fill(
    _ top: Int, _ graph: PickleGraph, _ source: Span<UInt8>
  ) throws(WireError) -> PickleID? {
    if frames[top].isOwn { return try fillInstance(top, graph, source) }
    if frames[top].shape != 0 { return try fillDict(top, graph, source) }
    let isDeepest = isDeepest(top)
    repeat {
      var place = frames[top].place
      let end = frames[top].end
      while place < end {
        let id = graph.edges[place]
        place &+= 1
        guard let value = try ready(id, graph, source, isDeepest: isDeepest) else {
          frames[top].place = place
          return id
        }
        frames[top].add(value)
      }
      frames[top].place = end
    } while frames[top].advance(graph)
    return nil
  }

  /// The same for a dict with known keys: straight from value to value. Its entries are taken out of the frame
  /// meanwhile, which is measurably faster.
  private mutating func fillDict(
    _ top: Int, _ graph: PickleGraph, _ source: Span<UInt8>
  ) throws(WireError) -> PickleID? {
    let keys = shapes.keys(frames[top].shape)
    let (end, isDeepest) = (frames[top].end, isDeepest(top))
    var place = frames[top].place
    var entries: [PythonDict.Entry] = []
    swap(&entries, &frames[top].entries)
    defer { swap(&entries, &frames[top].entries) }
    while place < end {
      let id = graph.edges[place &+ 1]
      place &+= 2
      guard let value = try ready(id, graph, source, isDeepest: isDeepest) else {
        frames[top].place = place
        return id
      }
      entries.append(PythonDict.Entry(key: keys[entries.count], value: value))
    }
    frames[top].place = end
    return nil
  }

  private mutating func fillInstance(
    _ top: Int, _ graph: PickleGraph, _ source: Span<UInt8>
  ) throws(WireError) -> PickleID? {
    while frames[top].place < frames[top].end {
      let id = own[frames[top].place]
      frames[top].place &+= 1
      guard !id.isComposite, let value = try ready(id, graph, source, isDeepest: true) else { return id }
      frames[top].add(value)
    }
    return nil
  }

  /// Whether a container within the frame is one too deep, or may be.
  private func isDeepest(_ top: Int) -> Bool {
    Int(frames[top].level) &+ 1 > limits.depth || Int(frames[top].height) &+ 8 > Limits.deepestTree
  }

  /// The value, where it is a leaf or a container of leaves in a single place.
  @inline(__always)
  private mutating func ready(
    _ id: PickleID, _ graph: PickleGraph, _ source: Span<UInt8>, isDeepest: Bool
  ) throws(WireError) -> PythonValue? {
    if isShared(id) { return nil }
    guard id.isComposite, let index = id.node else { return leaf(id, graph, source) }
    return isDeepest ? nil : try flat(graph.nodes[index], graph, source)
  }

  /// Whether the value is in several places.
  @inline(__always)
  func isShared(_ id: PickleID) -> Bool {
    guard !places.isEmpty, let index = id.node else { return false }
    return places[index] > 1
  }

  /// The value of a leaf; `nil` of text with lone surrogates.
  @inline(__always)
  func leaf(_ id: PickleID, _ graph: PickleGraph, _ source: Span<UInt8>) -> PythonValue? {
    guard let index = id.node else { return id.small }
    return graph.leaf(graph.nodes[index], source)
  }

  /// Begins a value: opens a frame for its children, or returns it where it needs none.
  private mutating func begin(
    _ id: PickleID, _ graph: PickleGraph, _ source: Span<UInt8>, level: Int32, height: Int32
  ) throws(WireError) -> PythonValue? {
    guard let index = id.node else { return id.small }
    let node = graph.nodes[index]
    let plain = node.kind == .object ? graph.plainScalar(id, source) : nil
    if let plain, plain.isSmall { return plain }
    var number: UInt32 = 0
    if !places.isEmpty, places[index] > 1, graph.isWorthSharing(index) {
      if let known = numbers[index] { return .reference(Int(known)) }
      number = UInt32(truncatingIfNeeded: numbers.count + 1)
      numbers[index] = number
      if let type = node.kind.unhashableType { hashability.begin(Int(number), type) }
    }
    guard node.isComposite else {
      guard let value = graph.leaf(node, source) else { throw brokenText(node) }
      return shared(value, number)
    }
    if let plain { return shared(plain, number) }
    guard Int(level) <= limits.depth, Int(height) + 4 <= Limits.deepestTree else {
      throw WireError(
        .limit, at: Int(node.offset), reading: "nested value",
        "nested deeper than \(min(limits.depth, Int(level))) levels")
    }
    if let value = try flat(node, graph, source) { return shared(value, number) }
    let context = PickleContext(
      node: UInt32(truncatingIfNeeded: index), number: number, level: level, height: height)
    open(id, node, graph, source, context)
    return nil
  }

  private mutating func open(
    _ id: PickleID, _ node: PickleNode, _ graph: PickleGraph, _ source: Span<UInt8>, _ context: PickleContext
  ) {
    guard let kind = PickleFrame.Kind(node.kind) else {
      let (kind, children) = graph.parts(of: id, source)
      let start = own.count
      own += children
      frames.append(PickleFrame(kind, own: start..<own.count, context))
      return
    }
    var frame = PickleFrame(kind, graph, node.chain, context)
    if frame.isDict, frame.nextChunk == 0 { frame.shape = shapes.shape(of: frame.place..<frame.end, graph) }
    frames.append(frame)
  }

  mutating func shared(_ value: PythonValue, _ number: UInt32) -> PythonValue {
    guard number != 0 else { return value }
    hashability.note(Int(number), value)
    return .shared(PythonShared(id: Int(number), value: value))
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

extension PickleFrame {
  /// How many levels of nesting there are between the container and its children: the arguments and the
  /// state of an instance are on its own.
  var step: Int32 { if case .instance = kind { 0 } else { 1 } }
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

extension PickleNode.Kind {
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
