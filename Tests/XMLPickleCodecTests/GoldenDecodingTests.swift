import PythonValues
import Testing
import XMLPickleCodec

@Suite struct GoldenDecodingTests {
  private static func isQuirk(_ golden: Golden) -> Bool {
    // Q-XMLP-1, Q-XMLP-2: what Gnosis writes for these it does not read as numbers.
    golden.id.hasPrefix("float") || golden.id.hasPrefix("complex")
  }

  @Test("reads what Gnosis wrote", arguments: try Golden.load("gnosis.jsonl"))
  func readsGnosis(_ golden: Golden) throws {
    guard let document = golden.document else { return }
    if golden.unreadable?.hasPrefix("ExpatError") == true {
      #expect(throws: (any Error).self) { try XMLPickle.decode(document) }
      return
    }
    let options = XMLPickle.DecodingOptions(permissions: .globals)
    let value = try XMLPickle.decode(document, options: options)
    var expected = golden.value
    if let read = golden.readByReference, !GoldenDecodingTests.isQuirk(golden) { expected = read }
    #expect(value.withEarnedNumbers.isIdentical(to: expected.withEarnedNumbers), "\(value)\n\(expected)")
  }

  @Test("reads what PyXML wrote", arguments: try Golden.load("pyxml.jsonl"))
  func readsPyXML(_ golden: Golden) throws {
    let value = try XMLPickle.decode(try #require(golden.document))
    #expect(
      value.withEarnedNumbers.isIdentical(to: golden.value.withEarnedNumbers), "\(value)\n\(golden.value)")
  }
}
