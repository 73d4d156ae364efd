/// An integer of two to eight words, to be split in parts of nineteen decimal digits: most integers past 64 bits have no
/// more.
///
/// The words are variables, and each division of all of them is compiled for their number: nothing is looped over, whose
/// end processors would guess wrong.
struct FewWords {
  /// The most words there can be.
  static let most = 8

  private typealias Words = (UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64)
  private var words: Words = (0, 0, 0, 0, 0, 0, 0, 0, 0)
  /// How many there are, perhaps with a zero above the others: as many as parts.
  private let count: Int

  /// - Parameter magnitude: the words, of which the last is not zero; `nil` where there are fewer or more.
  @inline(__always)
  init?(_ magnitude: [UInt64]) {
    // Each division makes the top word up to twice as large. It has to stay below the divisor, or begin as zero.
    let zeros = magnitude.last?.leadingZeroBitCount ?? 0
    count = magnitude.count &+ Int(bitPattern: UInt(bitPattern: zeros &- magnitude.count) &>> 63)
    switch magnitude.count {
    case 8:
      words.7 = magnitude[7]
      fallthrough
    case 7:
      words.6 = magnitude[6]
      fallthrough
    case 6:
      words.5 = magnitude[5]
      fallthrough
    case 5:
      words.4 = magnitude[4]
      fallthrough
    case 4:
      words.3 = magnitude[3]
      fallthrough
    case 3:
      words.2 = magnitude[2]
      fallthrough
    case 2: (words.0, words.1) = (magnitude[0], magnitude[1])
    default: return nil
    }
  }

  /// Divides until each word is a part, the highest in the first word; that may be zero.
  @inline(__always)
  private mutating func split() {
    switch count {
    case 9:
      words.8 = divide8(words.8)
      fallthrough
    case 8:
      words.7 = divide7(words.7)
      fallthrough
    case 7:
      words.6 = divide6(words.6)
      fallthrough
    case 6:
      words.5 = divide5(words.5)
      fallthrough
    case 5:
      words.4 = divide4(words.4)
      fallthrough
    case 4:
      words.3 = divide3(words.3)
      fallthrough
    case 3:
      words.2 = divide2(words.2)
      fallthrough
    default: words.1 = divide1(words.1)
    }
  }

  // Each divides the first few words, above which stands what is left of those above, and returns what is left of all.

  @inline(__always)
  private mutating func divide1(_ rest: UInt64) -> UInt64 { divide(rest, &words.0) }
  @inline(__always)
  private mutating func divide2(_ rest: UInt64) -> UInt64 { divide1(divide(rest, &words.1)) }
  @inline(__always)
  private mutating func divide3(_ rest: UInt64) -> UInt64 { divide2(divide(rest, &words.2)) }
  @inline(__always)
  private mutating func divide4(_ rest: UInt64) -> UInt64 { divide3(divide(rest, &words.3)) }
  @inline(__always)
  private mutating func divide5(_ rest: UInt64) -> UInt64 { divide4(divide(rest, &words.4)) }
  @inline(__always)
  private mutating func divide6(_ rest: UInt64) -> UInt64 { divide5(divide(rest, &words.5)) }
  @inline(__always)
  private mutating func divide7(_ rest: UInt64) -> UInt64 { divide6(divide(rest, &words.6)) }
  @inline(__always)
  private mutating func divide8(_ rest: UInt64) -> UInt64 { divide7(divide(rest, &words.7)) }

  @inline(__always)
  private func divide(_ rest: UInt64, _ word: inout UInt64) -> UInt64 {
    let (quotient, remainder) = dividedByChunk(rest, word)
    word = quotient
    return remainder
  }
}

extension FewWords {
  /// The most bytes that are written, and room for the last word stored.
  static let mostBytes = 9 * 19 + 8

  /// Splits the words and writes their digits, and returns their end.
  @inline(__always)
  mutating func store(into room: inout OutputRoom, at offset: Int) -> Int {
    split()
    let hasHighest = words.0 != 0
    var at = room.store(decimal: hasHighest ? words.0 : words.1, at: offset)
    if hasHighest { at = room.store(nineteenDigits: words.1, at: at) }
    guard count > 2 else { return at }
    at = room.store(nineteenDigits: words.2, at: at)
    guard count > 3 else { return at }
    at = room.store(nineteenDigits: words.3, at: at)
    guard count > 4 else { return at }
    at = room.store(nineteenDigits: words.4, at: at)
    guard count > 5 else { return at }
    at = room.store(nineteenDigits: words.5, at: at)
    guard count > 6 else { return at }
    at = room.store(nineteenDigits: words.6, at: at)
    guard count > 7 else { return at }
    at = room.store(nineteenDigits: words.7, at: at)
    guard count > 8 else { return at }
    return room.store(nineteenDigits: words.8, at: at)
  }
}

extension OutputRoom {
  /// The most bytes that ``store(few:at:)`` writes, and room for the last word stored.
  package static let mostOfFewWords = FewWords.mostBytes + 1

  /// Writes an integer of two to eight words in decimal, and returns where it ends; `nil` of others.
  @inline(never)
  package mutating func store(few integer: borrowing PythonBigInt, at offset: Int) -> Int? {
    guard var few = FewWords(integer.magnitude) else { return nil }
    store(byte: UInt8(ascii: "-"), at: offset)
    return few.store(into: &self, at: integer.isNegative ? offset &+ 1 : offset)
  }
}
