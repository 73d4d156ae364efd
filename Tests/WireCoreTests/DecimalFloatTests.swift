import TestSupport
import Testing
import WireCore

/// Doubles from decimal text, beside the standard library's exact conversion.
@Suite struct DecimalFloatTests {
  private func exact(_ text: String) -> Double {
    let bytes = Array(text.utf8)
    return exactDouble(of: bytes.span)
  }

  @Test func theFastPathIsRightWhereItAnswers() {
    var random = SeededGenerator(seed: 3)
    var unanswered = 0
    for round in 0..<60_000 {
      let digits = random.next() >> (random.next() % 64)
      let mantissa = digits % 10_000_000_000_000_000_000
      let exponent = round % 3 == 0 ? Int(random.next() % 700) - 360 : Int(random.next() % 60) - 40
      guard let double = DecimalNumber(mantissa: mantissa, exponent: exponent).double else {
        unanswered += 1
        continue
      }
      #expect(double == Double("\(mantissa)e\(exponent)"), "\(mantissa)e\(exponent)")
    }
    #expect(unanswered < 600)
  }

  @Test func truncatedDigitsAnswerOnlyWhereTheyCannotMatter() {
    var random = SeededGenerator(seed: 4)
    for _ in 0..<20_000 {
      let mantissa = random.next() % 9_000_000_000_000_000_000 + 1_000_000_000_000_000_000
      let exponent = Int(random.next() % 640) - 340
      let more = random.next() % 1_000_000
      guard let double = DecimalNumber(mantissa: mantissa, exponent: exponent, isTruncated: true).double
      else { continue }
      let text = "\(mantissa).\(String(more + 1_000_000).dropFirst())e\(exponent)"
      #expect(double == Double(text), "\(text)")
    }
  }

  @Test(arguments: [
    "0.1", "1e23", "9007199254740993", "9007199254740993.0000000000000000000000000000001", "5e-324", "2e-324",
    "2.4703282292062327e-324", "2.4703282292062328e-324", "2.2250738585072011e-308", "1.7976931348623157e308",
    "1.7976931348623159e308", "1e400", "1e-400", "0e99999999999", "0.000", "123456789012345678901234567890",
  ])
  func theExactPathIsExact(text: String) {
    let expected = Double(text) ?? .infinity
    #expect(exact(text) == expected)
  }

  @Test func theExactPathReadsAnyLength() {
    // The tie between 1 and the next double, and one digit far behind it.
    let tie = "1.00000000000000011102230246251565404236316680908203125"
    let zeros = String(repeating: "0", count: 2_000)
    #expect(exact(tie) == 1)
    #expect(exact(tie + zeros) == 1)
    // Of 800 digits all count, and of those behind them whether one is not zero.
    let padded = tie + String(repeating: "0", count: 801 - tie.count)
    for (more, expected) in [("", 1), ("0", 1), ("1", 1.0000000000000002), ("01", 1.0000000000000002)] {
      #expect(exact(padded + more) == expected)
    }
    #expect(exact(tie + zeros + "1") == 1.0000000000000002)
    #expect(exact("1\(zeros)e-2000") == 1)
    #expect(exact("0.\(zeros)1e2001") == 1)
    #expect(exact("1_0.2_5e1_0") == 10.25e10)
  }

  /// Both factors exact: one operation, and one rounding.
  @Test(arguments: -23...23) func everyPowerOfTenThatIsADoubleIsRight(exponent: Int) {
    for mantissa in [1, 3, 1 << 53 - 1, 1 << 53, 1 << 53 + 1] as [UInt64] {
      let double = DecimalNumber(mantissa: mantissa, exponent: exponent).double
      #expect(double == Double("\(mantissa)e\(exponent)"), "\(mantissa)e\(exponent)")
    }
  }

  /// Half-way between two doubles: an odd number of 54 bits, times a power of two.
  @Test(arguments: -6...24) func tiesGoToTheEvenDouble(exponent: Int) {
    let fives = (0..<abs(exponent)).reduce(UInt64(1)) { product, _ in product * 5 }
    for step in 0..<8 as Range<UInt64> {
      // With a power above zero its fives are part of the odd number.
      let odd: UInt64 = (exponent < 0 ? 1 << 53 : (1 << 53) / fives) | 1
      let (least, isTooLarge) = (odd + 2 * step).multipliedReportingOverflow(by: exponent < 0 ? fives : 1)
      guard !isTooLarge else { continue }
      for shift in 0..<UInt64(least.leadingZeroBitCount + 1) {
        for near in [least << shift - 1, least << shift, least << shift | 1]
        where near < 10_000_000_000_000_000_000 {
          guard let double = DecimalNumber(mantissa: near, exponent: exponent).double else { continue }
          #expect(double == Double("\(near)e\(exponent)"), "\(near)e\(exponent)")
        }
      }
    }
  }
}
