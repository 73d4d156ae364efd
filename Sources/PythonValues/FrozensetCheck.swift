/// What is wrong with a frozenset that was read and not made by Python.
package struct FrozensetFault {
  /// Which: counted from 0 in the order in which frozensets end.
  package let number: Int
  /// For a person.
  package let reason: String
}

extension PythonValue {
  /// The first frozenset in the value, in the order in which they end, with a member that Python cannot
  /// hash (VAL-10) or with two that are equal. A NaN equals nothing in Python, not even itself, so
  /// several may be there, and several tuples with a NaN.
  ///
  /// Iterative. Expected time n log n in the size of the value, also where frozensets are nested.
  package func firstFaultOfFrozensets() -> FrozensetFault? {
    var check = FrozensetCheck()
    _ = foldPostOrder(self) { node, children in check.visit(node, children) }
    return check.fault
  }
}

/// Walks a tree from the leaves up; each value is known by a number that only its equals have.
private struct FrozensetCheck {
  /// What is known of a value.
  struct Known {
    var number: Int
    var isHashable: Bool
    var holdsNaN: Bool
  }

  private var numbering = ValueNumbering(.python)
  private var frozensets = 0
  private(set) var fault: FrozensetFault?

  mutating func visit(_ node: PythonValue, _ children: ArraySlice<Known>) -> Known {
    let known = Known(
      number: numbering.number(of: node, children.map(\.number)[...]),
      isHashable: !node.isNeverHashable && children.allSatisfy(\.isHashable),
      holdsNaN: node.isNaN || children.contains(where: \.holdsNaN))
    guard case .frozenset = node else { return known }
    if fault == nil, let reason = FrozensetCheck.reason(children) {
      fault = FrozensetFault(number: frozensets, reason: reason)
    }
    frozensets += 1
    return known
  }

  private static func reason(_ members: ArraySlice<Known>) -> String? {
    guard members.allSatisfy(\.isHashable) else { return "it has a member that Python cannot hash" }
    let numbers = members.filter { !$0.holdsNaN }.map(\.number)
    return Set(numbers).count == numbers.count ? nil : "it has a member twice"
  }
}

extension PythonSet {
  /// Takes elements as Python does where each NaN is an object of its own, as in what was just read: it equals
  /// nothing, so that each element with one stays. Of the others that are equal the first stays.
  package init(uniquingAllButNaN elements: [PythonValue]) throws(UnhashableValue) {
    var seen = Set<PythonValue>(minimumCapacity: elements.count)
    var kept: [PythonValue] = []
    for (position, element) in elements.enumerated()
    where seen.insert(try element.requireHashable(at: position)).inserted || element.holdsNaN {
      kept.append(element)
    }
    self.init(distinctElements: kept)
  }
}

extension PythonValue {
  /// Whether there is a NaN in the value, however deep.
  fileprivate var holdsNaN: Bool {
    foldPostOrder(self) { node, children in node.isNaN || children.contains(true) }
  }

  /// Whether the value is one that Python cannot hash whatever it holds.
  fileprivate var isNeverHashable: Bool {
    switch self {
    case .list, .dict, .set, .slice: true
    default: false
    }
  }

  fileprivate var isNaN: Bool {
    switch self {
    case .float(let number): number.isNaN
    case .complex(let number): number.real.isNaN || number.imaginary.isNaN
    default: false
    }
  }
}
