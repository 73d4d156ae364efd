/// A value that Python cannot hash stands where a key of a dict or an element of a set must.
public struct UnhashableValue: Error, Hashable, Sendable, CustomStringConvertible {
  /// The place of the key or element among those given, from 0.
  public let position: Int
  /// Python's name of the type that cannot be hashed: `list`, `dict`, `set` or `slice`.
  public let typeName: String

  /// Says that the key or element at `position` is of the type `typeName`.
  public init(position: Int, typeName: String) {
    self.position = position
    self.typeName = typeName
  }

  /// What Python says of it.
  public var description: String { "unhashable type: '\(typeName)'" }
}

extension PythonValue {
  /// Whether Python can hash the value, so that it can be a key: not a list, dict, set or slice, nor
  /// a tuple that holds one (VAL-10). Iterative.
  ///
  /// Slices are hashable from Python 3.12 on only, and count as unhashable. Records of instances
  /// count as hashable, as instances are unless their class says otherwise.
  public var isHashable: Bool { unhashableType == nil }

  /// Python's name of the first type in the value that cannot be hashed.
  var unhashableType: String? {
    guard !isLeaf else { return nil }
    var waiting = [self]
    while let value = waiting.popLast() {
      switch value {
      case .list: return "list"
      case .dict: return "dict"
      case .set: return "set"
      case .slice: return "slice"
      case .tuple(let elements): waiting += elements.reversed()
      case .frozenset(let set): waiting += set.elements.reversed()
      case .shared(let shared): waiting.append(shared.value)
      default: break
      }
    }
    return nil
  }

  /// The value itself, once it is known to be hashable.
  func requireHashable(at position: Int) throws(UnhashableValue) -> PythonValue {
    if let type = unhashableType { throw UnhashableValue(position: position, typeName: type) }
    return self
  }
}
