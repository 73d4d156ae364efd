import PythonValues
import WireCore

/// Reads one brine value from front to back, without recursion, and tells a sink what it meets.
///
/// The parser owns no bytes: each step is lent them. What changes with every value (the place, and how many
/// values are still to come) stands in variables of the loop, which are kept in registers.
struct BrineParser<Sink: BrineSink> {
  /// Where the values go.
  var sink: Sink
  let limits: Limits
  let dialect: BrineDialect
  /// The containers under way.
  private(set) var frames: BrineFrames
  /// Elements still to come in the containers around the innermost. BRINE-15: with those of the innermost
  /// they never exceed the bytes left, since an element takes one byte at least; so nothing is ever
  /// reserved for what cannot come.
  private var owedAround = 0
  /// Elements announced so far.
  private var elements = 0
  /// Frozensets under way.
  private var openFrozensets = 0
  private let checksFrozensets: Bool

  init(
    _ sink: consuming Sink, frames: consuming BrineFrames = BrineFrames(), limits: Limits,
    dialect: BrineDialect,
    checksFrozensets: Bool = true
  ) {
    self.sink = sink
    self.frames = frames
    self.limits = limits
    self.dialect = dialect
    self.checksFrozensets = checksFrozensets
  }

  /// BRINE-1: a document is one value and nothing behind it.
  mutating func parse(_ input: Span<UInt8>) throws(WireError) {
    guard input.count <= limits.bytes else {
      throw WireError(.limit, at: limits.bytes, reading: "brine", "more than \(limits.bytes) bytes")
    }
    let end = try parseValue(input)
    guard end == input.count else {
      throw WireError(.trailing, at: end, reading: "brine", "\(input.count - end) bytes after the value")
    }
  }

  /// Reads one value, and returns where it ends.
  private mutating func parseValue(_ input: Span<UInt8>) throws(WireError) -> Int {
    var at = 0
    var pending = 1
    while true {
      guard at < input.count else { throw BrineFault.truncated(input, "a value") }
      let tag = input[at]
      at &+= 1
      pending &-= 1
      // BRINE-3
      if tag >= BrineTag.lowestImmediate {
        guard tag <= BrineTag.highestImmediate else { throw unknown(tag, at: at &- 1) }
        sink.integer(Int64(tag) &- Int64(BrineTag.immediateZero), start: at &- 1)
      } else {
        try parseTagged(tag, input, &at, &pending)
      }
      while pending == 0 {
        guard frames.count > 0 else { return at }
        pending = try close(input, at)
      }
    }
  }

  /// BRINE-2: what a tag below the integers begins.
  @inline(__always)
  private mutating func parseTagged(
    _ tag: UInt8, _ input: Span<UInt8>, _ at: inout Int, _ pending: inout Int
  ) throws(WireError) {
    let start = at &- 1
    switch tag {
    case BrineTag.text:
      let range = try BrineText.range(input, at)
      sink.text(input, at: range, start: start)
      at = range.upperBound
    case BrineTag.emptyTuple:
      try open(.tuple, count: 0, input, at, start: start, &pending)
    case BrineTag.tuple1...BrineTag.tuple4:
      try open(.tuple, count: Int(tag &- BrineTag.tuple1) &+ 1, input, at, start: start, &pending)
    case BrineTag.float:
      sink.float(try BrineNumber.bits(input, at, "a float"), start: start)
      at &+= 8
    case BrineTag.integerL1:
      at = try parseInteger(tag, input, at, start: start)
    case BrineTag.none, BrineTag.isTrue, BrineTag.isFalse, BrineTag.notImplemented, BrineTag.ellipsis:
      sink.constant(tag, start: start)
    case BrineTag.tupleL1, BrineTag.tupleL4, BrineTag.slice, BrineTag.frozenset:
      let head = try BrineHead(tag, input, at)
      at = head.end
      try open(head.container, count: head.count, input, at, start: start, &pending)
    default:
      at = try parseRare(tag, input, at, start: start)
    }
  }

  /// Reads what is met seldom, and returns where it ends.
  @inline(never)
  private mutating func parseRare(
    _ tag: UInt8, _ input: Span<UInt8>, _ at: Int, start: Int
  ) throws(WireError) -> Int {
    switch tag {
    case BrineTag.emptyBytes, BrineTag.bytes1...BrineTag.bytesL4:
      let range = try BrineText.bytes(tag, input, at)
      sink.bytes(input, at: range, start: start)
      return range.upperBound
    case BrineTag.integerL4:
      return try parseInteger(tag, input, at, start: start)
    case BrineTag.complex:
      let real = try BrineNumber.bits(input, at, "a complex number")
      let imaginary = try BrineNumber.bits(input, at + 8, "a complex number")
      sink.complex(
        PythonComplex(real: Double(bitPattern: real), imaginary: Double(bitPattern: imaginary)), start: start)
      return at + 16
    case BrineTag.long where dialect.readsLong:
      return try parseLong(input, at, start: start)
    default:
      throw unknown(tag, at: start)
    }
  }

