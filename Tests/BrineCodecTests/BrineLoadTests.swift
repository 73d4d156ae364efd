import BrineCodec
import PythonValues
import TestSupport
import Testing
import WireCore

/// What strict loading reads, and what it refuses with which error where.
@Suite struct BrineLoadTests {
  static let readable: [(hex: String, value: PythonValue)] = [
    ("00", .none), ("01", .bytes([])), ("02", .tuple([])), ("03", .bool(true)), ("04", .bool(false)),
    ("05", .notImplemented), ("06", .ellipsis), ("0801", .string("")), ("080b c3a9", .string("é")),
    ("0a61", .bytes([0x61])), ("0d61626364", .bytes([0x61, 0x62, 0x63, 0x64])),
    ("0e05 0001020304", .bytes([0, 1, 2, 3, 4])), ("0f00000001 ff", .bytes([0xFF])),
    ("10 50", .tuple([.int(0)])), ("13 00000000", .tuple([.none, .none, .none, .none])),
    ("14 01 51", .tuple([.int(1)])), ("15 00000002 5152", .tuple([.int(1), .int(2)])),
    ("1603 313630", .int(160)), ("1603 2d3439", .int(-49)), ("17 00000003 313630", .int(160)),
    ("1614 2d39323233333732303336383534373735383038", .int(.min)),
    ("1613 39323233333732303336383534373735383037", .int(.max)),
    ("1613 39323233333732303336383534373735383038", .integer(isNegative: false, magnitude: [1 << 63])),
    ("1614 2d39323233333732303336383534373735383039", .integer(isNegative: true, magnitude: [(1 << 63) + 1])),
    ("1608 2d31323334353637", .int(-1_234_567)), ("1609 313233343536373839", .int(123_456_789)),
    ("1612 393939393939393939393939393939393939", .int(999_999_999_999_999_999)),
    ("1614 2d31303030303030303030303030303030303030", .int(-1_000_000_000_000_000_000)),
    ("20", .int(-48)), ("50", .int(0)), ("ef", .int(159)), ("18 3ff8000000000000", .float(1.5)),
    ("1b 3ff0000000000000 c000000000000000", .complex(PythonComplex(real: 1, imaginary: -2))),
    ("19 12 51 52 00", .slice(PythonSlice(start: .int(1), stop: .int(2), step: .none))),
    ("1a 02", .frozenset(PythonSet(distinctElements: []))),
    ("1a 11 51 52", .frozenset(PythonSet(distinctElements: [.int(1), .int(2)]))),
    ("10 10 02", .tuple([.tuple([.tuple([])])])), ("14 00", .tuple([])), ("15 00000000", .tuple([])),
    ("11 14 00 51", .tuple([.tuple([]), .int(1)])),
  ]

  @Test(arguments: readable.indices) func readsEachForm(_ index: Int) throws {
    let (hex, value) = Self.readable[index]
    #expect(try Brine.load(hexBytes(hex)).isIdentical(to: value))
    try Brine.validate(hexBytes(hex))
  }

  /// Eight digits are read at once where as many bytes are left, and each by itself at the end.
  @Test(arguments: 1...20) func readsIntegersOfEveryLength(digits: Int) throws {
    var random = SeededGenerator(seed: UInt64(digits))
    for _ in 0..<40 {
      let text =
        "\(Int.random(in: 1...9, using: &random))"
        + (1..<digits).map { _ in "\(Int.random(in: 0...9, using: &random))" }.joined()
      for sign in ["", "-"] {
        let number = [0x16, UInt8(sign.utf8.count + digits)] + Array((sign + text).utf8)
        let value = try #require(PythonValue.integer(digits: text, isNegative: !sign.isEmpty))
        #expect(try Brine.load(number).isIdentical(to: value), "\(sign)\(text)")
        let nines = PythonValue.bytes(Array("999999999".utf8))
        let midst = try Brine.load([0x12] + number + number + hexBytes("0e09 393939393939393939"))
        #expect(midst.isIdentical(to: .tuple([value, value, nines])), "\(sign)\(text)")
      }
    }
  }

