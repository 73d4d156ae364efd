/// Mutates pickles: opcodes with their arguments are put in, doubled and dropped.
public struct PickleMutator: Mutator {
  /// Makes a mutator.
  public init() {}

  /// A variant: one in four is of plain bytes.
  public func mutate(_ input: [UInt8], _ random: inout MutationSource) -> [UInt8] {
    if random.oneIn(4) { return random.variant(of: input) }
    let pieces = Self.opcodes(of: input)
    return rearrange(input, pieces, separator: [], fresh: random.pick(Self.fresh), &random)
  }

  /// An opcode of one pickle in the place of one of another.
  public func cross(_ left: [UInt8], _ right: [UInt8], _ random: inout MutationSource) -> [UInt8] {
    graft(left, Self.opcodes(of: left), right, Self.opcodes(of: right), &random)
  }

  /// Where opcodes stand with their arguments, as far as it can be told.
  static func opcodes(of pickle: [UInt8]) -> [Piece] {
    var pieces: [Piece] = []
    var position = 0
    while position < pickle.count, pieces.count < 10_000 {
      let end = min(pickle.count, max(position + 1, end(of: pickle, at: position)))
      pieces.append(position..<end)
      position = end
    }
    return pieces
  }

  private static func end(of pickle: [UInt8], at start: Int) -> Int {
    func little(_ width: Int) -> Int {
      guard start + width < pickle.count else { return pickle.count }
      return pickle[start + 1...start + width].reversed().reduce(0) { min($0, 1 << 40) << 8 | Int($1) }
    }
    func line(_ from: Int) -> Int {
      (pickle[min(from, pickle.count)...].firstIndex(of: 0x0A) ?? pickle.count) + 1
    }
    switch pickle[start] {
    case UInt8(ascii: "c"), UInt8(ascii: "i"): return line(line(start + 1))
    case UInt8(ascii: "F"), UInt8(ascii: "I"), UInt8(ascii: "L"), UInt8(ascii: "S"), UInt8(ascii: "V"),
      UInt8(ascii: "P"), UInt8(ascii: "p"), UInt8(ascii: "g"):
      return line(start + 1)
    case UInt8(ascii: "K"), UInt8(ascii: "q"), UInt8(ascii: "h"), 0x80, 0x82: return start + 2
    case UInt8(ascii: "M"), 0x83: return start + 3
    case UInt8(ascii: "J"), UInt8(ascii: "r"), UInt8(ascii: "j"), 0x84: return start + 5
    case UInt8(ascii: "G"), 0x95: return start + 9
    case UInt8(ascii: "U"), UInt8(ascii: "C"), 0x8A, 0x8C: return start + 2 + little(1)
    case UInt8(ascii: "T"), UInt8(ascii: "X"), UInt8(ascii: "B"), 0x8B: return start + 5 + little(4)
    case 0x8D, 0x8E, 0x96: return start + 9 + min(little(8), pickle.count)
    default: return start + 1
    }
  }

  private static let fresh: [[UInt8]] = [
    Array("N".utf8), Array("(".utf8), Array("t".utf8), Array("]".utf8), Array("}".utf8), Array("R".utf8),
    Array("b".utf8), Array("a".utf8), Array("s".utf8), Array("u".utf8), Array("e".utf8), Array("0".utf8),
    Array("1".utf8), Array("2".utf8), Array("o".utf8), Array("Q".utf8), Array("cos\nsystem\n".utf8),
    Array("(cos\nsystem\n".utf8), Array("ios\nsystem\n".utf8), Array("S'id'\n".utf8), Array("Vid\n".utf8),
    Array("I01\n".utf8), Array("L1L\n".utf8), Array("F1.5\n".utf8), Array("p1\n".utf8), Array("g1\n".utf8),
    [0x71, 0], [0x68, 0], [0x72, 0xFF, 0xFF, 0xFF, 0xFF], [0x80, 4], [0x81], [0x85], [0x86], [0x87], [0x88],
    [0x8A, 1, 5], [0x8C, 1, 0x61], [0x8F], [0x90], [0x91], [0x92], [0x93], [0x94],
    [0x95, 3, 0, 0, 0, 0, 0, 0, 0],
    [0x96, 1, 0, 0, 0, 0, 0, 0, 0, 0x61], [0x97], [0x98], [0x82, 1], [0x4B, 7], [0x2E],
  ]
}
