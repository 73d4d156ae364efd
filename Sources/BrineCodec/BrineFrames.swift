import WireCore

/// A container under way.
struct BrineFrame: Sendable {
  // Three words, and not a field for each: a frame is put away and taken back as a whole, and where that reads what
  // was just written in parts, processors wait until all of it is in the cache.
  /// The beginning in the upper half; below it the container, and a bit for a container that was met in it.
  private var head: UInt64
  /// The count in the lower half, the mark in the upper one.
  private let extent: UInt64
  /// Elements still to come, while another container is open in it.
  var pending = 0

  @inline(__always)
  init(_ container: BrineContainer, mark: Int, count: Int, start: Int) {
    head = UInt64(container.rawValue) | UInt64(truncatingIfNeeded: start) << 32
    extent = UInt64(UInt32(truncatingIfNeeded: count)) | UInt64(truncatingIfNeeded: mark) << 32
  }

  @inline(__always)
  var container: BrineContainer {
    let kind = head & 0xFF
    return kind == UInt64(BrineContainer.tuple.rawValue)
      ? .tuple : kind == UInt64(BrineContainer.slice.rawValue) ? .slice : .frozenset
  }

  /// Whether no container was met in it so far.
  @inline(__always)
  var isFlat: Bool { head & 0x100 == 0 }

  @inline(__always)
  mutating func holdsContainers() { head |= 0x100 }

  /// What the sink calls it.
  @inline(__always)
  var mark: Int { Int(UInt32(truncatingIfNeeded: extent >> 32)) }

  /// How many elements it has.
  @inline(__always)
  var count: Int { Int(UInt32(truncatingIfNeeded: extent)) }

  /// Where it begins in the input.
  @inline(__always)
  var start: Int { Int(UInt32(truncatingIfNeeded: head >> 32)) }
}

/// Where a parser is in the containers.
struct BrineNesting: Sendable {
  /// The innermost container; with none, the document itself.
  var top = BrineFrame(.tuple, mark: 0, count: 1, start: 0)
  /// How many there are.
  private(set) var count = 0
  /// Elements still to come in the containers around the innermost. BRINE-15: with those of the innermost
  /// they never exceed the bytes left, since an element takes one byte at least; so nothing is ever
  /// reserved for what cannot come.
  private var owedAround = 0
  /// Elements announced so far.
  private var elements = 0
  private let limits: Limits

  init(_ limits: Limits) { self.limits = limits }

  /// How many elements would be still to come in all containers, if one of `count` began, with `pending` after it in
  /// the container around it.
  @inline(__always)
  func owed(_ count: Int, pending: Int) -> Int { count &+ pending &+ owedAround }

  /// BRINE-15, BRINE-16: whether that container may begin, where its first element would stand at `at`. Its elements
  /// are then announced.
  @inline(__always)
  mutating func announce(_ count: Int, pending: Int, _ input: Span<UInt8>, _ at: Int) -> Bool {
    guard self.count < limits.depth, count <= limits.count &- elements,
      owed(count, pending: pending) <= input.count &- at
    else { return false }
    elements &+= count
    return true
  }

  /// Begins a container, with `pending` elements still to come after it in the one around it; returns that, to be
  /// put away.
  @inline(__always)
  mutating func enter(_ frame: BrineFrame, pending: Int) -> BrineFrame {
    var around = top
    around.holdsContainers()
    around.pending = pending
    owedAround &+= pending
    count &+= 1
    top = frame
    return around
  }

  /// Goes back to the container around the innermost, of which there is one, and returns how many elements are still
  /// to come there.
  @inline(__always)
  mutating func leave(to around: BrineFrame) -> Int {
    count &-= 1
    top = around
    owedAround &-= around.pending
    return around.pending
  }

  /// Reads values of the common kinds and forms, as ``BrineRun`` does, and tuples, to the end of the document or to
  /// the first that is another or is at fault: nothing is judged here.
  ///
  /// - Parameters:
  ///   - outer: the containers around the innermost, and room for more.
  ///   - base: the index of the node that the output's first is.
  @inline(__always)
  mutating func read<Output: BrineTupleOutput & ~Copyable & ~Escapable>(
    _ input: Span<UInt8>, _ start: BrinePlace, _ outer: inout MutableSpan<BrineFrame>, base: Int,
    into output: inout Output
  ) -> BrinePlace {
    var place = start
    while true {
      let lent = min(place.pending, output.freeCapacity)
      let end = BrineRun.read(input, BrinePlace(at: place.at, pending: lent), into: &output)
      place = BrinePlace(at: end.at, pending: end.pending &+ place.pending &- lent)
      if place.pending > 0 {
        let pending = place.pending &- 1
        guard output.freeCapacity > 0, count < outer.count,
          let (length, at) = BrineHead.short(input, place.at),
          announce(length, pending: pending, input, at)
        else { return place }
        let mark = base &+ output.open(at: place.at)
        let around = count
        outer[around] = enter(
          BrineFrame(.tuple, mark: mark, count: length, start: place.at), pending: pending)
        place = BrinePlace(at: at, pending: length)
      }
      while place.pending == 0 {
        let index = top.mark &- base
        guard count > 0, top.container == .tuple, index >= 0 else { return place }
        output.close(index, base: base, count: top.count, at: top.start, isFlat: top.isFlat)
        place.pending = leave(to: outer[count &- 1])
      }
    }
  }
}

/// The containers under way. It keeps its storage from one document to the next.
struct BrineFrames: Sendable {
  private(set) var nesting = BrineNesting(Limits())
  /// Those around the innermost, the document first, and after them what is left of earlier ones.
  private var outer: [BrineFrame] = []

  /// Begins a document.
  mutating func restart(_ limits: Limits) {
    nesting = BrineNesting(limits)
    // Those of a very deep document are not worth keeping.
    if outer.count > 1 << 12 { outer = [] }
  }

  /// See ``BrineNesting/announce(_:pending:_:_:)``.
  @inline(__always)
  mutating func announce(_ count: Int, pending: Int, _ input: Span<UInt8>, _ at: Int) -> Bool {
    nesting.announce(count, pending: pending, input, at)
  }

  /// Begins a container, with `pending` elements still to come after it in the one around it.
  mutating func push(_ frame: BrineFrame, pending: Int) {
    if nesting.count == outer.count {
      // More than one: the nesting makes no room for itself.
      outer.append(contentsOf: repeatElement(frame, count: max(16, outer.count)))
    }
    let around = nesting.count
    outer[around] = nesting.enter(frame, pending: pending)
  }

  /// Goes back to the container around the innermost, and returns how many elements are still to come there; the
  /// document stays.
  mutating func pop() -> Int { nesting.count > 0 ? nesting.leave(to: outer[nesting.count &- 1]) : 0 }

  /// See ``BrineNesting/read(_:_:_:base:into:)``.
  @inline(__always)
  mutating func read<Output: BrineTupleOutput & ~Copyable & ~Escapable>(
    _ input: Span<UInt8>, _ place: BrinePlace, base: Int, into output: inout Output
  ) -> BrinePlace {
    BrineFrames.read(input, place, &nesting, &outer, base, &output)
  }

  @inline(__always)
  private static func read<Output: BrineTupleOutput & ~Copyable & ~Escapable>(
    _ input: Span<UInt8>, _ place: BrinePlace, _ nesting: inout BrineNesting, _ outer: inout [BrineFrame],
    _ base: Int, _ output: inout Output
  ) -> BrinePlace {
    var around = outer.mutableSpan
    return nesting.read(input, place, &around, base: base, into: &output)
  }
}
