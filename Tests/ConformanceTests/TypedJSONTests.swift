import Conformance
import PythonValues
import TestSupport
import Testing
import WireCore

/// TEST-1 to TEST-9.
@Suite struct TypedJSONTests {
  static let exception = PythonException(
    module: "m", className: "E", arguments: ["x", 1],
    attributes: [.init(name: "a", value: [1]), .init(name: "b", value: .none)], traceback: "line\n")

  static let texts: [(PythonValue, String)] = [
    (.none, #"{"t":"none"}"#), (true, #"{"t":"bool","v":true}"#), (false, #"{"t":"bool","v":false}"#),
    (-123, #"{"t":"int","v":"-123"}"#), (.int(.min), #"{"t":"int","v":"-9223372036854775808"}"#),
    (.integer(isNegative: false, magnitude: [0, 1]), #"{"t":"int","v":"18446744073709551616"}"#),
    (3.0, #"{"t":"float","v":"0x1.8000000000000p+1"}"#), (0.0, #"{"t":"float","v":"0x0.0p+0"}"#),
    (.float(-0.0), #"{"t":"float","v":"-0x0.0p+0"}"#), (.float(.nan), #"{"t":"float","v":"nan"}"#),
    (.float(.infinity), #"{"t":"float","v":"inf"}"#), (.float(-.infinity), #"{"t":"float","v":"-inf"}"#),
    (.float(.leastNonzeroMagnitude), #"{"t":"float","v":"0x0.0000000000001p-1022"}"#),
    (.float(-.greatestFiniteMagnitude), #"{"t":"float","v":"-0x1.fffffffffffffp+1023"}"#),
    (.float(0x1p-1022), #"{"t":"float","v":"0x1.0000000000000p-1022"}"#),
    (
      .complex(PythonComplex(real: -0.0, imaginary: .nan)),
      #"{"t":"complex","re":"-0x0.0p+0","im":"nan"}"#
    ),
    ("a\"\\\n\u{1}\u{7f}", #"{"t":"str","v":"a\"\\\n\u0001\u007f"}"#),
    ("\u{e9}\u{2028}\u{1f600}", #"{"t":"str","v":"\u00e9\u2028\ud83d\ude00"}"#),
    (.bytes([0, 255]), #"{"t":"bytes","v":"00ff"}"#), ([], #"{"t":"list","v":[]}"#),
    ([1, []], #"{"t":"list","v":[{"t":"int","v":"1"},{"t":"list","v":[]}]}"#),
    (.tuple([.none]), #"{"t":"tuple","v":[{"t":"none"}]}"#), (.set([]), #"{"t":"set","v":[]}"#),
    (
      .frozenset(PythonSet(distinctElements: [.float(.nan), .float(.nan)])),
      #"{"t":"frozenset","v":[{"t":"float","v":"nan"},{"t":"float","v":"nan"}]}"#
    ),
    (.frozenset(["a"]), #"{"t":"frozenset","v":[{"t":"str","v":"a"}]}"#), ([:], #"{"t":"dict","v":[]}"#),
    (
      ["a": true, 1: .none],
      #"{"t":"dict","v":[[{"t":"str","v":"a"},{"t":"bool","v":true}],[{"t":"int","v":"1"},{"t":"none"}]]}"#
    ),
    (.ellipsis, #"{"t":"ellipsis"}"#), (.notImplemented, #"{"t":"notimplemented"}"#),
    (
      .slice(PythonSlice(start: 1, stop: .none, step: "s")),
      #"{"t":"slice","start":{"t":"int","v":"1"},"stop":{"t":"none"},"step":{"t":"str","v":"s"}}"#
    ),
    (
      .object(PythonObject(module: nil, className: "C", state: [:])),
      #"{"t":"object","module":null,"class":"C","state":{"t":"dict","v":[]}}"#
    ),
    (
      .object(PythonObject(module: "m", className: "C", arguments: .tuple([]), state: 1)),
      #"{"t":"object","module":"m","class":"C","args":{"t":"tuple","v":[]},"state":{"t":"int","v":"1"}}"#
    ),
    (.global(PythonGlobal(module: "m", name: "f.g")), #"{"t":"global","module":"m","name":"f.g"}"#),
    (
      .exception(exception),
      #"{"t":"exception","module":"m","class":"E","args":[{"t":"str","v":"x"},{"t":"int","v":"1"}],"#
        + #""attributes":[["a",{"t":"list","v":[{"t":"int","v":"1"}]}],["b",{"t":"none"}]],"#
        + #""traceback":"line\n"}"#
    ),
    (
      .exception(PythonException(module: nil, className: "E", arguments: [])),
      #"{"t":"exception","module":null,"class":"E","args":[],"attributes":[],"traceback":""}"#
    ),
    (
      .exception(PythonException(module: nil, className: "E", arguments: [1])),
      #"{"t":"exception","module":null,"class":"E","args":[{"t":"int","v":"1"}],"attributes":[],"traceback":""}"#
    ),
    (
      .exception(
        PythonException(
          module: nil, className: "E", arguments: [], attributes: [.init(name: "a", value: 1)])),
      #"{"t":"exception","module":null,"class":"E","args":[],"attributes":[["a",{"t":"int","v":"1"}]],"traceback":""}"#
    ),
    (
      .shared(PythonShared(id: 7, value: [.reference(7), .shared(PythonShared(id: 8, value: "s"))])),
      #"{"t":"list","id":7,"v":[{"t":"ref","id":7},{"t":"str","id":8,"v":"s"}]}"#
    ),
  ]

  @Test(arguments: texts) func writesTheContractsText(_ value: PythonValue, _ text: String) throws {
    #expect(try TypedJSON.write(value) == text)
  }

  @Test(arguments: texts) func readsBackTheIdenticalValue(_ value: PythonValue, _ text: String) throws {
    #expect(try TypedJSON.read(text).isIdentical(to: value))
    #expect(try TypedJSON.read(" \t" + text + "\r\n").isIdentical(to: value))
  }

  @Test(arguments: texts) func refusesATextCutAnywhere(_ value: PythonValue, _ text: String) {
    for length in 0..<text.utf8.count {
      #expect(throws: WireError.self) { try TypedJSON.read(bytes: Array(text.utf8.prefix(length))) }
    }
  }

  @Test func readsMembersInAnyOrder() throws {
    let text = #"{"state":{"v":[],"t":"dict"},"class":"C","id":2,"module":"m","t":"object"}"#
    let object = PythonObject(module: "m", className: "C", state: [:])
    #expect(try TypedJSON.read(text) == .shared(PythonShared(id: 2, value: .object(object))))
  }

  @Test(arguments: [
    #"{"t":"int","v":1}"#, #"{"t":"int","v":""}"#, #"{"t":"int","v":"-"}"#, #"{"t":"int","v":"1_0"}"#,
    #"{"t":"int","v":"+1"}"#, #"{"t":"int","v":"0x1"}"#, #"{"t":"int"}"#, #"{"t":"int","v":"1","w":1}"#,
    #"{"t":"int","v":"1","v":"1"}"#, #"{"t":"int","v":"1","re":"nan"}"#, #"{"v":"1"}"#, "1", "[]",
    #"{"t":"long","v":"1"}"#,
    #"{"t":"float","v":"1.5"}"#, #"{"t":"float","v":"0x1.8p+1"}"#,
    #"{"t":"float","v":"0X1.8000000000000p+1"}"#,
    #"{"t":"float","v":"0x1.8000000000000p+1024"}"#, #"{"t":"float","v":"0x1.8000000000000p1"}"#,
    #"{"t":"float","v":"0x0.8000000000000p+1"}"#, #"{"t":"float","v":"infinity"}"#,
    #"{"t":"float","v":"0x1.+000000000000p+1"}"#,
    #"{"t":"bytes","v":"0"}"#, #"{"t":"bytes","v":"0g"}"#, #"{"t":"bool","v":1}"#, #"{"t":"list","v":{}}"#,
    #"{"t":"dict","v":[[{"t":"none"}]]}"#, #"{"t":"dict","v":[{"t":"none"}]}"#,
    #"{"t":"dict","v":[[{"t":"list","v":[]},{"t":"none"}]]}"#, #"{"t":"set","v":[{"t":"dict","v":[]}]}"#,
    #"{"t":"ref"}"#, #"{"t":"ref","id":"1"}"#, #"{"t":"none","id":1.5}"#,
    #"{"t":"none","id":99999999999999999999}"#,
    #"{"t":"str","v":"\x"}"#, #"{"t":"str","v":"\u12"}"#, #"{"t":"str","v":"\u12g4"}"#,
    "{\"t\":\"str\",\"v\":\"\u{1}\"}",
    #"{"t":"none",}"#, #"{"t" "none"}"#, #"{t:"none"}"#, #"{"t":"none"]"#, #"{"t":nul}"#,
    #"{"t":"list","v":[1 2]}"#,
    #"{"t":"list","v":[,]}"#, #"{"t":"list","v":[{"t":"none"},]}"#, #"{"t":01}"#, #"{"t":1.}"#, #"{"t":1e}"#,
    #"{"t":-}"#,
    #"{"t":"str16","v":"d80"}"#, #"{"t":"object","module":"m","class":null,"state":{"t":"none"}}"#,
    #"{"t":"exception","module":"m","class":"E","args":[],"attributes":[[1,{"t":"none"}]],"traceback":""}"#,
  ])
  func refusesWhatIsNotTypedJSON(_ text: String) {
    expectKind(.syntax, text)
  }

  @Test(arguments: [
    #"{"t":"str16","v":"d800 0041"}"#, #"{"t":"str","v":"\ud800"}"#, #"{"t":"str","v":"\udc00\ud800"}"#,
    #"{"t":"str","v":"\ud800\u0041"}"#, #"{"t":"list","v":[{"t":"str16","v":"dfff"}]}"#,
  ])
  func refusesLoneSurrogatesAsUnrepresentable(_ text: String) {
    expectKind(.unrepresentable, text)
  }

  @Test func refusesBytesThatAreNotUTF8() {
    #expect(throws: WireError.self) {
      try TypedJSON.read(bytes: Array(#"{"t":"str","v":""#.utf8) + [0xFF] + Array(#""}"#.utf8))
    }
  }

  @Test func tellsTrailingBytes() {
    expectKind(.trailing, #"{"t":"none"} 1"#)
  }

  @Test func limitsDepthAndDigits() throws {
    func nested(_ levels: Int) -> String {
      String(repeating: #"{"t":"list","v":["#, count: levels) + String(repeating: "]}", count: levels)
    }
    #expect(throws: Never.self) { try TypedJSON.read(nested(1_000)) }
    expectKind(.limit, nested(1_001))
    expectKind(.limit, String(repeating: "[", count: 1_000_000))
    expectKind(.limit, #"{"t":"int","v":"\#(String(repeating: "9", count: 100_001))"}"#)
    #expect(throws: WireError.self) { try TypedJSON.read(nested(3), limits: Limits(depth: 2)) }
  }

  @Test func refusesToWriteAValueNumberedTwice() {
    let twice = PythonValue.shared(PythonShared(id: 1, value: .shared(PythonShared(id: 2, value: 1))))
    #expect(throws: WireError.self) { try TypedJSON.write(twice) }
    #expect(throws: WireError.self) {
      try TypedJSON.write(.shared(PythonShared(id: 1, value: .reference(0))))
    }
  }

  @Test func seededFloatsComeBackExactly() throws {
    var random = SeededGenerator(seed: 3)
    for _ in 0..<5_000 {
      let value = PythonValue.float(Double(bitPattern: random.next()))
      #expect(try TypedJSON.read(TypedJSON.write(value)).isIdentical(to: value))
    }
  }

  @Test(arguments: [0, 1, 2, 3, 4]) func aThousandLevelsFitASmallStack(shape: Int) {
    let same = onSmallStack { () -> Bool in
      // The innermost value may hold one of its own: a thousand levels at the most.
      let tree = (0..<999).reduce(PythonValue.none) { inner, level in
        switch shape {
        case 0: [inner]
        case 1: .dict(PythonDict(distinctEntries: [.init(key: "k", value: inner)]))
        case 2: .tuple([.shared(PythonShared(id: level, value: [])), inner])
        case 3: .object(PythonObject(module: "m", className: "C", arguments: .tuple([]), state: inner))
        default:
          .exception(
            PythonException(
              module: "m", className: "E", arguments: [], attributes: [.init(name: "a", value: inner)]))
        }
      }
      guard let text = try? TypedJSON.write(tree), let back = try? TypedJSON.read(text) else { return false }
      return back.isIdentical(to: tree)
    }
    #expect(same)
  }

  private func expectKind(_ kind: WireError.Kind, _ text: String) {
    do {
      let value = try TypedJSON.read(text)
      Issue.record("read as \(value)")
    } catch {
      #expect(error.kind == kind || (kind == .syntax && error.kind == .truncated), "\(error)")
    }
  }
}
