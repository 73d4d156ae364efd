import WireCore

/// What begins a container of another form than `()` and the tuples of one to four.
struct BrineHead {
  var container: BrineContainer
  var count: Int
  /// Where the first element begins.
  var end: Int

  /// Reads what stands behind the tag, at `at`.
  @inline(never)
  init(_ tag: UInt8, _ input: Span<UInt8>, _ at: Int) throws(WireError) {
    switch tag {
    case BrineTag.slice: try self.init(wrapped: .slice, input, at)
    case BrineTag.frozenset: try self.init(wrapped: .frozenset, input, at)
    default: try self.init(tuple: tag, input, at)
    }
  }

  /// BRINE-11: how many elements a tuple announces.
  private init(tuple tag: UInt8, _ input: Span<UInt8>, _ at: Int) throws(WireError) {
    container = .tuple
    switch tag {
    case BrineTag.emptyTuple: (count, end) = (0, at)
    case BrineTag.tupleL1: (count, end) = (try BrineFault.length(1, input, at, "a tuple's count"), at + 1)
    case BrineTag.tupleL4: (count, end) = (try BrineFault.length(4, input, at, "a tuple's count"), at + 4)
    default: (count, end) = (Int(tag - BrineTag.tuple1) + 1, at)
    }
  }

  /// BRINE-12, BRINE-13: the tuple within a slice or a frozenset; nothing but a tuple will do.
  private init(wrapped container: BrineContainer, _ input: Span<UInt8>, _ at: Int) throws(WireError) {
    guard at < input.count else { throw BrineFault.truncated(input, "the tuple of a slice or frozenset") }
    let tag = input[at]
    guard tag == BrineTag.emptyTuple || BrineTag.tuple1...BrineTag.tupleL4 ~= tag else {
      throw WireError(
        .syntax, at: at, reading: "a \(container)", "it is made of something other than a tuple")
    }
    try self.init(tuple: tag, input, at + 1)
    self.container = container
    guard container == .frozenset || count == 3 else {
      throw WireError(.syntax, at: at, reading: "a slice", "it is made of \(count) values, not 3")
    }
  }
}

extension BrineHead {
  /// The count of a tuple whose tag stands at `at`, and where its first element begins; `nil` where it has more than
  /// 255 elements, or something else stands there.
  @inline(__always)
  static func short(_ input: Span<UInt8>, _ at: Int) -> (count: Int, end: Int)? {
    guard at < input.count else { return nil }
    let tag = input[at]
    if tag &- BrineTag.tuple1 < 4 { return (Int(tag &- BrineTag.tuple1) &+ 1, at &+ 1) }
    if tag == BrineTag.emptyTuple { return (0, at &+ 1) }
    guard tag == BrineTag.tupleL1, at &+ 1 < input.count else { return nil }
    return (Int(input[at &+ 1]), at &+ 2)
  }
}

/// Steps over bytes that must be there. BRINE-14.
enum BrineFault {
  /// A length of one or four bytes, most significant first.
  @inline(__always)
  static func length(
    _ size: Int, _ input: Span<UInt8>, _ at: Int, _ what: StaticString
  ) throws(WireError) -> Int {
    guard size <= input.count &- at else { throw tooFew(size, input, at, what) }
    if size == 1 { return Int(input[at]) }
    return Int(input[at]) << 24 | Int(input[at &+ 1]) << 16 | Int(input[at &+ 2]) << 8 | Int(input[at &+ 3])
  }

  /// The place of `count` bytes, all of which must be there.
  @inline(__always)
  static func take(
    _ count: Int, _ input: Span<UInt8>, _ at: Int, _ what: StaticString
  ) throws(WireError) -> Range<Int> {
    guard count <= input.count &- at else { throw tooFew(count, input, at, what) }
    return at..<at &+ count
  }

  @inline(never)
  static func tooFew(_ count: Int, _ input: Span<UInt8>, _ at: Int, _ what: StaticString) -> WireError {
    WireError(
      .truncated, at: input.count, reading: "\(what)", "\(count) bytes wanted, \(input.count - at) left")
  }

  @inline(never)
  static func truncated(_ input: Span<UInt8>, _ what: StaticString) -> WireError {
    WireError(.truncated, at: input.count, reading: "\(what)", "nothing is left")
  }
}
