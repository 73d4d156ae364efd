import WireCore

/// What becomes of the values that ``BrineParser`` meets, in document order. `start` is where the
/// value begins in the input.
protocol BrineSink {
  mutating func constant(_ tag: UInt8, start: Int)
  mutating func integer(_ value: Int64, start: Int)
  /// An integer past 64 bits: its digits, checked, stand at `range` (a `-` before them included).
  mutating func bigInteger(_ input: Span<UInt8>, at range: Range<Int>, start: Int)
  mutating func float(_ bits: UInt64, start: Int)
  mutating func complex(_ real: UInt64, _ imaginary: UInt64, start: Int)
  /// Text whose UTF-8, checked, stands at `range`.
  mutating func text(_ input: Span<UInt8>, at range: Range<Int>, start: Int)
  mutating func bytes(_ input: Span<UInt8>, at range: Range<Int>, start: Int)
  /// A tuple, slice or frozenset of `count` elements begins; those follow, then ``close()``.
  mutating func open(_ container: BrineContainer, count: Int, start: Int)
  mutating func close() throws(WireError)
}

/// What holds other values.
enum BrineContainer: UInt8 {
  case tuple
  case slice
  case frozenset
}

/// Reads one brine value from front to back, without recursion, and tells a sink what it meets.
///
/// The parser owns no bytes: each step is lent them.
struct BrineParser {
  /// The index of the next byte.
  private var position = 0
  /// The number of bytes of the input.
  private var end: Int
  private let limits: Limits
  private let dialect: BrineDialect
  /// Elements still to come in the containers around the innermost.
  private var around: [Int] = []
  /// Elements still to come in the innermost container, or the one value at the top.
  private var pending = 1
  /// Elements still to come in all open containers. BRINE-15: it never exceeds the bytes left,
  /// since an element takes one byte at least; so nothing is ever reserved for what cannot come.
  private var owed = 1
  /// Elements met so far.
  private var elements = 0
  /// Where the value now being read begins.
  private var start = 0

  init(length: Int, limits: Limits, dialect: BrineDialect) {
    end = length
    self.limits = limits
    self.dialect = dialect
  }

  /// Makes ready for another document of this length, and keeps what storage there is.
  mutating func restart(length: Int) {
    end = length
    (position, pending, owed, elements, start) = (0, 1, 1, 0, 0)
    around.removeAll(keepingCapacity: true)
  }

  /// BRINE-1: a document is one value and nothing behind it.
  mutating func parse<Sink: BrineSink>(
    _ input: Span<UInt8>, into sink: inout Sink
  ) throws(WireError) {
    guard end <= limits.bytes else {
      throw WireError(.limit, at: limits.bytes, reading: "brine", "more than \(limits.bytes) bytes")
    }
    try parseValue(input, into: &sink)
    guard position == end else {
      throw WireError(
        .trailing, at: position, reading: "brine", "\(end - position) bytes after the value")
    }
  }

  /// Reads one value, and leaves what follows it unread.
  private mutating func parseValue<Sink: BrineSink>(
    _ input: Span<UInt8>, into sink: inout Sink
  ) throws(WireError) {
    while true {
      guard position < end else { throw truncated("a value") }
      let tag = input[position]
      start = position
      position &+= 1
      pending &-= 1
      owed &-= 1
      // BRINE-3
      if tag >= BrineTag.lowestImmediate {
        guard tag <= BrineTag.highestImmediate else { throw unknown(tag) }
        sink.integer(Int64(tag) &- Int64(BrineTag.immediateZero), start: start)
      } else {
        try parseTagged(tag, input, into: &sink)
      }
      while pending == 0 {
        guard let outer = around.popLast() else { return }
        pending = outer
        try sink.close()
      }
    }
  }

  /// BRINE-2: what a tag below the integers begins.
  private mutating func parseTagged<Sink: BrineSink>(
    _ tag: UInt8, _ input: Span<UInt8>, into sink: inout Sink
  ) throws(WireError) {
    switch tag {
    case BrineTag.text:
      try parseText(input, into: &sink)
    case BrineTag.emptyTuple, BrineTag.tuple1...BrineTag.tupleL4:
      try openContainer(.tuple, try tupleCount(tag, input), into: &sink)
    case BrineTag.float:
      sink.float(try bits(input, "a float"), start: start)
    case BrineTag.emptyBytes, BrineTag.bytes1...BrineTag.bytesL4:
      sink.bytes(input, at: try bytesRange(tag, input), start: start)
    case BrineTag.integerL1, BrineTag.integerL4:
      try parseInteger(tag, input, into: &sink)
    case BrineTag.none, BrineTag.isTrue, BrineTag.isFalse, BrineTag.notImplemented, BrineTag.ellipsis:
      sink.constant(tag, start: start)
    case BrineTag.complex:
      let real = try bits(input, "a complex number")
      sink.complex(real, try bits(input, "a complex number"), start: start)
    case BrineTag.slice, BrineTag.frozenset:
      try parseWrapped(tag, input, into: &sink)
    case BrineTag.long where dialect.readsLong:
      try parseLong(input, into: &sink)
    default:
      throw unknown(tag)
    }
  }

