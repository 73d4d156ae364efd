import WireCore

// Brackets, commas and colons.
extension LiteralParser {
  /// The flag of a container that holds no containers.
  var flatness: TapeNode.Flags { frame.hasContainers ? [] : .flat }

  /// SERP-40 to SERP-44: an opening bracket. True where a value must follow; false where the container is
  /// empty and closed.
  @inline(__always)
  mutating func open(
    _ kind: Frame.Kind, _ node: TapeNode.Kind, close: UInt8, _ source: Span<UInt8>, _ at: inout Int
  ) throws(WireError) -> Bool {
    guard outer.count < depth else { throw tooDeep(at) }
    frame.hasContainers = true
    let start = at
    let index = tape.open(node, at: start)
    if outer.capacity == 0 { outer.reserveCapacity(16) }
    outer.append(frame)
    frame = Frame(kind, node: index, at: start)
    at += 1
    try skipBlanks(source, &at)
    guard at < source.count, source[at] == close else { return true }
    at += 1
    tape.close(index, as: node, count: 0, flags: .flat)
    isUnhashable = kind != .paren
    pop()
    return false
  }

  @inline(__always)
  mutating func pop() {
    valueStart = Int(frame.offset)
    if let parent = outer.popLast() { frame = parent }
  }

  func tooDeep(_ at: Int) -> WireError {
    WireError(.limit, at: at, reading: "nested value", "nested deeper than \(depth) levels")
  }

  /// Counts the value read last as an element of the frame.
  @inline(__always)
  mutating func countElement() throws(WireError) {
    frame.count &+= 1
    elements &+= 1
    guard elements <= limits.count else {
      throw WireError(
        .limit, at: valueStart, reading: "element", "more than \(limits.count) elements in the document")
    }
  }

  /// A comma after a value. True where another value follows; false where the container is
  /// closed, or the document ends.
  @inline(__always)
  mutating func comma(_ source: Span<UInt8>, _ at: inout Int) throws(WireError) -> Bool {
    if frame.kind == .value {
      frame.kind = .key
      try countElement()
    } else {
      try endElement(source, at)
      if frame.kind != .list { frame.kind = frame.kind.afterComma }
    }
    at &+= 1
    try skipBlanks(source, &at)
    guard at < source.count else {
      if frame.isDocument { frame.kind = .documentEnd }
      return false
    }
    switch source[at] {
    case Ascii.rightBracket, Ascii.rightBrace, Ascii.rightParenthesis:
      // SERP-45: a comma may follow the last element.
      if frame.kind == .key { frame.kind = .value }
      try closeAfterComma(source, at)
      at += 1
      return false
    case Ascii.newline, Ascii.carriageReturn, Ascii.hash:
      frame.kind = .documentEnd
      return false
    default: return true
    }
  }

  /// Takes the value read last into the container.
  @inline(__always)
  private mutating func endElement(_ source: Span<UInt8>, _ at: Int) throws(WireError) {
    switch frame.kind {
    case .list, .value: break
    case .document, .documentTuple, .documentEnd: break
    case .paren, .tuple: if isUnhashable { frame.isUnhashable = true }
    case .brace, .set: try requireHashable("element of a set")
    case .key: throw WireError(.syntax, at: at, reading: "dict", "':' expected after the key")
    }
    try countElement()
  }

  /// SERP-46: keys of a dict and elements of a set are hashable: no list, dict or set, and no tuple that
  /// holds one.
  @inline(__always)
  private func requireHashable(_ what: String) throws(WireError) {
    guard isUnhashable else { return }
    throw WireError(
      .syntax, at: valueStart, reading: what,
      "a list, dict or set, or a tuple that holds one, cannot be hashed")
  }

  /// A colon after a key.
  @inline(__always)
  mutating func colon(_ source: Span<UInt8>, _ at: inout Int) throws(WireError) {
    guard frame.kind == .key || frame.kind == .brace && frame.count == 0 else {
      throw unexpectedAfterValue(source, at)
    }
    try requireHashable("key of a dict")
    frame.kind = .value
    at += 1
    try skipBlanks(source, &at)
  }

  /// A closing bracket after a value.
  @inline(__always)
  mutating func close(_ source: Span<UInt8>, _ at: Int) throws(WireError) {
    if frame.kind == .paren, source[at] == Ascii.rightParenthesis {
      // SERP-47: parentheses around one value, without a comma, are no tuple.
      tape.unwrap(Int(frame.node))
      pop()
      return
    }
    try endElement(source, at)
    try closeAfterComma(source, at)
  }

  @inline(__always)
  private mutating func closeAfterComma(_ source: Span<UInt8>, _ at: Int) throws(WireError) {
    let node: TapeNode.Kind
    switch (frame.kind, source[at]) {
    case (.list, Ascii.rightBracket): node = .list
    case (.value, Ascii.rightBrace): node = .dict
    case (.tuple, Ascii.rightParenthesis): node = .tuple
    case (.brace, Ascii.rightBrace), (.set, Ascii.rightBrace): node = .set
    default: throw unexpectedAfterValue(source, at)
    }
    tape.close(Int(frame.node), as: node, count: Int(frame.count), flags: flatness)
    try tape.fold(Int(frame.node), source)
    isUnhashable = node != .tuple || frame.isUnhashable
    leftNumber = -1
    pop()
  }
}
