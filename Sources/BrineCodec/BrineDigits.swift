import PythonValues
import WireCore

// Which kind of number comes next, and how many digits it has, is as good as random: a processor that guesses
// wrongly loses more time than some needless arithmetic takes. So a choice is made here by masks. (Of one that is
// written as a choice, the compiler may make a jump.)

/// Which of sixteen bytes are no digits. They are compared as signed numbers, for which processors have an
/// instruction; with a number that is not repeated they would be compared one by one.
@inline(__always)
private func noDigits(_ block: SIMD16<UInt8>) -> SIMD16<UInt8> {
  bytes(of: SIMD16<Int8>(truncatingIfNeeded: block &- 0xB0) .> SIMD16(repeating: -119))
}

/// The digits of an integer too long for one word.
struct BrineDigits {
  let number: UInt64

  /// Reads the last `count` of the 24 bytes before `end`; `nil` where they are not one to nineteen digits of a
  /// number below 2^63.
  @inline(__always)
  init?(_ input: Span<UInt8>, _ count: Int, before end: Int) {
    guard 1...19 ~= count, let first = loadWord(input, at: end &- 24),
      let second = loadWord(input, at: end &- 16), let third = loadWord(input, at: end &- 8)
    else { return nil }
    let high = BrineDigits.last(max(count &- 16, 0), of: first ^ asciiZeros)
    let middle = BrineDigits.last(min(max(count &- 8, 0), 8), of: second ^ asciiZeros)
    let low = BrineDigits.last(min(count, 8), of: third ^ asciiZeros)
    let upper = joinedDecimals(high) &* 100_000_000 &+ joinedDecimals(middle)
    number = upper &* 100_000_000 &+ joinedDecimals(low)
    let faults = bytesAboveNine(high) | bytesAboveNine(middle) | bytesAboveNine(low) | number >> 63
    guard faults == 0 else { return nil }
  }

  /// A word of which the last `count` bytes are kept.
  @inline(__always)
  private static func last(_ count: Int, of word: UInt64) -> UInt64 {
    let half = UInt64(truncatingIfNeeded: 8 &- count) &* 4
    return word & ((UInt64.max &<< half) &<< half)
  }
}

extension BrineNumber {
  /// Where a number ends whose tag, that of a float or of an integer behind a length of one byte, stands at
  /// `at`; `nil` in the cases of ``short(_:_:)``, and in the last bytes of the input.
  @inline(__always)
  static func end(_ input: Span<UInt8>, _ at: Int, _ tag: UInt8) -> Int? {
    guard 34 <= input.count &- at, let block = loadBlock(input, at: at &+ 2),
      let next = loadBlock(input, at: at &+ 18)
    else { return nil }
    // All bits where the tag is an integer's, which has not the one bit that tells them apart.
    let half = UInt64((tag & (BrineTag.float & ~BrineTag.integerL1)) >> 3) &<< 5
    let ifInteger = (UInt64.max &<< half) &<< half
    let length = UInt64(input[at &+ 1])
    let isNegative: UInt64 = input[at &+ 2] == UInt8(ascii: "-") ? 1 : 0
    let leading = input[at &+ 2 &+ Int(truncatingIfNeeded: isNegative)]
    let shown = SIMD16(repeating: Int8(truncatingIfNeeded: length))
    let first = words(of: noDigits(block) & bytes(of: bytePlaces .< shown))
    let second = words(of: noDigits(next) & bytes(of: bytePlaces &+ SIMD16(repeating: 16) .< shown))
    let isDigit = leading &- UInt8(ascii: "1") < 9
    let hasLength = length &- 2 &- isNegative < 18
    // The first byte may be a sign. No number that is read here has more than 24.
    let faults = first.0 & ~0xFF | first.1 | second.0 | (isDigit ? 0 : 1) | (hasLength ? 0 : 1)
    guard faults & ifInteger == 0 else { return nil }
    return at &+ 9 &+ Int(truncatingIfNeeded: (length &- 7) & ifInteger)
  }
}
