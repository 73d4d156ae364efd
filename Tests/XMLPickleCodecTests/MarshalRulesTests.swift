import PythonValues
import Testing
import WireCore
import XMLPickleCodec

@Suite struct MarshalRulesTests {
  @Test(
    "reads each element (XMLP-40 to XMLP-46)",
    arguments: [
      ("<int> +5\n</int>", PythonValue.int(5)), ("<long>10L</long>", .int(10)),
      (
        "<long>-100000000000000000000</long>",
        PythonValue.integer(digits: "100000000000000000000", isNegative: true)
      ),
      ("<float> 1e3 </float>", .float(1000)), ("<float>-inf</float>", .float(-.infinity)),
      ("<float>5</float>", .float(5)),
      ("<complex>1.5 -2</complex>", .complex(.init(real: 1.5, imaginary: -2))),
      ("<float>12345678901234567890123.5</float>", .float(Double("12345678901234567890123.5") ?? .nan)),
      ("<float>-25e-1</float>", .float(-2.5)), ("<float>1e400</float>", .float(.infinity)),
      ("<complex>-1e1\n\t+.5</complex>", .complex(.init(real: -10, imaginary: 0.5))),
      ("<int>-9223372036854775808</int>", .int(.min)), ("<long>+7l</long>", .int(7)),
      ("<none> x </none>", PythonValue.none),
      ("<string>a&lt;b\\n</string>", "a<b\\n"), ("<unicode>é</unicode>", "é"), ("<string/>", ""),
      ("\n <tuple> <none/> x <list/> </tuple>\n", .tuple([.none, []])),
      ("<dictionary><int>1</int><none/></dictionary>", [1: .none]),
      ("<list id=\"i2\"><reference id=\"i2\"/></list>", .shared(.init(id: 1, value: .list([.reference(1)])))),
    ] as [(String, PythonValue?)])
  func reads(_ element: String, _ expected: PythonValue?) throws {
    #expect(try decode(marshal(element)).isIdentical(to: try #require(expected)))
  }

  @Test(
    "rejects what is no value",
    arguments: [
      "", "<int>1</int><int>2</int>", "<int>1L</int>", "<int>0x10</int>", "<int></int>", "<int>1.5</int>",
      "<float>x</float>",
      "<float>1_0</float>", "<complex>1</complex>", "<complex>1 2 3</complex>", "<complex>1+2j</complex>",
      "<complex>1 x</complex>", "<complex>x 1</complex>", "<complex> </complex>",
      "<bool>1</bool>",
      "<dictionary><int>1</int></dictionary>", "<dictionary><list/><none/></dictionary>",
      "<reference id=\"i9\"/>",
      "<reference/>", "<list><marshal><none/></marshal></list>", "<int><int>1</int></int>",
      "<object module=\"m\" class=\"C\"/>",
      "<object class=\"C\"><tuple/><dictionary/></object>",
      "<object module=\"m\" class=\"C\"><tuple/></object>",
      "<object module=\"os; x\" class=\"C\"><tuple/><dictionary/></object>", "<PyObject class=\"C\"/>",
    ])
  func rejects(_ element: String) {
    #expect(refusal(marshal(element))?.kind == .syntax)
  }

