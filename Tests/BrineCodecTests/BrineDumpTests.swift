import BrineCodec
import PythonValues
import TestSupport
import Testing
import WireCore

@Suite struct BrineDumpTests {
  /// The example in rpyc's own documentation of brine, but for its Python 2 texts.
  @Test func writesAValueOfEachKind() throws {
    let value = PythonValue.tuple([
      .string("he"), .int(7), .bytes(Array("llo".utf8)), .int(900), .none, .bool(true), .ellipsis,
      .float(18.2), .complex(PythonComplex(real: 13, imaginary: 18.2)),
      .slice(PythonSlice(start: .int(1), stop: .int(2), step: .int(3))),
      .frozenset(PythonSet(distinctElements: [.int(5), .int(6)])), .notImplemented,
    ])
    let dumped = try Brine.dump(value)
    #expect(
      dumped
        == hexBytes(
          """
          140c080b6865570c6c6c6f1603393030000306184032333333333333\
          1b402a000000000000403233333333333319125152531a11555605
          """))
    #expect(try Brine.load(dumped).isIdentical(to: value))
  }

  /// BRINE-6, BRINE-11: the shortest form of each length.
  @Test(arguments: [0, 1, 2, 3, 4, 5, 255, 256, 70_000]) func writesTheShortestLength(_ count: Int) throws {
    let head: [UInt8] =
      switch count {
      case 0: [0x01]
      case 1...4: [0x09 + UInt8(count)]
      case 5...255: [0x0E, UInt8(count)]
      default: [0x0F] + (0..<4).map { UInt8(truncatingIfNeeded: count >> (24 - 8 * $0)) }
      }
    let content = [UInt8](repeating: 0x61, count: count)
    #expect(try Brine.dump(.bytes(content)) == head + content)
    #expect(try Brine.dump(.string(String(repeating: "a", count: count))) == [0x08] + head + content)
    let tupleHead: [UInt8] = count == 0 ? [0x02] : [head[0] + 6] + head.dropFirst()
    let items = [PythonValue](repeating: .int(0x11), count: count)
    #expect(try Brine.dump(.tuple(items)) == tupleHead + content)
  }

  @Test(arguments: [-49, -48, -1, 0, 159, 160, 12_345, Int64.min, .max]) func writesIntegers(
    _ number: Int64
  ) throws {
    let digits = Array("\(number)".utf8)
    let expected =
      (-48...159).contains(number) ? [UInt8(number + 80)] : [0x16, UInt8(digits.count)] + digits
    #expect(try Brine.dump(.int(number)) == expected)
  }

  /// The table of `spec/brine.md`.
  @Test(arguments: [
    ("rpyc3", true, false), ("rpyc3-python2", true, true), ("rpyc4", true, false),
    ("rpyc4-python2", true, true), ("rpyc5", false, false), ("rpyc6", false, false),
  ])
  func dialectsDifferInTheirLongs(name: String, readsLong: Bool, writesLong: Bool) throws {
    let dialect = try #require(BrineDialect(name: name))
    #expect(dialect.name == name)
    #expect(dialect.readsLong == readsLong)
    #expect(dialect.writesLong == writesLong)
    #expect(dialect.namesAreBytes == writesLong)
  }

  @Test func dialectsAreKnownByTheirNames() {
    let names = ["rpyc3", "rpyc3-python2", "rpyc4", "rpyc4-python2", "rpyc5", "rpyc6"]
    #expect(BrineDialect.all.map(\.name) == names)
    let named: [BrineDialect] = [.rpyc3, .rpyc3Python2, .rpyc4, .rpyc4Python2, .rpyc5, .rpyc6]
    #expect(named == BrineDialect.all)
    #expect(BrineDialect(name: "rpyc7") == nil)
    #expect(Brine.LoadOptions().dialect == .rpyc6)
  }

  @Test func writesIntegersPast64BitsAsTheDialectDoes() throws {
    let big = PythonValue.integer(isNegative: true, magnitude: [0, 1])
    let plain = [0x16, 0x15] + Array("-18446744073709551616".utf8)
    for dialect in BrineDialect.all {
      #expect(try Brine.dump(big, dialect: dialect) == (dialect.writesLong ? [0x09] : []) + plain)
    }
    let digits = String(repeating: "7", count: 300)
    let long = try #require(PythonValue.integer(digits: digits))
    #expect(try Brine.dump(long) == [0x17, 0, 0, 0x01, 0x2C] + Array(digits.utf8))
  }

  @Test func rejectsWhatBrineCannotHoldAndSaysWhere() {
    let list = PythonValue.list([.int(1)])
    let error = #expect(throws: WireError.self) {
      try Brine.dump(.tuple([.int(1), .tuple([.none, .frozenset(PythonSet(distinctElements: [list]))])]))
    }
    #expect(error?.kind == .unrepresentable)
    #expect(error?.detail == "brine has no list (element 1, element 1, element 0)")
    let bare = #expect(throws: WireError.self) { try Brine.dump(.dict(PythonDict(distinctEntries: []))) }
    #expect(bare?.detail == "brine has no dict")
  }

  @Test(arguments: [19, 20, 38, 39, 249, 250, 251, 252, 253, 254, 255, 256, 257, 300], [false, true])
  func writesWideIntegersOfEveryLength(digits: Int, isNegative: Bool) throws {
    for first in ["1", "9"] {
      let text = first + String(repeating: "0", count: digits - 1)
      let characters = Array(((isNegative ? "-" : "") + text).utf8)
      let value = try #require(PythonValue.integer(digits: text, isNegative: isNegative))
      let head: [UInt8] = characters.count < 256 ? [0x16, UInt8(characters.count)] : [0x17, 0, 0, 1]
      let dumped = try Brine.dump(.tuple([value, .int(1_000), value]))
      let rest = characters.count < 256 ? [] : [UInt8(characters.count - 256)]
      let one = head + rest + characters
      #expect(dumped == [0x12] + one + [0x16, 4] + Array("1000".utf8) + one)
    }
  }

  /// Numbers among many stand there as alone, wide ones of any number of words too.
  @Test(arguments: BrineDialect.all) func writesNumbersAmongManyAsAlone(dialect: BrineDialect) throws {
    var random = SeededGenerator(seed: 4)
    for count in [5, 6, 20, 100, 255] {
      let elements = (0..<count).map { index -> PythonValue in
        let bits = random.next()
        if index % 3 == 0 { return .float(Double(bitPattern: bits)) }
        if index % 3 == 1 { return .int(Int64(bitPattern: bits) >> Int64(bits % 61)) }
        return .integer(isNegative: bits % 2 == 0, magnitude: (0...bits % 15).map { _ in random.next() })
      }
      let alone = try elements.flatMap { try Brine.dump($0, dialect: dialect) }
      let written = try Brine.dump(.tuple(elements), dialect: dialect)
      #expect(Array(written.suffix(alone.count)) == alone)
      #expect(written.count - alone.count == 2)
    }
  }
}
