/// Compares two trees side by side, with a stack of its own instead of recursion.
struct TreeComparison {
  private let sameness: Sameness
  private var frames: [Frame] = []

  init(_ sameness: Sameness) {
    self.sameness = sameness
  }

  /// Two lists of values of one length, to be compared in order.
  private struct Frame {
    let left: ChildNodes
    let right: ChildNodes
    let count: Int
    var index = 0
  }

  /// Whether two values are the same.
  func same(_ left: PythonValue, _ right: PythonValue) -> Bool {
    var comparison = self
    guard comparison.enter(left, right) else { return false }
    while let top = comparison.frames.indices.last {
      let index = comparison.frames[top].index
      guard index < comparison.frames[top].count else {
        comparison.frames.removeLast()
        continue
      }
      comparison.frames[top].index = index + 1
      guard comparison.enter(comparison.frames[top].left[index], comparison.frames[top].right[index])
      else { return false }
    }
    return true
  }

  /// Compares two values as far as it goes at once, and puts the rest on the stack.
  private mutating func enter(_ left: PythonValue, _ right: PythonValue) -> Bool {
    guard left.hasSameHead(as: right, sameness) else { return false }
    switch (left, right) {
    case (.set(let left), .set(let right)), (.frozenset(let left), .frozenset(let right)),
      (.set(let left), .frozenset(let right)), (.frozenset(let left), .set(let right)):
      return sameElements(left.elements, right.elements)
    case (.dict(let left), .dict(let right)):
      return enter(left, right)
    case (.object(let left), .object(let right)) where left === right: return true
    case (.exception(let left), .exception(let right)) where left === right: return true
    case (.shared(let left), .shared(let right)) where left === right: return true
    default:
      return left.isLeaf || push(left.childNodes, right.childNodes)
    }
  }

  private mutating func push(_ left: ChildNodes, _ right: ChildNodes) -> Bool {
    guard left.count == right.count else { return false }
    if left.count > 0 { frames.append(Frame(left: left, right: right, count: left.count)) }
    return true
  }

  /// Sets: the same elements in any order.
  private func sameElements(_ left: [PythonValue], _ right: [PythonValue]) -> Bool {
    guard left.count == right.count else { return false }
    if zip(left, right).allSatisfy({ $0.isLeaf && $1.isLeaf && $0.hasSameHead(as: $1, sameness) }) {
      return true
    }
    if sameness == .python, left.allSatisfy(\.isLeaf), right.allSatisfy(\.isLeaf) {
      let known = Set(right)
      return left.allSatisfy(known.contains)
    }
    var numbering = ValueNumbering(sameness)
    let leftNumber = numbering.number(of: .set(PythonSet(distinctElements: left)))
    return numbering.number(of: .set(PythonSet(distinctElements: right))) == leftNumber
  }

  /// Dicts: in order where that decides or already agrees, else as mappings.
  private mutating func enter(_ left: PythonDict, _ right: PythonDict) -> Bool {
    guard left.entries.count == right.entries.count else { return false }
    let inOrder = zip(left.entries, right.entries).allSatisfy {
      $0.key.isLeaf && $1.key.isLeaf && $0.key.hasSameHead(as: $1.key, sameness)
    }
    if inOrder || sameness == .exact { return push(.entries(left.entries), .entries(right.entries)) }
    if left.entries.allSatisfy(\.key.isLeaf), right.entries.allSatisfy(\.key.isLeaf) {
      return pushByKey(left, right)
    }
    var numbering = ValueNumbering(sameness)
    let leftNumber = numbering.number(of: .dict(left))
    return numbering.number(of: .dict(right)) == leftNumber
  }

  /// Puts the values of equal keys on the stack; `false` where the keys differ.
  private mutating func pushByKey(_ left: PythonDict, _ right: PythonDict) -> Bool {
    let index = PythonDict.Index(right)
    var (leftValues, rightValues): ([PythonValue], [PythonValue]) = ([], [])
    for entry in left.entries {
      guard let value = index[entry.key] else { return false }
      leftValues.append(entry.value)
      rightValues.append(value)
    }
    return push(.values(leftValues), .values(rightValues))
  }
}
