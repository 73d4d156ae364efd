import PythonValues
import Testing
import WireCore
import XMLPickleCodec

@Suite struct GnosisWriterTests {
  @Test(
    "refuses what Gnosis has no form of, or would not read",
    arguments: [
      PythonValue.ellipsis, .set(.init(distinctElements: [1])), .slice(.init(start: 1, stop: 2, step: .none)),
      "»»é««", "é\u{1}",
      "é\u{FFFE}", .reference(1), .shared(.init(id: 1, value: .tuple([.list([.reference(1)])]))),
      .object(.init(module: "a\"b", className: "C", state: [:])),
      .object(.init(module: nil, className: "<", state: ["a": 1])),
      .object(.init(module: nil, className: "rawpickle", state: .bytes([0x80]))),
    ])
  func refuses(_ value: PythonValue) {
    #expect(throws: ValueEncodingError.self) { try XMLPickle.encode(value) }
  }

  @Test("writes names with blanks, and 17 digits of each part of a complex number")
  func writesInFull() throws {
    let number = PythonValue.complex(PythonComplex(real: 0.1, imaginary: 0.2))
    let object = PythonValue.object(.init(module: nil, className: "C", state: ["a b": number]))
    let document = String(decoding: try XMLPickle.encode(object), as: UTF8.self)
    #expect(document.contains("name=\"a b\""), "\(document)")
    #expect(document.contains("0.10000000000000001:0.20000000000000001"), "\(document)")
  }

  @Test(
    "writes records as the mutators do that made them (XMLP-30, XMLP-31, XMLP-56)",
    arguments: [
      (
        PythonObject(module: "mx.DateTime", className: "DateTime", state: "2004-02-03 04:05:06.00"),
        "family=\"atom\" type=\"mxDateTime\" >»»2004-02-03 04:05:06.00««</attr>"
      ),
      (
        PythonObject(module: "_sre", className: "SRE_Pattern", state: "a+"),
        "family=\"atom\" type=\"SRE\" >»»a+««</attr>"
      ),
      (
        PythonObject(module: "m", className: "C", state: ["__coredata__": 5]),
        #"family="atom" type="__compound__" extra="m C" value="5" />"#
      ),
      (
        PythonObject(module: nil, className: "C", state: ["__coredata__": 2.0]),
        #"family="atom" type="__compound__" extra="None C" value="2." />"#
      ),
      (
        PythonObject(module: "m.n", className: "C", state: ["__coredata__": "<é"]),
        "family=\"atom\" type=\"__compound__\" extra=\"m.n C\">&lt;é</attr>"
      ),
      (
        PythonObject(module: "m", className: "C", state: ["__coredata__": "a'b"]),
        #"family="atom" type="__compound__" extra="m C" value="a&apos;b" />"#
      ),
    ])
  func writesMutated(_ object: PythonObject, _ attribute: String) throws {
    // What a derived class holds stands in an attribute in any case.
    for inBody in [false, true] {
      let written = try XMLPickle.encode(.object(object), options: .init(inBody: inBody))
      #expect(String(decoding: written, as: UTF8.self) == gnosis(attribute))
    }
    guard !object.state.repr.contains("__coredata__") else { return }
    #expect(try decode(gnosis(attribute)).isIdentical(to: .object(object)))
  }

