import PythonValues
import WireCore

// The opcodes that are less frequent, by what they are about.
extension PickleOperations where Self: ~Copyable {
  @inline(never)
  mutating func rare(_ opcode: UInt8, _ source: Span<UInt8>, at start: Int) throws(WireError) {
    switch opcode {
    case PickleOpcode.proto: try proto(Int(try byte(source)), at: start)
    case PickleOpcode.frame: _ = try big64(source)  // PICKLE-5: frames do not matter.
    case PickleOpcode.pop: try popAnything()
    case PickleOpcode.popMark: drop(from: try popMark())
    case PickleOpcode.dup:
      try requireValue()
      try duplicate(at: start)
    case PickleOpcode.get: try push(memo: try memoNumber(source), source, at: start)
    case PickleOpcode.longBinPut:
      try requireValue()
      memoize(as: try little32(source), at: start)
    case PickleOpcode.put:
      try requireValue()
      memoize(as: try memoNumber(source), at: start)
    case PickleOpcode.list, PickleOpcode.dict, PickleOpcode.emptySet, PickleOpcode.frozenSet,
      PickleOpcode.append, PickleOpcode.setItem, PickleOpcode.addItems:
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
    progress.protocolVersion = version
  }

  /// PICKLE-10: POP takes a mark away where one is on top.
  private mutating func popAnything() throws(WireError) {
    if !marks.isEmpty, fence == height {
      _ = try popMark()
    } else {
      try requireValue()
      drop(from: height - 1)
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
extension PickleOperations where Self: ~Copyable {
  fileprivate mutating func scalar(
    _ opcode: UInt8, _ source: Span<UInt8>, at start: Int
  ) throws(WireError) {
    switch opcode {
    case PickleOpcode.int: try textInteger(try line(source), isLong: false, source)
    case PickleOpcode.long: try textInteger(try line(source), isLong: true, source)
    case PickleOpcode.long4: try longInteger(try signedLength(source), source, at: start)
    case PickleOpcode.float: try textFloat(try line(source), source)
    case PickleOpcode.binUnicode8: try pushText(try length64(source), source, at: start)
    case PickleOpcode.unicode, PickleOpcode.string:
      try push(line: try line(source), of: opcode, source, at: start)
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
    case .bool(let flag): try push(constant: flag ? .true : .false)
    case .int(let number): try push(integer: number, at: range.lowerBound - 1)
    case .bigInt(let number): try push(bigInteger: number, at: range.lowerBound - 1)
    default: throw fault(range.lowerBound, "it is no integer")
    }
  }

  private mutating func textFloat(_ range: Range<Int>, _ source: Span<UInt8>) throws(WireError) {
    guard let value = FloatText.python(source.extracting(range)) else {
      throw fault(range.lowerBound, "it is no float")
    }
    try push(float: value.bitPattern, at: range.lowerBound - 1)
  }

  /// PICKLE-21: an integer in two's complement, the lowest byte first; of no bytes, 0.
  @inline(__always)
  mutating func longInteger(_ count: Int, _ source: Span<UInt8>, at start: Int) throws(WireError) {
    let bytes = try extent(count, source)
    // A byte is worth 2.4 decimal digits.
    guard count <= limits.digits * 5 / 12 + 9 else {
      throw WireError(
        .limit, at: start, reading: "pickle", "an integer of more than \(limits.digits) digits")
    }
    if count <= 8 { return try push(integer: PickleNumber.small(source, bytes), at: start) }
    try push(long: bytes, source, at: start)
  }
}

// Containers.
extension PickleOperations where Self: ~Copyable {
  private mutating func container(_ opcode: UInt8, at start: Int) throws(WireError) {
    switch opcode {
    case PickleOpcode.list: try gather(.list, from: try popMark(), at: start)
    case PickleOpcode.frozenSet: try gather(.frozenset, from: try popMark(), at: start)
    case PickleOpcode.dict: try gatherDict(from: try popMark(), at: start)
    case PickleOpcode.emptySet: try open(.set, at: start)
    case PickleOpcode.append: try addItems(from: try places(1), to: .list, at: start)
    case PickleOpcode.setItem: try setItems(from: try places(2), at: start)
    default: try addItems(from: try popMark(), to: .set, at: start)
    }
  }

  /// PICKLE-31: DICT of an odd number of values is a fault.
  private mutating func gatherDict(from place: Int, at start: Int) throws(WireError) {
    guard (height - place).isMultiple(of: 2) else { throw fault(start, "a key without a value") }
    try gather(.dict, from: place, at: start)
  }

  /// PICKLE-32: SETITEM and SETITEMS.
  @inline(__always)
  mutating func setItems(from place: Int, at start: Int) throws(WireError) {
    try requireTarget(below: place, at: start)
    guard (height &- place).isMultiple(of: 2) else { throw fault(start, "a key without a value") }
    try extend(.dict, from: place, at: start)
  }

  /// PICKLE-33: APPEND and APPENDS. PICKLE-34: ADDITEMS.
  @inline(__always)
  mutating func addItems(
    from place: Int, to kind: PickleNode.Kind, at start: Int
  ) throws(WireError) {
    try requireTarget(below: place, at: start)
    try extend(kind, from: place, at: start)
  }

  /// There must be a value, above the mark, which values are added to.
  @inline(__always)
  private func requireTarget(below place: Int, at start: Int) throws(WireError) {
    guard place > fence else { throw fault(start, "there is nothing to add the values to") }
  }
}
