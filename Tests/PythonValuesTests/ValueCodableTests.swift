import Foundation
import PythonValues
import Testing

/// Values through coders that know nothing of Python: what JSON has too.
@Suite struct ValueCodableTests {
  private func decoded(_ text: String) throws -> PythonValue {
    try JSONDecoder().decode(PythonValue.self, from: Data(text.utf8))
  }

  private func encoded(_ value: PythonValue) throws -> String {
    String(decoding: try JSONEncoder().encode(value), as: UTF8.self)
  }

  static let both: [(text: String, value: PythonValue)] = [
    ("null", .none), ("true", true), ("false", false), ("0", 0), ("-9223372036854775808", .int(.min)),
    ("1.5", 1.5), ("\"\"", ""), ("\"e\u{301}\"", "e\u{301}"), ("[]", []),
    ("[1,[null,\"a\"]]", [1, [.none, "a"]]),
    ("{}", [:]), ("{\"a\":[1,{\"b\":2.5}]}", ["a": [1, ["b": 2.5]]]),
  ]

  @Test(arguments: both.indices) func goesThereAndBack(index: Int) throws {
    let (text, value) = Self.both[index]
    #expect(try decoded(text).isIdentical(to: value))
    #expect(try encoded(value) == text)
  }

  @Test func everyEntryOfADictIsRead() throws {
    let value = try decoded("{\"a\":1,\"b\":true,\"c\":null,\"d\":{\"a\":\"x\"}}")
    #expect(value == ["a": 1, "b": true, "c": .none, "d": ["a": "x"]])
    guard case .dict(let dict) = value else { return }
    #expect(dict["b"]?.isIdentical(to: true) == true)
  }

  @Test func aTupleBecomesAList() throws {
    #expect(try encoded(.tuple([1, .tuple([])])) == "[1,[]]")
  }

  @Test(
    arguments: [
      .bytes([1]), .ellipsis, .set([1]), .complex(PythonComplex(real: 1, imaginary: 2)), .reference(1),
      .integer(isNegative: false, magnitude: [0, 1]), .dict([1: 2]), [.notImplemented], ["a": .bytes([])],
    ] as [PythonValue])
  func refusesWhatJSONHasNot(value: PythonValue) {
    #expect(throws: EncodingError.self) { try encoded(value) }
  }

  @Test(arguments: ["", "[1", "{\"a\":}", "nul"]) func refusesWhatIsNoJSON(text: String) {
    #expect(throws: DecodingError.self) { try decoded(text) }
  }
}
