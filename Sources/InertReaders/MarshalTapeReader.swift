import PythonValues
import WireCore

/// Reads marshal onto a tape, without making anything of it.
///
/// It is iterative, and believes no count that the bytes left cannot hold.
struct MarshalTapeReader {
  /// A container under way: how many values it still takes, or a dict, which takes them up to a NULL.
  struct Frame {
    let node: Int
    let kind: TapeNode.Kind
    var left: Int
    var count = 0
    /// Whether the values are the parts of a code object, which are stepped over.
    var isCode = false
    /// How many values, and strings, could be referred to before a code object.
    var known = (values: 0, strings: 0)
    /// The node of the part of a code object that was begun last.
    var part = 0
  }

  /// A value that later ones may refer to.
  struct Referable {
    /// Its node; `nil` where it went with the code object that it was a part of.
    var node: Int?
    /// What is left of it then.
    var leaf = TapeNode(.ellipsis, at: 0)
  }

  let limits: Limits
  var frames: [Frame] = []
  var at = 0
  var references: [Referable] = []
  /// The interned strings that Python 2 refers to by TYPE_STRINGREF.
  var interned: [Referable] = []
  private var values = 0

  /// Reads one value, which fills `source`.
  ///
  /// - Throws: `syntax`, `truncated`, `trailing`, `limit` for size, depth, count and digits.
  static func read(_ source: Span<UInt8>, into tape: inout Tape, limits: Limits) throws(WireError) {
    guard source.count <= limits.bytes else {
      throw WireError(.limit, at: limits.bytes, reading: "value", "more than \(limits.bytes) bytes")
    }
    tape.reset(sourceBytes: source.count, bytesPerNode: 4)
    var reader = MarshalTapeReader(limits: limits)
    repeat {
      while try reader.beginValue(source, &tape) {}
    } while try reader.endValue(source, &tape)
    guard reader.at == source.count else {
      let left = source.count - reader.at
      throw WireError(.trailing, at: reader.at, reading: "value", "\(left) bytes follow the value")
    }
  }

  private init(limits: Limits) { self.limits = limits }

  /// MARSHAL-1: reads the beginning of a value; true where another value is to be read in it.
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
    // MARSHAL-3: the high bit says that later values may refer to this one.
    let known = (references.count, interned.count)
    if let frame = frames.last, frame.isCode { frames[frames.count - 1].part = tape.nodes.count }
    if code & 0x80 != 0, !Self.isConstant(type) { references.append(Referable(node: tape.nodes.count)) }
    if type == UInt8(ascii: "c") {
      return try openCode(known: known, at: start, source, &tape)
    }
    if let (kind, count) = try containerHead(type, source) {
      return try open(kind, count, at: start, source, &tape)
    }
    try scalar(type, at: start, source, &tape)
    if !frames.isEmpty { frames[frames.count - 1].count += 1 }
    return false
  }

  /// Closes what is whole; true where a container takes another value.
  private mutating func endValue(_ source: Span<UInt8>, _ tape: inout Tape) throws(WireError) -> Bool {
    while let frame = frames.last {
      if frame.isCode { try continueCode(frame, source, tape) }
      let isOpen = frame.kind == .dict ? frame.left != 0 : frame.count < frames[frames.count - 1].left
      if isOpen { return true }
      frames.removeLast()
      if frame.isCode {
        closeCode(frame, source, &tape)
      } else {
        close(frame, &tape)
      }
      if !frames.isEmpty { frames[frames.count - 1].count += 1 }
    }
    return false
  }

  private func close(_ frame: Frame, _ tape: inout Tape) {
    var flags = tape.nodes[frame.node].flags
    if frame.kind == .frozenset { flags.insert(.asWritten) }
    tape.close(
      frame.node, as: frame.kind, count: frame.kind == .dict ? frame.count / 2 : frame.count, flags: flags)
  }

  /// MARSHAL-2: how many values a container holds.
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
    case UInt8(ascii: ":"): (.slice, 3)
    default: nil
    }
  }

  private mutating func open(
    _ kind: TapeNode.Kind, _ count: Int, at start: Int, _ source: Span<UInt8>, _ tape: inout Tape
  ) throws(WireError) -> Bool {
    guard count <= source.count - at else {
      throw fault(.truncated, source.count, "\(count) values declared, \(source.count - at) bytes left")
    }
    try push(Frame(node: tape.open(kind, at: start), kind: kind, left: count), at: start)
    return count != 0
  }

  mutating func push(_ frame: Frame, at start: Int) throws(WireError) {
    guard frames.count < limits.depth else {
      throw fault(.limit, start, "nested deeper than \(limits.depth) levels")
    }
    frames.append(frame)
  }

  /// Types that are the same object wherever they stand, and so are not numbered.
  private static func isConstant(_ type: UInt8) -> Bool {
    switch type {
    case UInt8(ascii: "0"), UInt8(ascii: "N"), UInt8(ascii: "F"), UInt8(ascii: "T"), UInt8(ascii: "S"),
      UInt8(ascii: "."), UInt8(ascii: "r"):
      true
    default: false
    }
  }

  func fault(_ kind: WireError.Kind, _ offset: Int, _ detail: String) -> WireError {
    WireError(kind, at: offset, reading: "value", detail)
  }
}