  @Test("keeps an instance's arguments, even none, and its state")
  func readsInstance() throws {
    let value = try decode(
      marshal("<object id=\"i2\" module=\"m\" class=\"C\"><tuple/><dictionary id=\"i3\"/></object>"))
    guard case .object(let object) = value else { return #expect(Bool(false), "\(value)") }
    #expect(object.arguments?.isIdentical(to: .tuple([])) == true)
    #expect(object.state.isIdentical(to: [:]))
  }

  @Test("refuses code objects unless permitted, and never loads them (XMLP-47)")
  func refusesCode() throws {
    let document = marshal("<code>YwAA\nAAE=</code>")
    #expect(refusal(document)?.kind == .forbidden)
    guard case .object(let object) = try decode(document, .code) else { return #expect(Bool(false)) }
    #expect(object.className == "code")
    #expect(object.state.isIdentical(to: .bytes([0x63, 0, 0, 0, 1])))
    #expect(refusal(marshal("<code>Yw=A</code>"), .init(permissions: .code))?.kind == .syntax)
  }

  @Test("numbers what has an identity, if asked for, but no instance's state")
  func numbersIdentities() throws {
    let document = marshal(
      "<list id=\"i2\"><object id=\"i3\" module=\"m\" class=\"C\"><tuple/><dictionary id=\"i4\"/></object></list>"
    )
    let options = XMLPickle.DecodingOptions(numbering: .everyIdentity)
    let value = try XMLPickle.decode(Array(document.utf8), options: options)
    #expect("\(value)" == "#1=[#2=<m.C object of (): {}>]" || "\(value)".contains("#2="), "\(value)")
    #expect(!"\(value)".contains("#3="))
  }

  @Test(
    "writes dicts in the order of Python 2's cmp (XMLP-65)",
    arguments: [
      (
        [("b", PythonValue.int(1)), ("a", 2)], "<string>a</string><int>2</int><string>b</string><int>1</int>"
      ),
      (
        [(PythonValue.tuple([2]), 1), (10, 2), ("x", 3), (.none, 4), (.float(9.5), 5)],
        "<none/><int>4</int><float>9.5</float><int>5</int><int>10</int><int>2</int><string>x</string><int>3</int>"
          + "<tuple><int>2</int></tuple><int>1</int>"
      ),
      (
        [
          (.tuple([1, "a"]), 1), (.tuple([1, 2]), 2), (.tuple([1, 1, 9]), 3), (.tuple([1]), 4),
          (.tuple([]), 5),
          (.tuple([.none, 5]), 6), (.tuple([1, 1]), 7),
        ],
        "<tuple></tuple><int>5</int><tuple><none/><int>5</int></tuple><int>6</int>"
          + "<tuple><int>1</int></tuple><int>4</int><tuple><int>1</int><int>1</int></tuple><int>7</int>"
          + "<tuple><int>1</int><int>1</int><int>9</int></tuple><int>3</int>"
          + "<tuple><int>1</int><int>2</int></tuple><int>2</int>"
          + "<tuple><int>1</int><string>a</string></tuple><int>1</int>"
      ),
      (
        [("b", 1), ("", 2), ("ab", 3), ("a", 4), (-5, 5), (1e30, 6), (-7, 7), (-6.5, 8), (3, 9), (4, 10)],
        "<int>-7</int><int>7</int><float>-6.5</float><int>8</int><int>-5</int><int>5</int>"
          + "<int>3</int><int>9</int><int>4</int><int>10</int><float>1e+30</float><int>6</int>"
          + "<string></string><int>2</int><string>a</string><int>4</int>"
          + "<string>ab</string><int>3</int><string>b</string><int>1</int>"
      ),
    ] as [([(PythonValue, PythonValue)], String)])
  func sortsKeys(_ entries: [(PythonValue, PythonValue)], _ expected: String) throws {
    let dict = PythonDict(distinctEntries: entries.map { .init(key: $0.0, value: $0.1) })
    let written = try XMLPickle.encode(.dict(dict), options: .init(dialect: .pyxml))
    #expect(
      String(decoding: written, as: UTF8.self) == marshal("<dictionary id=\"i2\">\(expected)</dictionary>"))
  }

  @Test("sorts integers past 64 bits with the others (XMLP-65)")
  func sortsWideIntegers() throws {
    let digits = ["-300000000000000000000", "-200000000000000000000", "-5", "7", "200000000000000000000"]
    let keys = digits.map { text in
      PythonValue.integer(digits: String(text.drop { $0 == "-" }), isNegative: text.hasPrefix("-"))
    }
    let shuffled = [3, 1, 4, 0, 2].compactMap { keys[$0] }
    #expect(shuffled.count == 5)
    let dict = PythonDict(distinctEntries: shuffled.map { .init(key: $0, value: .none) })
    let written = String(
      decoding: try XMLPickle.encode(.dict(dict), options: .init(dialect: .pyxml)), as: UTF8.self)
    let places = digits.compactMap { written.firstRange(of: ">\($0)<")?.lowerBound }
    #expect(places.count == 5 && places == places.sorted())
  }

  @Test(
    "writes code objects in lines of base64, and reads them again (XMLP-47)",
    arguments: [
      (0, ""), (1, "AA==\n"), (57, "\(String(repeating: "A", count: 76))\n"),
      (58, "\(String(repeating: "A", count: 76))\nAA==\n"),
      (116, "\(String(repeating: "A", count: 76))\n\(String(repeating: "A", count: 76))\nAAA=\n"),
    ])
  func writesCode(_ count: Int, _ lines: String) throws {
    let bytes = PythonValue.bytes([UInt8](repeating: 0, count: count))
    let code = PythonValue.object(.init(module: nil, className: "code", state: bytes))
    let written = try XMLPickle.encode(code, options: .init(dialect: .pyxml))
    #expect(String(decoding: written, as: UTF8.self) == marshal("<code>\(lines)</code>"))
    #expect(try decode(String(decoding: written, as: UTF8.self), .code).isIdentical(to: code))
  }

  @Test("writes a tuple each time that it is met, and none that holds itself (XMLP-62)")
  func writesTuplesAgain() throws {
    let twice = PythonValue.list([.shared(.init(id: 1, value: .tuple([5]))), .reference(1)])
    let written = try XMLPickle.encode(twice, options: .init(dialect: .pyxml))
    let tuple = "<tuple><int>5</int></tuple>"
    #expect(String(decoding: written, as: UTF8.self) == marshal("<list id=\"i2\">\(tuple)\(tuple)</list>"))
    let cycle = PythonValue.list([.shared(.init(id: 1, value: .tuple([5, .reference(1)])))])
    let error = #expect(throws: ValueEncodingError.self) {
      try XMLPickle.encode(cycle, options: .init(dialect: .pyxml))
    }
    #expect(error?.kind == .unrepresentable && error?.path == "[0][1]")
  }

