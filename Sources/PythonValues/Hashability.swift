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
  var unhashableType: String? { unhashableType(among: SharedHashability()) }

  /// The same, where references may be to those shared values.
  fileprivate func unhashableType(among shared: SharedHashability) -> String? {
    if isLeaf {
      if case .reference(let number) = self { return shared.types[number] ?? nil }
      return nil
    }
    var waiting = [self]
    while let value = waiting.popLast() {
      switch value {
      case .reference(let number): if let type = shared.types[number] ?? nil { return type }
      case .shared(let known) where shared.types[known.id] != nil:
        if let type = shared.types[known.id] ?? nil { return type }
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

/// Which shared values of a document cannot be hashed: a key may be a reference to one, and Python refuses it then as it
/// does the value itself (VAL-10).
package struct SharedHashability: Sendable {
  /// By number, Python's name of the type that cannot be hashed, or nothing where there is none: what was looked at
  /// once is not looked at again.
  fileprivate var types: [Int: String?] = [:]

  package init() {}

  /// Whether there are none.
  package var isEmpty: Bool { types.isEmpty }

  /// Notes a shared value that is complete.
  package mutating func note(_ number: Int, _ value: PythonValue) {
    if types[number] == nil { types[number] = .some(value.unhashableType(among: self)) }
  }

  /// Notes a shared value of this type, `list`, `dict` or `set`, that is begun: it may hold references to itself.
  package mutating func begin(_ number: Int, _ type: String) { types[number] = type }

  /// Refuses elements of a set that refer to what cannot be hashed.
  package func require(_ elements: [PythonValue]) throws(UnhashableValue) {
    guard !types.isEmpty else { return }
    for (position, element) in elements.enumerated() { try require(element, at: position) }
  }

  /// Refuses keys that refer to what cannot be hashed.
  package func requireKeys(_ entries: [PythonDict.Entry]) throws(UnhashableValue) {
    guard !types.isEmpty else { return }
    for (position, entry) in entries.enumerated() { try require(entry.key, at: position) }
  }

  private func require(_ value: PythonValue, at position: Int) throws(UnhashableValue) {
    guard let type = value.unhashableType(among: self) else { return }
    throw UnhashableValue(position: position, typeName: type)
  }
}
