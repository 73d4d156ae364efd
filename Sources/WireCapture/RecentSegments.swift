/// A segment that was handed on a little while ago: which part of its stream it was, and where in the
/// capture its bytes are.
struct RecentSegment {
  var place = 0
  var sequence: UInt32 = 0
  var length: UInt32 = 0

  /// How many are remembered of each direction.
  static let count = 8
}

// CAP-53: what comes twice must be the same. Nothing is kept for it but places: the bytes of a packet stay in
// memory while the next 128 KiB of the capture are read.
extension Reassembler {
  /// Remembers a segment whose bytes begin at the index `start`.
  mutating func remember(_ slot: Int, _ side: Int, _ sequence: UInt32, _ start: Int, _ count: Int) {
    table.flows[slot][side].handedOn &+= 1
    remember(slot, side, table.flows[slot][side].handedOn, sequence, start, count)
  }

  /// Remembers a segment, the `turn`th of its direction.
  @inline(__always) mutating func remember(
    _ slot: Int, _ side: Int, _ turn: UInt8, _ sequence: UInt32, _ start: Int, _ count: Int
  ) {
    guard let base else { return }
    table.recent[(slot * 2 + side) * RecentSegment.count + Int(turn) % RecentSegment.count] = RecentSegment(
      place: base + start, sequence: sequence, length: UInt32(truncatingIfNeeded: count))
  }

  /// Whether a segment repeats bytes handed on a little while ago, and not as they were. A keep-alive probe,
  /// one byte before what comes next, is free to carry any.
  func repeatsDifferently(
    _ slot: Int, _ side: Int, _ segment: TCPSegment, _ sequence: UInt32, _ bytes: Span<UInt8>
  ) -> Bool {
    guard let base else { return false }
    let next = table.flows[slot][side].next
    if segment.count == 1, sequence &+ 1 == next { return false }
    let first = (slot * 2 + side) * RecentSegment.count
    let oldest = base + segment.start - ChunkBuffer.history
    for index in first..<first + RecentSegment.count {
      let known = table.recent[index]
      guard known.length > 0, known.place >= oldest else { continue }
      let shift = known.sequence.distance(past: sequence)
      let from = max(0, shift)
      let end = min(segment.captured, shift + Int(known.length))
      let knownStart = known.place - base - shift
      guard knownStart + from >= 0, knownStart + end <= bytes.count else { continue }
      var place = from
      while place < end {
        if bytes[segment.start + place] != bytes[knownStart + place] { return true }
        place += 1
      }
    }
    return false
  }
}
