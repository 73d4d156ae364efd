import PythonValues
import WireCore

/// Where a parser is.
struct BrinePlace {
  /// The next byte.
  var at: Int
  /// How many values are still to come in the innermost container.
  var pending: Int
}

/// Values that hold no others, one after the other: most of every document.
enum BrineRun {
  /// Reads values of the common kinds and forms, and ends where none is to come, or at the first that is another,
  /// holds others or is at fault: nothing is judged here.
  ///
  /// - Parameter output: has room for all that are to come.
  @inline(__always)
  static func read<Output: BrineOutput & ~Copyable & ~Escapable>(
    _ input: Span<UInt8>, _ place: BrinePlace, into output: inout Output
  ) -> BrinePlace {
    var (at, pending) = (place.at, place.pending)
    // Among many, numbers stand beside numbers.
    let areMany = pending > 4
    while pending > 0, at < input.count {
      let tag = input[at]
      switch tag {
      case BrineTag.integerL1, BrineTag.float:
        if areMany, Output.Element.isKept {
          let end = numbers(input, BrinePlace(at: at, pending: pending), into: &output)
          guard end.at > at else { return end }
          (at, pending) = (end.at, end.pending)
          continue
        }
        if areMany, let end = BrineNumber.end(input, at, tag) {
          at = end
        } else {
          guard let end = number(tag, input, at, into: &output) else {
            return BrinePlace(at: at, pending: pending)
          }
          at = end
        }
      case BrineTag.text:
        guard let range = BrineText.short(input, at) else { return BrinePlace(at: at, pending: pending) }
        output.append(Output.Element.text(input, at: range, start: at))
        at = range.upperBound
      case BrineTag.none, BrineTag.isTrue, BrineTag.isFalse:
        output.append(Output.Element.constant(tag, start: at))
        at &+= 1
      case BrineTag.lowestImmediate...BrineTag.highestImmediate:
        output.append(Output.Element.integer(BrineNumber.immediate(tag), start: at))
        at &+= 1
      default:
        return BrinePlace(at: at, pending: pending)
      }
      pending &-= 1
    }
    return BrinePlace(at: at, pending: pending)
  }
}

extension BrineRun {
  /// Reads numbers, one behind the other, and ends as ``read(_:_:into:)`` does, or at the first value that is none.
  @inline(never)
  private static func numbers<Output: BrineOutput & ~Copyable & ~Escapable>(
    _ input: Span<UInt8>, _ place: BrinePlace, into output: inout Output
  ) -> BrinePlace {
    var place = place
    while place.pending > 0, place.at < input.count {
      let tag = input[place.at]
      if tag == BrineTag.float || tag == BrineTag.integerL1 {
        guard let end = number(tag, input, place.at, isAmongMany: true, into: &output) else { break }
        place.at = end
      } else if BrineTag.lowestImmediate...BrineTag.highestImmediate ~= tag {
        output.append(Output.Element.integer(BrineNumber.immediate(tag), start: place.at))
        place.at &+= 1
      } else {
        break
      }
      place.pending &-= 1
    }
    return place
  }

  /// Reads a float, or an integer behind a length of one byte, and returns where it ends; `nil` in the cases of
  /// ``BrineNumber/short(_:_:)``, and of a float that is cut.
  @inline(__always)
  private static func number<Output: BrineOutput & ~Copyable & ~Escapable>(
    _ tag: UInt8, _ input: Span<UInt8>, _ at: Int, isAmongMany: Bool = false, into output: inout Output
  ) -> Int? {
    if tag == BrineTag.float {
      guard let word = loadWord(input, at: at &+ 1) else { return nil }
      output.append(Output.Element.float(word.byteSwapped, start: at))
      return at &+ 9
    }
    guard let (value, end) = BrineNumber.short(input, at, isAmongMany: isAmongMany) else { return nil }
    output.append(Output.Element.integer(value, start: at))
    return end
  }
}

/// Where values go that hold no others.
protocol BrineOutput: ~Copyable, ~Escapable {
  associatedtype Element: BrineElement
  mutating func append(_ element: consuming Element)
}

extension OutputSpan: BrineOutput where Element: BrineElement {}

/// Where tuples go, too. `base` is the index that the value at 0 has in the whole document.
protocol BrineTupleOutput: BrineOutput, ~Copyable, ~Escapable {
  /// How many more values there is room for.
  var freeCapacity: Int { get }
  /// Begins a tuple, and returns its index.
  mutating func open(at start: Int) -> Int
  /// Ends it.
  mutating func close(_ index: Int, base: Int, count: Int, at start: Int, isFlat: Bool)
}