  /// Short texts are looked at in words where as many bytes are left.
  @Test(arguments: 1...40) func onlyASCIIStandsAloneInText(length: Int) {
    func fault(_ bytes: [UInt8]) -> Int? {
      do {
        _ = try Brine.load(bytes)
        return nil
      } catch { return error.offset }
    }
    for byte in [0x00, 0x7F, 0x80, 0x81, 0xBF, 0xC0, 0xFF] as [UInt8] {
      for place in Set([0, length / 2, length - 1]) {
        var text = [UInt8](repeating: 0x61, count: length)
        text[place] = byte
        let value = [0x08, 0x0E, UInt8(length)] + text
        #expect(fault(value) == (byte < 0x80 ? nil : 3 + place))
        let midst = [0x11] + value + hexBytes("0e09 393939393939393939")
        #expect(fault(midst) == (byte < 0x80 ? nil : 4 + place))
      }
    }
  }

  /// In the midst of others, too.
  @Test(arguments: [
    ("16 02 3035", 3), ("16 03 2d3035", 4), ("16 02 2d30", 4), ("16 03 313a31", 4), ("16 03 312f31", 4),
    ("16 02 2b31", 3), ("16 01 2d", 3), ("16 00", 3), ("16 13 31323334353637383930313233343536373A39", 20),
  ])
  func rejectsIntegersThatPythonDoesNotWrite(hex: String, offset: Int) {
    let error = #expect(throws: WireError.self) {
      try Brine.load([0x11] + hexBytes(hex) + hexBytes("0e09 393939393939393939"))
    }
    #expect(error?.kind == .syntax)
    #expect(error?.offset == offset)
  }

  /// Q-BRINE-7: of equal members the lenient loader keeps the first, and of NaNs all, as each equals nothing.
  @Test(arguments: [
    ("1a 11 18 7ff8000000000000 18 7ff8000000000000", 2), ("1a 11 51 51", 1),
    ("1a 12 51 18 7ff8000000000000 51", 2), ("1a 11 10 18 7ff8000000000000 10 18 7ff8000000000000", 2),
  ])
  func lenientKeepsEveryNaN(hex: String, count: Int) throws {
    let lenient = try Brine.load(hexBytes(hex), options: .init(lenient: true))
    guard case .frozenset(let set) = lenient else {
      Issue.record("\(lenient)")
      return
    }
    #expect(set.count == count)
    if let strict = try? Brine.load(hexBytes(hex)) { #expect(strict.isIdentical(to: lenient)) }
  }

  /// Lengths of four bytes, as the lenient loader reads them.
  @Test(arguments: [
    ("0f 00000002 6162", PythonValue.bytes([0x61, 0x62])), ("15 00000001 51", .tuple([.int(1)])),
    ("17 00000003 313233", .int(123)), ("17 00000102" + String(repeating: "30", count: 257) + "37", .int(7)),
  ])
  func lenientReadsLengthsOfFourBytes(hex: String, expected: PythonValue) throws {
    #expect(try Brine.load(hexBytes(hex), options: .init(lenient: true)).isIdentical(to: expected))
  }

  @Test func knowsWhatCanBeDumped() throws {
    let held: PythonValue = .tuple([
      .none, .bool(true), .int(1), .float(0.5), .string("a"), .bytes([1]), .ellipsis, .notImplemented,
      .frozenset(PythonSet(distinctElements: [.tuple([])])),
      .slice(PythonSlice(start: .int(1), stop: .none, step: .tuple([]))),
    ])
    #expect(Brine.canDump(held))
    for other: PythonValue in [.list([]), [:], .set(PythonSet(distinctElements: []))] {
      #expect(!Brine.canDump(other))
      #expect(!Brine.canDump(.tuple([held, .tuple([other])])))
      #expect(!Brine.canDump(.slice(PythonSlice(start: .none, stop: .none, step: other))))
    }
  }

  /// The lenient loader counts levels as the strict one does: a frozenset and its tuple are one.
  @Test func lenientReadsAsDeepAsStrict() throws {
    let dump = (0..<100).flatMap { _ -> [UInt8] in [0x1A, 0x10] } + [0x00]
    let lenient = Brine.LoadOptions(lenient: true)
    #expect(try Brine.load(dump).isIdentical(to: try Brine.load(dump, options: lenient)))
    #expect(throws: WireError.self) { try Brine.load([0x10] + dump, options: lenient) }
  }

  /// Q-BRINE-8: rpyc 4 takes `int()` of a float.
  @Test(arguments: [
    ("09 18 4002000000000000", "2"), ("09 18 c43fffffffffffff", "-590295810358705586176"),
    ("09 18 47efffffe0000000", "340282346638528859811704183484516925440"),
    ("09 18 4430000000000000", "295147905179352825856"),
  ])
  func lenientReadsLongsOfFloats(hex: String, decimal: String) throws {
    let value = try Brine.load(hexBytes(hex), options: .init(dialect: .rpyc4, lenient: true))
    #expect(value.repr == decimal)
  }

  /// BRINE-4, 6 to 15: the kind of each fault, and the byte where it is.
  static let faults: [(hex: String, kind: WireError.Kind, offset: Int)] = [
    ("", .truncated, 0), ("07", .syntax, 0), ("09 51", .syntax, 0), ("1c", .syntax, 0), ("1f", .syntax, 0),
    ("f0", .syntax, 0), ("ff", .syntax, 0), ("11 51 f0", .syntax, 2),
    ("00 00", .trailing, 1), ("10 50 50", .trailing, 2),
    ("0e", .truncated, 1), ("0eff 6162", .truncated, 4), ("0f ffffffff 61", .truncated, 6),
    ("0f ffff", .truncated, 3), ("18 3ff8", .truncated, 3), ("1b 3ff0000000000000 00", .truncated, 10),
    ("15 ffffffff 00", .truncated, 6), ("14 05 50505050", .truncated, 6), ("10", .truncated, 1),
    ("08", .truncated, 1), ("08 51", .syntax, 1), ("08 08 01", .syntax, 1), ("08 0b ff61", .syntax, 2),
    ("08 0c 61eda0", .syntax, 3), ("08 0b c080", .syntax, 2),
    ("16 00", .syntax, 2), ("16 01 2d", .syntax, 2), ("16 02 2b35", .syntax, 2), ("16 02 2035", .syntax, 2),
    ("16 02 3520", .syntax, 3), ("16 03 315f30", .syntax, 3), ("16 02 3035", .syntax, 2),
    ("16 02 2d30", .syntax, 3), ("16 03 2d3035", .syntax, 3), ("16 01 61", .syntax, 2),
    ("19 0c 616263", .syntax, 1), ("19 11 5152", .syntax, 1), ("19 00", .syntax, 1), ("19", .truncated, 1),
    ("1a 0c 616263", .syntax, 1), ("1a 1a 02", .syntax, 1), ("1a 11 51 51", .syntax, 0),
    ("1a 11 51 03", .syntax, 0), ("1a 10 19 12 000000", .syntax, 0), ("1a 10 10 19 12 000000", .syntax, 0),
    ("11 50 1a 11 51 51", .syntax, 2), ("1a 11 50 1a 11 51 51", .syntax, 3),
    ("1a 11 1a 10 50 10 1a 11 18 0000000000000000 50", .syntax, 6), ("1a 11 1a 10 50 1a 10 04", .syntax, 0),
    ("16 12 2d31323334353637383930313233343536", .truncated, 19), ("16 03 31 3a 30", .syntax, 3),
    ("16 13 313233343536373839303132333435363738 2f", .syntax, 20),
  ]

  @Test(arguments: faults.indices) func rejectsEachFault(_ index: Int) {
    let (hex, kind, offset) = Self.faults[index]
    let error = #expect(throws: WireError.self) { try Brine.load(hexBytes(hex)) }
    #expect(error?.kind == kind, "\(hex): \(String(describing: error))")
    #expect(error?.offset == offset, "\(hex): \(String(describing: error))")
    let verdict = #expect(throws: WireError.self) { try Brine.validate(hexBytes(hex)) }
    #expect(verdict == error)
  }

  /// Members of frozensets are compared in a tree, whatever the depth that is allowed elsewhere.
  @Test func rejectsFrozensetsDeeperThanATree() throws {
    let options = Brine.LoadOptions(limits: Limits(depth: 5_000))
    let deep = hexBytes("1a 10") + [UInt8](repeating: 0x10, count: 1_100) + [0x02]
    #expect(kind { try Brine.validate(deep, options: options) } == .limit)
    #expect(kind { try Brine.lazyLoad(deep, options: options) } == .limit)
    let nested = (0..<900).flatMap { _ in hexBytes("1a 11 50") } + hexBytes("1a 02")
    try Brine.validate(nested, options: options)
  }

  /// What an error left behind is not in the next value.
  @Test func readersStartAnewAfterAnError() throws {
    var reader = BrineReader()
    var document = LazyDocument()
    for (hex, value) in Self.readable {
      for fault in ["12 50 0801", "14 06 505050505007", "1a 11 50 50", "11 02"] {
        #expect(throws: WireError.self) { try reader.load(hexBytes(fault)) }
        #expect(throws: WireError.self) { try validate(hexBytes(fault), with: &reader) }
        #expect(throws: WireError.self) { try reader.lazyLoad(hexBytes(fault)) }
        #expect(throws: WireError.self) { try reader.lazyLoad(hexBytes(fault), into: &document) }
        #expect(document.root.isNone)
      }
      #expect(try reader.load(hexBytes(hex)).isIdentical(to: value))
      #expect(try reader.lazyLoad(hexBytes(hex)).root.materialise().isIdentical(to: value))
      try reader.lazyLoad(hexBytes(hex), into: &document)
      #expect(try document.root.materialise().isIdentical(to: value))
    }
  }

  /// Python's NaN equals nothing, so several stand in one frozenset.
  @Test func acceptsSeveralNaNsInAFrozenset() throws {
    let both = hexBytes("1a 12 18 7ff8000000000000 18 7ff8000000000000 10 18 7ff8000000000000")
    #expect(try Brine.dump(try Brine.load(both)) == both)
  }

  @Test func readsLongsOnlyInDialectsThatHaveThem() throws {
    for dialect in BrineDialect.all {
      let options = Brine.LoadOptions(dialect: dialect)
      if dialect.readsLong {
        #expect(try Brine.load(hexBytes("09 1602 3939"), options: options) == .int(99))
        #expect(try Brine.load(hexBytes("09 51"), options: options) == .int(1))
        let error = #expect(throws: WireError.self) { try Brine.load(hexBytes("09 0a35"), options: options) }
        #expect(error?.offset == 1)
      } else {
        #expect(throws: WireError.self) { try Brine.load(hexBytes("09 1602 3939"), options: options) }
      }
    }
  }

  @Test func rejectsWhatPassesALimit() {
    let deep = [UInt8](repeating: 0x10, count: 10_000) + [0x50]
    #expect(kind { try Brine.load(deep) } == .limit)
    #expect(kind { try Brine.validate(deep) } == .limit)
    let small = Brine.LoadOptions(limits: Limits(depth: 2, bytes: 8, count: 3, digits: 2))
    #expect(kind { try Brine.load(hexBytes("10 10 50"), options: small) } == nil)
    #expect(kind { try Brine.load(hexBytes("10 10 10 50"), options: small) } == .limit)
    #expect(kind { try Brine.load(hexBytes("0e07 00000000000000"), options: small) } == .limit)
    #expect(kind { try Brine.load(hexBytes("12 505050"), options: small) } == nil)
    #expect(kind { try Brine.load(hexBytes("13 50505050"), options: small) } == .limit)
    #expect(kind { try Brine.load(hexBytes("1602 3939"), options: small) } == nil)
    #expect(kind { try Brine.load(hexBytes("1603 313939"), options: small) } == .limit)
    #expect(kind { try Brine.load(hexBytes("1603 2d3939"), options: small) } == nil)
  }

  /// BRINE-15: 100 levels that each announce all bytes left are refused at the second.
  @Test func rejectsAnnouncedElementsThatCannotCome() {
    let greedy =
      Array(repeatElement(hexBytes("15 000000ff"), count: 60).joined()) + [UInt8](repeating: 0, count: 20)
    let error = #expect(throws: WireError.self) { try Brine.load(greedy) }
    #expect(error?.kind == .truncated)
  }

  @Test func deepTreesNeedLittleStack() throws {
    let options = Brine.LoadOptions(limits: Limits(depth: 5_000))
    let wrapped: [UInt8] = (0..<999).flatMap { $0 % 3 == 2 ? [0x1A, 0x10] : [0x10] } + [0x50]
    let deep = [UInt8](repeating: 0x10, count: 4_999) + [0x50]
    let written = onSmallStack { () -> Bool in
      guard let value = try? Brine.load(wrapped, options: options), value == value, value.hashValue != 1,
        let dumped = try? Brine.dump(value)
      else { return false }
      return dumped == wrapped && (try? Brine.validate(deep, options: options)) != nil
    }
    #expect(written)
    #expect(kind { try Brine.load(deep, options: options) } == .limit)
  }
}

/// The kind of the error that `body` throws; `nil` where it throws none.
func kind<Result>(_ body: () throws -> Result) -> WireError.Kind? {
  do {
    _ = try body()
    return nil
  } catch {
    return (error as? WireError)?.kind
  }
}

/// The bytes have a name of their own while their span is lent.
func validate(_ bytes: [UInt8], with reader: inout BrineReader) throws {
  try reader.validate(bytes.span)
}
