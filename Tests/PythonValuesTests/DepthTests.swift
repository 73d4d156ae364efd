import PythonValues
import TestSupport
import Testing

/// VAL-4: a thousand levels, on a stack of 512 KiB, in debug builds too.
@Suite struct DepthTests {
  /// What a level wraps the one below in.
  enum Shape: CaseIterable {
    case list, dict, tuplesAndFrozensets, frozensets, dictKeys, objects, sharedLists, slices, exceptions

    func wrap(_ inner: PythonValue, level: Int) -> PythonValue {
      switch self {
      case .list: [1, inner]
      case .dict: ["a": 0, "b": inner]
      case .tuplesAndFrozensets:
        level.isMultiple(of: 2) ? .tuple([inner, 1]) : .frozenset(PythonSet(distinctElements: [inner, "x"]))
      case .frozensets: .frozenset(PythonSet(distinctElements: [inner, .frozenset([]), "x"]))
      case .dictKeys:
        .tuple([.dict(PythonDict(distinctEntries: [.init(key: inner, value: 1), .init(key: "k", value: 2)]))])
      case .objects: .object(PythonObject(module: "m", className: "C", arguments: .tuple([]), state: inner))
      case .sharedLists: .shared(PythonShared(id: level, value: [inner, .reference(level)]))
      case .slices: .slice(PythonSlice(start: .none, stop: inner, step: .none))
      case .exceptions: .exception(PythonException(module: nil, className: "E", arguments: [inner]))
      }
    }

    func tree(levels: Int, core: PythonValue) -> PythonValue {
      (0..<levels).reduce(core) { wrap($0, level: $1) }
    }
  }

  @Test(arguments: Shape.allCases) func aThousandLevelsFitASmallStack(shape: Shape) {
    let agree = onSmallStack { () -> [Bool] in
      let (tree, copy) = (shape.tree(levels: 1_000, core: 1), shape.tree(levels: 1_000, core: true))
      let other = shape.tree(levels: 1_000, core: 2)
      return [
        tree == copy, tree != other, tree.hashValue == copy.hashValue, !tree.isIdentical(to: copy),
        tree.isIdentical(to: shape.tree(levels: 1_000, core: 1)), tree.repr != copy.repr,
        tree.repr.utf8.count > 3_000,
        Set([tree, copy, other]).count == 2,
      ]
    }
    #expect(agree.allSatisfy { $0 }, "\(agree)")
  }

  @Test func nestedFrozensetsOfManyElementsCompareInLinearTime() {
    // Each level holds ten thousand elements or the level below: comparing every element with every
    // other one, or hashing each level anew, would not end.
    func tree(_ order: [Int64]) -> PythonValue {
      (0..<1_000).reduce(PythonValue.frozenset(PythonSet(distinctElements: order.map { .tuple([.int($0)]) })))
      {
        inner, level in .frozenset(PythonSet(distinctElements: [.tuple([.int(Int64(level))]), inner]))
      }
    }
    #expect(tree(Array(0..<10_000)) == tree((0..<10_000).reversed()))
    #expect(tree(Array(0..<10_000)) != tree(Array(1..<10_001)))
  }
}
