/// Mutates brine: tuples, their elements and their lengths, which stay true unless broken on purpose.
public struct BrineMutator: Mutator {
  /// Makes a mutator.
  public init() {}

  /// A variant: one in four is of plain bytes, one in sixteen has a length that lies.
  public func mutate(_ input: [UInt8], _ random: inout MutationSource) -> [UInt8] {
    if random.oneIn(4) { return random.variant(of: input) }
    var tree = BrineTree(input)
    tree.change(&random)
    return tree.bytes(lying: random.oneIn(16) ? random.below(8) : nil)
  }

  /// A value of one dump in the place of one of another.
  public func cross(_ left: [UInt8], _ right: [UInt8], _ random: inout MutationSource) -> [UInt8] {
    var tree = BrineTree(left)
    let others = BrineTree(right).nodes
    tree.graft(random.pick(others), &random)
    return tree.bytes(lying: nil)
  }
}

/// A dump taken apart, as far as it can be: what cannot stays plain bytes.
struct BrineTree {
  /// One value.
  indirect enum Node {
    /// A tag with what belongs to it, of a size that the tag tells; or anything else.
    case plain([UInt8])
    /// Text, bytes or digits, behind a length.
    case sized(Kind, [UInt8])
    /// Elements behind a count.
    case tuple([Node])
    /// A tag before one value: a slice or a frozenset.
    case tagged(UInt8, Node)
  }

  /// What stands behind a length.
  enum Kind { case bytes, text, digits }

  private var root: Node
  private var rest: [UInt8]

  init(_ bytes: [UInt8]) {
    var reader = BrineTreeReader(bytes)
    root = reader.node(depth: 0)
    rest = reader.rest
  }

  /// All values in it, at least one.
  var nodes: [Node] {
    var found: [Node] = []
    var waiting = [root]
    while let node = waiting.popLast(), found.count < 5_000 {
      found.append(node)
      switch node {
      case .tuple(let elements): waiting += elements
      case .tagged(_, let value): waiting.append(value)
      default: break
      }
    }
    return found
  }

  /// Exchanges one value for another.
  mutating func graft(_ node: Node, _ random: inout MutationSource) {
    var countdown = random.below(nodes.count)
    root = Self.replacing(root, &countdown) { _ in node }
  }

  /// Changes one value.
  mutating func change(_ random: inout MutationSource) {
    let others = nodes
    var countdown = random.below(others.count)
    var source = random
    root = Self.replacing(root, &countdown) { Self.changed($0, others, &source) }
    random = source
  }

  /// Finds the value at a place, counted from the root on, and replaces it.
  private static func replacing(
    _ node: Node, _ countdown: inout Int, _ change: (Node) -> Node
  ) -> Node {
    countdown -= 1
    if countdown < 0 {
      countdown = .max
      return change(node)
    }
    switch node {
    case .tuple(let elements): return .tuple(elements.map { replacing($0, &countdown, change) })
    case .tagged(let tag, let value): return .tagged(tag, replacing(value, &countdown, change))
    default: return node
    }
  }

  private static func changed(_ node: Node, _ others: [Node], _ random: inout MutationSource) -> Node {
    switch random.below(7) {
    case 0: return random.pick(others)
    case 1: return .tuple([node])
    case 2: return .tagged(random.pick([0x19, 0x1A]), .tuple([node, random.pick(others), .plain([0])]))
    case 3: return .plain(random.pick(scalars))
    case 4: return .sized(random.pick([.bytes, .text, .digits]), random.variant(of: content(of: node)))
    default:
      guard case .tuple(var elements) = node else { return .plain(random.variant(of: content(of: node))) }
      let place = random.below(elements.count + 1)
      if random.oneIn(2), place < elements.count {
        elements.remove(at: place)
      } else {
        elements.insert(random.pick(others), at: place)
      }
      return .tuple(elements)
    }
  }

  private static func content(of node: Node) -> [UInt8] {
    switch node {
    case .plain(let bytes), .sized(_, let bytes): bytes
    case .tuple, .tagged: [0x31]
    }
  }

  /// The singletons, numbers at their edges, and empty things.
  private static let scalars: [[UInt8]] = [
    [0], [1], [2], [3], [4], [5], [6], [0x20], [0x50], [0xCF], [0xFF],
    [0x18] + [UInt8](repeating: 0xFF, count: 8),
    [0x18, 0x7F, 0xF0, 0, 0, 0, 0, 0, 0], [0x1B] + [UInt8](repeating: 0, count: 16),
  ]

  /// The dump. `lying` names the length, counted from the first, that is written wrong.
  func bytes(lying: Int?) -> [UInt8] {
    var writer = BrineTreeWriter(lying: lying)
    writer.write(root)
    return writer.output + rest
  }
}
