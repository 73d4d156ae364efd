import WireCore

/// Reads Python's marshal format (versions 0 to 4) onto a tape, without making anything of it (PYRO5-62).
///
/// Code objects are not followed: `unsupported`. It is iterative, and believes no count that the bytes
/// left cannot hold.
struct MarshalTapeReader {
  /// A container under way: how many values it still takes, or a dict, which takes them up to a NULL.
  private struct Frame {
    let node: Int
    let kind: TapeNode.Kind
    var left: Int
    var count = 0
  }

  private let limits: Limits
  private var frames: [Frame] = []
  private var at = 0
  private var values = 0
  /// The nodes that later values may refer to.
  private var references: [Int] = []

  /// Reads one value, which fills `source`.
  ///
  /// - Throws: `syntax`, `truncated`, `trailing`, `unsupported` for code objects, `limit` for depth,
  ///   count and digits.
  static func read(_ source: Span<UInt8>, into tape: inout Tape, limits: Limits) throws(WireError) {
    tape.reset(sourceBytes: source.count, bytesPerNode: 4)
    var reader = MarshalTapeReader(limits: limits)
    repeat {
      while try reader.beginValue(source, &tape) {}
    } while reader.endValue(&tape)
    guard reader.at == source.count else {
      let left = source.count - reader.at
      throw WireError(.trailing, at: reader.at, reading: "value", "\(left) bytes follow the value")
    }
  }

  private init(limits: Limits) { self.limits = limits }

  /// Reads the beginning of a value; true where another value is to be read in it.
  private mutating func beginValue(_ source: Span<UInt8>, _ tape: inout Tape) throws(WireError) -> Bool {
    let start = at
    let code = try byte(source)
    let type = code & 0x7F
    values += 1
    guard values <= limits.count else { throw fault(.limit, start, "more than \(limits.count) values") }
    if type == UInt8(ascii: "0"), let frame = frames.last, frame.kind == .dict, frame.count.isMultiple(of: 2)
    {
      frames[frames.count - 1].left = 0
      return false
    }
    if code & 0x80 != 0 { references.append(tape.nodes.count) }
    if let (kind, count) = try containerHead(type, source) {
      return try open(kind, count, at: start, source, &tape)
    }
    try scalar(type, at: start, source, &tape)
    if !frames.isEmpty { frames[frames.count - 1].count += 1 }
    return false
  }

  /// Closes what is whole; true where a container takes another value.
  private mutating func endValue(_ tape: inout Tape) -> Bool {
    while let frame = frames.last {
      let isOpen = frame.kind == .dict ? frame.left != 0 : frame.count < frame.left
      if isOpen { return true }
      tape.close(frame.node, as: frame.kind, count: frame.kind == .dict ? frame.count / 2 : frame.count)
      frames.removeLast()
      if !frames.isEmpty { frames[frames.count - 1].count += 1 }
    }
    return false
  }

  private mutating func containerHead(
    _ type: UInt8, _ source: Span<UInt8>
  ) throws(WireError) -> (TapeNode.Kind, Int)? {
    switch type {
    case UInt8(ascii: "("): (.tuple, try count(source))
    case UInt8(ascii: ")"): (.tuple, Int(try byte(source)))
    case UInt8(ascii: "["): (.list, try count(source))
    case UInt8(ascii: "<"): (.set, try count(source))
    case UInt8(ascii: ">"): (.frozenset, try count(source))
    case UInt8(ascii: "{"): (.dict, -1)
    default: nil
    }
  }

  private mutating func open(
    _ kind: TapeNode.Kind, _ count: Int, at start: Int, _ source: Span<UInt8>, _ tape: inout Tape
  ) throws(WireError) -> Bool {
    guard frames.count < limits.depth else {
      throw fault(.limit, start, "nested deeper than \(limits.depth) levels")
    }
    guard count <= source.count - at else {
      throw fault(.truncated, source.count, "\(count) values declared, \(source.count - at) bytes left")
    }
    frames.append(Frame(node: tape.open(kind, at: start), kind: kind, left: count))
    return count != 0
  }

  private func fault(_ kind: WireError.Kind, _ offset: Int, _ detail: String) -> WireError {
    WireError(kind, at: offset, reading: "value", detail)
  }
}

