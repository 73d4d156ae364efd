import PythonValues
import WireCore

// The opcodes that are less frequent, by what they are about.
extension PickleMachine {
  @inline(never)
  mutating func rare(_ opcode: UInt8, _ source: Span<UInt8>, at start: Int) throws(WireError) {
    switch opcode {
    case PickleOpcode.proto: try proto(Int(try byte(source)), at: start)
    case PickleOpcode.frame: _ = try big64(source)  // PICKLE-5: frames do not matter.
    case PickleOpcode.pop: try popAnything()
    case PickleOpcode.popMark: stack.removeSubrange(try popMark()...)
    case PickleOpcode.dup: try push(fetched: try top(), at: start)
    case PickleOpcode.longBinGet: try push(fetched: memo.value(at: try little32(source)), at: start)
    case PickleOpcode.get: try push(fetched: memo.value(at: try memoNumber(source)), at: start)
    case PickleOpcode.longBinPut: memo.set(try top(), at: try little32(source))
    case PickleOpcode.put: memo.set(try top(), at: try memoNumber(source))
    case PickleOpcode.tuple, PickleOpcode.tuple1, PickleOpcode.tuple2, PickleOpcode.tuple3,
      PickleOpcode.emptyTuple, PickleOpcode.list, PickleOpcode.dict, PickleOpcode.emptySet,
      PickleOpcode.frozenSet, PickleOpcode.append, PickleOpcode.setItem, PickleOpcode.addItems:
      try container(opcode, at: start)
    case PickleOpcode.global, PickleOpcode.stackGlobal, PickleOpcode.inst, PickleOpcode.obj,
      PickleOpcode.reduce, PickleOpcode.newObj, PickleOpcode.newObjEx, PickleOpcode.build,
      PickleOpcode.persID, PickleOpcode.binPersID, PickleOpcode.ext1, PickleOpcode.ext2,
      PickleOpcode.ext4, PickleOpcode.nextBuffer, PickleOpcode.readOnlyBuffer:
      try object(opcode, source, at: start)
    default: try scalar(opcode, source, at: start)
    }
  }

  /// PICKLE-4: PROTO may stand anywhere; a loader knows the protocols up to 5.
  private mutating func proto(_ version: Int, at start: Int) throws(WireError) {
    guard version <= 5 else {
      throw WireError(.unsupported, at: start, reading: "pickle", "protocol \(version) is not defined")
    }
    protocolVersion = version
  }

  /// PICKLE-10: POP takes a mark away where one is on top.
  private mutating func popAnything() throws(WireError) {
    if !marks.isEmpty, fence == stack.count {
      _ = try popMark()
    } else {
      _ = try pop()
    }
  }

  /// PICKLE-13: the number of GET and PUT, in decimal.
  private mutating func memoNumber(_ source: Span<UInt8>) throws(WireError) -> Int {
    let start = at
    let line = try line(source)
    guard let number = PickleNumber.decimal(source.extracting(line)) else {
      throw fault(start, "it is no number of the memo")
    }
    return number
  }
}

// Scalars.
extension PickleMachine {
  fileprivate mutating func scalar(
    _ opcode: UInt8, _ source: Span<UInt8>, at start: Int
  ) throws(WireError) {
    switch opcode {
    case PickleOpcode.int: try textInteger(try line(source), isLong: false, source)
    case PickleOpcode.long: try textInteger(try line(source), isLong: true, source)
    case PickleOpcode.long1: try longInteger(Int(try byte(source)), source, at: start)
    case PickleOpcode.long4: try longInteger(try signedLength(source), source, at: start)
    case PickleOpcode.float: try textFloat(try line(source), source)
    case PickleOpcode.binUnicode8: try pushText(try length64(source), source, at: start)
    case PickleOpcode.unicode: try rawUnicode(try line(source), source, at: start)
    case PickleOpcode.string: try quotedString(try line(source), source, at: start)
    case PickleOpcode.shortBinString: try pushString(Int(try byte(source)), source, at: start)
    case PickleOpcode.binString: try pushString(try signedLength(source), source, at: start)
    case PickleOpcode.shortBinBytes: try pushBytes(Int(try byte(source)), source, at: start)
    case PickleOpcode.binBytes: try pushBytes(try little32(source), source, at: start)
    case PickleOpcode.binBytes8, PickleOpcode.byteArray8:
      try pushBytes(try length64(source), source, at: start)
    default: throw fault(start, "there is no opcode \(opcode)")
    }
  }

  /// PICKLE-20: the lengths of BINSTRING and LONG4 have a sign, and must not be below zero.
  private mutating func signedLength(_ source: Span<UInt8>) throws(WireError) -> Int {
    let start = at
    let length = try little32(source)
    guard length <= Int32.max else { throw fault(start, "a length below zero") }
    return length
  }

  private mutating func textInteger(
    _ range: Range<Int>, isLong: Bool, _ source: Span<UInt8>
  ) throws(WireError) {
    let value = try PickleNumber.integer(
      source.extracting(range), isLong: isLong, limits: limits, at: range.lowerBound)
    switch value {
    case .bool(let flag): try push(flag ? .true : .false)
    case .int(let number): try pushInt(number, at: range.lowerBound - 1)
    case .bigInt(let number):
      try pushBigInt(number.magnitude, isNegative: number.isNegative, at: range.lowerBound - 1)
    default: throw fault(range.lowerBound, "it is no integer")
    }
  }

  private mutating func textFloat(_ range: Range<Int>, _ source: Span<UInt8>) throws(WireError) {
    guard let value = FloatText.python(source.extracting(range)) else {
      throw fault(range.lowerBound, "it is no float")
    }
    try push(PickleNode(.float, at: range.lowerBound - 1, payload: value.bitPattern))
  }

  @inline(__always)
  mutating func pushInt(_ value: Int64, at start: Int) throws(WireError) {
    if value >= 0, value <= 0xFFFF { return try push(PickleID(small: Int(value))) }
    try push(PickleNode(.int, at: start, payload: UInt64(bitPattern: value)))
  }

  private mutating func pushBigInt(
    _ magnitude: [UInt64], isNegative: Bool, at start: Int
  ) throws(WireError) {
    let first = graph.words.count
    graph.words += magnitude
    try push(
      PickleNode(
        isNegative ? .negativeBigInt : .bigInt, at: start, extent: first, count: magnitude.count))
  }

  /// PICKLE-21: an integer in two's complement, the lowest byte first; of no bytes, 0.
  private mutating func longInteger(
    _ count: Int, _ source: Span<UInt8>, at start: Int
  ) throws(WireError) {
    let bytes = try extent(count, source)
    // A byte is worth 2.4 decimal digits.
    guard count <= limits.digits * 5 / 12 + 9 else {
      throw WireError(
        .limit, at: start, reading: "pickle", "an integer of more than \(limits.digits) digits")
    }
    if count <= 8 { return try pushInt(PickleNumber.small(source, bytes), at: start) }
    let first = graph.words.count
    let isNegative = PickleNumber.append(source.extracting(bytes), to: &graph.words)
    let words = graph.words.count - first
    if words > 1 || (words == 1 && graph.words[first] > UInt64(Int64.max) + (isNegative ? 1 : 0)) {
      let kind: PickleNode.Kind = isNegative ? .negativeBigInt : .bigInt
      return try push(PickleNode(kind, at: start, extent: first, count: words))
    }
    let word = words == 0 ? 0 : Int64(truncatingIfNeeded: graph.words[first])
    graph.words.removeSubrange(first...)
    try pushInt(isNegative ? 0 &- word : word, at: start)
  }
}
