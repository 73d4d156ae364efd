import PythonValues

/// A container of a pickle whose tree is under way.
struct PickleFrame {
  /// What is made of the children.
  enum Kind {
    case list, tuple, set, frozenset, dict, slice
    case instance(PickleRecord)
  }

  let kind: Kind
  /// The node.
  let node: Int
  /// The number under which the value is shared; 0 where it is not.
  let number: Int
  /// Nesting, and the nested allocations around it, which releasing the tree recurses through.
  let level: Int
  let height: Int
  /// The children: a chain of chunks, or those of `own`.
  var place: Int
  var end: Int
  var nextChunk: UInt32
  var own: [PickleID] = []
  var items: [PythonValue] = []
  var entries: [PythonDict.Entry] = []
  var key: PythonValue?

  /// A container of the values in a chain.
  init(
    _ kind: Kind, _ graph: PickleGraph, _ chain: PickleChain, node: Int, number: Int, level: Int,
    height: Int
  ) {
    self.kind = kind
    self.node = node
    self.number = number
    self.level = level
    self.height = height
    place = Int(chain.first) + 2
    if chain.first == 0 {
      (end, nextChunk) = (place, 0)
    } else {
      end = place + Int(graph.edges[place - 2].raw)
      nextChunk = graph.edges[place - 1].raw
    }
    if case .dict = kind {
      entries.reserveCapacity((end - place) / 2)
    } else {
      items.reserveCapacity(end - place)
    }
  }

  /// A container of these values.
  init(_ kind: Kind, own: [PickleID], node: Int, number: Int, level: Int, height: Int) {
    self.kind = kind
    self.node = node
    self.number = number
    self.level = level
    self.height = height
    self.own = own
    (place, end, nextChunk) = (0, own.count, 0)
    items.reserveCapacity(own.count)
  }

  /// How many allocations the container puts around each child.
  var thickness: Int {
    let record = if case .instance = kind { 2 } else { 1 }
    return record + (number == 0 ? 0 : 1)
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
    guard case .dict = kind else { return items.append(value) }
    if let key = key.take() {
      entries.append(PythonDict.Entry(key: key, value: value))
    } else {
      key = .some(value)
    }
  }
}
