import Testing
import WireCore

/// Words from every place of short texts.
@Suite struct WordLoadingTests {
  @Test(arguments: 0...20) func wordsEndWithTheText(count: Int) {
    let bytes = (0..<count).map { UInt8($0 + 1) }
    for at in -9...count + 9 {
      let isWithin = at >= 0 && at < count
      let rest = isWithin ? bytes[at..<min(at + 8, count)] : []
      let word = rest.reversed().reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
      #expect(loadWord(bytes.span, at: at) == (rest.count == 8 ? word : nil))
      #expect(loadWordOrLess(bytes.span, at: at) == (isWithin && count >= 8 ? word : nil))
    }
  }
}
