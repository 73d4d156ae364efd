/// The elements of a lazy container, in the order of the document.
@frozen
public struct LazyElements: Sequence, IteratorProtocol, Sendable {
  @usableFromInline let document: LazyDocument?
  @usableFromInline var index: Int
  @usableFromInline let end: Int

  @inlinable
  init(_ container: LazyValue?) {
    guard let container, container.kind.isContainer else {
      (document, index, end) = (nil, 0, 0)
      return
    }
    document = container.document
    index = container.document.tape.firstChild(of: container.index)
    end = container.node.end
  }

  /// The next element.
  @inlinable
  public mutating func next() -> LazyValue? {
    guard index < end, let document else { return nil }
    defer { index = document.tape.next(after: index) }
    return LazyValue(document: document, index: index)
  }
}

/// The entries of a lazy dict, in the order of the document.
@frozen
public struct LazyEntries: Sequence, IteratorProtocol, Sendable {
  @usableFromInline var children: LazyElements

  @inlinable
  init(_ dict: LazyValue?) { children = LazyElements(dict) }

  /// The next entry.
  @inlinable
  public mutating func next() -> (key: LazyValue, value: LazyValue)? {
    guard let key = children.next(), let value = children.next() else { return nil }
    return (key, value)
  }
}
