import PythonValues
import SerpentCodec
import TestSupport
import Testing
import WireCore

/// Numbers of every length, with what may stand behind them, beside the standard library's.
@Suite struct NumberTests {
  /// The value, where all readers read the same, as the whole document and among others.
  private func value(_ text: String) throws -> PythonValue {
    let alone = try SerpentCodec.decode(text)
    let among = "[\(text),(\(text)),{\(text):\(text)},(\(text),),\n\(text)\n,\(text) ,\(text)#\n]"
    let expected = PythonValue.list([
      alone, alone, .dict([alone: alone]), .tuple([alone]), alone, alone, alone,
    ])
    #expect(try SerpentCodec.decode(among).isIdentical(to: expected), "\(text)")
    let lazy = try SerpentCodec.parse(Array(among.utf8)).root.materialise()
    #expect(lazy.isIdentical(to: expected), "\(text)")
    try SerpentCodec.validate(Array(among.utf8))
    return alone
  }

  private func digits(_ count: Int, _ random: inout SeededGenerator) -> String {
    "\(Int.random(in: 1...9, using: &random))"
      + (1..<max(count, 1)).map { _ in "\(Int.random(in: 0...9, using: &random))" }.joined()
  }

  @Test(arguments: 1...40) func readsIntegersOfEveryLength(count: Int) throws {
    var random = SeededGenerator(seed: UInt64(count))
    for _ in 0..<10 {
      let text = digits(count, &random)
      for sign in ["", "-", "+", "- "] {
        let expected = try #require(PythonValue.integer(digits: text, isNegative: sign.hasPrefix("-")))
        #expect(try value(sign + text).isIdentical(to: expected), "\(sign)\(text)")
      }
    }
  }

  @Test(arguments: [2, 8, 16]) func readsOtherBasesOfEveryWidth(radix: Int) throws {
    var random = SeededGenerator(seed: UInt64(radix))
    let prefix = radix == 2 ? "0b" : radix == 8 ? "0o" : "0x"
    for width in 0...128 {
      // So many bits, the first of which is set.
      let bits = UInt128(random.next()) << 64 | UInt128(random.next())
      let number = width == 0 ? 0 : (bits | 1 << 127) >> UInt128(128 - width)
      let text = String(number, radix: radix)
      let expected = try #require(PythonValue.integer(digits: String(number)))
      for digits in [text, text.uppercased(), "0" + text, "_" + text] {
        #expect(try value(prefix + digits).isIdentical(to: expected), "\(prefix)\(digits)")
        let opposite = try #require(expected.negated)
        #expect(try value("-" + prefix + digits).isIdentical(to: opposite), "-\(prefix)\(digits)")
      }
    }
  }

  @Test(arguments: 1...24) func readsFloatsOfEveryLength(count: Int) throws {
    var random = SeededGenerator(seed: UInt64(count))
    for round in 0..<30 {
      let whole = round % 5 == 0 ? "0" : digits(count, &random)
      let zeros = String(repeating: "0", count: round % 4)
      let exponent = ["", "e\(round)", "E-\(round * 13)", "e+\(round * 9)", "e00007"][round / 5 % 5]
      for fraction in ["", zeros + digits(round % 9 + 1, &random)] {
        let text = "\(whole).\(fraction)\(exponent)"
        // Python needs no digit behind the point.
        let expected = try #require(Double("\(whole).\(fraction)0\(exponent)"))
        #expect(try value(text).isIdentical(to: .float(expected)), "\(text)")
        #expect(try value("-" + text).isIdentical(to: .float(-expected)), "-\(text)")
      }
    }
  }

  /// As many digits as a word of 64 bits holds, and one and two more.
  @Test(arguments: 0...9) func readsFloatsOfAboutTwentyDigits(whole: Int) throws {
    for (places, digit) in (17...21).flatMap({ places in "0159".map { (places, $0) } }) {
      let text = "\(whole)." + String(repeating: digit, count: places)
      let expected = try #require(Double(text))
      #expect(try value(text).isIdentical(to: .float(expected)), "\(text)")
      #expect(
        try SerpentCodec.decode("[\(text),0]").elements?.first?.isIdentical(to: .float(expected)) == true,
        "\(text)")
    }
  }

  /// Half-way between two floats, and what stands far behind decides.
  @Test(
    arguments: [
      ("9007199254740993.0000000000000", 9007199254740992),
      ("9007199254740993.0000000000001", 9007199254740994),
      ("9007199254740993.00000000000000000000000000000001", 9007199254740994),
      ("9007199254740991.0000000000001", 9007199254740991),
      ("0.99999999999999999999", 1), ("0.98765432109876543210", 0.98765432109876543210),
      ("0.00000000000000000000001", 1e-23), ("98765432109876543.210", 98765432109876543.210),
      ("9007199254740993000000000000001e-15", 9007199254740994),
      ("9007199254740993000000000000000e-15", 9007199254740992),
      ("0.0000009007199254740993000000000001e22", 9007199254740994),
      ("1e-0000000000400", 0), ("1e9999999999", .infinity), ("1e-9999999999", 0), ("0e9999999999", 0),
    ] as [(String, Double)])
  func everyDigitCounts(text: String, expected: Double) throws {
    #expect(try value(text).isIdentical(to: .float(expected)))
  }
}
