/// The elements of a Python `set` or `frozenset`: hashable, distinct, in the order first met.
///
/// Two sets are equal when they have the same elements, in whatever order.
@frozen
public struct PythonSet: Sendable {
  /// The elements, in the order in which they were first met; no two are equal.
  public let elements: [PythonValue]

  /// Takes elements that the caller knows to be hashable and distinct.
  @inlinable
  public init(distinctElements elements: [PythonValue]) {
    self.elements = elements
  }

  /// Takes elements as Python's display `{a, b, …}` does: of equal ones the first stays (VAL-12).
  ///
  /// - Throws: ``UnhashableValue`` at the first element that Python cannot hash.
  /// - Complexity: O(n) expected in the size of all elements.
  public init(uniquing elements: [PythonValue]) throws(UnhashableValue) {
    var seen = Set<PythonValue>(minimumCapacity: elements.count)
    var kept: [PythonValue] = []
    kept.reserveCapacity(elements.count)
    for (position, element) in elements.enumerated()
    where seen.insert(try element.requireHashable(at: position)).inserted {
      kept.append(element)
    }
    self.elements = kept
  }

  /// The number of elements.
  public var count: Int { elements.count }

  /// Whether there is no element.
  public var isEmpty: Bool { elements.isEmpty }

  /// Whether an element equal to `value` is there. O(n).
  public func contains(_ value: PythonValue) -> Bool { elements.contains { $0 == value } }
}

extension PythonSet: Hashable {
  /// Whether both have the same elements, in whatever order.
  public static func == (left: PythonSet, right: PythonSet) -> Bool {
    PythonValue.set(left) == .set(right)
  }

  /// Hashes the elements, whatever their order.
  public func hash(into hasher: inout Hasher) { PythonValue.set(self).hash(into: &hasher) }
}

extension PythonSet: CustomStringConvertible {
  /// What Python's `repr` prints of a set, in our order.
  public var description: String { PythonValue.set(self).repr }
}

extension PythonSet: Sequence {
  /// Walks the elements in the order first met.
  public func makeIterator() -> IndexingIterator<[PythonValue]> { elements.makeIterator() }

  /// The number of elements, exactly.
  public var underestimatedCount: Int { elements.count }
}

extension PythonSet: ExpressibleByArrayLiteral {
  /// Makes a set as Python's display does: the first of equal elements.
  public init(arrayLiteral elements: PythonValue...) {
    self = (try? PythonSet(uniquing: elements)) ?? PythonSet(distinctElements: elements)
  }
}
