import WireCore

/// A container under way.
struct Frame: Sendable {
  /// What it is, and which part of it is read.
  ///
  /// Numbered so that a comma after an element sets the lowest bit.
  struct Kind: Equatable, Sendable {
    fileprivate let number: UInt8

    @inline(__always)
    fileprivate init(_ number: UInt8) { self.number = number }

    /// Parentheses, no comma seen yet: a group, unless one comes.
    @inline(__always)
    static var paren: Kind { Kind(0) }
    @inline(__always)
    static var tuple: Kind { Kind(1) }
    /// Braces, before the first comma or colon.
    @inline(__always)
    static var brace: Kind { Kind(2) }
    @inline(__always)
    static var set: Kind { Kind(3) }
    @inline(__always)
    static var list: Kind { Kind(5) }
    /// A dict, whose next value is read.
    @inline(__always)
    static var value: Kind { Kind(6) }
    /// A dict, whose next key is read.
    @inline(__always)
    static var key: Kind { Kind(7) }
    /// The document, outside all brackets.
    @inline(__always)
    static var document: Kind { Kind(8) }
    /// The document, after a comma: a tuple without parentheses.
    @inline(__always)
    static var documentTuple: Kind { Kind(9) }
    /// The document, after the tuple's last comma.
    @inline(__always)
    static var documentEnd: Kind { Kind(10) }

    /// Whether a comma may follow an element that can be hashed, and nothing else is to be seen to.
    @inline(__always)
    var takesComma: Bool { number < Kind.key.number }

    /// What a comma after an element makes of it.
    @inline(__always)
    var afterComma: Kind { number < Kind.document.number ? Kind(number | 1) : .documentTuple }

    /// Whether it is a list, tuple or dict, and its closing bracket may follow an element.
    @inline(__always)
    var closes: Bool {
      let kinds: UInt64 = 1 << 1 | 1 << 5 | 1 << 6
      return kinds &>> UInt64(number) & 1 != 0
    }

    /// What its closing bracket makes of it, where it ``closes``.
    @inline(__always)
    var closed: TapeNode.Kind { self == .list ? .list : self == .tuple ? .tuple : .dict }
  }

  /// The closing bracket of the document, which has none: no document has this byte.
  static let noBracket: UInt8 = 0xFF

  // Two words, and not a field for each: a frame is put away and taken back as a whole, and where that reads what
  // was just written in parts, processors wait until all of it is in the cache.
  /// The kind in the lowest byte, the closing bracket in the next, two bits, and the offset in the upper half.
  private var head: UInt64
  /// The count in the lower half, the node in the upper one.
  private var tail: UInt64

  @inline(__always)
  init(_ kind: Kind, close: UInt8, node: Int, at offset: Int) {
    head = UInt64(kind.number) | UInt64(close) << 8 | UInt64(truncatingIfNeeded: offset) << 32
    tail = UInt64(truncatingIfNeeded: node) << 32
  }

  @inline(__always)
  var kind: Kind {
    get { Kind(UInt8(truncatingIfNeeded: head)) }
    set { head = head & ~0xFF | UInt64(newValue.number) }
  }

  /// Its closing bracket.
  @inline(__always)
  var close: UInt8 { UInt8(truncatingIfNeeded: head >> 8) }

  /// The bracket's offset.
  @inline(__always)
  var offset: UInt32 { UInt32(truncatingIfNeeded: head >> 32) }

  /// The index of the node; -1 for the document, which has none.
  @inline(__always)
  var node: Int32 { Int32(truncatingIfNeeded: tail >> 32) }

  /// Elements so far; of a dict, entries.
  @inline(__always)
  var count: UInt32 { UInt32(truncatingIfNeeded: tail) }

  /// Counts an element. A document has fewer bytes than would pass the lower half.
  @inline(__always)
  mutating func countElement() { tail &+= 1 }

  /// Counts elements of a list or tuple.
  @inline(__always)
  mutating func takeElements(_ count: Int) { tail &+= UInt64(truncatingIfNeeded: count) }

  /// Takes back what ``countElement()`` did.
  @inline(__always)
  mutating func takeBackElement() { tail &-= 1 }

  /// Goes on behind a comma after an element, where ``Kind/takesComma``.
  @inline(__always)
  mutating func takeComma() {
    head |= 1
    countElement()
  }

  /// Whether an element read so far cannot be hashed, and so the tuple cannot.
  @inline(__always)
  var isUnhashable: Bool { head & 1 << 16 != 0 }

  @inline(__always)
  mutating func setUnhashable() { head |= 1 << 16 }

  /// Whether an element read so far is a container.
  @inline(__always)
  var hasContainers: Bool { head & 1 << 17 != 0 }

  @inline(__always)
  mutating func setContainers() { head |= 1 << 17 }

  /// Whether this is the document itself, where a line's end ends the value.
  @inline(__always)
  var isDocument: Bool { kind.number >= Kind.document.number }
}
