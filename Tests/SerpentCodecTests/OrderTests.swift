import PythonValues
import TestSupport
import Testing
import WireCore

@testable import SerpentCodec

/// Python's order of numbers, and sorting by it.
@Suite struct OrderTests {
  /// A float past 64 bits, and the integer that it is.
  @Test(arguments: [
    (0x1p63, "9223372036854775808"), (0x1.0000000000001p64, "18446744073709555712"),
    (0x1.8p75, "56668397794435742564352"), (1e25, "10000000000000000905969664"),
    (0x1.fffffffffffffp127, "340282366920938425684442744474606501888"),
    (1e40, "10000000000000000303786028427003666890752"),
  ])
  func comparesFloatsWithWideIntegersExactly(float: Double, decimal: String) throws {
    let whole = try SerpentCodec.decode(decimal)
    let below = try SerpentCodec.decode(
      String(decimal.dropLast()) + "\((decimal.last?.wholeNumberValue ?? 0) - 1)")
    let above = try SerpentCodec.decode(
      String(decimal.dropLast()) + "\((decimal.last?.wholeNumberValue ?? 0) + 1)")
    let value = PythonValue.float(float)
    #expect(try [PythonOrder.isLess(value, whole), PythonOrder.isLess(whole, value)] == [false, false])
    #expect(try [PythonOrder.isLess(below, value), PythonOrder.isLess(value, below)] == [true, false])
    #expect(try [PythonOrder.isLess(value, above), PythonOrder.isLess(above, value)] == [true, false])
  }

  @Test func comparesWideIntegersWithOthers() throws {
    let ascending = try [
      "-99999999999999999999", "-9223372036854775808", "-1", "9223372036854775807", "99999999999999999999",
    ]
    .map { try SerpentCodec.decode($0) }
    for (left, one) in ascending.enumerated() {
      for (right, other) in ascending.enumerated() {
        #expect(try PythonOrder.isLess(one, other) == (left < right), "\(one.repr) \(other.repr)")
      }
    }
  }

  /// By insertion up to 63 elements, by merging from 64 on.
  @Test(arguments: [2, 3, 4, 5, 8, 31, 32, 33, 63, 64, 65, 97, 200])
  func sortsAndKeepsTheOrderOfEquals(count: Int) {
    var random = SeededGenerator(seed: UInt64(count))
    for _ in 0..<10 {
      let items = (0..<count).map { (key: Int.random(in: 0..<count, using: &random), place: $0) }
      let sorted = PythonOrder.sorted(items) { .int(Int64($0.key)) }
      let expected = items.sorted { ($0.key, $0.place) < ($1.key, $1.place) }
      #expect(sorted.map(\.place) == expected.map(\.place))
    }
  }
}

/// Documents that end where more bytes could have made them whole, and those where none could.
@Suite struct EndTests {
  @Test(
    arguments: [
      ([0x27, 0xC3], WireError.Kind.truncated, 2), ([0x27, 0xE2, 0x82], .truncated, 3),
      ([0x27, 0xF0, 0x9F, 0x90], .truncated, 4), ([0x27, 0xC3, 0x27], .syntax, 1),
      ([0x27, 0xC1], .syntax, 1),
      ([0x27, 0x27, 0x27], .truncated, 3), ([0x27, 0x27, 0x27, 0x61], .truncated, 4),
    ] as [([UInt8], WireError.Kind, Int)])
  func tellsWhatIsCutFromWhatIsWrong(document: [UInt8], kind: WireError.Kind, offset: Int) {
    let error = #expect(throws: WireError.self) { try SerpentCodec.decode(document) }
    #expect(error?.kind == kind)
    #expect(error?.offset == offset)
  }
}
