import PythonValues

/// A container of a pickle whose tree is under way.
struct PickleFrame {
  /// What is made of the children.
  enum Kind {
    case list, tuple, set, frozenset, dict, slice
    indirect case instance(PickleRecord)
  }

  let kind: Kind
  let isDict: Bool
  /// Whether the children are the builder's own list, and not edges.
  let isOwn: Bool
  /// The keys, of a dict with keys that another had: only its values are children then. 0 for none.
  var shape: UInt8 = 0
  /// The node.
  let node: UInt32
  /// The number under which the value is shared; 0 where it is not.
  let number: UInt32
  /// Nesting, and the nested allocations around it, which releasing the tree recurses through.
  let level: Int32
  let height: Int32
  /// The place of the next child, the end of those in this chunk, and the place of the first of all.
  var place: Int
  var end: Int
  let first: Int
  var nextChunk: UInt32
  private var hasKey = false
  var items: [PythonValue] = []
  var entries: [PythonDict.Entry] = []

  /// A container of the values in a chain.
  init(_ kind: Kind, _ graph: PickleGraph, _ chain: PickleChain, _ context: PickleContext) {
    self.kind = kind
    isDict = if case .dict = kind { true } else { false }
    isOwn = false
    (node, number, level, height) = (context.node, context.number, context.level, context.height)
    place = Int(chain.first) + 2
    first = place
    if chain.first == 0 {
      (end, nextChunk) = (place, 0)
    } else {
      end = place + Int(graph.edges[place - 2].raw)
      nextChunk = graph.edges[place - 1].raw
    }
    if isDict { entries.reserveCapacity((end - place) / 2) } else { items.reserveCapacity(end - place) }
  }

  /// A container of the values at these places of the builder's own list.
  init(_ kind: Kind, own places: Range<Int>, _ context: PickleContext) {
    self.kind = kind
    (isDict, isOwn) = (false, true)
    (node, number, level, height) = (context.node, context.number, context.level, context.height)
    (place, end, first, nextChunk) = (places.lowerBound, places.upperBound, places.lowerBound, 0)
    items.reserveCapacity(places.count)
  }

  /// How many allocations the container puts around each child.
  var thickness: Int32 {
    let record: Int32 = if case .instance = kind { 2 } else { 1 }
    return record + (number == 0 ? 0 : 1)
  }

  /// The keys and values of a dict in one chunk, as places among the edges.
  var onlyChunk: Range<Int>? {
    nextChunk == 0 && end - entries.count * 2 == first ? first..<end : nil
  }

  /// Goes to the next chunk; false where there is none.
  mutating func advance(_ graph: PickleGraph) -> Bool {
    guard nextChunk != 0 else { return false }
    place = Int(nextChunk) + 2
    end = place + Int(graph.edges[place - 2].raw)
    nextChunk = graph.edges[place - 1].raw
    return true
  }

  /// Adds the next child: of a dict, a key and its value in turn.
  @inline(__always)
  mutating func add(_ value: consuming PythonValue) {
    guard isDict else { return items.append(value) }
    if hasKey {
      entries[entries.count &- 1].value = value
    } else {
      entries.append(PythonDict.Entry(key: value, value: .none))
    }
    hasKey.toggle()
  }

  /// Adds the next value of a dict whose keys are known.
  @inline(__always)
  mutating func add(_ value: consuming PythonValue, keys: [PythonValue]) {
    entries.append(PythonDict.Entry(key: keys[entries.count], value: value))
  }
}

/// Where in the tree a container stands.
struct PickleContext {
  var node: UInt32
  var number: UInt32
  var level: Int32
  var height: Int32
}
