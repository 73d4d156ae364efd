import WireCore

/// Where a parser is in the containers, and what it knows of the value read last.
///
/// It reads what most documents are made of, for as long as it goes on: scalars in their common forms, lists,
/// tuples and dicts, with no more than spaces before the values. It ends before the first token that is another, or
/// that may be at fault, and ``LiteralParser`` goes on from there: nothing is refused here.
struct LiteralState: Sendable {
  /// The innermost container under way.
  var top = Frame(.document, close: Frame.noBracket, node: -1, at: 0)
  /// How many are around it.
  var around = 0
  /// Levels of brackets allowed.
  var depth = 0
  /// Digits allowed in an integer.
  var digits = 0
  /// Elements that may still come, in all containers.
  var room = 0
  /// Where the value read last begins.
  var valueStart = 0
  /// Where the value that cannot be hashed begins which was read last: if it is the value read last, that cannot
  /// be a key or an element of a set.
  var unhashableStart = -1

  /// Reads on, from a value to the first token that is not one of these.
  ///
  /// - Parameters:
  ///   - frames: room for the containers around the innermost, which stand in the first places.
  ///   - base: the index of the node that the output's first is.
  @inline(__always)
  mutating func read<Output: LiteralOutput & ~Copyable & ~Escapable>(
    _ source: Span<UInt8>, _ start: Int, _ frames: inout MutableSpan<Frame>, base: Int,
    into output: inout Output
  ) throws(WireError) -> Place {
    var place = Place(before: start)
    while true {
      place = try readValues(source, place.at, &frames, base, &output)
      guard place.isBeforeValue, takesBackComma(source, place.at) else { return place }
      place = try leave(source, place.at, &frames, base, &output)
      guard place.isBeforeValue else { return place }
    }
  }

  /// The same, but it ends at a closing bracket behind a comma.
  @inline(__always)
  private mutating func readValues<Output: LiteralOutput & ~Copyable & ~Escapable>(
    _ source: Span<UInt8>, _ start: Int, _ frames: inout MutableSpan<Frame>, _ base: Int,
    _ output: inout Output
  ) throws(WireError) -> Place {
    var place = Place(before: start)
    while place.at < source.count, output.hasRoom {
      let at = place.at
      let byte = source[at]
      if let bracket = Bracket(opening: byte) {
        guard around < depth, around < frames.count else { return place }
        guard at &+ 1 < source.count, source[at &+ 1] == bracket.close else {
          open(bracket, at, node: base &+ output.open(bracket.node, at: at), &frames)
          place = Place(before: at &+ 1)
          continue
        }
        empty(bracket, at, base, &output)
        place = Place(after: at &+ 2)
      } else if Output.knowsKeys, let end = knownKey(source, at, byte, &output) {
        place = Place(before: end)
        continue
      } else if byte == Ascii.space, !top.isDocument {
        place = Place(before: at &+ 1)
        continue
      } else if top.kind == .list || top.kind == .tuple, Ascii.isDigit(byte) || byte == Ascii.minus,
        let next = numbers(source, at, &output)
      {
        place = next
        if next.isBeforeValue { continue }
      } else {
        // Not a function of its own: the compiler would not inline it, which takes a third longer.
        let scalar: Scalar? =
          if byte == Ascii.quote || byte == Ascii.doubleQuote {
            LiteralState.string(source, at, byte)
          } else if Ascii.isDigit(byte) || byte == Ascii.minus {
            number(source, at, isWanted: Output.keepsValues)
          } else {
            LiteralState.constant(source, at, byte)
          }
        guard let scalar, let next = take(at, scalar.end, source, &output) else { return place }
        output.append(scalar.node, source)
        place = next
        if next.isBeforeValue { continue }
      }
      place = try leave(source, place.at, &frames, base, &output)
      guard place.isBeforeValue else { return place }
    }
    return place
  }

  // MARK: Scalars

  /// A value that holds no others, and its end.
  private struct Scalar {
    let node: TapeNode
    let end: Int
  }

  @inline(__always)
  private static func constant(_ source: Span<UInt8>, _ at: Int, _ byte: UInt8) -> Scalar? {
    guard Ascii.isCapital(byte), let (node, end) = constantNode(source, at) else { return nil }
    return Scalar(node: node, end: end)
  }

  /// SERP-50: a string without a prefix, on one line, without escapes.
  @inline(__always)
  private static func string(_ source: Span<UInt8>, _ at: Int, _ quote: UInt8) -> Scalar? {
    var end = at &+ 1
    skipPlainRun(source, &end, quote: quote)
    guard end < source.count, source[end] == quote else { return nil }
    return Scalar(node: TapeNode(.string, at: at, low: at &+ 1, high: end &- at &- 1), end: end &+ 1)
  }

  /// Numbers of a list or tuple, as many as are of the commonest forms. Returns the place behind; `nil` where the
  /// first is another.
  @inline(__always)
  private mutating func numbers<Output: LiteralOutput & ~Copyable & ~Escapable>(
    _ source: Span<UInt8>, _ start: Int, _ output: inout Output
  ) -> Place? {
    let gap = start > 0 && source[start &- 1] == Ascii.space ? 1 : 0
    let run = NumberRun(
      source, from: start, gap: gap, close: top.close, most: room, digits: digits, into: &output)
    guard run.count > 0 else { return nil }
    guard run.isWhole else {
      top.takeElements(run.count)
      room &-= run.count
      return Place(before: run.end)
    }
    top.takeElements(run.count &- 1)
    room &-= run.count &- 1
    valueStart = run.end
    return Place(after: run.end)
  }

