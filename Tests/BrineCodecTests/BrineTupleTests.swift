import BrineCodec
import PythonValues
import TestSupport
import Testing
import WireCore

/// Tuples in tuples: those of the common forms are read in one stretch, on a tape and by validation, and all others
/// one by one, as for a tree.
@Suite struct BrineTupleTests {
  /// Tuples of every form, among values that a stretch goes over and such that end one.
  static let documents = [
    "13 50 02 1402 10 51 0801 14 03 5152 12 02 10 50 53",
    "12 1105 1a 11 51 52 1402 5051 1501020304",
    "14 05 19 12 51 52 00 11 10 02 11 02 02 15 00000002 10 50 02 0b 6162 16 03 313233",
    "11 12 1a 11 10 50 10 51 19 12 00 10 02 02 13 51 52 53 10 1b 3ff0000000000000 c000000000000000 02",
    "10 10 10 10 10 10 10 10 10 10 10 10 10 10 10 10 10 10 10 10 11 50 02",
  ]

  private func check(_ bytes: [UInt8], _ limits: Limits = Limits()) {
    let options = Brine.LoadOptions(limits: limits)
    let tree = Result { () throws(WireError) in try Brine.load(bytes, options: options) }
    let lazy = Result { () throws(WireError) in try Brine.lazyLoad(bytes, options: options) }
    let valid = Result { () throws(WireError) in try Brine.validate(bytes, options: options) }
    switch (tree, lazy, valid) {
    case (.success(let value), .success(let document), .success):
      #expect((try? document.root.materialise())?.isIdentical(to: value) == true, "\(bytes)")
    case (.failure(let one), .failure(let two), .failure(let three)):
      #expect(one == two, "\(bytes)")
      #expect(one == three, "\(bytes)")
    default:
      Issue.record("the readers disagree on \(bytes)")
    }
  }

  @Test(arguments: documents) func readersAgreeOnWhatIsCut(hex: String) {
    let bytes = hexBytes(hex)
    for length in 0...bytes.count { check(Array(bytes[..<length])) }
  }

  @Test(arguments: documents) func readersAgreeOnWhatIsDamaged(hex: String) {
    let bytes = hexBytes(hex)
    for place in bytes.indices {
      for byte in UInt8(0)...0x20 {
        var damaged = bytes
        damaged[place] = byte
        check(damaged)
      }
    }
  }

  @Test(arguments: documents) func readersAgreeWithinEveryLimit(hex: String) {
    let bytes = hexBytes(hex)
    for limit in 0...24 {
      check(bytes, Limits(depth: limit))
      check(bytes, Limits(count: limit))
    }
  }

  /// Deeper than there is room for at first, and in a reader that has room from before.
  @Test func depthIsTheSameInAFreshReaderAndInAUsedOne() throws {
    var reader = BrineReader()
    var document = LazyDocument()
    for depth in [1, 15, 16, 17, 33, 98, 99, 40, 16, 3] {
      let bytes = [UInt8](repeating: 0x11, count: depth) + [0x02] + [UInt8](repeating: 0x51, count: depth)
      let value = try Brine.load(bytes)
      for _ in 0..<2 {
        try reader.lazyLoad(bytes, into: &document)
        #expect(try document.root.materialise().isIdentical(to: value))
        try reader.validate(bytes.span)
      }
      #expect(try Brine.lazyLoad(bytes).root.materialise().isIdentical(to: value))
    }
    let bytes = [UInt8](repeating: 0x10, count: 101) + [0x02]
    let error = #expect(throws: WireError.self) { try reader.lazyLoad(bytes, into: &document) }
    #expect(error?.kind == .limit)
    #expect(error?.offset == 100)
  }

  /// More nodes than the tape has room for at first: one-byte values, so that a tuple ends in another stretch than
  /// it began.
  @Test(arguments: [1, 2, 7, 30, 100, 255]) func tuplesEndBehindStretches(count: Int) throws {
    let ones = [UInt8](repeating: 0x51, count: count)
    let inner = [0x14, UInt8(count)] + ones
    let bytes = [0x13] + inner + [0x12] + inner + [0x02] + inner + [0x10, 0x50] + inner
    let value = try Brine.load(bytes)
    let document = try Brine.lazyLoad(bytes)
    #expect(try document.root.materialise().isIdentical(to: value))
    // Only what holds no containers is said to be flat.
    let flat = document.tape.count
    let flags = (0..<flat).filter { document.node(at: $0).kind == .tuple }.map { document.node(at: $0).flags }
    #expect(flags.map { $0.contains(.flat) } == [false, true, false, true, true, true, true, true])
  }
}
