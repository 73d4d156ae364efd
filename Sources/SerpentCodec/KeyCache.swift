import PythonValues
import WireCore

/// Short keys of dicts that were met. Dicts of one kind have the same keys in the same order: a key that is
/// the one expected is neither searched for its end nor made again. Each has a number of its own for the
/// length of a document, by which keys can be told apart.
///
/// It speeds up what is repeated and decides nothing: a key that is not known is read in full. It holds no
/// more than 256 keys of 14 bytes, each in the place that its hash gives it or in one of the three after.
struct KeyCache: Sendable {
  private static let most = 256
  private static let longest = 14

  /// A key that was met.
  private struct Key: Sendable {
    let text: String
    /// What stands in the source after the opening quote: the text, the closing quote and a colon, the
    /// first byte in the lowest place of the first word; zeros after them.
    let words: (UInt64, UInt64)
    /// Which bits of the words are of these.
    let masks: (UInt64, UInt64)
    /// How many bytes they are.
    let length: Int
    /// The number of the key that followed it when it was last met; at first, of the next that is learned.
    var next: Int

    @inline(__always)
    func matches(_ first: UInt64, _ second: UInt64) -> Bool {
      (first ^ words.0) & masks.0 | (second ^ words.1) & masks.1 == 0
    }
  }

  /// A key that was found.
  struct Found {
    let number: Int
    /// The place after the colon that follows the key.
    let end: Int
  }

  private var keys: [Key] = []
  /// For each place the number of its key, or -1.
  private var table: [Int16] = []
  private var last = 0
  private var expected = 0
  /// How many keys were searched for: the first few of a reader are not worth keeping.
  private var searches = 0

  /// Begins a document: a cache that is full is emptied.
  mutating func begin() {
    if keys.count == KeyCache.most { self = KeyCache() }
  }

  /// The text of a key.
  @inline(__always)
  func text(of number: Int) -> String { keys[number].text }

  /// The key that begins with the quote at `start` and has a colon right behind it; `nil` where it is not
  /// known and not to be kept.
  @inline(__always)
  mutating func find(_ source: Span<UInt8>, _ start: Int) -> Found? {
    guard let first = loadWord(source, at: start &+ 1), let second = loadWord(source, at: start &+ 9) else {
      return nil
    }
    let number = expected
    guard number < keys.count, keys[number].matches(first, second) else {
      return search(source, start, first, second)
    }
    last = number
    expected = keys[number].next
    return Found(number: number, end: start &+ 1 &+ keys[number].length)
  }

  @inline(never)
  private mutating func search(
    _ source: Span<UInt8>, _ start: Int, _ first: UInt64, _ second: UInt64
  ) -> Found? {
    searches &+= 1
    guard searches > 8 else { return nil }
    var end = start + 1
    skipPlainRun(source, &end, quote: Ascii.quote)
    let length = end - start + 1
    guard length <= KeyCache.longest + 2, end < source.count - 1, source[end] == Ascii.quote,
      source[end + 1] == Ascii.colon
    else { return nil }
    let masks = (KeyCache.mask(length), KeyCache.mask(length - 8))
    let words = (first & masks.0, second & masks.1)
    if table.isEmpty { table = [Int16](repeating: -1, count: KeyCache.most) }
    guard let place = place(of: words) else { return nil }
    if table[place] < 0 {
      table[place] = Int16(keys.count)
      keys.append(
        Key(
          text: makeString(checked: source.extracting(start + 1..<end)), words: words, masks: masks,
          length: length, next: keys.count + 1))
    }
    let number = Int(table[place])
    keys[last].next = number
    last = number
    expected = keys[number].next
    return Found(number: number, end: end + 2)
  }

  /// Where in the table the key is, or may stand; `nil` where there is no room for it.
  private func place(of words: (UInt64, UInt64)) -> Int? {
    let hash = (words.0 ^ words.1 &* 0xFF51_AFD7_ED55_8CCD) &* 0x9E37_79B9_7F4A_7C15
    for step in 0..<4 {
      let place = (Int(hash >> 56) + step) % KeyCache.most
      let number = Int(table[place])
      if number < 0 { return keys.count < KeyCache.most ? place : nil }
      if keys[number].words == words { return place }
    }
    return nil
  }

  /// The bits of the first `length` bytes of a word.
  private static func mask(_ length: Int) -> UInt64 {
    length >= 8 ? .max : length <= 0 ? 0 : 1 << UInt64(8 * length) - 1
  }
}
