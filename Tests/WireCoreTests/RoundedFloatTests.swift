import Foundation
import TestSupport
import Testing
import WireCore

/// Rounding to so many digits, beside what C prints.
@Suite struct RoundedFloatTests {
  /// The digits and the power of ten of the last one, by `%.*e`.
  private func printed(_ number: Double, _ precision: Int) throws -> (digits: UInt64, exponent: Int) {
    let text = String(format: "%.\(precision - 1)e", number)
    let parts = text.split(separator: "e")
    let digits = try #require(UInt64(parts[0].filter { $0 != "." }))
    return (digits, try #require(Int(parts[1])) - (precision - 1))
  }

  private func check(_ number: Double, _ precision: Int) throws -> Bool {
    guard let rounded = RoundedFloat(number, precision: precision) else { return false }
    let expected = try printed(number, precision)
    #expect(rounded.digits == expected.digits, "\(number) to \(precision)")
    #expect(rounded.exponent == expected.exponent, "\(number) to \(precision)")
    return true
  }

  @Test(arguments: 1...17) func agreesWithCOnRandomNumbers(precision: Int) throws {
    var random = SeededGenerator(seed: UInt64(precision))
    var answered = 0
    for _ in 0..<600 {
      let exponent = Int(random.next() % 1_900) - 900
      let significand = 1 + Double(random.next() >> 11) * 0x1p-53
      let number = Double(sign: .plus, exponent: exponent, significand: significand)
      if try check(number, precision) { answered += 1 }
    }
    #expect(answered > 590)
  }

  /// Where the digits get one more, and where half of the last digit is left.
  @Test(arguments: 1...17) func agreesWithCAtPowersOfTenAndTies(precision: Int) throws {
    for power in -25...25 {
      // So many nines, and one digit behind them that does not count or does.
      let nines = String(repeating: "9", count: precision)
      for text in [nines, nines + "4", nines + "6", nines.dropLast() + "8"] {
        _ = try check(try #require(Double("0.\(text)e\(power)")), precision)
      }
      let ten = try #require(Double("1e\(power)"))
      for number in [ten, ten.nextDown, ten.nextUp, 5 * ten, 9.5 * ten, 9.95 * ten, 9.25 * ten, 99.5 * ten] {
        _ = try check(number, precision)
      }
    }
    for eighths in 1...800 {
      // Of a tie before the point, at one or two digits, only exact arithmetic knows.
      let isAnswered = try check(Double(eighths) / 8, precision)
      #expect(isAnswered || precision < 3)
    }
  }

  @Test func hasNoAnswerForWhatItDoesNotRound() {
    for number in [
      0, -1, -.infinity, .infinity, .nan, .leastNonzeroMagnitude, Double.leastNormalMagnitude.nextDown,
    ] {
      #expect(RoundedFloat(number, precision: 5) == nil)
    }
    for precision in [-1, 0, 18] { #expect(RoundedFloat(1.5, precision: precision) == nil) }
  }
}
