// Decimal digits eight at a time: one 64-bit word holds eight digits, the first in the lowest byte,
// and all eight are split off at once by multiplications within the word.

/// The eight decimal digits of `number` (below 10^8), as bytes 0 to 9.
///
/// Each step splits all parts in two: the upper half stays, and what is left of the part moves up beside it.
@inlinable @inline(__always)
package func eightDigits(_ number: UInt64) -> UInt64 {
  let fours = number &<< 32 &- (number / 10_000) &* (10_000 &<< 32 &- 1)
  let hundreds = ((fours &* 10_486) &>> 20) & 0x0000_007F_0000_007F
  let twos = fours &<< 16 &- hundreds &* (100 &<< 16 &- 1)
  let tens = ((twos &* 103) &>> 10) & 0x000F_000F_000F_000F
  return twos &<< 8 &- tens &* (10 &<< 8 &- 1)
}

/// The number that eight digits write, whose values are the bytes of a word, the first in the lowest: pairs are joined,
/// then fours, then all of them at once.
@inlinable @inline(__always)
package func joinedDecimals(_ digits: UInt64) -> UInt64 {
  let pairs = digits &* 10 &+ digits >> 8
  let low = (pairs & 0x0000_00FF_0000_00FF) &* 0x000F_4240_0000_0064
  let high = (pairs >> 16 & 0x0000_00FF_0000_00FF) &* 0x0000_2710_0000_0001
  return (low &+ high) >> 32
}

/// The highest bit of each of eight bytes that is above 9, from the first such byte on; of those after it others may
/// be set too.
@inlinable @inline(__always)
package func bytesAboveNine(_ digits: UInt64) -> UInt64 {
  ((digits &+ 0x7676_7676_7676_7676) | digits) & 0x8080_8080_8080_8080
}

/// The highest bit of each of eight bytes that is above 9.
@inlinable @inline(__always)
package func eachByteAboveNine(_ digits: UInt64) -> UInt64 {
  (((digits & 0x7F7F_7F7F_7F7F_7F7F) &+ 0x7676_7676_7676_7676) | digits) & 0x8080_8080_8080_8080
}

/// The number that the first `count` bytes (1 to 8) of a word write in decimal, the first in the lowest place;
/// `nil` where one of them is no digit.
@inlinable @inline(__always)
package func decimalNumber(of word: UInt64, digits count: Int) -> UInt64? {
  // What comes after them is moved out, and zeros before them in.
  let digits = (word ^ 0x3030_3030_3030_3030) &<< UInt64(64 &- 8 &* count)
  guard bytesAboveNine(digits) == 0 else { return nil }
  return joinedDecimals(digits)
}

/// The eight bytes from `start` on as one word, the first in the lowest place.
@inline(__always)
func eightBytes(_ text: Span<UInt8>, _ start: Int) -> UInt64 {
  let run = text.extracting(start..<start &+ 8)
  // The subscripts compile to one load.
  let low = UInt64(run[0]) | UInt64(run[1]) << 8 | UInt64(run[2]) << 16 | UInt64(run[3]) << 24
  let high = UInt64(run[4]) << 32 | UInt64(run[5]) << 40 | UInt64(run[6]) << 48 | UInt64(run[7]) << 56
  return low | high
}

/// 10^0 to 10^19.
let powersOfTen: [UInt64] = [
  1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000,
  10_000_000_000, 100_000_000_000, 1_000_000_000_000, 10_000_000_000_000, 100_000_000_000_000,
  1_000_000_000_000_000, 10_000_000_000_000_000, 100_000_000_000_000_000,
  1_000_000_000_000_000_000, 10_000_000_000_000_000_000,
]

/// `0` in each of eight bytes: added to ``eightDigits(_:)`` to make text.
@inlinable @inline(__always)
package var asciiZeros: UInt64 { 0x3030_3030_3030_3030 }

extension OutputBuffer {
  /// Appends an integer in decimal.
  package mutating func append(decimal number: Int64) {
    append(atMost: 32) { $0.store(decimal: number, at: 0) }
  }
}

// Numbers, which begin at `offset`: each function returns where it ends. Words are stored one over the end of the
// other, and what of the last means nothing stands behind that.
extension OutputRoom {
  /// Writes an integer in decimal: 20 bytes at most, of 32 that there must be room for.
  @inlinable @inline(__always)
  package mutating func store(decimal number: Int64, at offset: Int) -> Int {
    store(byte: UInt8(ascii: "-"), at: offset)
    return store(decimal: number.magnitude, at: offset &+ number.signBit)
  }

  /// Writes a byte, the number of the characters that follow, and an integer in decimal: 22 bytes at most, of 32 that
  /// there must be room for.
  @inlinable @inline(__always)
  package mutating func store(decimal number: Int64, behindLengthAnd byte: UInt8, at offset: Int) -> Int {
    store(byte: byte, at: offset)
    let end = store(decimal: number, at: offset &+ 2)
    store(byte: UInt8(truncatingIfNeeded: end &- offset &- 2), at: offset &+ 1)
    return end
  }

  /// Writes a number in decimal, without leading zeros.
  @inlinable @inline(__always)
  package mutating func store(decimal number: UInt64, at offset: Int) -> Int {
    if number < 100_000_000 { return store(leading: number, at: offset) }
    let (high, low) = number.quotientAndRemainder(dividingBy: 100_000_000)
    var end = offset
    if high < 100_000_000 {
      end = store(leading: high, at: end)
    } else {
      let (top, middle) = high.quotientAndRemainder(dividingBy: 100_000_000)
      end = store(leading: top, at: end)
      store(eightDigits(middle) | asciiZeros, at: end)
      end &+= 8
    }
    store(eightDigits(low) | asciiZeros, at: end)
    return end &+ 8
  }

  /// Writes a number below 10^8 without leading zeros; zero as `0`.
  @inlinable @inline(__always)
  mutating func store(leading number: UInt64, at offset: Int) -> Int {
    let digits = eightDigits(number)
    let zeros = min(digits.trailingZeroBitCount &>> 3, 7)
    store((digits | asciiZeros) &>> UInt64(truncatingIfNeeded: zeros &* 8), at: offset)
    return offset &+ 8 &- zeros
  }
}

extension Int64 {
  /// 1 where the number is below zero, else 0; found without a jump.
  @inlinable @inline(__always)
  package var signBit: Int { Int(truncatingIfNeeded: UInt64(bitPattern: self) &>> 63) }
}
