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
    ] as [([(PythonValue, PythonValue)], String)])
  func sortsKeys(_ entries: [(PythonValue, PythonValue)], _ expected: String) throws {
    let dict = PythonDict(distinctEntries: entries.map { .init(key: $0.0, value: $0.1) })
    let written = try XMLPickle.encode(.dict(dict), options: .init(dialect: .pyxml))
    #expect(
      String(decoding: written, as: UTF8.self) == marshal("<dictionary id=\"i2\">\(expected)</dictionary>"))
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
