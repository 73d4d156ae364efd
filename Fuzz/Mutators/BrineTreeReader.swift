/// Takes a dump apart without asking whether it is sound.
struct BrineTreeReader {
  private let bytes: [UInt8]
  private var position = 0
  private static let deepest = 200

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// What stands behind the value.
  var rest: [UInt8] { Array(bytes[position...]) }

  /// The next value, or whatever stands there.
  mutating func node(depth: Int) -> BrineTree.Node {
    guard position < bytes.count, depth < Self.deepest else { return .plain(take(bytes.count - position)) }
    let tag = bytes[position]
    position += 1
    switch tag {
    case 0x08:
      guard case .sized(_, let content) = node(depth: depth + 1) else { return .plain([tag]) }
      return .sized(.text, content)
    case 0x01: return .sized(.bytes, [])
    case 0x0A...0x0D: return .sized(.bytes, take(Int(tag - 0x09)))
    case 0x0E: return .sized(.bytes, take(length(1)))
    case 0x0F: return .sized(.bytes, take(length(4)))
    case 0x16: return .sized(.digits, take(length(1)))
    case 0x17: return .sized(.digits, take(length(4)))
    case 0x02: return .tuple([])
    case 0x10...0x13: return tuple(Int(tag - 0x0F), depth)
    case 0x14: return tuple(length(1), depth)
    case 0x15: return tuple(length(4), depth)
    case 0x09, 0x19, 0x1A: return .tagged(tag, node(depth: depth + 1))
    case 0x18: return .plain([tag] + take(8))
    case 0x1B: return .plain([tag] + take(16))
    default: return .plain([tag])
    }
  }

  private mutating func tuple(_ count: Int, _ depth: Int) -> BrineTree.Node {
    var elements: [BrineTree.Node] = []
    while elements.count < count, position < bytes.count { elements.append(node(depth: depth + 1)) }
    return .tuple(elements)
  }

  private mutating func length(_ width: Int) -> Int { take(width).reduce(0) { $0 << 8 | Int($1) } }

  private mutating func take(_ count: Int) -> [UInt8] {
    let end = min(bytes.count, position + count)
    defer { position = end }
    return Array(bytes[position..<end])
  }
}

/// Puts a dump together, with the shortest form of each length as rpyc has it.
struct BrineTreeWriter {
  private(set) var output: [UInt8] = []
  /// Which length, counted from the first, is written wrong.
  private let lying: Int?
  private var lengths = 0

  init(lying: Int?) { self.lying = lying }

  mutating func write(_ node: BrineTree.Node) {
    switch node {
    case .plain(let bytes): output += bytes
    case .sized(.digits, let digits):
      writeLength(digits.count, 0x16, 0x17)
      output += digits
    case .sized(let kind, let content):
      if kind == .text { output.append(0x08) }
      if content.isEmpty {
        output.append(0x01)
      } else if content.count <= 4 {
        output.append(0x09 + UInt8(content.count))
      } else {
        writeLength(content.count, 0x0E, 0x0F)
      }
      output += content
    case .tuple(let elements):
      writeCount(elements.count)
      for element in elements { write(element) }
    case .tagged(let tag, let value):
      output.append(tag)
      write(value)
    }
  }

  private mutating func writeCount(_ count: Int) {
    switch count {
    case 0: output.append(0x02)
    case 1...4 where lying == nil: output.append(0x0F + UInt8(count))
    default: writeLength(count, 0x14, 0x15)
    }
  }

  private mutating func writeLength(_ length: Int, _ short: UInt8, _ long: UInt8) {
    defer { lengths += 1 }
    if lengths == lying {
      output +=
        [long]
        + (length % 2 == 0 ? [0xFF, 0xFF, 0xFF, 0xFF] : [0, 0, 0, UInt8(truncatingIfNeeded: length + 1)])
    } else if length < 256 {
      output += [short, UInt8(length)]
    } else {
      output.append(long)
      for shift in [24, 16, 8, 0] { output.append(UInt8(truncatingIfNeeded: length >> shift)) }
    }
  }
}
