import PythonValues
import TestSupport

/// Seeded values of every kind that CPython has a literal for, equal ones among them.
struct RandomPythonValue {
  var generator: SeededGenerator
  /// The most elements that a set may have: 1 where its order is to be Python's too.
  var largestSet = 1

  init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  /// A value of at most `depth` levels of containers.
  mutating func next(depth: Int = 4) -> PythonValue {
    switch depth == 0 ? 0 : Int.random(in: 0..<12, using: &generator) {
    case 0..<4: return scalar()
    case 4, 5: return .list(values(depth))
    case 6, 7: return .tuple(values(depth))
    case 8: return .set(set(depth))
    case 9: return .frozenset(set(depth))
    default: return .dict(dict(depth))
    }
  }

  mutating func values(_ depth: Int) -> [PythonValue] {
    (0..<pick([0, 1, 1, 2, 3, 5])).map { _ in next(depth: depth - 1) }
  }

  /// A value that can be a key.
  mutating func key(_ depth: Int) -> PythonValue {
    guard depth > 0 else { return scalar() }
    switch Int.random(in: 0..<6, using: &generator) {
    case 0: return .tuple((0..<pick([0, 1, 2])).map { _ in key(depth - 1) })
    case 1: return .frozenset(set(depth))
    default: return scalar()
    }
  }

  mutating func set(_ depth: Int) -> PythonSet {
    let elements = (0..<Int.random(in: 0...largestSet, using: &generator)).map { _ in key(depth - 1) }
    return (try? PythonSet(uniquing: elements)) ?? []
  }

  mutating func dict(_ depth: Int) -> PythonDict {
    let entries = (0..<pick([0, 1, 2, 3, 9])).map { _ in
      PythonDict.Entry(key: key(depth - 1), value: next(depth: depth - 1))
    }
    return (try? PythonDict(uniquing: entries)) ?? [:]
  }

  mutating func scalar() -> PythonValue {
    switch Int.random(in: 0..<10, using: &generator) {
    case 0: return pick([.none, true, false, .ellipsis, .notImplemented])
    case 1: return .int(Int64.random(in: -2...3, using: &generator))
    case 2: return .int(Int64(bitPattern: generator.next()) >> Int64.random(in: 0..<64, using: &generator))
    case 3: return integer(words: pick([1, 2, 3, 15, 17]))
    case 4: return .float(Double(pick([0, 1, 2, -1]) as Int))
    case 5: return .float(float())
    case 6: return .complex(PythonComplex(real: float(), imaginary: pick([0, -0.0, float()])))
    case 7: return .bytes((0..<pick([0, 1, 2, 9])).map { _ in UInt8(truncatingIfNeeded: generator.next()) })
    default:
      let letters = pick([
        ["a", "b"], ["'", "\"", "\\", "x"], ["é", "漢", "😀", "\n", "\u{ad}", "\u{301}", "e"],
      ])
      return .string((0..<pick([0, 1, 1, 2, 3, 20])).map { _ in pick(letters) }.joined())
    }
  }

  /// An integer of so many words, some of them at or near half-way between two floats.
  mutating func integer(words: Int) -> PythonValue {
    var magnitude = (0..<words).map { _ in generator.next() }
    if Bool.random(using: &generator) {
      for index in magnitude.dropLast().indices { magnitude[index] = 0 }
      magnitude[words - 1] &= pick([0xFFFF_FFFF_FFFF_FC00, 0xFFFF_FFFF_FFFF_F800, 1, 0xFFFF_FFFF_FFFF_FE00])
      magnitude[0] |= pick([0, 1, 0x400])
    }
    return .integer(isNegative: Bool.random(using: &generator), magnitude: magnitude)
  }

  mutating func float() -> Double {
    let bits = generator.next()
    return pick([
      0, -0.0, .infinity, -.infinity, 1e16, 0x1p53, 0x1p-1070, 0x1p70, Double(bits >> 40) / 64,
      Double(bits >> 10), Double(bitPattern: bits).isNaN ? 1.5 : Double(bitPattern: bits),
    ])
  }

  mutating func pick<Element>(_ choices: [Element]) -> Element {
    choices[Int.random(in: 0..<choices.count, using: &generator)]
  }
}
