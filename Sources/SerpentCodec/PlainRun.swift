/// Moves `at` to the first byte that may end or change a string: the quote, a backslash, or a control
/// character below 0x0E (line ends and NUL are among them); to the end where there is none.
///
/// Eight bytes a step: the subscripts of a run of eight compile to one load.
@inline(__always)
func skipPlainRun(_ source: Span<UInt8>, _ at: inout Int, quote: UInt8) {
  let ones: UInt64 = 0x0101_0101_0101_0101
  let quotes = ones &* UInt64(quote)
  let backslashes = ones &* UInt64(Ascii.backslash)
  while at &+ 8 <= source.count {
    let word = loadWord(source.extracting(at..<at &+ 8))
    let found = zeroBytes(word ^ quotes) | zeroBytes(word ^ backslashes) | controlBytes(word)
    if found != 0 {
      at &+= found.trailingZeroBitCount &>> 3
      return
    }
    at &+= 8
  }
  while at < source.count {
    let byte = source[at]
    if byte == quote || byte == Ascii.backslash || byte < 0x0E { return }
    at &+= 1
  }
}

/// The eight bytes, the first in the lowest place.
@inline(__always)
private func loadWord(_ run: Span<UInt8>) -> UInt64 {
  let low = UInt64(run[0]) | UInt64(run[1]) << 8 | UInt64(run[2]) << 16 | UInt64(run[3]) << 24
  let high = UInt64(run[4]) << 32 | UInt64(run[5]) << 40 | UInt64(run[6]) << 48 | UInt64(run[7]) << 56
  return low | high
}

/// The high bit of each byte that is zero; above the first, others may be set too.
@inline(__always)
private func zeroBytes(_ word: UInt64) -> UInt64 {
  (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080
}

/// The high bit of each byte below 0x0E; above the first, others may be set too.
@inline(__always)
private func controlBytes(_ word: UInt64) -> UInt64 {
  (word &- 0x0E0E_0E0E_0E0E_0E0E) & ~word & 0x8080_8080_8080_8080
}
