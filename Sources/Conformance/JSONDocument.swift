import WireCore

/// One value of a JSON text: where it stands, and where what follows it begins.
struct JSONNode {
  enum Kind: UInt8 {
    case null, `true`, `false`, number, string, array, object
  }

  let kind: Kind
  /// The token's bytes in the text; of a string, what stands between the quotes.
  var range: Range<Int>
  /// The index of the first node after this one and all that it holds.
  var end: Int
}

/// A JSON text (RFC 8259), read strictly into a flat list of nodes, parents first.
///
/// It is flat because typed JSON nests three times as deep as the value that it describes: a tree of
/// that depth could not be released on a small stack. The members of an object are a name and a value
/// in turn. Time and memory grow linearly with the text.
struct JSONDocument {
  let bytes: [UInt8]
  private(set) var nodes: [JSONNode] = []

  /// Reads a whole text, whose containers may be nested `depth` deep.
  init(parsing bytes: [UInt8], depth: Int) throws(WireError) {
    var scanner = JSONScanner(bytes: bytes, depth: depth)
    try scanner.scan()
    self.bytes = bytes
    nodes = scanner.nodes
  }

  /// The indices of the nodes that an array or object holds directly.
  func children(of node: Int) -> [Int] {
    var children: [Int] = []
    var child = node + 1
    while child < nodes[node].end {
      children.append(child)
      child = nodes[child].end
    }
    return children
  }

  /// The value of a member of an object; of members of one name, the last.
  func member(_ name: String, of node: Int) -> Int? {
    guard nodes[node].kind == .object else { return nil }
    var found: Int?
    var child = node + 1
    while child < nodes[node].end {
      if hasName(child, name) { found = child + 1 }
      child = nodes[child + 1].end
    }
    return found
  }

  /// Whether a string node is just this ASCII name, written without escapes.
  func hasName(_ node: Int, _ name: String) -> Bool {
    nodes[node].kind == .string && bytes[nodes[node].range].elementsEqual(name.utf8)
  }

  /// The offset at which a node begins.
  func offset(of node: Int) -> Int { nodes[node].range.lowerBound }

  /// An integer that fits `Int`, where a node is one.
  func integer(_ node: Int) -> Int? {
    guard nodes[node].kind == .number else { return nil }
    return Int(String(decoding: bytes[nodes[node].range], as: UTF8.self))
  }
}
