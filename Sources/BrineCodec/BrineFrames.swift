/// A container under way.
struct BrineFrame: Sendable {
  var container: BrineContainer
  /// Whether no container was met in it so far.
  var isFlat = true
  /// What the sink calls it.
  let mark: Int32
  /// How many elements it has.
  let count: UInt32
  /// Elements still to come, while another container is open in it.
  var pending: UInt32
  /// Where it begins in the input.
  let start: UInt32

  @inline(__always)
  init(_ container: BrineContainer, mark: Int, count: Int, start: Int) {
    self.container = container
    self.mark = Int32(truncatingIfNeeded: mark)
    self.count = UInt32(truncatingIfNeeded: count)
    self.start = UInt32(truncatingIfNeeded: start)
    pending = 0
  }
}

/// The containers under way. It keeps its storage from one document to the next.
struct BrineFrames: Sendable {
  /// The innermost; with none, the document itself.
  var top = BrineFrame(.tuple, mark: 0, count: 1, start: 0)
  /// How many there are.
  private(set) var count = 0
  /// Those around the innermost, the document first, and after them what is left of earlier ones.
  private var outer: [BrineFrame] = []

  /// Begins a document.
  mutating func restart() {
    top = BrineFrame(.tuple, mark: 0, count: 1, start: 0)
    count = 0
    // Those of a very deep document are not worth keeping.
    if outer.count > 1 << 12 { outer = [] }
  }

  @inline(__always)
  mutating func push(_ frame: BrineFrame) {
    if count < outer.count { outer[count] = top } else { add() }
    count &+= 1
    top = frame
  }

  @inline(never)
  private mutating func add() {
    if outer.isEmpty { outer.reserveCapacity(16) }
    outer.append(top)
  }

  /// Goes back to the container around the innermost; the document stays.
  @inline(__always)
  mutating func pop() {
    guard count > 0 else { return }
    count &-= 1
    top = outer[count]
  }
}
