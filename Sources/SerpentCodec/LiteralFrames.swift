/// A container under way.
struct Frame: Sendable {
  /// What it is, and which part of it is read.
  enum Kind: UInt8, Sendable {
    /// The document, outside all brackets.
    case document
    /// The document, after a comma: a tuple without parentheses.
    case documentTuple
    /// The document, after the tuple's last comma.
    case documentEnd
    case list
    /// Parentheses, no comma seen yet: a group, unless one comes.
    case paren
    case tuple
    /// Braces, before the first comma or colon.
    case brace
    case set
    /// A dict, whose next key is read.
    case key
    /// A dict, whose next value is read.
    case value

    /// What a comma after an element makes of it.
    @inline(__always)
    var afterComma: Kind {
      switch self {
      case .document, .documentTuple, .documentEnd: .documentTuple
      case .paren, .tuple: .tuple
      case .brace, .set: .set
      case .key, .value: .key
      case .list: .list
      }
    }
  }

  /// The closing bracket of the document, which has none: no document has this byte.
  static let noBracket: UInt8 = 0xFF

  var kind: Kind
  /// Its closing bracket.
  let close: UInt8
  /// Whether an element read so far cannot be hashed, and so the tuple cannot.
  var isUnhashable = false
  /// Whether an element read so far is a container.
  var hasContainers = false
  /// The bracket's offset.
  let offset: UInt32
  /// The index of the node; -1 for the document, which has none.
  let node: Int32
  /// Elements so far; of a dict, entries.
  var count: UInt32 = 0

  @inline(__always)
  init(_ kind: Kind, close: UInt8, node: Int, at offset: Int) {
    self.kind = kind
    self.close = close
    self.node = Int32(truncatingIfNeeded: node)
    self.offset = UInt32(truncatingIfNeeded: offset)
  }

  /// Whether this is the document itself, where a line's end ends the value.
  @inline(__always)
  var isDocument: Bool { kind.rawValue <= Kind.documentEnd.rawValue }
}

/// The containers under way. It keeps its storage from one document to the next.
struct FrameStack: Sendable {
  /// The innermost.
  var top = Frame(.document, close: Frame.noBracket, node: -1, at: 0)
  /// How many are around it.
  private(set) var count = 0
  /// These, the outermost first, and after them what is left of earlier ones.
  private var outer: [Frame] = []

  /// Begins a document.
  @inline(__always)
  mutating func start(_ document: Frame) {
    top = document
    count = 0
  }

  /// Lets go of a very deep document's storage.
  @inline(__always)
  mutating func trim() {
    if outer.count > 1 << 12 { outer = [] }
  }

  @inline(__always)
  mutating func push(_ frame: Frame) {
    if count < outer.count { outer[count] = top } else { add() }
    count &+= 1
    top = frame
  }

  @inline(never)
  private mutating func add() {
    if outer.isEmpty { outer.reserveCapacity(16) }
    outer.append(top)
  }

  /// Goes back to the container around the innermost; the document stays.
  @inline(__always)
  mutating func pop() {
    guard count > 0 else { return }
    count &-= 1
    top = outer[count]
  }
}
