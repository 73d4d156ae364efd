import PythonValues
import WireCore

/// Reads one brine value from front to back, without recursion, and tells a sink what it meets.
///
/// The parser owns no bytes: each step is lent them. Values of the common forms are read by the sink, with
/// ``BrineRun``, for as long as they go on; here are the other forms, and all that is at fault.
struct BrineParser<Sink: BrineDocumentSink> {
  private let scalars: BrineScalars
  var checksFrozensets = true
  /// Frozensets under way.
  private var openFrozensets = 0

  private var limits: Limits { scalars.limits }

  init(limits: Limits, dialect: BrineDialect) {
    scalars = BrineScalars(limits: limits, dialect: dialect)
  }

  /// BRINE-1: a document is one value and nothing behind it.
  mutating func parse(
    _ input: Span<UInt8>, _ frames: inout BrineFrames, _ sink: inout Sink
  ) throws(WireError) {
    guard input.count <= limits.bytes else {
      throw WireError(.limit, at: limits.bytes, reading: "brine", "more than \(limits.bytes) bytes")
    }
    frames.restart(limits)
    let end = try parseValue(input, &frames, &sink)
    guard end == input.count else {
      throw WireError(.trailing, at: end, reading: "brine", "\(input.count - end) bytes after the value")
    }
  }

  /// Reads one value, and returns where it ends.
  private mutating func parseValue(
    _ input: Span<UInt8>, _ frames: inout BrineFrames, _ sink: inout Sink
  ) throws(WireError) -> Int {
    var place = BrinePlace(at: 0, pending: 1)
    while true {
      place = sink.run(input, place, &frames)
      if place.pending > 0 { try parseNext(input, &place, &frames, &sink) }
      while place.pending == 0 {
        guard frames.nesting.count > 0 else { return place.at }
        place.pending = try close(input, place.at, &frames, &sink)
      }
    }
  }

  /// BRINE-2: a container, or a value of a rare form.
  @inline(__always)
  private mutating func parseNext(
    _ input: Span<UInt8>, _ place: inout BrinePlace, _ frames: inout BrineFrames, _ sink: inout Sink
  ) throws(WireError) {
    let start = place.at
    guard start < input.count else { throw BrineFault.truncated(input, "a value") }
    let tag = input[start]
    place.at &+= 1
    place.pending &-= 1
    if BrineTag.tuple1...BrineTag.tuple4 ~= tag || tag == BrineTag.emptyTuple {
      let count = tag == BrineTag.emptyTuple ? 0 : Int(tag &- BrineTag.tuple1) &+ 1
      try open(.tuple, count: count, input, start, &place, &frames, &sink)
    } else if BrineTag.tupleL1...BrineTag.tupleL4 ~= tag || BrineTag.slice...BrineTag.frozenset ~= tag {
      let head = try BrineHead(tag, input, place.at)
      place.at = head.end
      try open(head.container, count: head.count, input, start, &place, &frames, &sink)
    } else {
      place.at = try scalars.read(tag, input, place.at, start, &sink)
    }
  }

  // MARK: Containers

  /// Begins a container of `count` elements, of which the first stands at `place`.
  @inline(__always)
  private mutating func open(
    _ container: BrineContainer, count: Int, _ input: Span<UInt8>, _ start: Int, _ place: inout BrinePlace,
    _ frames: inout BrineFrames, _ sink: inout Sink
  ) throws(WireError) {
    let pending = place.pending
    guard frames.announce(count, pending: pending, input, place.at) else {
      throw refusal(container, frames.nesting, count: count, input, place, start)
    }
    if container == .frozenset { openFrozensets += 1 }
    let mark = sink.open(container, count: count, start: start)
    frames.push(BrineFrame(container, mark: mark, count: count, start: start), pending: pending)
    place.pending = count
  }

  /// Why a container is not opened.
  @inline(never)
  private func refusal(
    _ container: BrineContainer, _ nesting: BrineNesting, count: Int, _ input: Span<UInt8>,
    _ place: BrinePlace, _ start: Int
  ) -> WireError {
    if nesting.count >= limits.depth {
      return WireError(.limit, at: start, reading: "a \(container)", "nested deeper than \(limits.depth)")
    }
    let owed = nesting.owed(count, pending: place.pending)
    guard owed <= input.count - place.at else {
      return WireError(
        .truncated, at: input.count, reading: "a \(container)",
        "\(owed) more values are announced, \(input.count - place.at) bytes are left")
    }
    return WireError(.limit, at: start, reading: "a \(container)", "more than \(limits.count) elements")
  }

  /// Ends a container, and returns how many elements are still to come in the one around it.
  @inline(__always)
  private mutating func close(
    _ input: Span<UInt8>, _ end: Int, _ frames: inout BrineFrames, _ sink: inout Sink
  ) throws(WireError) -> Int {
    let frame = frames.nesting.top
    sink.close(frame)
    if frame.container == .frozenset { try closeFrozenset(input, frame.start..<end) }
    return frames.pop()
  }

  /// BRINE-13: the outermost frozenset is checked with all that are in it.
  @inline(never)
  private mutating func closeFrozenset(_ input: Span<UInt8>, _ range: Range<Int>) throws(WireError) {
    openFrozensets -= 1
    guard openFrozensets == 0, checksFrozensets else { return }
    try BrineFrozensets.check(input, range, limits: limits, dialect: scalars.dialect)
  }
}
