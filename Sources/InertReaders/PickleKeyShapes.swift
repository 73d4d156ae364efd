import PythonValues

/// The keys of one dict, all text: a dict whose keys are the same values of the pickle has distinct keys, too.
struct PickleKeyShape {
  let ids: [PickleID]
  let keys: [PythonValue]
}

/// The keys of dicts met before. A pickler writes each key once and then fetches it from the memo, so that
/// dicts with the same keys have the same numbers in them: their keys are neither made nor compared again.
struct PickleKeyShapes {
  /// By slot, and a slot 0 that is never used.
  private var shapes: [PickleKeyShape] = []
  private static let slots = 64
  /// Pickles with fewer edges hardly have two dicts with the same keys.
  private static let fewEdges = 128

  private static func slot(_ first: PickleID, _ count: Int) -> Int {
    1 + Int((first.raw &* 31 &+ UInt32(truncatingIfNeeded: count)) % UInt32(slots))
  }

  mutating func reset() { shapes.removeAll(keepingCapacity: true) }

  /// The keys of a shape.
  @inline(__always)
  func keys(_ shape: UInt8) -> [PythonValue] { shapes[Int(shape)].keys }

  /// The shape of the dict whose keys and values stand there; 0 where it is new.
  @inline(__always)
  func shape(of places: Range<Int>, _ graph: PickleGraph) -> UInt8 {
    guard !shapes.isEmpty, !places.isEmpty else { return 0 }
    let count = places.count / 2
    let slot = PickleKeyShapes.slot(graph.edges[places.lowerBound], count)
    guard shapes[slot].ids.count == count else { return 0 }
    var place = places.lowerBound
    for index in 0..<count {
      if graph.edges[place] != shapes[slot].ids[index] { return 0 }
      place &+= 2
    }
    return UInt8(truncatingIfNeeded: slot)
  }

  /// Keeps the keys of a dict that were found to be distinct, where all are text.
  mutating func note(_ entries: [PythonDict.Entry], _ places: Range<Int>, _ graph: PickleGraph) {
    guard graph.edges.count > PickleKeyShapes.fewEdges, !entries.isEmpty, entries.count <= 64,
      entries.allSatisfy(\.key.isText)
    else { return }
    if shapes.isEmpty {
      let empty = PickleKeyShape(ids: [], keys: [])
      shapes = [PickleKeyShape](repeating: empty, count: PickleKeyShapes.slots + 1)
    }
    let ids = stride(from: places.lowerBound, to: places.upperBound, by: 2).map { graph.edges[$0] }
    shapes[PickleKeyShapes.slot(ids[0], ids.count)] = PickleKeyShape(ids: ids, keys: entries.map(\.key))
  }
}

extension PythonValue {
  fileprivate var isText: Bool { if case .string = self { true } else { false } }
}
