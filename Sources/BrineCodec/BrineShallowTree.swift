import PythonValues
import WireCore

/// Builds the tree of a document as nearly all are: without faults, slices and frozensets, and nested no deeper than
/// a stack of calls may be. Of any other document it builds nothing, and ``BrineParser`` reads that from its
/// beginning; so nothing is judged here.
///
/// A value of a tuple is returned by the call that reads it, and goes from there to its place in the tuple's array.
struct BrineShallowTree {
  /// The deepest that calls go, in containers.
  private static let deepest = 100

  /// What this does not read.
  struct Unfit: Error {}

  private let limits: Limits
  private let dialect: BrineDialect
  /// The next byte.
  private var at = 0
  /// Elements announced so far.
  private var elements = 0

  init(limits: Limits, dialect: BrineDialect) {
    self.limits = limits
    self.dialect = dialect
  }

  /// BRINE-1: a document is one value and nothing behind it.
  mutating func document(_ input: Span<UInt8>) throws(Unfit) -> PythonValue {
    guard input.count <= limits.bytes else { throw Unfit() }
    let value = try value(input, owed: 0, levels: min(limits.treeDepth, BrineShallowTree.deepest))
    guard at == input.count else { throw Unfit() }
    return value
  }

  /// BRINE-2: one value.
  ///
  /// - Parameters:
  ///   - owed: the elements still to come after it in the containers around it.
  ///   - levels: how many levels of containers it may have.
  private mutating func value(
    _ input: Span<UInt8>, owed: Int, levels: Int
  ) throws(Unfit) -> PythonValue {
    guard at < input.count else { throw Unfit() }
    let tag = input[at]
    switch tag {
    case BrineTag.text:
      guard let range = BrineText.short(input, at) else { return try rare(input) }
      at = range.upperBound
      return PythonValue.text(input, at: range, start: 0)
    case BrineTag.emptyTuple:
      at &+= 1
      return try tuple(0, input, owed, levels)
    case BrineTag.tuple1...BrineTag.tuple4:
      at &+= 1
      return try tuple(Int(tag &- BrineTag.tuple1) &+ 1, input, owed, levels)
    case BrineTag.integerL1:
      guard let (value, end) = BrineNumber.short(input, at) else { return try rare(input) }
      at = end
      return .int(value)
    case BrineTag.float:
      guard let word = loadWord(input, at: at &+ 1) else { throw Unfit() }
      at &+= 9
      return .float(Double(bitPattern: word.byteSwapped))
    case BrineTag.none, BrineTag.isTrue, BrineTag.isFalse:
      at &+= 1
      return PythonValue.constant(tag, start: 0)
    case BrineTag.lowestImmediate...BrineTag.highestImmediate:
      at &+= 1
      return .int(BrineNumber.immediate(tag))
    case BrineTag.tupleL1, BrineTag.tupleL4:
      guard let head = try? BrineHead(tag, input, at &+ 1) else { throw Unfit() }
      at = head.end
      return try tuple(head.count, input, owed, levels)
    default:
      return try rare(input)
    }
  }

  /// BRINE-11: the elements of a tuple. BRINE-15, BRINE-16: no more than can come, no deeper than is allowed.
  @inline(__always)
  private mutating func tuple(
    _ count: Int, _ input: Span<UInt8>, _ owed: Int, _ levels: Int
  ) throws(Unfit) -> PythonValue {
    elements &+= count
    guard levels > 0, elements <= limits.count, count &+ owed <= input.count &- at else { throw Unfit() }
    return .tuple(
      count > 4 ? try many(count, input, owed, levels &- 1) : try few(count, input, owed, levels &- 1))
  }

  /// Up to four: as literals arrays are made several times faster than in any other way.
  @inline(__always)
  private mutating func few(
    _ count: Int, _ input: Span<UInt8>, _ owed: Int, _ levels: Int
  ) throws(Unfit) -> [PythonValue] {
    guard count > 0 else { return [] }
    let first = try value(input, owed: owed &+ count &- 1, levels: levels)
    guard count > 1 else { return [first] }
    let second = try value(input, owed: owed &+ count &- 2, levels: levels)
    guard count > 2 else { return [first, second] }
    let third = try value(input, owed: owed &+ count &- 3, levels: levels)
    guard count > 3 else { return [first, second, third] }
    // Not within the literal: the others would be copied to it, since it may throw.
    let fourth = try value(input, owed: owed, levels: levels)
    return [first, second, third, fourth]
  }

  /// Any number, in an array of their exact number.
  @inline(never)
  private mutating func many(
    _ count: Int, _ input: Span<UInt8>, _ owed: Int, _ levels: Int
  ) throws(Unfit) -> [PythonValue] {
    var members: [PythonValue] = []
    members.reserveCapacity(count)
    try members.append(addingCapacity: count) { (values) throws(Unfit) in
      var place = BrinePlace(at: at, pending: count)
      while true {
        if place.at < input.count, !(BrineTag.tuple1...BrineTag.tupleL4 ~= input[place.at]) {
          place = BrineTreeSink.read(input, place, into: &values)
        }
        at = place.at
        guard place.pending > 0 else { return }
        place.pending &-= 1
        values.append(try value(input, owed: owed &+ place.pending, levels: levels))
        place.at = at
      }
    }
    return members
  }

  /// A value that holds no others in a form that is met seldom.
  @inline(never)
  private mutating func rare(_ input: Span<UInt8>) throws(Unfit) -> PythonValue {
    var sink = BrineValueSink()
    let scalars = BrineScalars(limits: limits, dialect: dialect)
    guard let end = try? scalars.read(input[at], input, at &+ 1, at, &sink), let value = sink.value else {
      throw Unfit()
    }
    at = end
    return value
  }
}

/// Keeps the one value that holds no others.
private struct BrineValueSink: BrineSink {
  var value: PythonValue?

  mutating func append(_ element: consuming PythonValue) { value = element }
  mutating func bigInteger(_ input: Span<UInt8>, at range: Range<Int>, start: Int) throws(WireError) {
    value = try BrineNumber.wideInteger(input, range)
  }
  mutating func complex(_ number: PythonComplex, start: Int) { value = .complex(number) }
}
