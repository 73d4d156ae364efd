import PythonValues

/// A document that was parsed and checked, of which values are made on demand.
///
/// It holds the bytes it was parsed from and a ``Tape`` of 16 bytes a value. Numbers have been
/// converted; strings and trees are made when asked for. It is never deep in memory: a document of
/// a million levels is released like any other.
///
/// A reader of many documents can fill one anew with each, and so allocates nothing for most; whoever else holds
/// the document keeps it as it was.
///
/// Unchecked: a document is changed by `refill` alone, which holds the only reference to it.
/// For the same reason no access to it can overlap with a change, and none is watched for at run time.
public final class LazyDocument: @unchecked Sendable {
  /// The bytes that the document was parsed from.
  @exclusivity(unchecked) public private(set) var source: [UInt8]
  /// The values.
  @exclusivity(unchecked) public private(set) var tape: Tape

  /// A document of `None`, to be filled by a reader.
  public convenience init() { self.init(source: [], tape: .none) }

  /// Joins a tape to its source. The tape must be of these very bytes, and not empty.
  package init(source: [UInt8], tape: Tape) {
    self.source = source
    self.tape = tape
  }

  /// Fills a document with another source, and uses its storage again where nothing else refers to it.
  /// After an error it is a document of `None`.
  ///
  /// - Parameter parse: writes the tape of `source`, of which at least one node.
  package static func refill(
    _ document: inout LazyDocument, source: consuming [UInt8],
    parse: (Span<UInt8>, inout Tape) throws(WireError) -> Void
  ) throws(WireError) {
    if !isKnownUniquelyReferenced(&document) { document = LazyDocument() }
    do throws(WireError) {
      try parse(source.span, &document.tape)
      document.source = source
    } catch {
      document.source = []
      document.tape = .none
      throw error
    }
  }

  /// The document's value.
  @inlinable
  public var root: LazyValue { LazyValue(document: self, index: 0) }
}

// By the index of a node: for decoders, which walk the tape and hold one reference to the document.
extension LazyDocument {
  /// The node at `index`.
  @inlinable
  public func node(at index: Int) -> TapeNode { tape.nodes[index] }

  /// The text of the string at `index`; `nil` where it is no string.
  @inlinable
  public func string(at index: Int) -> String? {
    let node = tape.nodes[index]
    guard node.kind == .string else { return nil }
    // Not one array or the other: that would count a reference to it.
    if node.flags.contains(.inSide) {
      let side = tape.side
      return makeString(checked: side.span.extracting(node.extent))
    }
    let source = source
    return makeString(checked: source.span.extracting(node.extent))
  }

  /// The bytes of the string (as UTF-8) or `bytes` at `index`; `nil` where it is neither.
  @inlinable
  public func bytes(at index: Int) -> ArraySlice<UInt8>? {
    let node = tape.nodes[index]
    guard node.kind == .bytes || node.kind == .string else { return nil }
    return node.flags.contains(.inSide) ? tape.side[node.extent] : source[node.extent]
  }

  /// Whether the value at `index` is the string whose UTF-8 is `text`. No string is made.
  @inlinable
  public func isString(at index: Int, equalTo text: Span<UInt8>) -> Bool {
    let node = tape.nodes[index]
    guard node.kind == .string, Int(node.payload >> 32) == text.count else { return false }
    if node.flags.contains(.inSide) {
      let side = tape.side
      return areEqual(side.span.extracting(node.extent), text)
    }
    let source = source
    return areEqual(source.span.extracting(node.extent), text)
  }

  /// The index of the value of the key `text` (as UTF-8) in the dict at `index`; `nil` without such
  /// a key, or where the value there is no dict. Python's rule holds: of equal keys the last counts.
  ///
  /// - Complexity: O(entries).
  @inlinable
  public func value(of text: Span<UInt8>, inDictAt index: Int) -> Int? {
    let node = tape.nodes[index]
    guard node.kind == .dict else { return nil }
    var found: Int?
    var key = tape.firstChild(of: index)
    while key < node.end {
      let value = tape.next(after: key)
      if isString(at: key, equalTo: text) { found = value }
      key = tape.next(after: value)
    }
    return found
  }

  /// The value at `index` as a tree.
  ///
  /// - Parameters:
  ///   - index: the index of the value's node.
  ///   - deepest: the levels that it may have, never more than ``Limits/deepestTree``.
  /// - Throws: `limit` where it is deeper.
  /// - Complexity: O(nodes).
  public func materialise(
    at index: Int, deepest: Int = Limits.deepestTree
  ) throws(WireError) -> PythonValue {
    var builder = TreeBuilder()
    let source = source
    return try builder.build(tape, source: source.span, at: index, deepest: deepest)
  }
}

extension LazyDocument {
  /// Whether the string at `index`, which stands in the source as it is, is this text.
  @inline(__always)
  func isPlainString(at index: Int, equalTo text: Span<UInt8>) -> Bool {
    let node = tape.nodes[index]
    guard Int(node.payload >> 32) == text.count else { return false }
    let source = source
    return areEqual(source.span.extracting(node.extent), text)
  }
}

/// Whether two runs of bytes are the same.
@inlinable @inline(__always)
func areEqual(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Bool {
  guard left.count == right.count else { return false }
  var index = 0
  while let one = loadWord(left, at: index), let other = loadWord(right, at: index) {
    guard one == other else { return false }
    index &+= 8
  }
  while index < left.count {
    guard left[index] == right[index] else { return false }
    index &+= 1
  }
  return true
}
