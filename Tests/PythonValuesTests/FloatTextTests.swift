import PythonValues
import TestSupport
import Testing

/// Floats as text, beside what the standard library finds to be the shortest digits.
@Suite struct FloatTextTests {
  private func text(_ number: Double) -> String {
    var output = OutputBuffer()
    output.append(float: number)
    return String(decoding: output.array(), as: UTF8.self)
  }

  private func expectShortest(_ number: Double) {
    guard number.isFinite else { return }
    // The standard library goes over to exponents at 2^53 already, Python at 1e16.
    if number.magnitude >= 0x1p53, number.magnitude < 1e16 {
      let digits = { (text: String) in text.prefix { $0 != "e" }.filter(\.isNumber).trimmed }
      #expect(Double(text(number)) == number && digits(text(number)) == digits(number.description))
    } else {
      #expect(text(number) == number.description)
    }
  }

  /// The interval that rounds to a power of two is narrower on one side.
  @Test(arguments: [0, 1, 2, 3, 1 << 51, 1 << 52 - 2, 1 << 52 - 1] as [UInt64])
  func everyExponentIsRight(significand: UInt64) {
    for exponent in 0..<2_047 as Range<UInt64> {
      expectShortest(Double(bitPattern: exponent << 52 | significand))
      expectShortest(Double(bitPattern: 1 << 63 | exponent << 52 | significand))
    }
  }

  @Test(arguments: 0..<8 as Range<UInt64>) func numbersOfEachKindAreRight(kind: UInt64) {
    var random = SeededGenerator(seed: kind)
    for _ in 0..<5_000 {
      let bits = random.next()
      let number: Double =
        switch kind {
        case 0, 1: Double(bitPattern: bits)
        case 2: Double(bits >> 11) * 0x1p-53
        case 3: Double(Int64(bitPattern: bits) >> Int64(bits % 60))
        case 4: (Double(bits % 100_000) - 50_000) / 100
        case 5: Double(bits % 10_000) / 1e7
        // Subnormal numbers.
        case 6: Double(bitPattern: (bits >> 12) >> (bits % 50))
        default: Double("\(bits % 1_000)e\(Int(bits >> 20) % 300)") ?? 0
        }
      expectShortest(number)
    }
  }

  @Test func zerosAndWhatIsNotFinite() {
    #expect([0, -0.0, .infinity, -.infinity, .nan].map(text) == ["0.0", "-0.0", "inf", "-inf", "nan"])
    #expect(text(-Double.nan) == "nan")
  }
}

extension String {
  /// Without zeros at its end.
  fileprivate var trimmed: String { String(reversed().drop { $0 == "0" }.reversed()) }
}
