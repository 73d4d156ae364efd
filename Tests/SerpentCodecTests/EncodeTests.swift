import PythonValues
import SerpentCodec
import TestSupport
import Testing
import WireCore

@Suite struct EncodeTests {
  /// The text of a value, without the header line.
  func text(
    _ value: PythonValue, _ options: SerpentEncodingOptions = SerpentEncodingOptions()
  ) throws -> String {
    let whole = String(decoding: try SerpentCodec.encode(value, options: options), as: UTF8.self)
    let header = "# serpent utf-8 python3.2\n"
    try #require(whole.hasPrefix(header))
    return String(whole.dropFirst(header.count))
  }

  static let dict = PythonValue.dict(
    PythonDict(distinctEntries: [
      .init(key: .string("b"), value: .list([.int(1), .tuple([.float(2)])])),
      .init(key: .string("a"), value: .none),
    ]))

  @Test func writesScalarsAsPythonDoes() throws {
    #expect(try text(.none) == "None")
    #expect(try text(.bool(true)) == "True")
    #expect(try text(.int(.min)) == "-9223372036854775808")
    #expect(try text(.float(-0.0)) == "-0.0")
    #expect(try text(.float(.infinity)) == "1e30000")
    #expect(try text(.float(.nan)) == "{'__class__':'float','value':'nan'}")
    #expect(try text(.complex(PythonComplex(real: 1, imaginary: -.infinity))) == "(1.0-1e30000j)")
    #expect(try text(.bytes([0, 1, 2, 3])) == "{'data': 'AAECAw==', 'encoding': 'base64'}")
    #expect(try text(.bytes([0, 39]), SerpentEncodingOptions(bytesRepr: true)) == "b\"\\x00'\"")
  }

  @Test func writesContainersOnOneLine() throws {
    #expect(try text(Self.dict) == "{'b':[1,(2.0,)],'a':None}")
    #expect(try text(.tuple([.set(PythonSet(distinctElements: [])), .list([])])) == "((),[])")
  }

  /// Numbers stand among many in one stretch: each as it is alone.
  @Test(arguments: [UInt64(1), 2, 3]) func writesNumbersAmongManyAsAlone(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    for count in [4, 5, 6, 31, 32, 33, 64, 65, 300] {
      let elements = (0..<count).map { _ in Self.element(&random) }
      let alone = try elements.map { try text($0) }.joined(separator: ",")
      #expect(try text(.list(elements)) == "[\(alone)]")
      #expect(try text(.tuple(elements)) == "(\(alone))")
      let lines = try elements.map { try "  " + text($0) }.joined(separator: ",\n")
      #expect(try text(.list(elements), SerpentEncodingOptions(indent: true)) == "[\n\(lines)\n]")
    }
  }

  /// There is room for the longest of them, one beside the other, wherever the first stands.
  @Test func longestNumbersStandBesideEachOther() throws {
    for number in [PythonValue.int(.min), .float(-2.2250738585072014e-308)] {
      let numbers = [PythonValue](repeating: number, count: 200)
      let written = [String](repeating: number.repr, count: 200).joined(separator: ",")
      for length in stride(from: 0, to: 600, by: 50) {
        let text = String(repeating: "a", count: length)
        #expect(try self.text(.list([.string(text)] + numbers)) == "['\(text)',\(written)]")
      }
    }
  }

  private static func element(_ random: inout SeededGenerator) -> PythonValue {
    switch Int.random(in: 0..<30, using: &random) {
    case 0: .none
    case 1: .string("pump")
    case 2:
      .integer(
        isNegative: random.next() & 1 == 0,
        magnitude: (0...Int.random(in: 1...11, using: &random)).map { _ in random.next() })
    case 3: .float([.infinity, -.infinity, .nan][Int.random(in: 0..<3, using: &random)])
    case 4..<12: .float(Double(bitPattern: UInt64.random(in: 0...(.max), using: &random)))
    case 12..<18: .float(Double(Int.random(in: -10_000...10_000, using: &random)) / 100)
    case 18: .int([Int64.min, .max, 0, 99_999_999, 100_000_000][Int.random(in: 0..<5, using: &random)])
    default: .int(Int64(truncatingIfNeeded: random.next()) >> Int64.random(in: 0..<64, using: &random))
    }
  }