extension OutputSpan: BrineTupleOutput where Element == TapeNode {
  @inline(__always)
  mutating func open(at start: Int) -> Int {
    append(TapeNode(.tuple, at: start))
    return count &- 1
  }

  @inline(__always)
  mutating func close(_ index: Int, base: Int, count elements: Int, at start: Int, isFlat: Bool) {
    self[index] = TapeNode(.tuple, isFlat ? .flat : [], at: start, low: base &+ count, high: elements)
  }
}

/// What a value becomes that holds no others. `start` is where it begins in the input.
protocol BrineElement {
  /// Whether anything is made of values, or they are only checked.
  static var isKept: Bool { get }
  static func constant(_ tag: UInt8, start: Int) -> Self
  static func integer(_ value: Int64, start: Int) -> Self
  static func float(_ bits: UInt64, start: Int) -> Self
  /// Text whose UTF-8, checked, stands at `range`.
  static func text(_ input: Span<UInt8>, at range: Range<Int>, start: Int) -> Self
  static func bytes(_ input: Span<UInt8>, at range: Range<Int>, start: Int) -> Self
}

/// Nothing: values are only checked.
struct BrineNothing: BrineElement, BrineTupleOutput {
  @inline(__always)
  static var isKept: Bool { false }
  @inline(__always)
  static func constant(_ tag: UInt8, start: Int) -> BrineNothing { BrineNothing() }
  @inline(__always)
  static func integer(_ value: Int64, start: Int) -> BrineNothing { BrineNothing() }
  @inline(__always)
  static func float(_ bits: UInt64, start: Int) -> BrineNothing { BrineNothing() }
  @inline(__always)
  static func text(_ input: Span<UInt8>, at range: Range<Int>, start: Int) -> BrineNothing { BrineNothing() }
  @inline(__always)
  static func bytes(_ input: Span<UInt8>, at range: Range<Int>, start: Int) -> BrineNothing { BrineNothing() }
  @inline(__always)
  mutating func append(_ element: BrineNothing) {}
  @inline(__always)
  var freeCapacity: Int { .max }
  @inline(__always)
  mutating func open(at start: Int) -> Int { 0 }
  @inline(__always)
  mutating func close(_ index: Int, base: Int, count: Int, at start: Int, isFlat: Bool) {}
}

extension TapeNode: BrineElement {
  @inline(__always)
  static var isKept: Bool { true }

  @inline(__always)
  static func constant(_ tag: UInt8, start: Int) -> TapeNode {
    switch tag {
    case BrineTag.isTrue: TapeNode(.bool, at: start, payload: 1)
    case BrineTag.isFalse: TapeNode(.bool, at: start)
    case BrineTag.notImplemented: TapeNode(.notImplemented, at: start)
    case BrineTag.ellipsis: TapeNode(.ellipsis, at: start)
    default: TapeNode(.none, at: start)
    }
  }

  @inline(__always)
  static func integer(_ value: Int64, start: Int) -> TapeNode {
    TapeNode(.int, at: start, payload: UInt64(bitPattern: value))
  }

  @inline(__always)
  static func float(_ bits: UInt64, start: Int) -> TapeNode { TapeNode(.float, at: start, payload: bits) }

  @inline(__always)
  static func text(_ input: Span<UInt8>, at range: Range<Int>, start: Int) -> TapeNode {
    TapeNode(.string, at: start, low: range.lowerBound, high: range.count)
  }

  @inline(__always)
  static func bytes(_ input: Span<UInt8>, at range: Range<Int>, start: Int) -> TapeNode {
    TapeNode(.bytes, at: start, low: range.lowerBound, high: range.count)
  }
}

extension PythonValue: BrineElement {
  @inline(__always)
  static var isKept: Bool { true }

  @inline(__always)
  static func constant(_ tag: UInt8, start: Int) -> PythonValue {
    switch tag {
    case BrineTag.isTrue: .bool(true)
    case BrineTag.isFalse: .bool(false)
    case BrineTag.notImplemented: .notImplemented
    case BrineTag.ellipsis: .ellipsis
    default: .none
    }
  }

  @inline(__always)
  static func integer(_ value: Int64, start: Int) -> PythonValue { .int(value) }

  @inline(__always)
  static func float(_ bits: UInt64, start: Int) -> PythonValue { .float(Double(bitPattern: bits)) }

  @inline(__always)
  static func text(_ input: Span<UInt8>, at range: Range<Int>, start: Int) -> PythonValue {
    .string(makeString(checked: input.extracting(range)))
  }

  @inline(__always)
  static func bytes(_ input: Span<UInt8>, at range: Range<Int>, start: Int) -> PythonValue {
    .bytes([UInt8](copying: input.extracting(range)))
  }
}
