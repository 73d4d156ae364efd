import PythonValues
import WireCore

/// BRINE-13: members of a frozenset are hashable, and no two are equal.
enum BrineFrozensets {
  /// Checks a frozenset and those in it, whose bytes were parsed already.
  ///
  /// Only here is a tree built whatever the caller makes of the document, since members have to be compared.
  /// So what is in a frozenset nests no deeper than ``Limits/treeDepth``.
  static func check(
    _ input: Span<UInt8>, _ range: Range<Int>, limits: Limits, dialect: BrineDialect
  ) throws(WireError) {
    var limits = limits
    limits.depth = limits.treeDepth
    var (sink, frames) = (BrineTreeSink(), BrineFrames())
    var parser = BrineParser<BrineTreeSink>(limits: limits, dialect: dialect)
    parser.checksFrozensets = false
    do throws(WireError) {
      try parser.parse(input.extracting(range), &frames, &sink)
    } catch {
      throw error.moved(by: range.lowerBound)
    }
    let starts = sink.frozensets
    guard let value = sink.takeValue(), let fault = value.firstFaultOfFrozensets() else { return }
    let start = range.lowerBound + (fault.number < starts.count ? starts[fault.number] : 0)
    throw WireError(.syntax, at: start, reading: "a frozenset", fault.reason)
  }
}