  /// Among many numbers as alone: no more digits than CPython writes.
  @Test(arguments: [19, 20, 39, 40, 100, 155, 156, 200]) func limitsDigitsAmongManyNumbers(most: Int) throws {
    let options = SerpentEncodingOptions(maximumDigits: most)
    for digits in [20, most, most + 1] where digits >= 20 {
      for isNegative in [false, true] {
        let wide = try #require(
          PythonValue.integer(digits: String(repeating: "9", count: digits), isNegative: isNegative))
        let numbers = [PythonValue](repeating: .int(7), count: 6) + [wide, .int(8)]
        let written = try? text(.list(numbers), options)
        #expect(written == (digits <= most ? "[7,7,7,7,7,7,\(wide.repr),8]" : nil))
      }
    }
  }

  @Test func saysWhereAFaultBehindManyNumbersStands() {
    let numbers = [PythonValue](repeating: .int(7), count: 40)
    let error = #expect(throws: ValueEncodingError.self) { try text(.list(numbers + [.ellipsis] + numbers)) }
    #expect(error?.path.contains("40") == true, "\(String(describing: error))")
  }

  @Test func sortsAndIndentsOnRequest() throws {
    let expected = """
      {
        'a': None,
        'b': [
          1,
          (
            2.0,
          )
        ]
      }
      """
    #expect(try text(Self.dict, SerpentEncodingOptions(indent: true)) == expected)
  }

  @Test func leavesKeysThatPythonCannotOrderAsTheyAre() throws {
    let value = PythonValue.set(PythonSet(distinctElements: [.int(2), .string("a"), .int(1)]))
    #expect(try text(value, SerpentEncodingOptions(indent: true)) == "{\n  2,\n  'a',\n  1\n}")
  }

  @Test func namesThePlaceOfAKeyThatSerpentRefuses() {
    let inner = PythonValue.dict(PythonDict(distinctEntries: [.init(key: .none, value: .int(1))]))
    let value = PythonValue.dict(
      PythonDict(distinctEntries: [.init(key: .string("x"), value: .list([.int(0), inner]))]))
    let error = #expect(throws: ValueEncodingError.self) { try SerpentCodec.encode(value) }
    #expect(error?.kind == .unrepresentable)
    #expect(error?.path == "['x'][1].key(0)")
  }

  @Test(arguments: [
    PythonValue.ellipsis, .notImplemented, .global(PythonGlobal(module: "os", name: "system")),
  ])
  func rejectsWhatSerpentHasNoFormOf(_ value: PythonValue) {
    let error = #expect(throws: ValueEncodingError.self) {
      try SerpentCodec.encode(.tuple([.int(1), value]))
    }
    #expect(error?.kind == .unrepresentable)
    #expect(error?.path == "[1]")
  }

  @Test func countsLevelsAsSerpentDoes() throws {
    #expect(throws: Never.self) { try SerpentCodec.encode(nested(lists: 200)) }
    let empty = nested(lists: 201, leaf: nil)
    #expect(throws: Never.self) { try SerpentCodec.encode(empty) }
    let error = #expect(throws: ValueEncodingError.self) { try SerpentCodec.encode(nested(lists: 201)) }
    #expect(error?.kind == .limit)
  }

  /// So many lists around a value, or with nothing in the innermost.
  func nested(lists: Int, leaf: PythonValue? = .int(1)) -> PythonValue {
    var value = PythonValue.list(leaf.map { [$0] } ?? [])
    for _ in 1..<lists { value = .list([value]) }
    return value
  }

  @Test(arguments: [false, true])
  func writesAThousandLevelsOnASmallStack(indent: Bool) {
    let length = onSmallStack {
      var value = PythonValue.tuple([.int(1)])
      for level in 1..<1_000 {
        value =
          level % 2 == 0
          ? .list([value, .none])
          : .dict(
            PythonDict(distinctEntries: [.init(key: .string("k"), value: value)]))
      }
      let options = SerpentEncodingOptions(indent: indent, maximumLevel: 1_000)
      return (try? SerpentCodec.encode(value, options: options))?.count ?? 0
    }
    #expect(length > 5_000)
  }

  @Test func writesASharedValueAtEachReferenceAndRefusesACycle() throws {
    let shared = PythonValue.shared(PythonShared(id: 1, value: .list([.int(5)])))
    #expect(try text(.tuple([shared, .reference(1)])) == "([5],[5])")
    let cycle = PythonValue.shared(PythonShared(id: 1, value: .list([.reference(1)])))
    let error = #expect(throws: ValueEncodingError.self) { try SerpentCodec.encode(cycle) }
    #expect(error?.path == "[0]")
  }

  @Test func boundsWhatReferencesMultiply() {
    var value = PythonValue.shared(PythonShared(id: 0, value: .list([.string("0123456789")])))
    for id in 1..<40 {
      value = .shared(PythonShared(id: id, value: .list([value, .reference(id - 1), .reference(id - 1)])))
    }
    let options = SerpentEncodingOptions(maximumBytes: 10_000)
    let error = #expect(throws: ValueEncodingError.self) { try SerpentCodec.encode(value, options: options) }
    #expect(error?.kind == .limit)
  }

  @Test func refusesReferencesToNothing() {
    for (value, path) in [
      (PythonValue.reference(7), ""), (.list([1, .reference(7)]), "[1]"),
      (.tuple([.shared(PythonShared(id: 1, value: "a")), .reference(7)]), "[1]"),
    ] {
      let error = #expect(throws: ValueEncodingError.self) { try SerpentCodec.encode(value) }
      #expect(error?.kind == .unrepresentable)
      #expect(error?.path == path)
      #expect(error?.detail == "no value has the number 7 that is referred to")
    }
  }

  /// Wherever the value stands that is referred to.
  @Test func findsWhatIsReferredToInEveryContainer() throws {
    func shared(_ id: Int) -> PythonValue { .shared(PythonShared(id: id, value: .list([.int(Int64(id))]))) }
    let exception = PythonException(
      module: nil, className: "E", arguments: [shared(1)],
      attributes: [PythonException.Attribute(name: "a", value: shared(2))])
    let holders = PythonValue.list([
      .exception(exception), .tuple([shared(3)]), ["k": shared(4)],
      .object(PythonObject(module: nil, className: "C", state: ["s": shared(5)])),
    ])
    let held =
      "[{'__class__':'E','__exception__':True,'args':([1],),'attributes':{'a':[2]}},([3],),"
      + "{'k':[4]},{'s':[5],'__class__':'C'}]"
    let references = PythonValue.list((1...5).map { .reference($0) })
    #expect(try text(.tuple([holders, references])) == "(\(held),[[1],[2],[3],[4],[5]])")
    #expect(try text(.tuple([references, holders])) == "([[1],[2],[3],[4],[5]],\(held))")
  }

  /// SERP-104.
  @Test(arguments: [(4_300, 4_300), (25, 25), (40, 39), (4_301, 4_300), (20_000, 4_300)])
  func boundsTheDigitsOfIntegers(count: Int, limit: Int) throws {
    let digits = String(repeating: "9", count: count)
    let options = SerpentEncodingOptions(maximumDigits: limit)
    for isNegative in [false, true] {
      let number = try #require(PythonValue.integer(digits: digits, isNegative: isNegative))
      if count <= limit {
        #expect(try text(number, options) == (isNegative ? "-" : "") + digits)
      } else {
        let error = #expect(throws: ValueEncodingError.self) {
          try SerpentCodec.encode(.list([1, number]), options: options)
        }
        #expect(error?.kind == .limit)
        #expect(error?.path == "[1]")
        #expect(error?.detail == "the integer has over \(limit) digits")
      }
    }
  }

  @Test func hasTheDefaultsThatItNames() {
    let options = SerpentEncodingOptions()
    #expect(!options.indent && !options.moduleInClassName && !options.bytesRepr)
    #expect(options.maximumLevel == 200)
    #expect(options.maximumDigits == 4_300)
    #expect(options.maximumBytes == 1_073_741_824)
  }

  /// The text is bounded with its header, which has 26 bytes.
  @Test func boundsTheWholeText() throws {
    for value in [PythonValue.list(["abc"]), "abcde"] {
      let whole = try SerpentCodec.encode(value)
      let fits = try SerpentCodec.encode(value, options: .init(maximumBytes: whole.count))
      #expect(fits == whole)
    }
    for value in [PythonValue.list(["abc"]), "abcde"] {
      let error = #expect(throws: ValueEncodingError.self) {
        try SerpentCodec.encode(value, options: .init(maximumBytes: 32))
      }
      #expect(error?.kind == .limit)
      #expect(error?.detail == "the text is longer than 32 bytes")
    }
  }

  /// Also where that is one value without others in it.
  @Test(arguments: [
    PythonValue.list([]), .dict(PythonDict(distinctEntries: [])), .none, .float(0.5),
    .shared(PythonShared(id: 1, value: "abc")), .shared(PythonShared(id: 1, value: .tuple([]))),
  ])
  func boundsTheTextOfOneValue(value: PythonValue) throws {
    let whole = try SerpentCodec.encode(value)
    #expect(try SerpentCodec.encode(value, options: .init(maximumBytes: whole.count)) == whole)
    let error = #expect(throws: ValueEncodingError.self) {
      try SerpentCodec.encode(value, options: .init(maximumBytes: whole.count - 1))
    }
    #expect(error?.kind == .limit)
    #expect(error?.path == "")
  }

  /// Texts of each length that is written in a way of its own, with something to escape anywhere in them.
  @Test(arguments: [0...20, 30...34, 80...90].joined()) func writesShortTexts(length: Int) throws {
    let plain = String(String(repeating: "abcdefghijklmnopqrstuvwxyz", count: 4).prefix(length))
    #expect(try text(.list([.string(plain), .string(plain)])) == "['\(plain)','\(plain)']")
    #expect(try text(.dict([.string(plain): .string(plain)])) == "{'\(plain)':'\(plain)'}")
    for (special, escaped) in [("\\", "\\\\"), ("\n", "\\n"), ("\u{7F}", "\\x7f"), ("é", "é"), ("\"", "\"")] {
      for place in 0..<length {
        let (head, tail) = (plain.prefix(place), plain.dropFirst(place + 1))
        #expect(
          try text(.list([.none, .string(head + special + tail)])) == "[None,'\(head)\(escaped)\(tail)']")
        #expect(try text(.dict([.string(head + "'" + tail): 1])) == "{\"\(head)'\(tail)\":1}")
      }
    }
  }
}