  /// A number of the common forms.
  @inline(__always)
  private func number(_ source: Span<UInt8>, _ at: Int, isWanted: Bool) -> Scalar? {
    guard let word = loadWordOrLess(source, at: at), let head = NumberHead(word) else { return nil }
    guard !head.isLong, head.next != Ascii.dot else {
      return LiteralState.longNumber(head, source, at, mostDigits: digits, isWanted: isWanted)
    }
    let number = head.shortInteger(at)
    return Scalar(node: number.node, end: number.end)
  }

  /// One that is not an integer of up to seven digits.
  @inline(never)
  private static func longNumber(
    _ head: NumberHead, _ source: Span<UInt8>, _ at: Int, mostDigits: Int, isWanted: Bool
  ) -> Scalar? {
    head.number(source, at, mostDigits: mostDigits, isWanted: isWanted).map {
      Scalar(node: $0.node, end: $0.end)
    }
  }

  /// Takes the scalar from `start` to `end`, and the comma or colon after it. Returns the place behind; `nil`,
  /// with nothing taken, where another byte follows or the container does not allow it.
  @inline(__always)
  private mutating func take<Output: LiteralOutput & ~Copyable & ~Escapable>(
    _ start: Int, _ end: Int, _ source: Span<UInt8>, _ output: inout Output
  ) -> Place? {
    guard end < source.count else { return nil }
    let next = source[end]
    // Where the value begins is asked for only while it is the value read last.
    if next == Ascii.comma {
      guard room > 0, top.kind.takesComma else { return nil }
      top.takeComma()
      room &-= 1
    } else if next == Ascii.colon {
      guard top.kind == .key || top.kind == .brace else { return nil }
      output.tookOtherKey()
      top.kind = .value
    } else {
      guard next == top.close, top.kind.closes else { return nil }
      valueStart = start
      return Place(after: end)
    }
    return Place(before: end &+ 1)
  }

  /// A key that the output knows, with the colon after it.
  @inline(__always)
  private mutating func knownKey<Output: LiteralOutput & ~Copyable & ~Escapable>(
    _ source: Span<UInt8>, _ at: Int, _ byte: UInt8, _ output: inout Output
  ) -> Int? {
    guard byte == Ascii.quote, top.kind == .key || top.kind == .brace, let end = output.key(source, at) else {
      return nil
    }
    top.kind = .value
    return end
  }

  // MARK: Containers

  /// SERP-40 to SERP-44: an opening bracket.
  @inline(__always)
  private mutating func open(_ bracket: Bracket, _ at: Int, node: Int, _ frames: inout MutableSpan<Frame>) {
    top.setContainers()
    frames[around] = top
    around &+= 1
    top = Frame(bracket.kind, close: bracket.close, node: node, at: at)
  }

  /// An empty list, tuple or dict.
  @inline(__always)
  private mutating func empty<Output: LiteralOutput & ~Copyable & ~Escapable>(
    _ bracket: Bracket, _ at: Int, _ base: Int, _ output: inout Output
  ) {
    top.setContainers()
    output.appendEmpty(bracket.node, at: at, base: base)
    if bracket.node != .tuple { unhashableStart = at }
    valueStart = at
  }

  /// SERP-45: a comma may follow the last element of a list or tuple. Where its closing bracket stands at `at`, it is
  /// then as if that element had not been counted yet.
  @inline(__always)
  private mutating func takesBackComma(_ source: Span<UInt8>, _ at: Int) -> Bool {
    guard at < source.count, source[at] == top.close, top.count > 0,
      top.kind == .tuple || top.kind == .list
    else { return false }
    top.takeBackElement()
    room &+= 1
    // Whether that element can be hashed was noted at the comma.
    valueStart = at
    return true
  }

  /// Ends the containers that end at `end`, behind a value, and takes the comma after them.
  @inline(__always)
  private mutating func leave<Output: LiteralOutput & ~Copyable & ~Escapable>(
    _ source: Span<UInt8>, _ end: Int, _ frames: inout MutableSpan<Frame>, _ base: Int, _ output: inout Output
  ) throws(WireError) -> Place {
    var at = end
    while at < source.count {
      let byte = source[at]
      if byte == Ascii.comma { return takeComma() ? Place(before: at &+ 1) : Place(after: at) }
      guard byte == top.close, try close(source, &frames, base, &output) else { break }
      at &+= 1
    }
    return Place(after: at)
  }

  /// Takes the container before a comma; `false` where that is not allowed.
  @inline(__always)
  private mutating func takeComma() -> Bool {
    guard room > 0, top.kind.takesComma else { return false }
    if unhashableStart == valueStart {
      guard top.kind != .brace, top.kind != .set else { return false }
      top.setUnhashable()
    }
    top.takeComma()
    room &-= 1
    return true
  }

  /// Ends a list, a tuple or a dict; `false` where its bracket closes something else.
  @inline(__always)
  private mutating func close<Output: LiteralOutput & ~Copyable & ~Escapable>(
    _ source: Span<UInt8>, _ frames: inout MutableSpan<Frame>, _ base: Int, _ output: inout Output
  ) throws(WireError) -> Bool {
    let index = Int(top.node) &- base
    guard room > 0, around > 0, index >= 0, top.kind.closes else { return false }
    let kind = top.kind.closed
    let isUnhashable = kind != .tuple || top.isUnhashable || unhashableStart == valueStart
    room &-= 1
    valueStart = Int(top.offset)
    if isUnhashable { unhashableStart = valueStart }
    try output.close(
      TapeNode(kind, top.hasContainers ? [] : .flat, at: valueStart, low: 0, high: Int(top.count &+ 1)),
      index,
      base: base, source)
    around &-= 1
    top = frames[around]
    return true
  }
}
