extension PythonValue: Hashable {
  /// Whether two values are equal as Python's `==` has it, apart from NaN, which equals NaN.
  ///
  /// Iterative, whatever the depth; linear expected time in the size of the smaller tree.
  public static func == (left: PythonValue, right: PythonValue) -> Bool {
    guard left.hasSameHead(as: right, .python) else { return false }
    return left.isLeaf || TreeComparison(.python).same(left, right)
  }

  /// Whether two values are the same to the last detail that the model keeps: the case (`1` is not
  /// `1.0` or `True`), the sign of zero, and the order of a dict's entries.
  ///
  /// Sets have no order and are compared without one; any NaN is as good as another. Iterative.
  public func isIdentical(to other: PythonValue) -> Bool {
    guard hasSameHead(as: other, .exact) else { return false }
    return isLeaf || TreeComparison(.exact).same(self, other)
  }

  /// Feeds a hasher so that values equal under `==` feed the same.
  ///
  /// The hashes of nested values are made with Swift's own seeded hasher: no stranger can choose
  /// values that collide. Iterative, whatever the depth; linear time.
  public func hash(into hasher: inout Hasher) {
    if isLeaf { return hashHead(into: &hasher) }
    hasher.combine(foldPostOrder(self, combine: PythonValue.nodeHash))
  }

  /// The hash of a node of which the children's hashes are known.
  private static func nodeHash(_ node: PythonValue, _ children: ArraySlice<Int>) -> Int {
    var hasher = Hasher()
    node.hashHead(into: &hasher)
    switch node {
    case .set, .frozenset:
      // In any order: seeded hashes of the elements may be added up.
      hasher.combine(children.reduce(0, &+))
    case .dict:
      hasher.combine(PythonValue.pairsHash(children))
    default:
      for child in children { hasher.combine(child) }
    }
    hasher.combine(children.count)
    return hasher.finalize()
  }

  /// A hash of keys and values that alternate, in any order of the pairs.
  private static func pairsHash(_ children: ArraySlice<Int>) -> Int {
    var sum = 0
    var index = children.startIndex
    while index + 1 < children.endIndex {
      var hasher = Hasher()
      hasher.combine(children[index])
      hasher.combine(children[index + 1])
      sum &+= hasher.finalize()
      index += 2
    }
    return sum
  }
}