  /// BRINE-9: Python 2's `long` is its tag and an integer.
  private mutating func parseLong(
    _ input: Span<UInt8>, _ at: Int, start: Int
  ) throws(WireError) -> Int {
    guard at < input.count else { throw BrineFault.truncated(input, "the integer of a long") }
    let tag = input[at]
    switch tag {
    case BrineTag.integerL1, BrineTag.integerL4:
      return try parseInteger(tag, input, at + 1, start: start)
    case BrineTag.lowestImmediate...BrineTag.highestImmediate:
      sink.integer(Int64(tag) &- Int64(BrineTag.immediateZero), start: start)
      return at + 1
    default:
      throw WireError(.syntax, at: at, reading: "a long", "it is made of something other than an integer")
    }
  }

  @inline(__always)
  private mutating func parseInteger(
    _ tag: UInt8, _ input: Span<UInt8>, _ at: Int, start: Int
  ) throws(WireError) -> Int {
    let range = try BrineNumber.digits(tag, input, at)
    if let value = BrineNumber.short(input, range) {
      sink.integer(value, start: start)
    } else if let value = try BrineNumber.integer(input, range, limit: limits.digits) {
      sink.integer(value, start: start)
    } else {
      sink.bigInteger(input, at: range, start: start)
    }
    return range.upperBound
  }

  // MARK: Containers

  @inline(__always)
  private mutating func open(
    _ container: BrineContainer, count: Int, _ input: Span<UInt8>, _ at: Int, start: Int,
    _ pending: inout Int
  ) throws(WireError) {
    elements &+= count
    // BRINE-15, BRINE-16
    guard frames.count < limits.depth, elements <= limits.count,
      count &+ pending &+ owedAround <= input.count &- at
    else { throw refusal(container, owed: count &+ pending &+ owedAround, input, at, start) }
    if container == .frozenset { openFrozensets += 1 }
    frames.top.isFlat = false
    frames.top.pending = UInt32(truncatingIfNeeded: pending)
    owedAround &+= pending
    pending = count
    let mark = sink.open(container, count: count, start: start)
    frames.push(BrineFrame(container, mark: mark, count: count, start: start))
  }

  /// Why a container is not opened.
  @inline(never)
  private func refusal(
    _ container: BrineContainer, owed: Int, _ input: Span<UInt8>, _ at: Int, _ start: Int
  ) -> WireError {
    if frames.count >= limits.depth {
      return WireError(.limit, at: start, reading: "a \(container)", "nested deeper than \(limits.depth)")
    }
    guard owed <= input.count - at else {
      return WireError(
        .truncated, at: input.count, reading: "a \(container)",
        "\(owed) more values are announced, \(input.count - at) bytes are left")
    }
    return WireError(.limit, at: start, reading: "a \(container)", "more than \(limits.count) elements")
  }

  /// Ends a container, and returns how many elements are still to come in the one around it.
  @inline(__always)
  private mutating func close(_ input: Span<UInt8>, _ end: Int) throws(WireError) -> Int {
    let frame = frames.top
    sink.close(frame)
    if frame.container == .frozenset { try closeFrozenset(input, Int(frame.start)..<end) }
    frames.pop()
    let pending = Int(frames.top.pending)
    owedAround &-= pending
    return pending
  }

  /// BRINE-13: the outermost frozenset is checked with all that are in it.
  @inline(never)
  private mutating func closeFrozenset(_ input: Span<UInt8>, _ range: Range<Int>) throws(WireError) {
    openFrozensets -= 1
    guard openFrozensets == 0, checksFrozensets else { return }
    try BrineFrozensets.check(input, range, limits: limits, dialect: dialect)
  }

  /// BRINE-4: bytes that begin nothing.
  @inline(never)
  private func unknown(_ tag: UInt8, at offset: Int) -> WireError {
    let known = tag == BrineTag.long ? " (a Python 2 long, of which \(dialect.name) knows nothing)" : ""
    return WireError(.syntax, at: offset, reading: "a value", "0x\(String(tag, radix: 16)) is no tag\(known)")
  }
}