  @Test("holds to the limit of bytes", arguments: [PythonValue.list([1, 2]), 1, "text", ["a": [1.5]]])
  func boundsBytes(_ value: PythonValue) throws {
    let count = try XMLPickle.encode(value).count
    #expect(try XMLPickle.encode(value, options: .init(limits: Limits(bytes: count))).count == count)
    let error = #expect(throws: ValueEncodingError.self) {
      try XMLPickle.encode(value, options: .init(limits: Limits(bytes: count - 1)))
    }
    #expect(error?.kind == .limit)
  }

  @Test("writes the characters that XML has, and no others")
  func writesCharacters() throws {
    for text in ["é\u{FFFD}x", "é\t\n", "é\u{7F}\u{80}", "é\u{D7FF}\u{E000}\u{10FFFF}", "é]]>&lt;"] {
      let written = try XMLPickle.encode(.string(text))
      #expect(try XMLPickle.decode(written).stringValue == text)
    }
    for text in ["é\u{FFFE}x", "é\u{FFFF}", "é\u{1F}", "é\u{8}", "é\u{0}", "\u{FFFF}"] {
      #expect(throws: ValueEncodingError.self) { try XMLPickle.encode(.string(text)) }
    }
  }

  @Test("writes a state whose keys cannot be names as a whole (XMLP-55)", arguments: ["a\"b", "a<b", "a&b"])
  func writesStatesThatAreNoAttributes(key: String) throws {
    let state = PythonValue.dict(try PythonDict(uniquing: [.init(key: .string(key), value: 5)]))
    let object = PythonValue.object(.init(module: nil, className: "C", state: state))
    for deepCopy in [false, true] {
      let written = try XMLPickle.encode(object, options: .init(deepCopy: deepCopy))
      #expect(String(decoding: written, as: UTF8.self).contains("<attr name=\"__getstate__\" type=\"dict\""))
      #expect(try XMLPickle.decode(written).isIdentical(to: object))
    }
  }

  @Test("says where in a value the fault is")
  func locates() {
    let value: PythonValue = ["a": [1, .tuple([2, .ellipsis])]]
    do throws(ValueEncodingError) {
      _ = try XMLPickle.encode(value)
      #expect(Bool(false))
    } catch {
      #expect(error.kind == .unrepresentable)
      #expect(error.path == "['a'][1][1]" || error.path == "['__toplevel__']['a'][1][1]", "\(error)")
    }
  }

  @Test("writes None as the reference does: the pickler itself (XMLP-51)")
  func writesNone() throws {
    let written = String(decoding: try XMLPickle.encode(.none), as: UTF8.self)
    #expect(written == gnosisHead + "<PyObject  class=\"XML_Pickler\" id=\"1\">\n</PyObject>\n")
  }

  @Test("writes what is empty again with its id, so that it is read as two, as the reference does (XMLP-54)")
  func writesEmptyListsAgain() throws {
    let twice = PythonValue.tuple([.shared(.init(id: 1, value: [])), .reference(1)])
    let written = String(decoding: try XMLPickle.encode(twice), as: UTF8.self)
    let item = #"<item type="list" id="2" >"#
    #expect(written.split(separator: "\n").count { $0.contains(item) } == 2)
    #expect(try decode(written).isIdentical(to: .tuple([[], []])))
  }

  @Test("refuses deep copies without end, and bounds those that grow")
  func boundsDeepCopies() {
    let cycle = PythonValue.shared(.init(id: 1, value: .list([.reference(1)])))
    #expect(throws: ValueEncodingError.self) { try XMLPickle.encode(cycle, options: .init(deepCopy: true)) }
    var laughs: PythonValue = .shared(.init(id: 0, value: ["lol"]))
    for level in 1..<40 {
      laughs = .shared(
        .init(id: level, value: .list([laughs] + Array(repeating: .reference(level - 1), count: 9))))
    }
    let options = XMLPickle.EncodingOptions(deepCopy: true, limits: Limits(depth: 1_000, bytes: 1 << 20))
    #expect(throws: ValueEncodingError.self) { try XMLPickle.encode(laughs, options: options) }
    #expect((try? XMLPickle.encode(laughs))?.count ?? .max < 100_000)
  }

  @Test("holds to the limit of depth")
  func boundsDepth() {
    var value: PythonValue = 1
    for _ in 0..<20 { value = .list([value]) }
    #expect(throws: ValueEncodingError.self) {
      try XMLPickle.encode(value, options: .init(limits: Limits(depth: 10)))
    }
    #expect(throws: ValueEncodingError.self) {
      try XMLPickle.encode(value, options: .init(dialect: .pyxml, limits: Limits(depth: 10)))
    }
  }
}
