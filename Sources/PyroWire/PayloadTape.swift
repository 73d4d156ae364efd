import PythonValues
import WireCore

// How payloads are read once they are on a tape, whichever serializer wrote them.
extension Tape {
  /// Whether the value at `index` is the string `text`, or the same in bytes, as Python 2 writes it.
  func isString(at index: Int, _ source: Span<UInt8>, equalTo text: StaticString) -> Bool {
    let node = nodes[index]
    guard node.kind == .string || node.kind == .bytes, node.extent.count == text.utf8CodeUnitCount else {
      return false
    }
    let start = node.extent.lowerBound
    return text.withUTF8Buffer { wanted in
      for offset in 0..<wanted.count {
        let byte = node.flags.contains(.inSide) ? side[start + offset] : source[start + offset]
        guard byte == wanted[offset] else { return false }
      }
      return true
    }
  }

  /// The text of the string or bytes at `index`; `nil` where it is neither. Bytes that are no UTF-8 are repaired.
  func text(at index: Int, _ source: Span<UInt8>) -> String? {
    let node = nodes[index]
    guard node.kind == .string || node.kind == .bytes else { return nil }
    return Self.string(node.flags.contains(.inSide) ? side.span : source, node.extent)
  }

  private static func string(_ bytes: Span<UInt8>, _ extent: Range<Int>) -> String {
    String(decoding: [UInt8](copying: bytes.extracting(extent)), as: UTF8.self)
  }

  /// The index of the value of `key` in the dict at `index`, the last of equal keys; `nil` without it.
  func value(of key: StaticString, inDictAt index: Int, _ source: Span<UInt8>) -> Int? {
    let node = nodes[index]
    guard node.kind == .dict else { return nil }
    var found: Int?
    var child = firstChild(of: index)
    while child < node.end {
      let value = next(after: child)
      if isString(at: child, source, equalTo: key) { found = value }
      child = next(after: value)
    }
    return found
  }

  /// Whether the value at `index` is a list or tuple: what may be spread into arguments.
  func isSequence(at index: Int) -> Bool {
    nodes[index].kind == .list || nodes[index].kind == .tuple
  }

  /// Whether the value at `index` is true, as Python has it, for the values that stand for a flag.
  func isTrue(at index: Int) -> Bool {
    let node = nodes[index]
    switch node.kind {
    case .none: return false
    case .bool, .int: return node.payload != 0
    case .float: return Double(bitPattern: node.payload) != 0
    case .string, .bytes: return !node.extent.isEmpty
    default: return !node.kind.isContainer || node.count > 0
    }
  }

  /// The tree of the value at `index`; `nil` where it is too deep for one.
  func tree(at index: Int, _ source: Span<UInt8>) -> PythonValue? {
    var builder = TreeBuilder()
    return try? builder.build(self, source: source, at: index, deepest: Limits.deepestTree)
  }
}
