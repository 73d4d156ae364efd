import TestSupport
import Testing
import WireCore

/// Our check of UTF-8 beside the standard library's.
@Suite struct UTF8ValidationTests {
  private func fault(_ bytes: [UInt8]) -> Int? { firstInvalidUTF8(bytes.span) }

  private func isValid(_ bytes: [UInt8]) -> Bool { String(validating: bytes, as: UTF8.self) != nil }

  /// One sequence at every place of texts around the sizes of blocks.
  @Test(
    arguments: [
      [0x80], [0xC0, 0x80], [0xC0, 0x41], [0xC1, 0xBF], [0xC1], [0xC2, 0x80], [0xC2], [0xC2, 0x41],
      [0xDF, 0xBF],
      [0xE0, 0x9F, 0xBF],
      [0xE0, 0xA0, 0x80], [0xE0, 0xA0], [0xE1, 0x80, 0x80], [0xED, 0x9F, 0xBF], [0xED, 0xA0, 0x80],
      [0xEF, 0xBF, 0xBF], [0xEF, 0xBF], [0xEF], [0xF0, 0x8F, 0xBF, 0xBF], [0xF0, 0x90, 0x80, 0x80],
      [0xF0, 0x90, 0x80], [0xF0, 0x90], [0xF0], [0xF3, 0xBF, 0xBF, 0xBF, 0xBF], [0xF4, 0x8F, 0xBF, 0xBF],
      [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xF5, 0x41], [0xF8, 0x88, 0x80, 0x80, 0x80],
      [0xFF], [0xFE],
      [0xC3, 0xA9, 0xE2, 0x82, 0xAC, 0xF0, 0x9F, 0x9A, 0x80], [0xE2, 0x82, 0xAC, 0xAC],
    ] as [[UInt8]])
  func agreesWithTheStandardLibraryWhereverASequenceStands(sequence: [UInt8]) {
    for length in [
      0, 1, 2, 6, 7, 8, 13, 15, 16, 23, 31, 32, 47, 60, 61, 62, 63, 64, 65, 66, 67, 96, 127, 128, 129, 130,
      200,
    ] {
      for place in 0...length {
        var text = [UInt8](repeating: 0x61, count: length)
        text.insert(contentsOf: sequence, at: place)
        #expect((fault(text) == nil) == isValid(text), "\(sequence) at \(place) of \(length)")
      }
    }
  }

  /// Every lead with the second bytes at which what is allowed changes, amid text that goes on in blocks.
  @Test func agreesOnEveryPair() {
    for lead in UInt8(0x80)...0xFF {
      for second in [0x00, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xFF] as [UInt8] {
        for length in 2...4 {
          var text = [UInt8](repeating: 0x61, count: 80)
          text.replaceSubrange(41..<41 + length, with: [lead, second, 0x80, 0x80].prefix(length))
          #expect((fault(text) == nil) == isValid(text), "\(text[41..<45])")
        }
      }
    }
  }

  @Test func agreesOnRandomTextWithRandomFaults() {
    var random = SeededGenerator(seed: 5)
    let letters = Array("aé€🚀日\u{7FF}\u{800}\u{FFFF}\u{10000}\u{10FFFF}")
    for _ in 0..<3_000 {
      let length = Int(random.next() % 90)
      var bytes = Array(String((0..<length).map { _ in letters[Int(random.next() % 10)] }).utf8)
      if random.next() % 2 == 0, !bytes.isEmpty {
        bytes[Int(random.next() % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: random.next())
      }
      #expect((fault(bytes) == nil) == isValid(bytes), "\(bytes)")
    }
  }

  @Test func saysWhereTheFaultIs() {
    let bytes = Array(repeating: UInt8(0x61), count: 100) + [0xE2, 0x82] + Array(repeating: 0x61, count: 50)
    #expect(fault(bytes) == 100)
    #expect(fault(Array(bytes[..<100])) == nil)
  }
}
