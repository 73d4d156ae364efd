import WireCore

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

    /// What a comma makes of it after an element that can be hashed: `nil` where that is a fault, or something else
    /// is to be seen to.
    ///
    /// Looked up in a word, four bits for each kind, the first in the lowest: with a `switch` here the processor
    /// guesses wrong too often where a jump will go.
    @inline(__always)
    var afterScalar: Kind? {
      let kinds: UInt64 = 0x8F_7755_3FFF
      return Kind(rawValue: UInt8(truncatingIfNeeded: kinds &>> (UInt64(rawValue) &* 4)) & 0xF)
    }

    /// What its closing bracket makes of a list, tuple or dict after an element; else `nil`.
    @inline(__always)
    var closed: TapeNode.Kind? {
      switch self {
      case .list: .list
      case .tuple: .tuple
      case .value: .dict
      default: nil
      }
    }
  }

  /// The closing bracket of the document, which has none: no document has this byte.
  static let noBracket: UInt8 = 0xFF

  var kind: Kind
  /// Its closing bracket.
  let close: UInt8
  // Bytes and not `Bool`s, so that a frame is copied as two words.
  private var unhashable: UInt8 = 0
  private var containers: UInt8 = 0
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

  /// Whether an element read so far cannot be hashed, and so the tuple cannot.
  @inline(__always)
  var isUnhashable: Bool {
    get { unhashable != 0 }
    set { unhashable = newValue ? 1 : 0 }
  }

  /// Whether an element read so far is a container.
  @inline(__always)
  var hasContainers: Bool {
    get { containers != 0 }
    set { containers = newValue ? 1 : 0 }
  }

  /// Whether this is the document itself, where a line's end ends the value.
  @inline(__always)
  var isDocument: Bool { kind.rawValue <= Kind.documentEnd.rawValue }
}
