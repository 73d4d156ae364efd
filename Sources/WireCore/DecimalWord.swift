import PythonValues

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
