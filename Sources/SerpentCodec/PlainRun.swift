import WireCore

/// Moves `at` to the first byte that may end or change a string: the quote, a backslash, or a control
/// character below 0x0E (line ends and NUL are among them); to the end where there is none.
///
/// Eight bytes a step.
@inline(__always)
func skipPlainRun(_ source: Span<UInt8>, _ at: inout Int, quote: UInt8) {
  let (quotes, backslashes) = (eight(quote), eight(Ascii.backslash))
  while let word = loadWord(source, at: at) {
    let found = zeroBytes(word ^ quotes) | zeroBytes(word ^ backslashes) | lowBytes(word, below: 0x0E)
    if found != 0 {
      at &+= firstMarked(found)
      return
    }
    at &+= 8
  }
  at = endOfLastBytes(source, at, quote: quote)
}

/// The same where fewer than eight bytes are left.
@inline(never)
private func endOfLastBytes(_ source: Span<UInt8>, _ start: Int, quote: UInt8) -> Int {
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