  // MARK: Containers

  /// BRINE-12, BRINE-13: the tuple within a slice or a frozenset; nothing but a tuple will do.
  private mutating func parseWrapped<Sink: BrineSink>(
    _ tag: UInt8, _ input: Span<UInt8>, into sink: inout Sink
  ) throws(WireError) {
    let container: BrineContainer = tag == BrineTag.slice ? .slice : .frozenset
    guard position < end else { throw truncated("the tuple of a slice or frozenset") }
    let at = position
    let inner = input[position]
    guard inner == BrineTag.emptyTuple || BrineTag.tuple1...BrineTag.tupleL4 ~= inner else {
      throw WireError(
        .syntax, at: at, reading: "a \(container)", "it is made of something other than a tuple")
    }
    position &+= 1
    let count = try tupleCount(inner, input)
    guard container == .frozenset || count == 3 else {
      throw WireError(.syntax, at: at, reading: "a slice", "it is made of \(count) values, not 3")
    }
    try openContainer(container, count, into: &sink)
  }

  /// BRINE-11: how many elements a tuple declares. The tag was read, the count follows.
  private mutating func tupleCount(_ tag: UInt8, _ input: Span<UInt8>) throws(WireError) -> Int {
    switch tag {
    case BrineTag.emptyTuple: 0
    case BrineTag.tupleL1: try length1(input, "a tuple's count")
    case BrineTag.tupleL4: try length4(input, "a tuple's count")
    default: Int(tag &- BrineTag.tuple1) &+ 1
    }
  }

  private mutating func openContainer<Sink: BrineSink>(
    _ container: BrineContainer, _ count: Int, into sink: inout Sink
  ) throws(WireError) {
    guard around.count < limits.depth else {
      throw WireError(.limit, at: position, reading: "a \(container)", "nested deeper than \(limits.depth)")
    }
    owed &+= count
    elements &+= count
    // BRINE-15
    guard owed <= end &- position else {
      throw WireError(
        .truncated, at: end, reading: "a \(container)",
        "\(owed) more values are announced, \(end - position) bytes are left")
    }
    guard elements <= limits.count else {
      throw WireError(.limit, at: position, reading: "a \(container)", "more than \(limits.count) elements")
    }
    sink.open(container, count: count, start: start)
    around.append(pending)
    pending = count
  }

  // MARK: Bytes and text

  /// BRINE-6: where the bytes of a bytes value stand. The tag was read, the length follows.
  private mutating func bytesRange(_ tag: UInt8, _ input: Span<UInt8>) throws(WireError) -> Range<Int> {
    let count =
      switch tag {
      case BrineTag.emptyBytes: 0
      case BrineTag.bytesL1: try length1(input, "a length of bytes")
      case BrineTag.bytesL4: try length4(input, "a length of bytes")
      default: Int(tag &- BrineTag.bytes1) &+ 1
      }
    return try take(count, "bytes")
  }

  /// BRINE-7: text is a bytes value of UTF-8.
  private mutating func parseText<Sink: BrineSink>(
    _ input: Span<UInt8>, into sink: inout Sink
  ) throws(WireError) {
    guard position < end else { throw truncated("the bytes of a text") }
    let tag = input[position]
    guard tag == BrineTag.emptyBytes || BrineTag.bytes1...BrineTag.bytesL4 ~= tag else {
      throw WireError(.syntax, at: position, reading: "a text", "it is made of something other than bytes")
    }
    position &+= 1
    let range = try bytesRange(tag, input)
    if let fault = firstFaultInUTF8(input.extracting(range)) {
      throw WireError(.syntax, at: range.lowerBound + fault, reading: "a text", "it is not UTF-8")
    }
    sink.text(input, at: range, start: start)
  }

  // MARK: Numbers

