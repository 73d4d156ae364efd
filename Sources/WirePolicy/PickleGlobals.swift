import WireCore

/// A class or function that a pickle names, and where.
public struct PickleGlobal: Hashable, Sendable {
  /// The module named.
  public var module: String
  /// The name in it, dots included.
  public var name: String
  /// Where in the pickle it is looked up, in bytes.
  public var offset: Int
}

/// Reads which classes and functions a pickle would look up, without loading it.
///
/// It steps over the opcodes of protocols 0 to 5 and keeps the texts that a name can be made of. What it
/// does not know ends the reading: a pickle that no loader reads needs no verdict.
public struct PickleGlobals {
  /// The most names that are read of one pickle.
  public static let most = 10_000

  /// The names, in the order in which they would be looked up.
  ///
  /// - Complexity: linear in the bytes.
  public static func named(in pickle: Span<UInt8>) -> [PickleGlobal] {
    var reader = PickleGlobals()
    while reader.found.count < most, reader.step(pickle) {}
    return reader.found
  }

  private var position = 0
  private var found: [PickleGlobal] = []
  /// The two texts pushed last, of which STACK_GLOBAL makes a name.
  private var texts: (earlier: String, later: String) = ("", "")
  /// The texts in the memo, by their index.
  private var memo: [Int: String] = [:]
  private var memoCount = 0

  /// Steps over one opcode; `false` at the end and at what is none.
  private mutating func step(_ pickle: Span<UInt8>) -> Bool {
    guard position < pickle.count else { return false }
    let opcode = pickle[position]
    let start = position
    position += 1
    switch opcode {
    case UInt8(ascii: "."): return false
    case UInt8(ascii: "c"), UInt8(ascii: "i"):
      guard let module = line(pickle), let name = line(pickle) else { return false }
      found.append(PickleGlobal(module: module, name: name, offset: start))
      return true
    case 0x93:
      found.append(PickleGlobal(module: texts.earlier, name: texts.later, offset: start))
      return true
    case UInt8(ascii: "V"), UInt8(ascii: "S"):
      guard let text = line(pickle) else { return false }
      return push(text.trimmingQuotes)
    case UInt8(ascii: "X"): return push(text(pickle, lengthBytes: 4))
    case UInt8(ascii: "T"): return push(text(pickle, lengthBytes: 4))
    case 0x8C: return push(text(pickle, lengthBytes: 1))
    case UInt8(ascii: "U"): return push(text(pickle, lengthBytes: 1))
    case 0x8D: return push(text(pickle, lengthBytes: 8))
    case 0x94: return memoise(memoCount)
    case UInt8(ascii: "q"): return memoise(number(pickle, 1))
    case UInt8(ascii: "r"): return memoise(number(pickle, 4))
    case UInt8(ascii: "p"): return memoise(line(pickle).flatMap { Int($0) })
    case UInt8(ascii: "h"): return recall(number(pickle, 1))
    case UInt8(ascii: "j"): return recall(number(pickle, 4))
    case UInt8(ascii: "g"): return recall(line(pickle).flatMap { Int($0) })
    default: return skip(opcode, pickle)
    }
  }

  private mutating func push(_ text: String?) -> Bool {
    guard let text else { return false }
    texts = (texts.later, text)
    return true
  }

  private mutating func memoise(_ index: Int?) -> Bool {
    guard let index else { return false }
    memoCount += 1
    memo[index] = texts.later
    return true
  }

  private mutating func recall(_ index: Int?) -> Bool {
    guard let index else { return false }
    if let text = memo[index] { texts = (texts.later, text) }
    return true
  }

  /// Steps over the argument of an opcode that makes no name.
  private mutating func skip(_ opcode: UInt8, _ pickle: Span<UInt8>) -> Bool {
    switch opcode {
    case UInt8(ascii: "F"), UInt8(ascii: "I"), UInt8(ascii: "L"), UInt8(ascii: "P"):
      return line(pickle) != nil
    case UInt8(ascii: "K"), 0x80, 0x82: return advance(1, pickle)
    case UInt8(ascii: "M"), 0x83: return advance(2, pickle)
    case UInt8(ascii: "J"), 0x84: return advance(4, pickle)
    case UInt8(ascii: "G"), 0x95: return advance(8, pickle)
    case UInt8(ascii: "C"), 0x8A: return advance(number(pickle, 1), pickle)
    case UInt8(ascii: "B"), 0x8B: return advance(number(pickle, 4), pickle)
    case 0x8E, 0x96: return advance(number(pickle, 8), pickle)
    default: return Self.bare.contains(opcode)
    }
  }

  /// The opcodes without an argument.
  private static let bare: Set<UInt8> = Set("()012NQRabdelosStu}]~".utf8).union([
    0x81, 0x85, 0x86, 0x87, 0x88, 0x89, 0x8F, 0x90, 0x91, 0x92, 0x97, 0x98,
  ])

  private mutating func advance(_ count: Int?, _ pickle: Span<UInt8>) -> Bool {
    guard let count, count <= pickle.count - position else { return false }
    position += count
    return true
  }

  /// A little-endian number of 1, 4 or 8 bytes; `nil` where it is not there or too large.
  private mutating func number(_ pickle: Span<UInt8>, _ width: Int) -> Int? {
    guard width <= pickle.count - position else { return nil }
    var number: UInt64 = 0
    for index in 0..<width { number |= UInt64(pickle[position + index]) << UInt64(8 * index) }
    position += width
    return Int(exactly: number)
  }

  private mutating func text(_ pickle: Span<UInt8>, lengthBytes: Int) -> String? {
    guard let count = number(pickle, lengthBytes), count <= pickle.count - position else { return nil }
    defer { position += count }
    return string(pickle, position..<position + count)
  }

  private mutating func line(_ pickle: Span<UInt8>) -> String? {
    let start = position
    while position < pickle.count, pickle[position] != 0x0A { position += 1 }
    guard position < pickle.count else { return nil }
    defer { position += 1 }
    return string(pickle, start..<position)
  }

  /// The text of bytes that may be a name; longer ones are none, and are kept as nothing.
  private func string(_ pickle: Span<UInt8>, _ range: Range<Int>) -> String {
    guard range.count <= 1_000 else { return "" }
    return String(decoding: range.map { pickle[$0] }, as: UTF8.self)
  }
}

extension String {
  /// Without the quotes around it, where it has them.
  fileprivate var trimmingQuotes: String {
    guard utf8.count >= 2, let quote = utf8.first, quote == 0x27 || quote == 0x22, utf8.last == quote else {
      return self
    }
    return String(dropFirst().dropLast())
  }
}
