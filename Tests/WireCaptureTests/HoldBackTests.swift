import TestSupport
import Testing
import WireCore

@testable import WireCapture

/// CAP-53: what is held back, against a table of single bytes.
@Suite struct HoldBackTests {
  private func segment(_ sequence: UInt32, _ count: Int) -> HeldSegment {
    HeldSegment(
      sequence: sequence, count: count, bytes: [], acknowledgement: 7, stamp: PacketStamp(number: count))
  }

  /// Segments anywhere, of few different bytes, some of them with an end that the capture does not have.
  @Test(arguments: 0..<300) func keepsTheFirstOfEachByteAndSeesWhatDiffers(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    // Half of the sequences wrap around.
    let next = seed.isMultiple(of: 2) ? UInt32.max - 20 : 1_000
    var held = HoldBack()
    var known: [Int: UInt8?] = [:]
    for _ in 0..<Int.random(in: 1...14, using: &random) {
      let (start, count) = (Int.random(in: 0...60, using: &random), Int.random(in: 1...12, using: &random))
      let captured = Bool.random(using: &random) ? count : Int.random(in: 0...count, using: &random)
      let bytes: [UInt8] = (0..<captured).map { _ in UInt8.random(in: 0...20, using: &random) == 0 ? 2 : 1 }
      var differs = false
      for index in 0..<count {
        let byte: UInt8? = index < captured ? bytes[index] : nil
        if let first = known[start + index] {
          if let first, let byte, first != byte { differs = true }
        } else {
          known[start + index] = .some(byte)
        }
      }
      let isConflict = held.insert(
        segment(next &+ UInt32(start), count), bytes.span, next: next)
      #expect(isConflict == differs)
    }
    #expect(held.byteCount == known.values.count { $0 != nil })
    #expect(held.cost == held.byteCount + 96 * held.count)
    expectContents(&held, known, next)
  }

  /// What comes out is in order, without overlap, and all that was known.
  private func expectContents(_ held: inout HoldBack, _ known: [Int: UInt8?], _ next: UInt32) {
    var left = known
    var end = 0
    while !held.isEmpty {
      let (head, stamp) = (held.headSequence, held.headStamp)
      #expect(held.headAcknowledgement == 7)
      guard let piece = held.takeFirst() else { break }
      #expect(piece.sequence == head && piece.stamp == stamp)
      let start = piece.sequence.distance(past: next)
      #expect(start >= end && piece.count > 0 && piece.bytes.count <= piece.count)
      for index in 0..<piece.count {
        let byte = left.removeValue(forKey: start + index)
        let wanted: UInt8? = index < piece.bytes.count ? piece.bytes[index] : nil
        #expect(byte == .some(wanted))
      }
      end = start + piece.count
    }
    #expect(left.isEmpty && held.cost == 0 && held.count == 0 && held.takeFirst() == nil)
    #expect(held.headSequence == nil && held.headStamp == nil)
  }

  /// The first are taken while others come.
  @Test func givesTheFirstWhileOthersCome() {
    var held = HoldBack()
    var taken: [UInt8] = []
    for number in 0..<200 {
      let bytes = [UInt8(number)]
      let isConflict = held.insert(segment(UInt32(number), 1), bytes.span, next: UInt32(taken.count))
      #expect(!isConflict)
      if number > 40, let first = held.takeFirst() { taken += first.bytes }
    }
    #expect(held.count == 41 && held.headSequence == 159)
    while let first = held.takeFirst() { taken += first.bytes }
    #expect(taken == (0..<200).map { UInt8($0) })
  }
}
