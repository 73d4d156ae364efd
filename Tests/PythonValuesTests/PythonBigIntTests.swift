import PythonValues
import TestSupport
import Testing

/// VAL-8 and VAL-9.
@Suite struct PythonBigIntTests {
  @Test func valuesOf64BitsAreNotBig() {
    #expect(PythonBigInt(isNegative: false, magnitude: [UInt64(Int64.max)]) == nil)
    #expect(PythonBigInt(isNegative: true, magnitude: [1 << 63]) == nil)
    #expect(PythonBigInt(isNegative: false, magnitude: [1 << 63])?.magnitude == [1 << 63])
  }

  @Test(arguments: [
    "0", "1", "9223372036854775807", "9223372036854775808", "18446744073709551615", "18446744073709551616",
    "9999999999999999999", "10000000000000000000", "99999999999999999999999999999999999999",
    "340282366920938463463374607431768211455", "340282366920938463463374607431768211456",
    "100000000000000000000000000000000000000000000000000000000000000000000000000000000",
  ])
  func printsTheDecimalDigitsThatItRead(_ digits: String) {
    #expect(PythonValue.integer(digits: digits)?.repr == digits)
    let negative = PythonValue.integer(digits: "000_" + digits, isNegative: true)?.repr
    #expect(negative == (digits == "0" ? "0" : "-" + digits))
  }

  @Test func printsLongIntegersAsTheyWereRead() {
    var random = SeededGenerator(seed: 19)
    for count in Array(19...80) + [1_000, 4_300, 9_999] {
      let digits = "1" + (1..<count).map { _ in String(Int.random(in: 0...9, using: &random)) }.joined()
      let zeros = "1" + String(repeating: "0", count: count)
      for text in [digits, zeros, String(repeating: "9", count: count)] {
        #expect(PythonValue.integer(digits: text)?.repr == text)
      }
    }
  }

  @Test func theLeastInt64IsNotBig() {
    #expect(
      PythonValue.integer(digits: "9223372036854775808", isNegative: true)?.isIdentical(to: .int(.min))
        == true)
    #expect(PythonValue.int(.min).negated?.repr == "9223372036854775808")
    #expect(PythonValue.int(.min).negated?.negated?.isIdentical(to: .int(.min)) == true)
  }

  @Test(arguments: [
    ("ffffffffffffffffF", 16, "295147905179352825855"), ("8000000000000000", 16, "9223372036854775808"),
    ("7fff_ffff_ffff_ffff", 16, "9223372036854775807"), ("1777777777777777777777", 8, "18446744073709551615"),
    ("7777777777777777777777", 8, "73786976294838206463"),
    ("1" + String(repeating: "0", count: 64), 2, "18446744073709551616"),
    ("0000000000000000000000000000000017", 8, "15"),
    ("123456701234567012345670123456701234567", 8, "27127011408317359623716296368404855"),
  ])
  func readsOtherBases(_ digits: String, _ radix: Int, _ decimal: String) {
    #expect(PythonValue.integer(digits: digits, radix: radix)?.repr == decimal)
  }

  @Test(arguments: [
    ("", 10), ("12a", 10), ("2", 2), ("8", 8), ("g", 16), ("_", 10), ("1", 7), ("-1", 10), (" 1", 10),
  ])
  func refusesWhatIsNoDigit(_ digits: String, _ radix: Int) {
    #expect(PythonValue.integer(digits: digits, radix: radix) == nil)
  }

  @Test func seededBinaryAndHexadecimalTextsAgree() {
    var random = SeededGenerator(seed: 7)
    for count in 1...200 {
      let hex = (0..<count).map { _ in String(Int.random(in: 0..<16, using: &random), radix: 16) }.joined()
      let bits = hex.map { digit in
        let text = String(Int(String(digit), radix: 16) ?? 0, radix: 2)
        return String(repeating: "0", count: 4 - text.count) + text
      }.joined()
      let value = PythonValue.integer(digits: hex, radix: 16)
      #expect(value != nil && value == PythonValue.integer(digits: bits, radix: 2))
    }
  }

  @Test(arguments: [
    ("18446744073709551616", 0x1p64), ("9007199254740993000000000000000000", 9007199254740993e18),
    ("9223372036854775808", 0x1p63),
    // Half-way between two neighbours: to the even one; just above: up.
    ("9223372036854776832", 9223372036854775808), ("9223372036854776833", 9223372036854777856),
    ("9223372036854778880", 9223372036854779904), ("36893488147419107328", 0x1p65),
    ("36893488147419107329", 36893488147419111424),
  ])
  func roundsToTheNearestDouble(_ digits: String, _ double: Double) {
    #expect(big(digits).doubleValue == double)
    #expect(big(digits).negated?.doubleValue == -double)
  }

  @Test func overflowsWhereTheNearestDoubleWouldBeInfinite() {
    func power(_ exponent: Int, minus bits: Int) -> PythonValue? {
      // 2^exponent - 2^bits in binary: ones, then zeros.
      let digits = String(repeating: "1", count: exponent - bits) + String(repeating: "0", count: bits)
      return PythonValue.integer(digits: digits, radix: 2)
    }
    #expect(power(1024, minus: 971)?.doubleValue == .greatestFiniteMagnitude)
    #expect(power(1024, minus: 970)?.doubleValue == nil)
    #expect(power(1024, minus: 969)?.doubleValue == nil)
    #expect(PythonValue.integer(digits: String(repeating: "9", count: 4_300))?.doubleValue == nil)
  }

  @Test func ordersBySignThenMagnitude() {
    let ascending = [
      "-340282366920938463463374607431768211456", "-18446744073709551616", "-9223372036854775809",
      "9223372036854775808", "18446744073709551616", "18446744073709551617",
      "340282366920938463463374607431768211456",
    ]
    let values = ascending.compactMap { text -> PythonBigInt? in
      let isNegative = text.hasPrefix("-")
      guard
        case .bigInt(let value)? = PythonValue.integer(
          digits: String(text.drop { $0 == "-" }), isNegative: isNegative)
      else { return nil }
      return value
    }
    #expect(values.count == ascending.count)
    #expect(values.reversed().sorted().map(\.description) == ascending)
  }

  @Test func equalIntegersHashAlikeAndOthersDoNot() throws {
    let parts: [(isNegative: Bool, magnitude: [UInt64])] = [
      (false, [0, 1]), (true, [0, 1]), (false, [1, 1]), (false, [0, 0, 1]), (false, [1 << 63]),
    ]
    let values = try parts.map {
      try #require(PythonBigInt(isNegative: $0.isNegative, magnitude: $0.magnitude))
    }
    #expect(Set(values).count == values.count)
    #expect(Set(values.map(\.hashValue)).count == values.count)
    for value in values {
      let copy = try #require(PythonBigInt(isNegative: value.isNegative, magnitude: value.magnitude + [0]))
      #expect(copy == value)
      #expect(copy.hashValue == value.hashValue)
      #expect(Set(values).contains(copy))
    }
  }
}
