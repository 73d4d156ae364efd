import PythonValues
import WireCore

extension Brine {
  /// Reads what rpyc reads: the laxer rules are quirks Q-BRINE-1 to Q-BRINE-9 of `spec/quirks.md`.
  static func loadLeniently(_ bytes: Span<UInt8>, options: LoadOptions) throws(WireError) -> PythonValue {
    guard bytes.count <= options.limits.bytes else {
      throw WireError(
        .limit, at: options.limits.bytes, reading: "brine", "more than \(options.limits.bytes) bytes")
    }
    var loader = BrineLenientLoader(options: options)
    return try loader.load(bytes)
  }
}

/// Reads brine as rpyc does, without recursion. For the study of what peers take, so it is plain
/// rather than fast.
struct BrineLenientLoader {
  private let options: Brine.LoadOptions
  private var position = 0
  private var elements = 0
  private var open: [Level] = []
  /// How many of them are tuples: what is made of a tuple stands in its place, and is no level of its own.
  private var tuples = 0

  /// A tag that waits for the values after it.
  private struct Level {
    var tag: UInt8
    var pending: Int
    var values: [PythonValue] = []
    var start: Int
    var isTuple: Bool { BrineTag.tuple1...BrineTag.tupleL4 ~= tag }
  }

  init(options: Brine.LoadOptions) { self.options = options }

  mutating func load(_ input: Span<UInt8>) throws(WireError) -> PythonValue {
    while true {
      guard var value = try begin(input) else { continue }
      while true {
        guard var level = open.popLast() else { return value }  // Q-BRINE-1: what follows is not looked at.
        level.values.append(value)
        level.pending -= 1
        if level.pending > 0 {
          open.append(level)
          break
        }
        if level.isTuple { tuples -= 1 }
        value = try finish(level)
      }
    }
  }

  /// Reads a scalar and returns it, or opens what waits for further values.
  private mutating func begin(_ input: Span<UInt8>) throws(WireError) -> PythonValue? {
    guard position < input.count else { throw fault(.truncated, "a value", "nothing is left") }
    let tag = input[position]
    position += 1
    switch tag {
    case BrineTag.lowestImmediate...BrineTag.highestImmediate:
      return .int(BrineNumber.immediate(tag))
    case BrineTag.none: return PythonValue.none
    case BrineTag.isTrue: return .bool(true)
    case BrineTag.isFalse: return .bool(false)
    case BrineTag.notImplemented: return .notImplemented
    case BrineTag.ellipsis: return .ellipsis
    case BrineTag.emptyBytes: return .bytes([])
    case BrineTag.bytes1...BrineTag.bytes4: return .bytes(read(Int(tag - BrineTag.bytes1) + 1, input))
    case BrineTag.bytesL1, BrineTag.bytesL4: return .bytes(read(try length(tag, input), input))
    case BrineTag.integerL1, BrineTag.integerL4: return try integer(tag, input)
    case BrineTag.float: return .float(try double(input))
    case BrineTag.complex:
      let real = try double(input)
      return .complex(PythonComplex(real: real, imaginary: try double(input)))
    case BrineTag.emptyTuple: return .tuple([])
    case BrineTag.tuple1...BrineTag.tuple4: return try wait(tag, for: Int(tag - BrineTag.tuple1) + 1)
    case BrineTag.tupleL1, BrineTag.tupleL4: return try wait(tag, for: try length(tag, input))
    case BrineTag.text, BrineTag.slice, BrineTag.frozenset: return try wait(tag, for: 1)
    case BrineTag.long where options.dialect.readsLong: return try wait(tag, for: 1)
    default:
      position -= 1
      throw fault(.syntax, "a value", "0x\(String(tag, radix: 16)) is no tag")
    }
  }

  private mutating func wait(_ tag: UInt8, for count: Int) throws(WireError) -> PythonValue? {
    guard count > 0 else { return .tuple([]) }
    elements += count
    let level = Level(tag: tag, pending: count, start: position)
    if level.isTuple { tuples += 1 }
    guard tuples <= options.limits.treeDepth else {
      throw fault(.limit, "a value", "nested deeper than \(options.limits.treeDepth)")
    }
    guard elements <= options.limits.count else {
      throw fault(.limit, "a tuple", "more than \(options.limits.count) elements")
    }
    open.append(level)
    return nil
  }

  /// Makes the value of a tag whose values have all come.
  private func finish(_ level: Level) throws(WireError) -> PythonValue {
    switch (level.tag, level.values[0]) {
    case (BrineTag.text, .bytes(let bytes)):
      if let offset = firstInvalidUTF8(bytes.span) {
        throw WireError(.syntax, at: position - bytes.count + offset, reading: "a text", "it is not UTF-8")
      }
      return .string(makeString(checked: bytes.span))
    case (BrineTag.long, let number): return try long(number, at: level.start)
    case (BrineTag.slice, let value): return try slice(value, at: level.start)
    case (BrineTag.frozenset, let value): return try frozenset(value, at: level.start)
    case (BrineTag.text, _):
      throw WireError(.syntax, at: level.start, reading: "a text", "it is made of something other than bytes")
    default: return .tuple(level.values)
    }
  }

