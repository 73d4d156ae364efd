/// The number that the first `count` bytes (1 to 8) of a word write in decimal, the first in the lowest place;
/// `nil` where one of them is no digit.
@inlinable
@inline(__always)
package func decimalNumber(of word: UInt64, digits count: Int) -> UInt64? {
  // What comes after them is moved out, and zeros before them in.
  let digits = (word ^ 0x3030_3030_3030_3030) &<< UInt64(64 &- 8 &* count)
  guard ((digits &+ 0x7676_7676_7676_7676) | digits) & 0x8080_8080_8080_8080 == 0 else { return nil }
  return joinedDecimals(digits)
}

/// The number that eight digits write, whose values are the bytes of a word, the first in the lowest place: pairs are
/// joined, then fours, then all of them at once.
@inlinable
@inline(__always)
package func joinedDecimals(_ digits: UInt64) -> UInt64 {
  let pairs = digits &* 10 &+ digits >> 8
  let low = (pairs & 0x0000_00FF_0000_00FF) &* 0x000F_4240_0000_0064
  let high = (pairs >> 16 & 0x0000_00FF_0000_00FF) &* 0x0000_2710_0000_0001
  return (low &+ high) >> 32
}
