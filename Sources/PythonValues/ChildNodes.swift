/// What a value holds directly, as a list to walk through without recursion.
package enum ChildNodes {
  case none
  case values([PythonValue])
  /// Keys and values alternate.
  case entries([PythonDict.Entry])

  package var count: Int {
    switch self {
    case .none: 0
    case .values(let values): values.count
    case .entries(let entries): entries.count * 2
    }
  }

  package subscript(index: Int) -> PythonValue {
    switch self {
    case .none: .none
    case .values(let values): values[index]
    case .entries(let entries):
      index.isMultiple(of: 2) ? entries[index / 2].key : entries[index / 2].value
    }
  }
}

extension PythonValue {
  /// Whether the value holds no other, whatever its case may hold at other times.
  package var isLeaf: Bool {
    switch self {
    case .none, .bool, .int, .bigInt, .float, .complex, .string, .bytes, .ellipsis, .notImplemented,
      .global, .reference:
      true
    case .list, .tuple, .set, .frozenset, .dict, .slice, .object, .exception, .shared: false
    }
  }

  /// The values held directly, in the order in which they are printed.
  package var childNodes: ChildNodes {
    switch self {
    case .list(let elements), .tuple(let elements): .values(elements)
    case .set(let set), .frozenset(let set): .values(set.elements)
    case .dict(let dict): .entries(dict.entries)
    case .slice(let slice): .values([slice.start, slice.stop, slice.step])
    case .object(let object):
      if let arguments = object.arguments {
        .values([arguments, object.state])
      } else {
        .values([object.state])
      }
    case .exception(let exception):
      .values(exception.arguments + exception.attributes.map(\.value))
    case .shared(let shared): .values([shared.value])
    default: .none
    }
  }
}

/// Visits a tree from the leaves up, without recursion, and returns what `combine` made of the root.
///
/// `combine` is given each node and what it made of the node's children, in order. Time and memory
/// grow linearly with the tree.
func foldPostOrder<Result>(
  _ root: PythonValue, combine: (PythonValue, ArraySlice<Result>) -> Result
) -> Result {
  guard !root.isLeaf else { return combine(root, []) }
  var results: [Result] = []
  var frames = [FoldFrame(root, resultsBefore: 0)]
  while let top = frames.indices.last {
    if let child = frames[top].next() {
      if child.isLeaf {
        results.append(combine(child, []))
      } else {
        frames.append(FoldFrame(child, resultsBefore: results.count))
      }
    } else {
      let frame = frames.removeLast()
      let combined = combine(frame.node, results[frame.resultsBefore...])
      if frames.isEmpty { return combined }
      results.removeSubrange(frame.resultsBefore...)
      results.append(combined)
    }
  }
  return combine(root, [])  // Not reached: the root's frame is the last to go.
}

/// A node that is being visited, and the child to visit next.
private struct FoldFrame {
  let node: PythonValue
  let children: ChildNodes
  let resultsBefore: Int
  private let count: Int
  private var index = 0

  init(_ node: PythonValue, resultsBefore: Int) {
    self.node = node
    self.children = node.childNodes
    self.count = children.count
    self.resultsBefore = resultsBefore
  }

  mutating func next() -> PythonValue? {
    guard index < count else { return nil }
    defer { index += 1 }
    return children[index]
  }
}