  /// BRINE-8: decimal digits as Python prints them.
  private mutating func parseInteger<Sink: BrineSink>(
    _ tag: UInt8, _ input: Span<UInt8>, into sink: inout Sink
  ) throws(WireError) {
    let count =
      tag == BrineTag.integerL1
      ? try length1(input, "an integer's length") : try length4(input, "an integer's length")
    let range = try take(count, "an integer")
    let first = try firstDigit(input, range)
    guard range.upperBound &- first <= limits.digits else {
      throw WireError(
        .limit, at: range.lowerBound, reading: "an integer", "more than \(limits.digits) digits")
    }
    var value: Int64 = 0
    var fits = true
    let negative = first > range.lowerBound
    for index in first..<range.upperBound {
      let digit = input[index] &- 0x30
      guard digit < 10 else { throw badDigit(at: index) }
      // Counted downwards, so that the smallest integer fits.
      if fits {
        let (product, over) = value.multipliedReportingOverflow(by: 10)
        let (difference, under) = product.subtractingReportingOverflow(Int64(digit))
        fits = !over && !under
        value = difference
      }
    }
    if fits, negative || value != .min {
      sink.integer(negative ? value : 0 &- value, start: start)
    } else {
      sink.bigInteger(input, at: range, start: start)
    }
  }

  /// Where the digits begin. Python prints no sign but `-`, no digit before them that is 0, no `-0`.
  private func firstDigit(_ input: Span<UInt8>, _ range: Range<Int>) throws(WireError) -> Int {
    var first = range.lowerBound
    if !range.isEmpty, input[first] == 0x2D { first &+= 1 }
    guard first < range.upperBound else {
      throw WireError(.syntax, at: range.lowerBound, reading: "an integer", "it has no digits")
    }
    if input[first] == 0x30, range.count > 1 { throw badDigit(at: first) }
    return first
  }

  private func badDigit(at index: Int) -> WireError {
    WireError(.syntax, at: index, reading: "an integer", "it is not written as Python writes integers")
  }

  /// BRINE-9: Python 2's `long` is its tag and an integer.
  private mutating func parseLong<Sink: BrineSink>(
    _ input: Span<UInt8>, into sink: inout Sink
  ) throws(WireError) {
    guard position < end else { throw truncated("the integer of a long") }
    let tag = input[position]
    switch tag {
    case BrineTag.integerL1, BrineTag.integerL4:
      position &+= 1
      try parseInteger(tag, input, into: &sink)
    case BrineTag.lowestImmediate...BrineTag.highestImmediate:
      position &+= 1
      sink.integer(Int64(tag) &- Int64(BrineTag.immediateZero), start: start)
    default:
      throw WireError(
        .syntax, at: position, reading: "a long", "it is made of something other than an integer")
    }
  }

  /// BRINE-10: eight bytes of IEEE 754, most significant first.
  private mutating func bits(_ input: Span<UInt8>, _ what: StaticString) throws(WireError) -> UInt64 {
    let range = try take(8, what)
    var bits: UInt64 = 0
    for index in range { bits = bits << 8 | UInt64(input[index]) }
    return bits
  }

  // MARK: Steps

  private mutating func length1(_ input: Span<UInt8>, _ what: StaticString) throws(WireError) -> Int {
    let range = try take(1, what)
    return Int(input[range.lowerBound])
  }

  private mutating func length4(_ input: Span<UInt8>, _ what: StaticString) throws(WireError) -> Int {
    let range = try take(4, what)
    var length = 0
    for index in range { length = length << 8 | Int(input[index]) }
    return length
  }

  /// BRINE-14: steps over `count` bytes, all of which must be there.
  private mutating func take(_ count: Int, _ what: StaticString) throws(WireError) -> Range<Int> {
    guard count <= end &- position else {
      throw WireError(
        .truncated, at: end, reading: "\(what)", "\(count) bytes wanted, \(end - position) left")
    }
    let start = position
    position &+= count
    return start..<position
  }

  private func truncated(_ what: StaticString) -> WireError {
    WireError(.truncated, at: end, reading: "\(what)", "nothing is left")
  }

  /// BRINE-4: bytes that begin nothing.
  private func unknown(_ tag: UInt8) -> WireError {
    let known = tag == BrineTag.long ? " (a Python 2 long, of which \(dialect.name) knows nothing)" : ""
    return WireError(
      .syntax, at: position - 1, reading: "a value", "0x\(String(tag, radix: 16)) is no tag\(known)")
  }
}
