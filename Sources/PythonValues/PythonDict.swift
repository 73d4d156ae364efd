/// A Python `dict`: entries with distinct keys, in insertion order.
///
/// Looking a key up by subscript walks the entries: O(n). Build a ``PythonDict/Index`` to look
/// up many keys of a large dict.
@frozen
public struct PythonDict: Sendable {
  /// One key and its value.
  @frozen
  public struct Entry: Sendable {
    /// The key: a hashable value.
    public var key: PythonValue
    /// The value.
    public var value: PythonValue

    /// Makes an entry.
    @inlinable
    public init(key: PythonValue, value: PythonValue) {
      self.key = key
      self.value = value
    }
  }

  /// The entries, in insertion order; no two keys are equal.
  public let entries: [Entry]

  /// Takes entries whose keys the caller knows to be hashable and distinct.
  ///
  /// Decoders that have checked the keys use this to save the second look.
  @inlinable
  public init(distinctEntries entries: [Entry]) {
    self.entries = entries
  }
}
