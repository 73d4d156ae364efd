import TestSupport

/// Writes pickles of random plain data, each opcode for it by and by: as a pickler does, and as nobody does.
struct PlainPickleWriter {
  private var random: SeededGenerator
  private(set) var pickle: [UInt8] = []
  private var memoized = 0

  init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  /// The next pickle.
  mutating func next() -> [UInt8] {
    (pickle, memoized) = ([], 0)
    if oneIn(2) { pickle += [0x80, UInt8(number(0...5))] }
    if oneIn(4) { pickle += [0x95] + littleEndian(number(0...300), 8) }
    value(levels: number(0...6))
    return pickle + bytes(".")
  }

  private mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }
  private mutating func oneIn(_ count: Int) -> Bool { number(1...count) == 1 }

  private func littleEndian(_ number: Int, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
  }

  private mutating func anyBytes(_ count: Int) -> [UInt8] {
    (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next()) }
  }

  private mutating func value(levels: Int) {
    if levels == 0 || oneIn(3) { scalar() } else { container(levels: levels - 1) }
    if oneIn(3) { memoize() }
    if oneIn(40) { pickle += bytes("N0") }
  }

  private mutating func memoize() {
    switch number(0...5) {
    case 0...3: pickle += [0x94]
    case 4: pickle += [0x71, UInt8(truncatingIfNeeded: memoized)]
    default: pickle += bytes("p\(memoized)\n")
    }
    memoized += 1
  }

  private mutating func scalar() {
    switch number(0...15) {
    case 0: pickle += bytes("N")
    case 1: pickle += [oneIn(2) ? 0x88 : 0x89]
    case 2: pickle += [0x4B] + anyBytes(1)
    case 3: pickle += [0x4D] + anyBytes(2)
    case 4: pickle += [0x4A] + anyBytes(4)
    case 5: pickle += bytes(oneIn(2) ? "I0\(number(0...2))\n" : "L-\(number(0...99_999))L\n")
    case 6: pickle += [0x47] + anyBytes(8)
    case 7: pickle += bytes("F\(number(0...99)).5\n")
    case 8: long()
    case 9: pickle += [0x43, 3] + anyBytes(3)
    case 10: pickle += [0x55, 2] + anyBytes(2)
    case 11...12 where memoized > 0: pickle += [0x68, UInt8(truncatingIfNeeded: number(0...memoized - 1))]
    default: text()
    }
  }

  private mutating func long() {
    let count = number(0...20)
    pickle += [0x8A, UInt8(count)] + anyBytes(count)
  }

  private mutating func text() {
    let texts = [
      "", "id", "host", "größe", "日本語", String(repeating: "x", count: number(60...70)),
      "a text of 20 bytes..",
    ]
    let text = bytes(texts.randomElement(using: &random) ?? "")
    switch number(0...2) {
    case 0: pickle += [0x58] + littleEndian(text.count, 4) + text
    case 1: pickle += [0x8D] + littleEndian(text.count, 8) + text
    default: pickle += [0x8C, UInt8(text.count)] + text
    }
  }

  private mutating func container(levels: Int) {
    switch number(0...9) {
    case 0...2: filled(levels: levels, empty: "]", item: "a", items: "e", each: 1)
    case 3...5: filled(levels: levels, empty: "}", item: "s", items: "u", each: 2)
    case 6: shortTuple(levels: levels)
    case 7: set(levels: levels)
    case 8: gathered(levels: levels, by: ["t", "l"], each: 1)
    default: gathered(levels: levels, by: ["d"], each: 2)
    }
  }

  /// A list or dict that is added to several times, or never.
  private mutating func filled(levels: Int, empty: String, item: String, items: String, each: Int) {
    pickle += bytes(empty)
    if oneIn(2) { memoize() }
    for _ in 0..<[0, 1, 1, 1, 2, 3][number(0...5)] {
      if oneIn(3) {
        members(levels: levels, 1, each: each)
        pickle += bytes(item)
      } else {
        pickle += bytes("(")
        members(levels: levels, number(0...8), each: each)
        pickle += bytes(items)
      }
    }
  }

  /// Values, or keys and values in turn. Most keys can be hashed.
  private mutating func members(levels: Int, _ count: Int, each: Int) {
    for _ in 0..<count {
      if each == 2 { oneIn(30) ? value(levels: 1) : scalar() }
      if each == 2, oneIn(3) { memoize() }
      value(levels: levels)
    }
  }

  private mutating func shortTuple(levels: Int) {
    let count = number(0...3)
    for _ in 0..<count { value(levels: levels) }
    pickle += [count == 0 ? 0x29 : UInt8(0x84 + count)]
  }

  private mutating func set(levels: Int) {
    let isFrozen = oneIn(2)
    if !isFrozen { pickle += [0x8F] }
    for _ in 0..<(isFrozen || oneIn(2) ? 1 : 2) {
      pickle += bytes("(")
      for _ in 0..<number(0...6) { oneIn(20) ? value(levels: levels) : scalar() }
      pickle += [isFrozen ? 0x91 : 0x90]
    }
  }

  private mutating func gathered(levels: Int, by opcodes: [String], each: Int) {
    pickle += bytes("(")
    members(levels: levels, number(0...4), each: each)
    pickle += bytes(opcodes.randomElement(using: &random) ?? "t")
  }
}
