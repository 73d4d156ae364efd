import WireCore

/// Moves `at` to the first byte that may end or change a string: the quote, a backslash, or a control
/// character below 0x0E (line ends and NUL are among them); to the end where there is none.
///
/// 16 bytes a step.
@inline(__always)
func skipPlainRun(_ source: Span<UInt8>, _ at: inout Int, quote: UInt8) {
  let quotes = SIMD16<UInt8>(repeating: quote)
  while let block = loadBlock(source, at: at) {
    if let first = firstMarked(plainRunEnds(block, quote: quotes)) {
      at &+= first
      return
    }
    at &+= 16
  }
  at = endOfLastBytes(source, at, quote: quote)
}

/// Which of 16 bytes may end or change a string.
@inline(__always)
private func plainRunEnds(_ block: SIMD16<UInt8>, quote: SIMD16<UInt8>) -> SIMDMask<SIMD16<Int8>> {
  // Of a type that is written: else comparing is compiled to a loop of a byte a step.
  let lowest = SIMD16<UInt8>(repeating: 0x0E)
  let backslash = SIMD16<UInt8>(repeating: Ascii.backslash)
  return (block .== quote) .| (block .== backslash) .| (block .< lowest)
}

/// The same where fewer than 16 bytes are left: in the last 16, of which those before `start` do not count.
@inline(never)
private func endOfLastBytes(_ source: Span<UInt8>, _ start: Int, quote: UInt8) -> Int {
  let first = source.count &- 16
  guard let block = loadBlock(source, at: first) else { return endOfFewBytes(source, start, quote: quote) }
  let found = plainRunEnds(block, quote: SIMD16(repeating: quote))
  let (low, high) = words(of: bytes(of: found) & ~firstBytes(start &- first))
  if low != 0 { return first &+ firstMarked(low) }
  return high == 0 ? source.count : first &+ 8 &+ firstMarked(high)
}

/// The same in a source of fewer than 16 bytes.
private func endOfFewBytes(_ source: Span<UInt8>, _ start: Int, quote: UInt8) -> Int {
  var at = start
  while at < source.count, case let byte = source[at], byte != quote, byte != Ascii.backslash, byte >= 0x0E {
    at += 1
  }
  return at
}

/// Moves `at` to the line's end or a NUL byte, or to the end.
@inline(__always)
func skipLine(_ source: Span<UInt8>, _ at: inout Int) {
  while let word = loadWord(source, at: at) {
    let ends = zeroBytes(word ^ eight(Ascii.newline)) | zeroBytes(word ^ eight(Ascii.carriageReturn))
    let found = ends | zeroBytes(word)
    if found != 0 {
      at &+= firstMarked(found)
      return
    }
    at &+= 8
  }
  while at < source.count, source[at] != Ascii.newline, source[at] != Ascii.carriageReturn, source[at] != 0 {
    at &+= 1
  }
}
