/// The magnitude that up to 160 decimal digits write: most integers past 64 bits have no more.
///
/// Sixteen digits a step, and the words in variables: each step is compiled for the number of words that it can fill, so
/// that nothing is looped over, whose end processors would guess wrong.
struct FewDecimalDigits {
  /// The most digits that the words are enough for: ten times sixteen.
  static let most = 160

  private typealias Words = (UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64)
  private var words: Words = (0, 0, 0, 0, 0, 0, 0, 0, 0)

  /// - Parameter digits: 16 to 160; `nil` where there are others, or something else is among them.
  @inline(__always)
  init?(_ digits: Span<UInt8>) {
    guard digits.count >= 16, digits.count <= FewDecimalDigits.most else { return nil }
    // One to sixteen come first, moved up in their words, so that the others fill all steps.
    let index = (digits.count &- 1) & 15 &+ 1
    let few = (low: min(index, 8), high: max(index &- 8, 0))
    let low = (eightBytes(digits, 0) ^ asciiZeros) << UInt64(64 &- 8 &* few.low)
    let high = (eightBytes(digits, 8) ^ asciiZeros) << UInt64(64 &- 8 &* few.high)
    words.0 = joinedDecimals(low) &* powersOfTen[few.high] &+ joinedDecimals(high)
    var others = bytesAboveNine(low) | bytesAboveNine(high)
    read(digits, from: index, &others)
    guard others == 0 else { return nil }
  }

  /// Reads the rest: with each step there are as many words as 10^16 to its power may need.
  @inline(__always)
  private mutating func read(_ digits: Span<UInt8>, from start: Int, _ others: inout UInt64) {
    var index = start
    guard index < digits.count else { return }
    var carry = sixteen(digits, &index, &others)
    multiply1(&carry)
    words.1 = carry
    guard index < digits.count else { return }
    carry = sixteen(digits, &index, &others)
    multiply2(&carry)
    words.2 = carry
    guard index < digits.count else { return }
    carry = sixteen(digits, &index, &others)
    multiply3(&carry)
    words.3 = carry
    guard index < digits.count else { return }
    carry = sixteen(digits, &index, &others)
    multiply4(&carry)
    words.4 = carry
    guard index < digits.count else { return }
    carry = sixteen(digits, &index, &others)
    multiply5(&carry)
    guard index < digits.count else { return }
    carry = sixteen(digits, &index, &others)
    multiply5(&carry)
    words.5 = carry
    guard index < digits.count else { return }
    carry = sixteen(digits, &index, &others)
    multiply6(&carry)
    words.6 = carry
    guard index < digits.count else { return }
    carry = sixteen(digits, &index, &others)
    multiply7(&carry)
    words.7 = carry
    guard index < digits.count else { return }
    carry = sixteen(digits, &index, &others)
    multiply8(&carry)
    words.8 = carry
  }

  /// The number that sixteen digits write.
  @inline(__always)
  private func sixteen(_ digits: Span<UInt8>, _ index: inout Int, _ others: inout UInt64) -> UInt64 {
    let low = eightBytes(digits, index) ^ asciiZeros
    let high = eightBytes(digits, index &+ 8) ^ asciiZeros
    others |= bytesAboveNine(low) | bytesAboveNine(high)
    index &+= 16
    return joinedDecimals(low) &* 100_000_000 &+ joinedDecimals(high)
  }

  // The first few words times 10^16.

  @inline(__always)
  private mutating func multiply1(_ carry: inout UInt64) { multiply(&words.0, &carry) }
  @inline(__always)
  private mutating func multiply2(_ carry: inout UInt64) {
    multiply1(&carry)
    multiply(&words.1, &carry)
  }
  @inline(__always)
  private mutating func multiply3(_ carry: inout UInt64) {
    multiply2(&carry)
    multiply(&words.2, &carry)
  }
  @inline(__always)
  private mutating func multiply4(_ carry: inout UInt64) {
    multiply3(&carry)
    multiply(&words.3, &carry)
  }
  @inline(__always)
  private mutating func multiply5(_ carry: inout UInt64) {
    multiply4(&carry)
    multiply(&words.4, &carry)
  }
  @inline(__always)
  private mutating func multiply6(_ carry: inout UInt64) {
    multiply5(&carry)
    multiply(&words.5, &carry)
  }
  @inline(__always)
  private mutating func multiply7(_ carry: inout UInt64) {
    multiply6(&carry)
    multiply(&words.6, &carry)
  }
  @inline(__always)
  private mutating func multiply8(_ carry: inout UInt64) {
    multiply7(&carry)
    multiply(&words.7, &carry)
  }

  /// word = word * 10^16 + carry; what is above the word is the carry: less than 10^16.
  @inline(__always)
  private func multiply(_ word: inout UInt64, _ carry: inout UInt64) {
    let product = UInt128(word) &* 10_000_000_000_000_000 &+ UInt128(carry)
    word = UInt64(truncatingIfNeeded: product)
    carry = UInt64(truncatingIfNeeded: product &>> 64)
  }

  /// The words, the least significant first, without zeros at the end.
  @inline(never)
  var magnitude: [UInt64] {
    // As literals, which are made in one step.
    let w = words
    if w.8 != 0 { return [w.0, w.1, w.2, w.3, w.4, w.5, w.6, w.7, w.8] }
    if w.7 != 0 { return [w.0, w.1, w.2, w.3, w.4, w.5, w.6, w.7] }
    if w.6 != 0 { return [w.0, w.1, w.2, w.3, w.4, w.5, w.6] }
    if w.5 != 0 { return [w.0, w.1, w.2, w.3, w.4, w.5] }
    if w.4 != 0 { return [w.0, w.1, w.2, w.3, w.4] }
    if w.3 != 0 { return [w.0, w.1, w.2, w.3] }
    if w.2 != 0 { return [w.0, w.1, w.2] }
    return w.1 != 0 ? [w.0, w.1] : w.0 != 0 ? [w.0] : []
  }
}