// Scalars.
extension MarshalTapeReader {
  private mutating func scalar(
    _ type: UInt8, at start: Int, _ source: Span<UInt8>, _ tape: inout Tape
  ) throws(WireError) {
    switch type {
    case UInt8(ascii: "N"): tape.append(TapeNode(.none, at: start))
    case UInt8(ascii: "F"): tape.append(TapeNode(.bool, at: start))
    case UInt8(ascii: "T"): tape.append(TapeNode(.bool, at: start, payload: 1))
    case UInt8(ascii: "."): tape.append(TapeNode(.ellipsis, at: start))
    case UInt8(ascii: "S"): tape.append(TapeNode(.notImplemented, at: start))
    case UInt8(ascii: "i"): integer(Int64(Int32(truncatingIfNeeded: try little(4, source))), at: start, &tape)
    case UInt8(ascii: "I"): integer(Int64(bitPattern: try little(8, source)), at: start, &tape)
    case UInt8(ascii: "l"): try wideInteger(at: start, source, &tape)
    case UInt8(ascii: "g"): tape.append(TapeNode(.float, at: start, payload: try little(8, source)))
    case UInt8(ascii: "y"):
      let real = Double(bitPattern: try little(8, source))
      let imaginary = Double(bitPattern: try little(8, source))
      tape.append(complex: .init(real: real, imaginary: imaginary), at: start)
    case UInt8(ascii: "f"):
      tape.append(TapeNode(.float, at: start, payload: try floatText(source).bitPattern))
    case UInt8(ascii: "x"):
      let real = try floatText(source)
      tape.append(complex: .init(real: real, imaginary: try floatText(source)), at: start)
    case UInt8(ascii: "s"): try extent(.bytes, try count(source), at: start, source, &tape)
    case UInt8(ascii: "u"), UInt8(ascii: "t"), UInt8(ascii: "a"), UInt8(ascii: "A"):
      try extent(.string, try count(source), at: start, source, &tape)
    case UInt8(ascii: "z"), UInt8(ascii: "Z"):
      try extent(.string, Int(try byte(source)), at: start, source, &tape)
    case UInt8(ascii: "r"): try reference(at: start, source, &tape)
    case UInt8(ascii: "c"): throw fault(.unsupported, start, "a code object")
    default: throw fault(.syntax, start, "the type code \(type) is not defined")
    }
  }

  private mutating func integer(_ value: Int64, at start: Int, _ tape: inout Tape) {
    tape.append(TapeNode(.int, at: start, payload: UInt64(bitPattern: value)))
  }

  /// A signed count of 15-bit digits, least significant first.
  private mutating func wideInteger(at start: Int, _ source: Span<UInt8>, _ tape: inout Tape)
    throws(WireError)
  {
    let signed = Int(Int32(truncatingIfNeeded: try little(4, source)))
    let digits = signed.magnitude
    guard digits <= (source.count - at) / 2 else {
      throw fault(.truncated, source.count, "an integer is cut off")
    }
    // A 15-bit digit is worth four and a half decimal ones.
    guard digits <= UInt(limits.digits) / 4 + 1 else {
      throw fault(.limit, start, "an integer of more than \(limits.digits) digits")
    }
    var words: [UInt64] = []
    for index in 0..<Int(digits) {
      let digit = try little(2, source)
      guard digit < 1 << 15 else { throw fault(.syntax, at - 2, "a digit of an integer is too large") }
      Self.insert(digit, atBit: 15 * index, into: &words)
    }
    tape.append(integer: words, isNegative: signed < 0, at: start)
  }

  private static func insert(_ digit: UInt64, atBit bit: Int, into words: inout [UInt64]) {
    let (word, shift) = bit.quotientAndRemainder(dividingBy: 64)
    while words.count < word + 2 { words.append(0) }
    words[word] |= digit << UInt64(shift)
    if shift > 49 { words[word + 1] |= digit >> UInt64(64 - shift) }
  }

  /// A float as text with its length before it, as marshal wrote them up to version 1.
  private mutating func floatText(_ source: Span<UInt8>) throws(WireError) -> Double {
    let start = at
    let length = Int(try byte(source))
    guard length <= source.count - at else { throw fault(.truncated, source.count, "a float is cut off") }
    let text = String(decoding: (at..<at + length).map { source[$0] }, as: UTF8.self)
    at += length
    guard let value = Double(text) else { throw fault(.syntax, start, "a float that is none") }
    return value
  }

  private mutating func extent(
    _ kind: TapeNode.Kind, _ length: Int, at start: Int, _ source: Span<UInt8>, _ tape: inout Tape
  ) throws(WireError) {
    guard length <= source.count - at else { throw fault(.truncated, source.count, "a string is cut off") }
    // Python lets surrogates through here; such text is kept as bytes, since it is no Unicode.
    let isText = kind == .string && isUTF8(source.extracting(at..<at + length))
    tape.append(TapeNode(isText ? .string : .bytes, at: start, low: at, high: length))
    at += length
  }

  /// A value met before. A scalar is repeated; a container is not, or a few bytes would grow without end.
  private mutating func reference(at start: Int, _ source: Span<UInt8>, _ tape: inout Tape) throws(WireError)
  {
    let number = try count(source)
    guard number < references.count, case let index = references[number], index < tape.nodes.count else {
      throw fault(.syntax, start, "a reference to a value that was not met")
    }
    let node = tape.nodes[index]
    tape.append(node.kind.isContainer ? TapeNode(.ellipsis, at: start) : node)
  }

  private mutating func byte(_ source: Span<UInt8>) throws(WireError) -> UInt8 {
    guard at < source.count else { throw fault(.truncated, at, "the data ends inside a value") }
    defer { at += 1 }
    return source[at]
  }

  private mutating func little(_ width: Int, _ source: Span<UInt8>) throws(WireError) -> UInt64 {
    guard source.count - at >= width else {
      throw fault(.truncated, source.count, "the data ends inside a value")
    }
    var value: UInt64 = 0
    for index in (at..<at + width).reversed() { value = value << 8 | UInt64(source[index]) }
    at += width
    return value
  }

  /// A count or length: 32 bits, signed, not below zero.
  private mutating func count(_ source: Span<UInt8>) throws(WireError) -> Int {
    let start = at
    let value = Int(Int32(truncatingIfNeeded: try little(4, source)))
    guard value >= 0 else { throw fault(.syntax, start, "a size below zero") }
    return value
  }
}
