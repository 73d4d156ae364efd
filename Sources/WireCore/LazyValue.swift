import PythonValues

/// A value of a ``LazyDocument``, made on demand.
///
/// It refers to the document and copies nothing of it. Sets and dicts are seen as written: equal
/// elements and keys may stand in them more than once, and ``subscript(_:)-(String)`` and
/// ``materialise(deepest:)`` follow Python, where the last value counts.
@frozen
public struct LazyValue: Sendable {
  /// The document.
  public let document: LazyDocument
  /// The index of the value's node on the document's tape.
  public let index: Int

  @inlinable
  package init(document: LazyDocument, index: Int) {
    self.document = document
    self.index = index
  }

  @inlinable
  var node: TapeNode { document.tape.nodes[index] }

  /// What the value is.
  @inlinable
  public var kind: TapeNode.Kind { node.kind }

  /// Where in the source the value begins, in bytes.
  @inlinable
  public var offset: Int { node.offset }

  /// Whether it is `None`.
  @inlinable
  public var isNone: Bool { kind == .none }

  /// The truth value, of a `bool`.
  @inlinable
  public var bool: Bool? { kind == .bool ? node.payload != 0 : nil }

  /// The integer, where it fits 64 bits. See ``integer`` for the others.
  @inlinable
  public var int: Int64? { kind == .int ? Int64(bitPattern: node.payload) : nil }

  /// The float.
  @inlinable
  public var float: Double? { kind == .float ? Double(bitPattern: node.payload) : nil }

  /// The text of a `str`; makes the string.
  @inlinable
  public var string: String? { document.string(at: index) }

  /// The bytes of a `bytes`, or of a `str` its UTF-8: a slice of the document, not a copy.
  @inlinable
  public var bytes: ArraySlice<UInt8>? { document.bytes(at: index) }

  /// How many elements the container has, or entries the dict, as written; 0 for other values.
  @inlinable
  public var count: Int { kind.isContainer ? node.count : 0 }

  /// Whether it is a `str` of this text. No string is made of the document's.
  @inlinable
  public func isString(_ text: String) -> Bool {
    document.isString(at: index, equalTo: Array(text.utf8).span)
  }

  /// The value of the key `text` in a dict: of equal keys, the last. `nil` without such a key.
  ///
  /// - Complexity: O(entries).
  @inlinable
  public subscript(_ text: String) -> LazyValue? {
    document.value(of: Array(text.utf8).span, inDictAt: index).map {
      LazyValue(document: document, index: $0)
    }
  }

  /// The element at `position`, counted from 0, of a list, tuple, set or frozenset; `nil` outside.
  ///
  /// - Complexity: O(position); use ``elements`` to see them all.
  @inlinable
  public subscript(_ position: Int) -> LazyValue? {
    guard kind != .dict, position >= 0, position < count else { return nil }
    var child = document.tape.firstChild(of: index)
    for _ in 0..<position { child = document.tape.next(after: child) }
    return LazyValue(document: document, index: child)
  }

  /// The elements of a list, tuple, set, frozenset or slice, in order; empty for other values.
  @inlinable
  public var elements: LazyElements { LazyElements(kind == .dict ? nil : self) }

  /// The entries of a dict, in order, as written; empty for other values.
  @inlinable
  public var entries: LazyEntries { LazyEntries(kind == .dict ? self : nil) }

  /// The value as a tree, of its own.
  ///
  /// - Parameter deepest: the levels that it may have, never more than ``Limits/deepestTree``.
  /// - Throws: `limit` where it is deeper.
  /// - Complexity: O(n) of what it holds.
  public func materialise(deepest: Int = Limits.deepestTree) throws(WireError) -> PythonValue {
    try document.materialise(at: index, deepest: deepest)
  }
}
