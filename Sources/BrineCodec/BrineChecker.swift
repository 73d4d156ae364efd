import WireCore

/// Looks at values and keeps none, except within a frozenset, whose members have to be compared.
struct BrineChecker: BrineSink {
  /// Builds the outermost frozenset that is open.
  private var frozenset = BrineTreeBuilder()
  /// How many containers are open in that frozenset, itself included; 0 outside of one.
  private var depth = 0

  mutating func constant(_ tag: UInt8, start: Int) {
    if depth > 0 { frozenset.constant(tag, start: start) }
  }

  mutating func integer(_ value: Int64, start: Int) {
    if depth > 0 { frozenset.integer(value, start: start) }
  }

  mutating func bigInteger(_ input: Span<UInt8>, at range: Range<Int>, start: Int) {
    if depth > 0 { frozenset.bigInteger(input, at: range, start: start) }
  }

  mutating func float(_ bits: UInt64, start: Int) {
    if depth > 0 { frozenset.float(bits, start: start) }
  }

  mutating func complex(_ real: UInt64, _ imaginary: UInt64, start: Int) {
    if depth > 0 { frozenset.complex(real, imaginary, start: start) }
  }

  mutating func text(_ input: Span<UInt8>, at range: Range<Int>, start: Int) {
    if depth > 0 { frozenset.text(input, at: range, start: start) }
  }

  mutating func bytes(_ input: Span<UInt8>, at range: Range<Int>, start: Int) {
    if depth > 0 { frozenset.bytes(input, at: range, start: start) }
  }

  mutating func open(_ container: BrineContainer, count: Int, start: Int) {
    guard depth > 0 || container == .frozenset else { return }
    depth += 1
    frozenset.open(container, count: count, start: start)
  }

  mutating func close() throws(WireError) {
    guard depth > 0 else { return }
    depth -= 1
    try frozenset.close()
    if depth == 0 { frozenset = BrineTreeBuilder() }
  }
}
