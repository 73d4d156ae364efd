import PythonValues
import WireCore

/// Reads one document: what `ast.literal_eval` of CPython 3.11 reads, and no more.
///
/// One state machine serves every reader: ``LiteralState`` reads what is common, and here is all else. It is
/// iterative: the containers under way are a list, so that depth costs memory in proportion to the input and
/// no stack. What it finds goes to `tape`.
///
/// The place in the source is handed on by value, so that it stays in a register, and what most tokens
/// do not need is kept out of their way: small documents are read in a few hundred instructions.
struct LiteralParser<Sink: LiteralSink & ~Copyable>: ~Copyable, Sendable {
  /// Where the values go.
  var tape: Sink
  /// Where it is in the containers, and what it knows of the value read last.
  var state = LiteralState()
  /// The containers around the innermost, the outermost first, and after them what is left of earlier ones. Kept
  /// from one document to the next.
  private var outer: [Frame] = []
  /// What each document is held to. Set by itself, since handing it over with a document would copy it twice.
  var limits: Limits
  /// What was found of the left side of a sum, where it is not what the source says at the value's start.
  var left = LeftOperand()

  init(tape: consuming Sink, limits: Limits = Limits()) {
    self.tape = tape
    self.limits = limits
  }

  /// SERP-1: a document is one value, with blank lines and comments around it.
  ///
  /// It begins anew with each document, and keeps the storage of its list of containers.
  mutating func parse(_ source: Span<UInt8>, depth levels: Int) throws(WireError) {
    defer { trim() }
    try checkDocument(source, limits)
    let start = try firstToken(source)
    state.depth = levels
    begin(Frame(.document, close: Frame.noBracket, node: -1, at: 0))
    try values(source, from: start)
    guard state.top.kind != .document, state.top.node < 0 else { return }
    // A tuple without parentheses: known at the first comma. Read again, now with its node.
    tape.startOver()
    state.depth = levels - 1
    begin(Frame(.documentTuple, close: Frame.noBracket, node: tape.open(.tuple, at: start), at: start))
    try values(source, from: start)
  }

  @inline(__always)
  private mutating func begin(_ document: Frame) {
    (state.room, state.digits) = (limits.count, limits.digits)
    (state.unhashableStart, left.owner) = (-1, -1)
    (state.top, state.around) = (document, 0)
  }

  /// Reads the document's value, and what it holds, to the document's end: values, and after each that is
  /// whole a comma or a colon, before another value, or the container's closing bracket.
  ///
  /// Most of them are read by ``state``; here is what it leaves.
  private mutating func values(_ source: Span<UInt8>, from start: Int) throws(WireError) {
    var place = Place(before: start)
    while true {
      if place.isBeforeValue { place = try Self.readOn(source, place.at, &state, &outer, &tape) }
      if place.isBeforeValue { place = try beginValue(source, place.at) }
      if place.isBeforeValue { continue }
      let at = place.at
      guard at < source.count else { return try endOfDocument(source) }
      let byte = source[at]
      if byte == Ascii.comma {
        try comma(source, at)
        place = Place(before: at &+ 1)
      } else if byte == Ascii.colon {
        try colon(source, at)
        place = Place(before: at &+ 1)
      } else if byte == state.top.close {
        try close(source, at)
        place = Place(after: at &+ 1)
      } else {
        place = Place(after: try afterValue(source, at))
      }
    }
  }

  /// Reads the beginning of a value: all of it, or the opening bracket of a container.
  private mutating func beginValue(_ source: Span<UInt8>, _ at: Int) throws(WireError) -> Place {
    guard at < source.count else { return try beforeValue(source, at) }
    let byte = source[at]
    state.valueStart = at
    if Ascii.isDigit(byte) { return Place(after: try longNumber(source, digits: at, from: at)) }
    if byte == Ascii.minus { return Place(after: try longNumber(source, digits: at &+ 1, from: at)) }
    if let bracket = Bracket(opening: byte) {
      if at < source.count - 1, source[at &+ 1] == bracket.close {
        return Place(after: try empty(bracket, source, at))
      }
      return Place(before: try open(bracket, at))
    }
    if Ascii.isCapital(byte), let end = constant(source, at) { return Place(after: end) }
    return try beforeValue(source, at)
  }

