import Foundation
import PythonValues
import TestSupport
import Testing

@testable import XMLPickleCodec

/// XMLP-57, XMLP-64: floats are printed as C prints them.
@Suite struct PrintedFloatTests {
  private func printed(_ number: Double, _ digits: Int32) -> String {
    var output = OutputBuffer()
    output.append(number, digits: digits)
    return String(decoding: output.array(), as: UTF8.self)
  }

  private func expectSame(_ number: Double, _ comment: Comment? = nil) {
    for digits in [1, 2, 12, 15, 16, 17] as [Int32] {
      let wanted = String(format: "%.\(digits)g", number)
      #expect(printed(number, digits) == wanted, comment)
    }
  }

  @Test(
    "prints floats of each form as C does",
    arguments: [
      0.0, -0.0, 1.0, -1.5, 0.1, 100, 123_456, 1e15, 1e16, 1e17, 1e18, 123_456_789_012_345_680, 9.5, 99.5,
      0.95,
      9.999_999_999_999_999_5e22, 1e22, 1e23, 0.0001, 0.000_099_999_999_999_999_999, 1e-5, 1e-300,
      .leastNonzeroMagnitude,
      2.225_073_858_507_201_4e-308, 1.797_693_134_862_315_7e308, 0.5, 2.5, 0.25, 1_125_899_906_842_624.125,
      1_125_899_906_842_624.375, 4_503_599_627_370_497.5, 8_796_093_022_208.062_5,
    ])
  func printsEachForm(_ number: Double) {
    expectSame(number)
    expectSame(-number)
  }

  @Test("prints random bits, short decimals and ties as C does")
  func printsRandomFloats() {
    var random = SeededGenerator(seed: 17)
    for _ in 0..<20_000 {
      let anything = Double(bitPattern: random.next())
      if anything.isFinite { expectSame(anything) }
      // Of few digits: what is printed with more ends in zeros, and with fewer is often a tie.
      let short = Double(Int64.random(in: -100_000...100_000, using: &random)) / 64
      expectSame(short)
      let power = pow(10, Double(Int.random(in: -30...30, using: &random)))
      expectSame(Double(Int64.random(in: 0...99_999, using: &random)) * power)
    }
  }
}
