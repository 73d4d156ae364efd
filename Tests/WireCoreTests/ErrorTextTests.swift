import PythonValues
import Testing
import WireCore

/// Errors as people read them.
@Suite struct ErrorTextTests {
  @Test(arguments: [
    (WireError.Kind.syntax, "syntax error"), (.truncated, "the input ends too soon"),
    (.trailing, "bytes after the value"), (.limit, "limit reached"), (.forbidden, "refused"),
    (.unsupported, "not supported"), (.unrepresentable, "not representable"),
  ])
  func errorsBeginWithTheirKind(kind: WireError.Kind, phrase: String) {
    let error = WireError(kind, at: 17, reading: "a thing", "it is odd")
    #expect(error.description == "\(phrase) at byte 17, reading a thing: it is odd")
    #expect(error.moved(by: 5) == WireError(kind, at: 22, reading: "a thing", "it is odd"))
    #expect(
      ValueEncodingError(kind, path: "[3]", "it is odd").description == "\(phrase) at [3]: it is odd")
    #expect(
      ValueEncodingError(kind, path: "", "it is odd").description
        == "\(phrase) at the value itself: it is odd")
  }

  @Test func pathsAreWrittenAsPythonLooksThemUp() {
    let steps: [ValuePathStep] = [
      .index(3), .value(of: "k'"), .value(of: -7), .value(of: true), .value(of: false), .value(of: 1.5),
      .key(2),
      .element(4),
    ]
    #expect(ValuePathStep.text(steps) == "[3][\"k'\"][-7][True][False][…].key(2){4}")
    #expect(ValuePathStep.text([]) == "")
  }

  @Test func longKeysAreCutInPaths() {
    for length in [59, 60, 61, 5_000] {
      let key = PythonValue.string(String(repeating: "k", count: length))
      let shown = String(repeating: "k", count: min(length, 60))
      #expect(ValuePathStep.text([.value(of: key)]) == "['\(shown)']")
    }
  }
}