  /// What begins a value, but seldom.
  @inline(never)
  private mutating func rareValue(_ source: Span<UInt8>, _ start: Int) throws(WireError) -> Int {
    var at = start
    switch source[at] {
    case Ascii.quote, Ascii.doubleQuote: try anyString(source, &at)
    case Ascii.plus: return try longNumber(source, digits: start + 1, from: start)
    case Ascii.dot: try dot(source, &at)
    default: try name(source, &at)
    }
    return at
  }

  /// What may stand where a value is expected: blanks, the closing bracket of an empty container, the
  /// closing bracket or the end after a last comma; or one of the rarer values.
  @inline(never)
  private mutating func beforeValue(_ source: Span<UInt8>, _ start: Int) throws(WireError) -> Place {
    var at = start
    try skipBlanks(source, &at)
    guard at < source.count, !state.top.isDocument || !endsLine(source[at]) else {
      // SERP-45: a comma may follow the last element, also of a tuple without parentheses.
      guard state.top.kind == .documentTuple else { throw endOfInput(source) }
      state.top.kind = .documentEnd
      return Place(after: at)
    }
    if at > start { return Place(before: at) }
    if Ascii.isClosing(source[at]), let next = try closeBeforeValue(source, at) { return Place(after: next) }
    return Place(after: try rareValue(source, at))
  }

  /// What may follow a value, but seldom: blanks, the right side of a sum, the line's end, after which
  /// nothing is left.
  @inline(never)
  private mutating func afterValue(_ source: Span<UInt8>, _ start: Int) throws(WireError) -> Int {
    var at = start
    let byte = source[at]
    if byte == Ascii.plus || byte == Ascii.minus {
      try sum(source, &at)
      return at
    }
    if Ascii.isClosing(byte) { throw try mismatch(source, at) }
    if state.top.isDocument, endsLine(byte) {
      try skipLastLines(source, at)
      return source.count
    }
    try skipBlanks(source, &at)
    guard at > start else { throw unexpectedAfterValue(source, at) }
    return at
  }
}

// The containers under way.
extension LiteralParser where Sink: ~Copyable {
  /// Reads what is common, from a value on.
  @inline(__always)
  private static func readOn(
    _ source: Span<UInt8>, _ at: Int, _ state: inout LiteralState, _ outer: inout [Frame],
    _ tape: inout Sink
  ) throws(WireError) -> Place {
    var frames = outer.mutableSpan
    return try tape.read(source, at, &state, &frames)
  }

  /// Makes a container the innermost.
  @inline(__always)
  mutating func push(_ frame: Frame) {
    if state.around == outer.count {
      // More than one: the state makes no room for itself.
      outer.append(contentsOf: repeatElement(frame, count: max(16, outer.count)))
    }
    outer[state.around] = state.top
    state.around &+= 1
    state.top = frame
  }

  /// Goes back to the container around the innermost; the document stays.
  mutating func pop() {
    guard state.around > 0 else { return }
    state.around &-= 1
    state.top = outer[state.around]
  }

  /// Lets go of a very deep document's storage.
  @inline(__always)
  private mutating func trim() {
    if outer.count > 1 << 12 { outer = [] }
  }
}

extension LiteralParser: Copyable where Sink: Copyable {}

/// Where the parser is, and what is to be read there.
struct Place {
  let at: Int
  /// Whether a value is to be read, or what follows one.
  let isBeforeValue: Bool

  @inline(__always)
  init(after at: Int) { (self.at, isBeforeValue) = (at, false) }

  @inline(__always)
  init(before at: Int) { (self.at, isBeforeValue) = (at, true) }
}

/// SERP-2: the document is UTF-8 and within the limit of bytes.
@inline(__always)
private func checkDocument(_ source: Span<UInt8>, _ limits: Limits) throws(WireError) {
  if source.count <= limits.bytes, isUTF8(source) { return }
  if let fault = documentFault(source, limits) { throw fault }
}

/// What is wrong with a document that is not.
@inline(never)
private func documentFault(_ source: Span<UInt8>, _ limits: Limits) -> WireError? {
  guard source.count <= limits.bytes else {
    return WireError(
      .limit, at: limits.bytes, reading: "document",
      "\(source.count) bytes, and the limit is \(limits.bytes)")
  }
  guard let bad = firstInvalidUTF8(source) else { return nil }
  if endsWithinCharacter(source, bad) {
    return WireError(.truncated, at: source.count, reading: "document", "it ends within a character")
  }
  return WireError(.syntax, at: bad, reading: "document", "these bytes are not UTF-8")
}
