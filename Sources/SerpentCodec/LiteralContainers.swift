import WireCore

/// What an opening bracket begins.
struct Bracket {
  let kind: Frame.Kind
  let node: TapeNode.Kind
  let close: UInt8

  /// `nil` of other bytes.
  @inline(__always)
  init?(opening byte: UInt8) {
    switch byte {
    case Ascii.leftBracket: (kind, node, close) = (.list, .list, Ascii.rightBracket)
    case Ascii.leftParenthesis: (kind, node, close) = (.paren, .tuple, Ascii.rightParenthesis)
    case Ascii.leftBrace: (kind, node, close) = (.brace, .dict, Ascii.rightBrace)
    default: return nil
    }
  }
}

// Brackets, commas and colons.
extension LiteralParser where Sink: ~Copyable {
  /// SERP-40 to SERP-44: an opening bracket. Returns where the first element is to be read.
  @inline(__always)
  mutating func open(_ bracket: Bracket, _ at: Int) throws(WireError) -> Int {
    guard state.around < state.depth else { throw tooDeep(at) }
    state.top.setContainers()
    let node = tape.open(bracket.node, at: at)
    push(Frame(bracket.kind, close: bracket.close, node: node, at: at))
    return at &+ 1
  }

  /// SERP-40 to SERP-44: an opening bracket with the closing one right behind it. Returns the place after both.
  @inline(never)
  mutating func empty(_ bracket: Bracket, _ source: Span<UInt8>, _ at: Int) throws(WireError) -> Int {
    guard state.around < state.depth else { throw tooDeep(at) }
    state.top.setContainers()
    let node = tape.open(bracket.node, at: at)
    try tape.close(TapeNode(bracket.node, .flat, at: at), node, source)
    if bracket.node != .tuple { state.unhashableStart = at }
    return at + 2
  }

  /// Counts the value read last as an element of the container.
  @inline(__always)
  mutating func countElement() throws(WireError) {
    state.top.countElement()
    state.room &-= 1
    guard state.room >= 0 else { throw tooManyElements() }
  }

  /// A comma after a value.
  @inline(__always)
  mutating func comma(_ source: Span<UInt8>, _ at: Int) throws(WireError) {
    if state.top.kind == .value {
      state.top.kind = .key
    } else if state.top.kind != .list {
      try takeElement(at)
      state.top.kind = state.top.kind.afterComma
    }
    try countElement()
  }

  /// Sees to what the container asks of the value read last.
  @inline(__always)
  private mutating func takeElement(_ at: Int) throws(WireError) {
    switch state.top.kind {
    case .paren, .tuple: if state.unhashableStart == state.valueStart { state.top.setUnhashable() }
    case .brace, .set: try requireHashable("element of a set")
    case .key: throw missingColon(at)
    default: break
    }
  }

  /// SERP-46: keys of a dict and elements of a set are hashable: no list, dict or set, and no tuple that
  /// holds one.
  @inline(__always)
  private func requireHashable(_ what: StaticString) throws(WireError) {
    guard state.unhashableStart == state.valueStart else { return }
    throw unhashable(what)
  }

  /// A colon after a key.
  @inline(__always)
  mutating func colon(_ source: Span<UInt8>, _ at: Int) throws(WireError) {
    guard state.top.kind == .key || state.top.kind == .brace && state.top.count == 0 else {
      throw unexpectedAfterValue(source, at)
    }
    try requireHashable("key of a dict")
    tape.tookOtherKey()
    state.top.kind = .value
  }

  /// The container's closing bracket after a value.
  @inline(__always)
  mutating func close(_ source: Span<UInt8>, _ at: Int) throws(WireError) {
    if state.top.kind == .paren { return ungroup(source) }
    try takeElement(at)
    try countElement()
    try closeContainer(source)
  }

  /// SERP-47: parentheses around one value, without a comma, are no tuple.
  @inline(never)
  private mutating func ungroup(_ source: Span<UInt8>) {
    tape.unwrap(Int(state.top.node))
    let start = Int(state.top.offset)
    if state.unhashableStart == state.valueStart { state.unhashableStart = start }
    left = leftOperand(source)
    left.owner = start
    pop()
    state.valueStart = start
  }

  /// Ends the container, whose elements are all taken.
  @inline(__always)
  private mutating func closeContainer(_ source: Span<UInt8>) throws(WireError) {
    let node: TapeNode.Kind
    switch state.top.kind {
    case .list: node = .list
    case .value: node = .dict
    case .brace, .set: node = .set
    default: node = .tuple
    }
    try tape.close(closed(node), Int(state.top.node), source)
    leave(isUnhashable: node != .tuple || state.top.isUnhashable)
  }

  /// The container as a node, of which only the end is not known here.
  @inline(__always)
  func closed(_ kind: TapeNode.Kind) -> TapeNode {
    TapeNode(
      kind, state.top.hasContainers ? [] : .flat, at: Int(state.top.offset), low: 0,
      high: Int(state.top.count))
  }

  @inline(__always)
  private mutating func leave(isUnhashable: Bool) {
    state.valueStart = Int(state.top.offset)
    if isUnhashable { state.unhashableStart = state.valueStart }
    pop()
  }

  /// A closing bracket where a value may begin: the container is empty, or ends with a comma. Returns the
  /// place after it; `nil` where no bracket may stand here.
  mutating func closeBeforeValue(_ source: Span<UInt8>, _ at: Int) throws(WireError) -> Int? {
    let kind = state.top.kind
    if source[at] == state.top.close, kind == .list || kind == .brace || kind == .paren,
      state.top.count == 0
    {
      let node: TapeNode.Kind = kind == .list ? .list : kind == .brace ? .dict : .tuple
      try tape.close(closed(node), Int(state.top.node), source)
      leave(isUnhashable: kind != .paren)
      return at + 1
    }
    // SERP-45: a comma may follow the last element.
    guard state.top.count > 0, kind != .value else { return nil }
    if kind == .key { state.top.kind = .value }
    guard source[at] == state.top.close else { throw unexpectedAfterValue(source, at) }
    try closeContainer(source)
    return at + 1
  }

  /// What is wrong with a closing bracket after a value, which is not the container's.
  mutating func mismatch(_ source: Span<UInt8>, _ at: Int) throws(WireError) -> WireError {
    try takeElement(at)
    try countElement()
    return unexpectedAfterValue(source, at)
  }
}
