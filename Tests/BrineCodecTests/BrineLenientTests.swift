import BrineCodec
import PythonValues
import TestSupport
import Testing
import WireCore

/// What lenient loading refuses, with which error where.
@Suite struct BrineLenientTests {
  private func fault(
    _ bytes: [UInt8], dialect: BrineDialect = .rpyc6, limits: Limits = Limits()
  ) -> WireError? {
    do {
      _ = try Brine.load(bytes, options: .init(dialect: dialect, limits: limits, lenient: true))
      return nil
    } catch { return error }
  }

  @Test func theSizeIsBounded() {
    #expect(fault(hexBytes("12 505050"), limits: Limits(bytes: 4)) == nil)
    let error = fault(hexBytes("12 505050"), limits: Limits(bytes: 3))
    #expect(error?.kind == .limit)
    #expect(error?.offset == 3)
    #expect(error?.reading == "brine")
  }

  @Test func theElementsOfAllTuplesAreBounded() {
    let nested = hexBytes("11 11 5050 50")
    #expect(fault(nested, limits: Limits(count: 4)) == nil)
    let error = fault(nested, limits: Limits(count: 3))
    #expect(error?.kind == .limit)
    #expect(error?.reading == "a tuple")
  }

  /// A tag that makes something else of a tuple is no level.
  @Test(arguments: [1, 2, 100]) func theDepthIsBounded(levels: Int) {
    let wrapped = (0..<levels).flatMap { _ -> [UInt8] in [0x1A, 0x10] } + [0x00]
    let limits = Limits(depth: levels)
    #expect(fault(wrapped, limits: limits) == nil)
    #expect(fault([0x1A] + wrapped, limits: limits) == nil)
    let error = fault([0x10] + wrapped, limits: limits)
    #expect(error?.kind == .limit)
    #expect(error?.detail == "nested deeper than \(levels)")
    // The byte behind the tag of the tuple that is one too many.
    #expect(error?.offset == wrapped.count)
  }

  /// Tuples are trees: they stop where trees stop, whatever is allowed.
  @Test func treesStopAtTheDeepest() {
    let limits = Limits(depth: 5_000)
    let deep = [UInt8](repeating: 0x10, count: 1_000) + [0x50]
    #expect(fault(deep, limits: limits) == nil)
    #expect(fault([0x10] + deep, limits: limits)?.kind == .limit)
  }

  @Test func theDigitsOfAnIntegerAreBounded() {
    let limits = Limits(digits: 2)
    func integer(_ text: String) -> [UInt8] { [0x16, UInt8(text.utf8.count)] + Array(text.utf8) }
    #expect(fault(integer("99"), limits: limits) == nil)
    #expect(fault(integer("-9_9"), limits: limits) == nil)
    #expect(fault(integer("999"), limits: limits)?.kind == .syntax)
    #expect(fault(integer("999"), limits: limits)?.offset == 1)
    // Blanks around it are bounded too.
    #expect(fault(integer(String(repeating: " ", count: 67) + "9"), limits: limits) == nil)
    let error = fault(integer(String(repeating: " ", count: 68) + "9"), limits: limits)
    #expect(error?.kind == .limit)
    #expect(error?.offset == 1)
    #expect(error?.detail == "more than 2 digits")
  }

  @Test func readsTuplesOfNothing() throws {
    for (hex, value) in [
      ("14 00", PythonValue.tuple([])), ("15 00000000", .tuple([])),
      ("11 14 00 51", .tuple([.tuple([]), 1])),
    ] {
      #expect(try Brine.load(hexBytes(hex), options: .init(lenient: true)).isIdentical(to: value))
    }
  }

  /// Of what a tag waits for, the byte behind it is named.
  @Test(
    arguments: [
      ("08 51", .syntax, 1, "a text"), ("08 02", .syntax, 1, "a text"),
      ("10 08 03", .syntax, 2, "a text"), ("08 0b ff61", .syntax, 2, "a text"),
      ("08 0c 61eda0", .syntax, 3, "a text"), ("19 11 5050", .syntax, 1, "a slice"),
      ("19 50", .syntax, 1, "a slice"), ("1a 50", .syntax, 1, "a frozenset"),
      ("1a 10 19 12 000000", .syntax, 1, "a frozenset"), ("", .truncated, 0, "a value"),
      ("10", .truncated, 1, "a value"), ("08", .truncated, 1, "a value"), ("0e", .truncated, 1, "a length"),
      ("0f 0000", .truncated, 3, "a length"), ("18 3ff8", .truncated, 3, "a float"),
      ("1b 3ff0000000000000 00", .truncated, 10, "a float"), ("07", .syntax, 0, "a value"),
      ("11 50 f0", .syntax, 2, "a value"), ("09 51", .syntax, 0, "a value"),
      ("16 00", .syntax, 1, "an integer"),
      ("16 01 5f", .syntax, 1, "an integer"), ("16 03 395f5f", .syntax, 1, "an integer"),
      ("16 04 395f5f39", .syntax, 1, "an integer"), ("16 02 2b2d", .syntax, 1, "an integer"),
    ] as [(String, WireError.Kind, Int, String)])
  func rejectsWhatRPyCRefuses(hex: String, kind: WireError.Kind, offset: Int, reading: String) {
    let error = fault(hexBytes(hex))
    #expect(error?.kind == kind, "\(hex)")
    #expect(error?.offset == offset, "\(hex)")
    #expect(error?.reading == reading, "\(hex)")
  }

  /// Q-BRINE-8.
  @Test(arguments: [
    "09 00", "09 0a78", "09 08 0a78", "09 02", "09 18 7ff0000000000000", "09 18 7ff8000000000000",
  ])
  func rejectsLongsOfWhatIsNoNumber(hex: String) {
    let error = fault(hexBytes(hex), dialect: .rpyc4)
    #expect(error?.kind == .syntax)
    #expect(error?.offset == 1)
    #expect(error?.reading == "a long")
  }
}
