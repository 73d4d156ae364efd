import PythonValues

/// A value on the machine's stack: the index of a node, or a small value in itself.
struct PickleID: Hashable, Sendable {
  let raw: UInt32
  /// There are fewer nodes than this.
  static let mostNodes = 1 << 30
  private static let smallBit: UInt32 = 1 << 31
  private static let compositeBit: UInt32 = 1 << 30

  @inline(__always)
  init(raw: UInt32) { self.raw = raw }

  /// The value of a node, which holds others or does not.
  @inline(__always)
  init(node: Int, isComposite: Bool) {
    raw = UInt32(truncatingIfNeeded: node) | (isComposite ? PickleID.compositeBit : 0)
  }

  /// An integer from 0 to 65,535.
  @inline(__always)
  init(small: Int) { raw = 0x8100_0000 | UInt32(truncatingIfNeeded: small & 0xFFFF) }

  static let none = PickleID(raw: 0x8000_0000)
  static let `false` = PickleID(raw: 0x8000_0001)
  static let `true` = PickleID(raw: 0x8000_0002)
  static let emptyTuple = PickleID(raw: 0x8000_0003)

  /// The index of the node; `nil` of a small value.
  @inline(__always)
  var node: Int? { raw < PickleID.smallBit ? Int(raw & ~PickleID.compositeBit) : nil }

  /// Whether the value is a node that holds others.
  @inline(__always)
  var isComposite: Bool { raw >> 30 == 1 }

  /// The value that needs no node; `None` of a node.
  @inline(__always)
  var small: PythonValue { raw >= 0x8100_0000 ? .int(Int64(raw & 0xFFFF)) : constant }

  private var constant: PythonValue {
    switch self {
    case .false: .bool(false)
    case .true: .bool(true)
    case .emptyTuple: .tuple([])
    default: .none
    }
  }
}

/// A value that the machine made: 16 bytes, whatever it is.
struct PickleNode: Sendable {
  enum Kind: UInt8, Sendable {
    /// The payload is the bits.
    case int, float
    /// An extent of the side words: the magnitude.
    case bigInt, negativeBigInt
    /// An extent of valid UTF-8 in the source.
    case text
    /// The same, in the side bytes.
    case sideText
    /// An extent of the source: text with lone surrogates.
    case brokenText
    /// The same, in the side bytes.
    case sideBrokenText
    /// An extent of the source.
    case bytes
    /// An extent of the side bytes.
    case sideBytes
    /// The payload is the index of the name.
    case global
    /// From here on the values hold others. The payload is the chain of chunks.
    case list, tuple, set, frozenset, dict
    /// The payload is the index of the object.
    case object
  }

  let kind: Kind
  let offset: UInt32
  var payload: UInt64

  @inline(__always)
  init(_ kind: Kind, at offset: Int, payload: UInt64 = 0) {
    self.kind = kind
    self.offset = UInt32(truncatingIfNeeded: offset)
    self.payload = payload
  }

  @inline(__always)
  init(_ kind: Kind, at offset: Int, extent start: Int, count: Int) {
    self.init(
      kind, at: offset,
      payload: UInt64(UInt32(truncatingIfNeeded: start)) | UInt64(UInt32(truncatingIfNeeded: count)) << 32)
  }

  /// Whether the value holds others.
  @inline(__always)
  var isComposite: Bool { kind.rawValue >= Kind.list.rawValue }

  @inline(__always)
  var extent: Range<Int> {
    let start = Int(payload & 0xFFFF_FFFF)
    return start..<start + Int(payload >> 32)
  }

  @inline(__always)
  var chain: PickleChain {
    get {
      PickleChain(first: UInt32(truncatingIfNeeded: payload), last: UInt32(truncatingIfNeeded: payload >> 32))
    }
    set { payload = UInt64(newValue.first) | UInt64(newValue.last) << 32 }
  }
}

/// The values that a container holds: chunks of the list of edges, each with its count and the place of the
/// next chunk before it. 0 is no chunk.
struct PickleChain: Sendable {
  var first: UInt32 = 0
  var last: UInt32 = 0
}

