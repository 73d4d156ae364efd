import WireCore

/// Whether two texts in typed JSON mean the same value: sets compared as sets, dicts as mappings, floats by
/// what `float.hex()` prints, shared values by the order in which they are met (TEST-4, TEST-7, TEST-8).
///
/// Equal nodes of both texts get one number, leaves first; so nothing recurses, and each node is looked at once.
struct TypedComparison {
  /// What makes a node: its kind, its own texts, and the numbers of the values that it holds.
  private struct Shape: Hashable {
    var tag: TypedTag
    /// In bytes: Swift takes texts for equal that differ in normalisation (VAL-3).
    var texts: [[UInt8]] = []
    var parts: [Int] = []
    var shared: Int?
  }

  private var numbers: [Shape: Int] = [:]

  /// - Throws: `syntax` where one of them is not typed JSON.
  static func areSame(_ first: TypedNode, _ second: TypedNode) throws(WireError) -> Bool {
    var comparison = TypedComparison()
    return try comparison.number(of: first) == comparison.number(of: second)
  }

  private mutating func number(of root: TypedNode) throws(WireError) -> Int {
    let order = try TypedComparison.preorder(root)
    let shared = TypedComparison.sharedNumbers(order)
    // Children stand behind their parents in the order, and so are numbered first.
    var known: [Int: Int] = [:]
    for (members, children) in order.reversed() {
      var shape = try TypedComparison.shape(members, children.map { known[$0] ?? -1 })
      shape.shared = members.identity.flatMap { shared[$0] }
      let number = numbers[shape] ?? numbers.count
      numbers[shape] = number
      known[members.node] = number
    }
    return known[root.index] ?? -1
  }

  private typealias Visit = (members: TypedMembers, children: [Int])

  /// Every value, parents first, what they hold in the order of the kind and not of the text.
  private static func preorder(_ root: TypedNode) throws(WireError) -> [Visit] {
    var order: [Visit] = []
    var waiting = [root.index]
    while let node = waiting.popLast() {
      let members = try TypedMembers(root.document, node)
      let children = members.tag.isContainer ? try members.children() : []
      order.append((members, children))
      waiting += children.reversed()
    }
    return order
  }

  /// The values that are referred to, numbered in the order in which they are met.
  private static func sharedNumbers(_ order: [Visit]) -> [Int: Int] {
    let referred = Set(order.filter { $0.members.tag == .ref }.compactMap(\.members.identity))
    var numbers: [Int: Int] = [:]
    for (members, _) in order {
      guard let id = members.identity, referred.contains(id), numbers[id] == nil else { continue }
      numbers[id] = numbers.count
    }
    return numbers
  }

  private static func shape(_ members: TypedMembers, _ parts: [Int]) throws(WireError) -> Shape {
    var shape = Shape(tag: members.tag, parts: parts)
    var texts: [String] = []
    switch members.tag {
    case .set, .frozenset: shape.parts.sort()
    case .dict: shape.parts = sortedEntries(parts)
    case .bool: texts = [try members.flag() ? "true" : "false"]
    case .object:
      texts = [try members.optionalText(.module) ?? "\u{0}", try members.text(.class)]
    case .exception:
      texts = [try members.optionalText(.module) ?? "\u{0}", try members.text(.class)]
      texts += [try members.text(.traceback)] + (try members.attributeNames())
    case .global: texts = [try members.text(.module), try members.text(.name)]
    case .complex: texts = [try members.text(.re), try members.text(.im)]
    case .int, .float, .str, .str16, .bytes: texts = [try members.text(.v)]
    case .none, .ellipsis, .notimplemented, .list, .tuple, .slice, .ref: break
    }
    shape.texts = texts.map { Array($0.utf8) }
    return shape
  }

  /// The numbers of keys and values in turn, in the order of the keys' numbers.
  private static func sortedEntries(_ parts: [Int]) -> [Int] {
    let pairs = stride(from: 0, to: parts.count - 1, by: 2).map { (parts[$0], parts[$0 + 1]) }
    return pairs.sorted { $0 < $1 }.flatMap { [$0.0, $0.1] }
  }
}

extension TypedTag {
  /// Whether values of the kind hold others.
  var isContainer: Bool {
    switch self {
    case .list, .tuple, .set, .frozenset, .dict, .slice, .object, .exception: true
    default: false
    }
  }
}

extension TypedNode {
  /// Whether a text with a lone surrogate is in it: one that an implementation need not have (TEST-5).
  var hasLoneSurrogates: Bool {
    (index..<document.nodes[index].end).contains { document.hasName($0, "str16") }
  }
}
