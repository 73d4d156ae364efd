// Printing integers of any size in decimal: 19 digits at a time, the most that a word holds. Quadratic in
// the digits, so callers limit these (4,300 by default, as CPython does).

/// 10^19, the divisor: its highest bit is set, as ``dividedByChunk(_:_:)`` asks for.
private let chunkBase: UInt64 = 10_000_000_000_000_000_000
/// floor((2^128 - 1) / 10^19) - 2^64.
private let chunkReciprocal: UInt64 = 0xD83C_94FB_6D2A_C34A

extension PythonBigInt: CustomStringConvertible {
  /// The decimal digits, after a minus sign where the integer is negative. O(n²) in the digits.
  public var description: String {
    var output = OutputBuffer()
    appendDecimal(to: &output)
    return String(decoding: output.array(), as: UTF8.self)
  }

  /// Appends what ``description`` is, as ASCII.
  package func appendDecimal(to output: inout OutputBuffer) {
    var words: [UInt64] = []
    appendDecimal(to: &output, using: &words)
  }

  /// Appends what ``description`` is, with memory that is used again for the next.
  package func appendDecimal(to output: inout OutputBuffer, using words: inout [UInt64]) {
    if magnitude.count <= FewWords.most {
      var isWritten = false
      output.append(atMost: OutputRoom.mostOfFewWords) { room in
        guard let end = room.store(few: self, at: 0) else { return 0 }
        isWritten = true
        return end
      }
      if isWritten { return }
    }
    appendMany(to: &output, using: &words)
  }

  /// The same of an integer of any number of words.
  @inline(never)
  private func appendMany(to output: inout OutputBuffer, using words: inout [UInt64]) {
    if isNegative { output.append(UInt8(ascii: "-")) }
    let magnitude = magnitude
    let end = magnitude.count + magnitude.count / 32 + 2
    // The words from the front, the chunks of digits from the back, the last chunk at the end. They do not
    // meet: k chunks have more than 63 k bits, so that no more than n - floor(63 k / 64) words are left.
    while words.count < end { words.append(0) }
    var places = words.mutableSpan
    for index in magnitude.indices { places[index] = magnitude[index] }
    var (count, chunk) = (magnitude.count, end)
    while count > 0 {
      let digits = PythonBigInt.divideByChunk(&places, &count)
      chunk &-= 1
      places[chunk] = digits
    }
    let (leading, first) = (places[chunk], chunk + 1)
    output.append(atMost: 19 * (end - chunk) + 32) { room in
      var at = room.store(decimal: leading, at: 0)
      for index in first..<end { at = room.store(nineteenDigits: places[index], at: at) }
      return at
    }
  }

  /// Divides the first `count` words by 10^19 in place, uncounts those that become zero, and returns the
  /// remainder.
  @inline(__always)
  private static func divideByChunk(_ words: inout MutableSpan<UInt64>, _ count: inout Int) -> UInt64 {
    var remainder: UInt64 = 0
    var index = count
    while index > 0 {
      index &-= 1
      (words[index], remainder) = dividedByChunk(remainder, words[index])
    }
    while count > 0, words[count &- 1] == 0 { count &-= 1 }
    return remainder
  }
}

/// Quotient and remainder of two words, of which `high` is below 10^19, by 10^19.
///
/// Two multiplications by the reciprocal in place of a division of 128 bits: Niels Möller and Torbjörn
/// Granlund, "Improved division by invariant integers", algorithm 4.
@inline(__always)
func dividedByChunk(_ high: UInt64, _ low: UInt64) -> (quotient: UInt64, remainder: UInt64) {
  let product = chunkReciprocal.multipliedFullWidth(by: high)
  let (rest, carry) = product.low.addingReportingOverflow(low)
  var quotient = product.high &+ high &+ (carry ? 1 : 0) &+ 1
  var remainder = low &- quotient &* chunkBase
  // By a mask and not a jump: half of all quotients are one too large.
  let isTooLarge = 0 &- (remainder > rest ? 1 : 0) as UInt64
  quotient = quotient &+ isTooLarge
  remainder = remainder &+ chunkBase & isTooLarge
  if remainder >= chunkBase {
    quotient &+= 1
    remainder = remainder &- chunkBase
  }
  return (quotient, remainder)
}

extension OutputRoom {
  /// Writes a number below 10^19 with its leading zeros, and returns its end.
  @inline(__always)
  mutating func store(nineteenDigits number: UInt64, at offset: Int) -> Int {
    let (top, rest) = number.quotientAndRemainder(dividingBy: 10_000_000_000_000_000)
    let (high, low) = rest.quotientAndRemainder(dividingBy: 100_000_000)
    store((eightDigits(top) | asciiZeros) >> 40, at: offset)
    store(eightDigits(high) | asciiZeros, at: offset &+ 3)
    store(eightDigits(low) | asciiZeros, at: offset &+ 11)
    return offset &+ 19
  }
}
