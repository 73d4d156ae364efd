import PythonValues
import TestSupport

/// Seeded values that brine can hold.
struct RandomBrineValue {
  var generator: SeededGenerator

  init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

  /// A value of at most `depth` levels of containers.
  mutating func next(depth: Int = 4) -> PythonValue {
    switch depth == 0 ? 0 : Int.random(in: 0..<12, using: &generator) {
    case 0..<5: return scalar()
    case 5..<10:
      if Int.random(in: 0..<60, using: &generator) == 0 {
        return .tuple((0..<pick([255, 256, 300])).map { .int(Int64($0)) })
      }
      return .tuple((0..<pick([0, 1, 1, 2, 2, 3, 4, 5, 6])).map { _ in next(depth: depth - 1) })
    case 10:
      return .slice(
        PythonSlice(start: next(depth: depth - 1), stop: next(depth: depth - 1), step: next(depth: depth - 1))
      )
    default:
      // One member at most: the order of more is that of Python's hash table.
      return .frozenset(PythonSet(distinctElements: Bool.random(using: &generator) ? [scalar()] : []))
    }
  }

  mutating func scalar() -> PythonValue {
    switch Int.random(in: 0..<9, using: &generator) {
    case 0: return pick([.none, .bool(true), .bool(false), .ellipsis, .notImplemented])
    case 1: return .int(Int64.random(in: -60...170, using: &generator))
    case 2: return .int(Int64(bitPattern: generator.next()) >> Int64.random(in: 0..<64, using: &generator))
    case 3:
      let words = (0..<pick([1, 2, 3, 15])).map { _ in generator.next() }
      return .integer(isNegative: Bool.random(using: &generator), magnitude: words)
    case 4: return .float(float())
    case 5: return .complex(PythonComplex(real: float(), imaginary: float()))
    case 6:
      return .bytes(
        (0..<pick([0, 1, 2, 3, 4, 5, 9, 60, 300])).map { _ in UInt8(truncatingIfNeeded: generator.next()) })
    default:
      let letters = pick([
        ["a", "b", " ", "'"], ["é", "漢", "😀", "\n", "\"", "\\"], ["\0", "\u{7F}", "\u{80}"],
      ])
      return .string((0..<pick([0, 1, 2, 3, 4, 5, 9, 60])).map { _ in pick(letters) }.joined())
    }
  }

  mutating func float() -> Double {
    pick([0, -0.0, .infinity, 1e16, 0x1p-1070, Double(generator.next() >> 40) / 64])
  }

  mutating func pick<Element>(_ choices: [Element]) -> Element {
    choices[Int.random(in: 0..<choices.count, using: &generator)]
  }
}
