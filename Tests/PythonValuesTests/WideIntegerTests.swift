import PythonValues
import TestSupport
import Testing

/// Integers of up to some 160 digits are read and printed by steps of their own: here beside the steps for any number
/// of digits, at every length.
@Suite struct WideIntegerTests {
  private func texts(_ count: Int, _ random: inout SeededGenerator) -> [String] {
    let any = (0..<4).map { _ in
      "\(Int.random(in: 1...9, using: &random))"
        + (1..<count).map { _ in "\(Int.random(in: 0...9, using: &random))" }.joined()
    }
    let one = "1" + String(repeating: "0", count: count - 1)
    return any + [one, one.dropLast() + "1", String(repeating: "9", count: count)]
  }

  /// An underscore has them read one by one.
  @Test(arguments: 8...200) func readsEveryLength(count: Int) throws {
    var random = SeededGenerator(seed: UInt64(count))
    for text in texts(count, &random) {
      let read = try #require(PythonValue.integer(digits: text))
      #expect(read.isIdentical(to: try #require(PythonValue.integer(digits: "_" + text))), "\(text)")
      #expect(read.repr == text)
      #expect(PythonValue.integer(digits: text, isNegative: true)?.repr == "-" + text)
    }
  }

  @Test(arguments: 16...170) func refusesOtherCharactersInEveryPlace(count: Int) {
    for place in 0..<count {
      for character in ["/", ":", "a", "-", "\u{00B0}"] {
        let text =
          String(repeating: "1", count: place) + character + String(repeating: "2", count: count - place - 1)
        #expect(PythonValue.integer(digits: text) == nil, "\(text)")
      }
    }
  }

  /// Words whose bits are all set or all but one are not, of which divisions carry most and least.
  @Test(arguments: 1...12) func printsEveryNumberOfWords(count: Int) throws {
    var random = SeededGenerator(seed: UInt64(count))
    for shift in 0..<64 as Range<UInt64> {
      for fill in [0, UInt64.max, random.next()] {
        var words = [UInt64](repeating: fill, count: count)
        words[count - 1] = UInt64.max >> shift
        for top in [UInt64.max >> shift, (UInt64.max >> shift) / 2 + 1] {
          words[count - 1] = top
          guard let integer = PythonBigInt(isNegative: shift % 2 == 1, magnitude: words) else { continue }
          let text = integer.description
          #expect(text.hasPrefix("-") == (shift % 2 == 1))
          let digits = "_" + text.drop { $0 == "-" }
          let read = PythonValue.integer(digits: digits, isNegative: shift % 2 == 1)
          #expect(read?.isIdentical(to: .bigInt(integer)) == true, "\(text)")
          #expect(!digits.hasPrefix("_0"), "\(text)")
        }
      }
    }
  }

  @Test func marksEachByteThatIsNoDigit() {
    var random = SeededGenerator(seed: 8)
    for _ in 0..<2_000 {
      // Digits among any bytes, and those beside digits.
      let kinds: [UInt64] = [random.next() % 10, random.next() & 0xFF, 9, 10, 0x7F, 0x80, 0xFF]
      let bytes: [UInt64] = (0..<8).map { _ in kinds[Int(random.next() % 7)] }
      let word: UInt64 = bytes.reduce(0) { $0 << 8 | $1 }
      let marks: UInt64 = bytes.reduce(0) { $0 << 8 | ($1 > 9 ? 0x80 : 0) }
      #expect(eachByteAboveNine(word) == marks)
    }
  }
}
