import PythonValues
import WireCore

/// Reads one document: what `ast.literal_eval` of CPython 3.11 reads, and no more.
///
/// One state machine serves every reader. It is iterative: the containers under way are a list, so
/// that depth costs memory in proportion to the input and no stack. What it finds goes to `tape`.
struct LiteralParser<Sink: LiteralSink> {
  /// Where the values go.
  var tape: Sink
  /// The containers around ``frame``.
  var outer: [Frame]
  /// The innermost container under way.
  var frame: Frame
  /// Elements so far, of all containers.
  var elements = 0
  /// Levels of brackets allowed.
  var depth: Int
  let limits: Limits
  /// Where the value read last begins.
  var valueStart = 0
  /// Whether the value read last cannot be a key or an element of a set.
  var isUnhashable = false
  /// Where the digits of the value read last begin, where it is a number that may be the left side
  /// of a sum; else negative.
  var leftNumber = -1
  /// Whether that number has a minus before it.
  var leftIsNegative = false

  init(tape: consuming Sink, outer: [Frame] = [], depth: Int, limits: Limits) {
    self.tape = tape
    self.outer = outer
    self.depth = depth
    self.limits = limits
    frame = Frame(.document, node: -1, at: 0)
  }

  /// The emptied list of containers, for the next document.
  mutating func spareStack() -> [Frame] {
    var spare: [Frame] = []
    swap(&spare, &outer)
    // After an error some are left; those of a very deep document are not worth keeping.
    if !spare.isEmpty || spare.capacity > 1 << 12 { spare = [] }
    return spare
  }

  /// SERP-1: a document is one value, with blank lines and comments around it.
  mutating func parse(_ source: Span<UInt8>) throws(WireError) {
    try checkWhole(source)
    let start = try firstToken(source)
    var at = start
    repeat {
      while try beginValue(source, &at) {}
    } while try endValue(source, &at)
    guard frame.kind != .document, frame.node < 0 else { return }
    // A tuple without parentheses: known at the first comma. Read again, now with its node.
    startOver(at: start)
    at = start
    repeat {
      while try beginValue(source, &at) {}
    } while try endValue(source, &at)
  }

  /// SERP-2: the document is UTF-8 and within the limit of bytes.
  private func checkWhole(_ source: Span<UInt8>) throws(WireError) {
    guard source.count <= limits.bytes else {
      throw WireError(
        .limit, at: limits.bytes, reading: "document",
        "\(source.count) bytes, and the limit is \(limits.bytes)")
    }
    guard let bad = firstInvalidUTF8(source) else { return }
    if endsWithinCharacter(source, bad) {
      throw WireError(.truncated, at: source.count, reading: "document", "it ends within a character")
    }
    throw WireError(.syntax, at: bad, reading: "document", "these bytes are not UTF-8")
  }

  private mutating func startOver(at start: Int) {
    tape.truncate(to: 0)
    elements = 0
    depth -= 1
    outer.removeAll(keepingCapacity: true)
    frame = Frame(.documentTuple, node: tape.open(.tuple, at: start), at: start)
  }

  /// Reads the beginning of a value. True where it was the opening bracket of a container that is
  /// not empty, and so another value is to be read; false where the value is whole.
  @inline(__always)
  private mutating func beginValue(_ source: Span<UInt8>, _ at: inout Int) throws(WireError) -> Bool {
    guard at < source.count else { throw endOfInput(source) }
    valueStart = at
    isUnhashable = false
    leftNumber = -1
    let byte = source[at]
    if byte == Ascii.quote {
      try string(source, &at)
      return false
    }
    if Ascii.isDigit(byte) {
      try number(source, &at)
      return false
    }
    switch byte {
    case Ascii.doubleQuote: try string(source, &at)
    case Ascii.leftBracket: return try open(.list, .list, close: Ascii.rightBracket, source, &at)
    case Ascii.leftBrace: return try open(.brace, .dict, close: Ascii.rightBrace, source, &at)
    case Ascii.leftParenthesis: return try open(.paren, .tuple, close: Ascii.rightParenthesis, source, &at)
    case Ascii.minus, Ascii.plus: try signedNumber(source, &at)
    case Ascii.dot: try dot(source, &at)
    default: try name(source, &at)
    }
    return false
  }

  /// Reads what follows a whole value: commas, colons and closing brackets, up to where the next value
  /// begins (true) or the document ends (false).
  @inline(__always)
  private mutating func endValue(_ source: Span<UInt8>, _ at: inout Int) throws(WireError) -> Bool {
    while true {
      guard at < source.count else { return try endOfDocument(source, &at) }
      let byte = source[at]
      if byte == Ascii.comma {
        if try comma(source, &at) { return true }
      } else if byte == Ascii.colon {
        try colon(source, &at)
        return true
      } else if byte == Ascii.rightBrace || byte == Ascii.rightBracket || byte == Ascii.rightParenthesis {
        try close(source, at)
        at &+= 1
      } else if byte == Ascii.plus || byte == Ascii.minus {
        try sum(source, &at)
      } else if frame.isDocument, endsLine(byte) {
        return try endOfDocument(source, &at)
      } else {
        let before = at
        try skipBlanks(source, &at)
        guard at > before else { throw unexpectedAfterValue(source, at) }
      }
    }
  }
}

/// A container under way.
struct Frame {
  /// What it is, and which part of it is read.
  enum Kind: UInt8 {
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

  var kind: Kind
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

  init(_ kind: Kind, node: Int, at offset: Int) {
    self.kind = kind
    self.node = Int32(truncatingIfNeeded: node)
    self.offset = UInt32(truncatingIfNeeded: offset)
  }

  /// Whether this is the document itself, where a line's end ends the value.
  var isDocument: Bool { kind.rawValue <= Kind.documentEnd.rawValue }
}