/// An instance or a result, and what made it.
struct PickleObject: Sendable {
  enum Form: UInt8, Sendable {
    /// The callee called: REDUCE, INST and OBJ.
    case call
    /// The callee's `__new__` called: NEWOBJ and NEWOBJ_EX.
    case new
    /// A name looked up whose module and name, the arguments, are not known.
    case lookUp
    /// What the loader makes of a persistent id, the one argument.
    case persistent
    /// What the registry has for an extension code, the one argument.
    case registered
    /// A buffer from outside the pickle.
    case buffer
    /// The callee, after something was done to it that its type does not have.
    case changed
  }

  let form: Form
  var callee = PickleID.none
  var arguments = PickleID.emptyTuple
  var keywords: PickleID?
  var state: PickleID?
  /// From APPEND, APPENDS and ADDITEMS.
  var items = PickleChain()
  /// From SETITEM and SETITEMS.
  var pairs = PickleChain()

  var isPlain: Bool { state == nil && items.first == 0 && pairs.first == 0 && keywords == nil }
}

/// One thing that loading would do, as small as can be: a pickle may hold millions.
struct PickleStep: Sendable {
  let kind: PickleAction.Kind
  let offset: UInt32
  /// What it is done to, or what comes of it.
  let subject: PickleID
  /// What it is done with.
  let arguments: PickleID
}

/// All values that a machine made.
struct PickleGraph: Sendable {
  var nodes: [PickleNode] = []
  /// Chunks. The first place is not used.
  var edges: [PickleID] = []
  var side: [UInt8] = []
  var words: [UInt64] = []
  var names: [PythonGlobal] = []
  var objects: [PickleObject] = []
  /// Whether a value that is worth sharing was met twice.
  var hasShared = false
}

extension PickleGraph {
  /// Forgets all values. Actions of the last pickle may still have some of them: only what is no one else's
  /// is used again.
  mutating func reset(_ sourceBytes: Int) {
    nodes.removeAll(keepingCapacity: true)
    edges.removeAll(keepingCapacity: true)
    side.removeAll(keepingCapacity: true)
    words.removeAll(keepingCapacity: true)
    if !names.isEmpty { names = [] }
    if !objects.isEmpty { objects = [] }
    hasShared = false
    nodes.reserveCapacity(min(sourceBytes / 8 + 4, 1 << 20))
    edges.reserveCapacity(min(sourceBytes / 4 + 8, 1 << 20))
    edges.append(.none)
  }

  /// PICKLE-60: leaves up to so many bytes are repeated where they are met again.
  static let repeatedBytes = 64

  /// Whether a value, met again, is a reference to the first: all but short leaves, so that no small pickle
  /// makes its reader walk or print a large value again and again.
  @inline(__always)
  func isWorthSharing(_ index: Int) -> Bool {
    let node = nodes[index]
    switch node.kind {
    case .int, .float: return false
    case .text, .sideText, .bytes, .sideBytes, .brokenText, .sideBrokenText:
      return node.payload >> 32 > PickleGraph.repeatedBytes
    case .bigInt, .negativeBigInt: return node.payload >> 32 > PickleGraph.repeatedBytes / 8
    case .global:
      let name = names[Int(node.payload)]
      return name.module.utf8.count + name.name.utf8.count > PickleGraph.repeatedBytes
    default: return true
    }
  }

  /// The name of a global; `nil` of any other value.
  func name(of id: PickleID) -> PythonGlobal? {
    guard let index = id.node, nodes[index].kind == .global else { return nil }
    return names[Int(nodes[index].payload)]
  }

  /// The object; `nil` of any other value.
  func object(_ id: PickleID) -> PickleObject? {
    guard let index = id.node, nodes[index].kind == .object else { return nil }
    return objects[Int(nodes[index].payload)]
  }

  /// What a tuple holds, if that is not more than `limit`; `nil` of any other value.
  func tuple(_ id: PickleID, limit: Int) -> ArraySlice<PickleID>? {
    if id == .emptyTuple { return [] }
    guard let index = id.node, nodes[index].kind == .tuple else { return nil }
    let items = chunk(nodes[index].chain.first)
    return items.count <= limit ? items : nil
  }

  /// The values of one chunk.
  func chunk(_ place: UInt32) -> ArraySlice<PickleID> {
    guard place != 0 else { return [] }
    let start = Int(place) + 2
    return edges[start..<start + Int(edges[start - 2].raw)]
  }

  /// The chunk after this one; 0 where there is none.
  func chunk(after place: UInt32) -> UInt32 { edges[Int(place) + 1].raw }
}
