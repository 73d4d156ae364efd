import PythonValues
import TestSupport
import Testing

/// Decimal digits, eight at a time.
@Suite struct DecimalDigitsTests {
  @Test(arguments: 1...8) func wordsOfDigitsAreRead(count: Int) {
    var random = SeededGenerator(seed: UInt64(count))
    for _ in 0..<200 {
      let digits = (0..<count).map { _ in UInt64(random.next() % 10) }
      // What stands after the digits does not matter.
      var word = count == 8 ? 0 : random.next() << UInt64(8 * count)
      for (place, digit) in digits.enumerated() { word |= (digit + 0x30) << UInt64(8 * place) }
      #expect(decimalNumber(of: word, digits: count) == digits.reduce(0) { $0 * 10 + $1 })
      for byte in [0x2F, 0x3A, 0, 0x20, 0x70, 0xB0, 0xB5, 0xFF] as [UInt64] {
        let place = UInt64(random.next() % UInt64(count)) * 8
        #expect(decimalNumber(of: word & ~(0xFF << place) | byte << place, digits: count) == nil)
      }
    }
  }
}
