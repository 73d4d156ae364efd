/// The number that the first `count` bytes (1 to 8) of a word write in hexadecimal, of either case, the first in the
/// lowest place; `nil` where one of them is no digit.
@inlinable
@inline(__always)
package func hexNumber(of word: UInt64, digits count: Int) -> UInt64? {
  // What comes after them is moved out, and zeros before them in. A digit's byte is then its value, a letter's 51 to
  // 56, or 71 to 76.
  let bytes = (word ^ 0x3030_3030_3030_3030) &<< UInt64(64 &- 8 &* count)
  let low = bytes & 0x7F7F_7F7F_7F7F_7F7F
  let highBits: UInt64 = 0x8080_8080_8080_8080
  let isDigit = ~(low &+ 0x7676_7676_7676_7676) & highBits
  // Of a letter 1 to 6.
  let place = (low | 0x2020_2020_2020_2020) ^ 0x7070_7070_7070_7070
  let isLetter = (place &+ 0x7F7F_7F7F_7F7F_7F7F) & ~(place &+ 0x7979_7979_7979_7979) & highBits
  guard bytes & highBits == 0, isDigit | isLetter == highBits else { return nil }
  return joinedHexDigits((low & 0x0F0F_0F0F_0F0F_0F0F) &+ (isLetter >> 7) &* 9)
}

/// The number that eight digits write, whose values are the bytes of a word, the first in the lowest place: pairs are
/// joined, then fours, then all of them.
@inlinable
@inline(__always)
func joinedHexDigits(_ digits: UInt64) -> UInt64 {
  let pairs = (digits << 4 | digits >> 8) & 0x00FF_00FF_00FF_00FF
  let fours = (pairs << 8 | pairs >> 16) & 0x0000_FFFF_0000_FFFF
  return (fours << 16 | fours >> 32) & 0xFFFF_FFFF
}
