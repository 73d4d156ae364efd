import PythonValues
import WireCore

/// Reads MessagePack onto a tape. It is iterative, and believes no count that the bytes left cannot hold.
struct MessagePackTapeReader {
  /// A container under way, and how many values it still takes.
  private struct Frame {
    let node: Int
    let kind: TapeNode.Kind
    let count: Int
    var left: Int
  }

  let limits: Limits
  var at = 0
  private var frames: [Frame] = []
  private var values = 0

  /// Reads one value, which fills `source`.
  static func read(_ source: Span<UInt8>, into tape: inout Tape, limits: Limits) throws(WireError) {
    guard source.count <= limits.bytes else {
      throw WireError(.limit, at: limits.bytes, reading: "value", "more than \(limits.bytes) bytes")
    }
    tape.reset(sourceBytes: source.count, bytesPerNode: 4)
    var reader = MessagePackTapeReader(limits: limits)
    repeat {
      try reader.value(source, &tape)
    } while reader.continues(&tape)
    guard reader.at == source.count else {
      let left = source.count - reader.at
      throw WireError(.trailing, at: reader.at, reading: "value", "\(left) bytes follow the value")
    }
  }

  private init(limits: Limits) { self.limits = limits }

  /// Closes what is whole; true where a container takes another value.
  private mutating func continues(_ tape: inout Tape) -> Bool {
    while let frame = frames.last {
      if frame.left > 0 {
        frames[frames.count - 1].left -= 1
        return true
      }
      tape.close(frame.node, as: frame.kind, count: frame.count)
      frames.removeLast()
    }
    return false
  }

  /// MSGPACK-1: the first byte says what follows.
  private mutating func value(_ source: Span<UInt8>, _ tape: inout Tape) throws(WireError) {
    let start = at
    let code = try byte(source)
    values += 1
    guard values <= limits.count else { throw fault(.limit, start, "more than \(limits.count) values") }
    switch code {
    case 0x00...0x7F: integer(Int64(code), at: start, &tape)
    case 0xE0...0xFF: integer(Int64(Int8(bitPattern: code)), at: start, &tape)
    case 0x80...0x8F: try open(.dict, Int(code & 15), at: start, source, &tape)
    case 0x90...0x9F: try open(.list, Int(code & 15), at: start, source, &tape)
    case 0xA0...0xBF: try text(Int(code & 31), at: start, source, &tape)
    case 0xC0: tape.append(TapeNode(.none, at: start))
    case 0xC2: tape.append(TapeNode(.bool, at: start))
    case 0xC3: tape.append(TapeNode(.bool, at: start, payload: 1))
    case 0xC4...0xC6: try bytes(try length(code - 0xC4, source), at: start, source, &tape)
    case 0xC7...0xC9: try extended(try length(code - 0xC7, source), at: start, source, &tape)
    case 0xCA, 0xCB: try float(code, at: start, source, &tape)
    case 0xCC...0xCF: unsigned(try big(1 << Int(code - 0xCC), source), at: start, &tape)
    case 0xD0...0xD3: try signed(code, at: start, source, &tape)
    case 0xD4...0xD8: try extended(1 << Int(code - 0xD4), at: start, source, &tape)
    case 0xD9...0xDB: try text(try length(code - 0xD9, source), at: start, source, &tape)
    case 0xDC, 0xDD: try open(.list, try length(code - 0xDB, source), at: start, source, &tape)
    case 0xDE, 0xDF: try open(.dict, try length(code - 0xDD, source), at: start, source, &tape)
    default: throw fault(.syntax, start, "the byte C1 begins no value")
    }
  }

  /// MSGPACK-2: a container of so many values, or pairs of values.
  private mutating func open(
    _ kind: TapeNode.Kind, _ count: Int, at start: Int, _ source: Span<UInt8>, _ tape: inout Tape
  ) throws(WireError) {
    guard frames.count < limits.depth else {
      throw fault(.limit, start, "nested deeper than \(limits.depth) levels")
    }
    let values = kind == .dict ? count * 2 : count
    guard values <= source.count - at else {
      throw fault(.truncated, source.count, "\(values) values declared, \(source.count - at) bytes left")
    }
    frames.append(Frame(node: tape.open(kind, at: start), kind: kind, count: count, left: values))
  }
}

