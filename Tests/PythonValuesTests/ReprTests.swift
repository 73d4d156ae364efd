import PythonValues
import Testing

/// VAL-20 to VAL-28. What CPython itself prints is compared in PeerTests.
@Suite struct ReprTests {
  static let texts: [(PythonValue, String)] = [
    (.none, "None"), (true, "True"), (.ellipsis, "Ellipsis"), (.notImplemented, "NotImplemented"),
    (9007199254740992.0, "9007199254740992.0"), (9841868391134540.0, "9841868391134540.0"), (1e16, "1e+16"),
    (.float(-9007199254740994), "-9007199254740994.0"), (1e-5, "1e-05"), (0.0001, "0.0001"),
    (.float(-0.0), "-0.0"),
    (.float(.leastNonzeroMagnitude), "5e-324"), (.float(.nan), "nan"), (.float(-.infinity), "-inf"),
    (.complex(PythonComplex(real: 0, imaginary: 1)), "1j"),
    (.complex(PythonComplex(real: -0.0, imaginary: 1)), "(-0+1j)"),
    (.complex(PythonComplex(real: 1.5, imaginary: -1e16)), "(1.5-1e+16j)"),
    (.complex(PythonComplex(real: .nan, imaginary: .nan)), "(nan+nanj)"),
    ("it's", "\"it's\""), ("'\"", "'\\'\"'"), ("\\\n\t\r\u{7f}\0", "'\\\\\\n\\t\\r\\x7f\\x00'"),
    ("\u{e9}\u{ad}\u{200b}\u{1f600}\u{e0001}", "'\u{e9}\\xad\\u200b\u{1f600}\\U000e0001'"),
    (.bytes([0x61, 0x27, 0, 0xff]), "b\"a'\\x00\\xff\""), (.bytes([0x27, 0x22]), "b'\\'\"'"),
    ([], "[]"), (.tuple([]), "()"), (.tuple([1]), "(1,)"), (.tuple([1, 2]), "(1, 2)"), ([:], "{}"),
    (.set([]), "set()"),
    (.set([1]), "{1}"), (.frozenset([]), "frozenset()"), (.frozenset([1, 2]), "frozenset({1, 2})"),
    (["a": [1, .tuple([2])], 3: [:]], "{'a': [1, (2,)], 3: {}}"),
    (.slice(PythonSlice(start: 1, stop: .none, step: "x")), "slice(1, None, 'x')"),
    (object(["a": 1]), "<m.C object: {'a': 1}>"),
    (object(.none, module: nil, arguments: .tuple([1])), "<C object (1,): None>"),
    (
      .exception(PythonException(module: "builtins", className: "KeyError", arguments: ["k", 1])),
      "KeyError('k', 1)"
    ),
    (.exception(PythonException(module: "a.b", className: "E\u{1b}[2J", arguments: [])), "a.b.'E\\x1b[2J'()"),
    (failure("x"), "ValueError('x', a=1)"),
    (.global(PythonGlobal(module: "os", name: "system")), "<global os.system>"),
    (.shared(PythonShared(id: 1, value: [.reference(1)])), "#1=[#1#]"),
  ]

  @Test(arguments: texts) func printsWhatPythonPrints(_ value: PythonValue, _ text: String) {
    #expect(value.repr == text)
    #expect("\(value)" == text)
  }

  @Test(arguments: texts) func aLimitCutsTheSameText(_ value: PythonValue, _ text: String) {
    for limit in 0...text.utf8.count + 1 {
      let cut = value.repr(limit: limit)
      if limit >= text.utf8.count {
        #expect(cut == text)
      } else {
        #expect(cut.hasSuffix("..."))
        let kept = Array(cut.utf8.dropLast(3))
        #expect(kept.count <= limit && kept.count > limit - 4 && text.utf8.starts(with: kept), "\(limit)")
      }
    }
  }

  @Test func aLimitBoundsTheWork() {
    let long = PythonValue.string(String(repeating: "ab", count: 1 << 20) + "'")
    #expect(long.repr(limit: 10) == "\"ababababa...")
    let wide = PythonValue.list(Array(repeating: long, count: 1 << 20))
    #expect(wide.repr(limit: 10) == "[\"abababab...")
    #expect(PythonValue.bytes(Array(repeating: 0, count: 1 << 24)).repr(limit: 6) == "b'\\x00...")
  }

  @Test(arguments: 0..<18) func escapesAtEveryPlaceOfAWord(place: Int) {
    let text = (0..<18).map { $0 == place ? "'" : "x" }.joined()
    #expect(PythonValue.string(text).repr == "\"\(text)\"")
    let other = (0..<18).map { $0 == place ? "\\" : $0 == 17 - place ? "\u{7f}" : "\u{3b1}" }.joined()
    let expected = (0..<18).map { $0 == place ? "\\\\" : $0 == 17 - place ? "\\x7f" : "\u{3b1}" }.joined()
    #expect(PythonValue.string(other).repr == "'\(expected)'")
  }
}
