/// The elements of a Python `set` or `frozenset`: hashable, distinct, in the order first met.
@frozen
public struct PythonSet: Sendable {
  /// The elements, in the order in which they were first met; no two are equal.
  public let elements: [PythonValue]

  /// Takes elements that the caller knows to be hashable and distinct.
  @inlinable
  public init(distinctElements elements: [PythonValue]) {
    self.elements = elements
  }
}
