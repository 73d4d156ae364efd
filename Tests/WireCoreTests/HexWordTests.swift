import PythonValues
import TestSupport
import Testing
import WireCore

/// Hexadecimal digits read eight at a time.
@Suite struct HexWordTests {
  private static let digits = Array("0123456789abcdefABCDEF".utf8)

  @Test(arguments: 1...8) func wordsOfDigitsAreRead(count: Int) {
    var random = SeededGenerator(seed: UInt64(count))
    for _ in 0..<500 {
      let text = (0..<count).map { _ in Self.digits[Int(random.next() % UInt64(Self.digits.count))] }
      // What stands after the digits does not matter.
      var word = count == 8 ? 0 : random.next() << UInt64(8 * count)
      for (place, digit) in text.enumerated() { word |= UInt64(digit) << UInt64(8 * place) }
      #expect(hexNumber(of: word, digits: count) == UInt64(String(decoding: text, as: UTF8.self), radix: 16))
    }
  }

  @Test(arguments: 0...7) func anyOtherByteIsRefused(place: Int) {
    for byte in 0...UInt8.max {
      let shift = UInt64(8 * place)
      let word = 0x6546_3941_6146_3930 & ~(0xFF << shift) | UInt64(byte) << shift
      #expect((hexNumber(of: word, digits: 8) != nil) == (hexDigit(byte) != nil), "\(byte)")
    }
  }
}