// Scalars.
extension MessagePackTapeReader {
  private func integer(_ value: Int64, at start: Int, _ tape: inout Tape) {
    tape.append(TapeNode(.int, at: start, payload: UInt64(bitPattern: value)))
  }

  private func unsigned(_ value: UInt64, at start: Int, _ tape: inout Tape) {
    tape.append(integer: [value], isNegative: false, at: start)
  }

  private mutating func signed(
    _ code: UInt8, at start: Int, _ source: Span<UInt8>, _ tape: inout Tape
  ) throws(WireError) {
    let width = 1 << Int(code - 0xD0)
    let shift = UInt64(64 - 8 * width)
    integer(Int64(bitPattern: try big(width, source) << shift) >> Int64(shift), at: start, &tape)
  }

  private mutating func float(
    _ code: UInt8, at start: Int, _ source: Span<UInt8>, _ tape: inout Tape
  ) throws(WireError) {
    let value =
      code == 0xCA
      ? Double(Float(bitPattern: UInt32(truncatingIfNeeded: try big(4, source))))
      : Double(bitPattern: try big(8, source))
    tape.append(TapeNode(.float, at: start, payload: value.bitPattern))
  }

  /// MSGPACK-3: text is UTF-8.
  private mutating func text(
    _ length: Int, at start: Int, _ source: Span<UInt8>, _ tape: inout Tape
  ) throws(WireError) {
    let range = try extent(length, source)
    guard isUTF8(source.extracting(range)) else { throw fault(.syntax, start, "text that is not UTF-8") }
    tape.append(TapeNode(.string, at: start, low: range.lowerBound, high: length))
  }

  private mutating func bytes(
    _ length: Int, at start: Int, _ source: Span<UInt8>, _ tape: inout Tape
  ) throws(WireError) {
    let range = try extent(length, source)
    tape.append(TapeNode(.bytes, at: start, low: range.lowerBound, high: length))
  }

  /// An extension: a code, then so many bytes.
  private mutating func extended(
    _ length: Int, at start: Int, _ source: Span<UInt8>, _ tape: inout Tape
  ) throws(WireError) {
    let code = Int8(bitPattern: try byte(source))
    let range = try extent(length, source)
    try MessagePackExtension(code: code, limits: limits)
      .append(source.extracting(range), at: start, to: &tape)
  }
}

// Bytes.
extension MessagePackTapeReader {
  private mutating func byte(_ source: Span<UInt8>) throws(WireError) -> UInt8 {
    guard at < source.count else { throw fault(.truncated, at, "the data ends inside a value") }
    defer { at += 1 }
    return source[at]
  }

  /// A big-endian number of up to eight bytes.
  private mutating func big(_ width: Int, _ source: Span<UInt8>) throws(WireError) -> UInt64 {
    guard source.count - at >= width else {
      throw fault(.truncated, source.count, "the data ends inside a value")
    }
    defer { at += width }
    var value: UInt64 = 0
    for index in at..<at + width { value = value << 8 | UInt64(source[index]) }
    return value
  }

  /// A length of 1, 2 or 4 bytes.
  private mutating func length(_ power: UInt8, _ source: Span<UInt8>) throws(WireError) -> Int {
    Int(try big(1 << Int(power), source))
  }

  private mutating func extent(_ length: Int, _ source: Span<UInt8>) throws(WireError) -> Range<Int> {
    guard length <= source.count - at else {
      throw fault(.truncated, source.count, "\(length) bytes wanted, \(source.count - at) left")
    }
    defer { at += length }
    return at..<at + length
  }

  private func fault(_ kind: WireError.Kind, _ offset: Int, _ detail: String) -> WireError {
    WireError(kind, at: offset, reading: "value", detail)
  }
}