  // MARK: What Python makes of other values

  /// Q-BRINE-5: a slice of anything that yields three values.
  private func slice(_ value: PythonValue, at start: Int) throws(WireError) -> PythonValue {
    guard let parts = iterated(value), parts.count == 3 else {
      throw WireError(.syntax, at: start, reading: "a slice", "it is not made of three values")
    }
    return .slice(PythonSlice(start: parts[0], stop: parts[1], step: parts[2]))
  }

  /// Q-BRINE-6, Q-BRINE-7: a frozenset of anything that yields values, of equal ones the first.
  /// A NaN equals nothing, so that all of them stay.
  private func frozenset(_ value: PythonValue, at start: Int) throws(WireError) -> PythonValue {
    guard let members = iterated(value), let set = try? PythonSet(uniquingAllButNaN: members) else {
      throw WireError(.syntax, at: start, reading: "a frozenset", "it is not made of hashable values")
    }
    return .frozenset(set)
  }

  private func iterated(_ value: PythonValue) -> [PythonValue]? {
    switch value {
    case .tuple(let elements): elements
    case .frozenset(let set): set.elements
    case .bytes(let bytes): bytes.map { .int(Int64($0)) }
    case .string(let text): text.unicodeScalars.map { .string(String($0)) }
    default: nil
    }
  }

  /// Q-BRINE-8: the `int()` of a value.
  private func long(_ value: PythonValue, at start: Int) throws(WireError) -> PythonValue {
    switch value {
    case .int, .bigInt: return value
    case .bool(let truth): return .int(truth ? 1 : 0)
    case .bytes(let text): if let number = pythonInteger(text) { return number }
    case .string(let text): if let number = pythonInteger(Array(text.utf8)) { return number }
    case .float(let number):
      if number.isFinite { return .integer(ofWhole: number.rounded(.towardZero)) }
    default: break
    }
    throw WireError(.syntax, at: start, reading: "a long", "it is made of something other than an integer")
  }

  // MARK: Steps

  /// Q-BRINE-2: as many bytes as there are.
  private mutating func read(_ count: Int, _ input: Span<UInt8>) -> [UInt8] {
    let end = position + min(count, input.count - position)
    defer { position = end }
    return [UInt8](copying: input.extracting(position..<end))
  }

  private mutating func length(_ tag: UInt8, _ input: Span<UInt8>) throws(WireError) -> Int {
    let wide = tag == BrineTag.bytesL4 || tag == BrineTag.tupleL4 || tag == BrineTag.integerL4
    let bytes = read(wide ? 4 : 1, input)
    guard bytes.count == (wide ? 4 : 1) else { throw fault(.truncated, "a length", "its bytes are missing") }
    return bytes.reduce(0) { $0 << 8 | Int($1) }
  }

  private mutating func double(_ input: Span<UInt8>) throws(WireError) -> Double {
    let bytes = read(8, input)
    guard bytes.count == 8 else { throw fault(.truncated, "a float", "its bytes are missing") }
    return Double(bitPattern: bytes.reduce(0) { $0 << 8 | UInt64($1) })
  }

  /// Q-BRINE-3, Q-BRINE-4: what Python's `int` reads.
  private mutating func integer(_ tag: UInt8, _ input: Span<UInt8>) throws(WireError) -> PythonValue {
    let start = position
    let text = read(try length(tag, input), input)
    guard text.count <= options.limits.digits * 2 + 64 else {
      throw WireError(.limit, at: start, reading: "an integer", "more than \(options.limits.digits) digits")
    }
    guard let number = pythonInteger(text) else {
      throw WireError(.syntax, at: start, reading: "an integer", "Python reads no integer in it")
    }
    return number
  }

  /// What `int(text)` makes of ASCII text: spaces around it, one sign, single underscores between digits.
  private func pythonInteger(_ text: [UInt8]) -> PythonValue? {
    let isSpace: (UInt8) -> Bool = { $0 == 0x20 || 0x09...0x0D ~= $0 }
    var digits = text[...].drop(while: isSpace)
    while let last = digits.last, isSpace(last) { digits.removeLast() }
    let isNegative = digits.first == UInt8(ascii: "-")
    if isNegative || digits.first == UInt8(ascii: "+") { digits.removeFirst() }
    let underscore = UInt8(ascii: "_")
    guard let first = digits.first, first != underscore, digits.last != underscore else { return nil }
    for (left, right) in zip(digits, digits.dropFirst()) where left == underscore && right == underscore {
      return nil
    }
    let plain = digits.filter { $0 != underscore }
    guard plain.count <= options.limits.digits else { return nil }
    return PythonValue.integer(digits: plain.span, isNegative: isNegative)
  }

  private func fault(_ kind: WireError.Kind, _ reading: String, _ detail: String) -> WireError {
    WireError(kind, at: position, reading: reading, detail)
  }
}