  @Test("writes a key whose order is not known where there is nothing to order it among (XMLP-65)")
  func ordersNothingAlone() throws {
    let key = PythonValue.complex(PythonComplex(real: 0, imaginary: 1))
    func encode(_ entries: [PythonDict.Entry]) throws -> [UInt8] {
      try XMLPickle.encode(.dict(PythonDict(uniquing: entries)), options: .init(dialect: .pyxml))
    }
    let written = try encode([.init(key: key, value: 1)])
    let read = try decode(String(decoding: written, as: UTF8.self))
    #expect(read.dictValue?.entries.first?.key == key)
    let error = #expect(throws: ValueEncodingError.self) {
      try encode([.init(key: key, value: 1), .init(key: 2, value: 3)])
    }
    #expect(
      error?.kind == .unrepresentable && error?.detail == "the order of keys of the type complex is not known"
    )
  }

  @Test("holds to the limit of bytes where it writes")
  func boundsBytes() throws {
    for value in [[1, "text", [2.5]], "text"] as [PythonValue] {
      let count = try XMLPickle.encode(value, options: .init(dialect: .pyxml)).count
      #expect(throws: Never.self) {
        try XMLPickle.encode(value, options: .init(dialect: .pyxml, limits: Limits(bytes: count)))
      }
      let error = #expect(throws: ValueEncodingError.self) {
        try XMLPickle.encode(value, options: .init(dialect: .pyxml, limits: Limits(bytes: count - 1)))
      }
      #expect(error?.kind == .limit)
    }
  }

  @Test(
    "refuses to write what PyXML has no form of",
    arguments: [
      PythonValue.bool(true), "é", "\u{1}", .bytes([0x80]), .ellipsis,
      .dict([.complex(.init(real: 1, imaginary: 1)): 1, 2: 2]),
      .reference(3), .object(.init(module: nil, className: "C", state: [:])),
      .set(.init(distinctElements: [])),
    ])
  func refusesToWrite(_ value: PythonValue) {
    #expect(throws: ValueEncodingError.self) { try XMLPickle.encode(value, options: .init(dialect: .pyxml)) }
  }
}
