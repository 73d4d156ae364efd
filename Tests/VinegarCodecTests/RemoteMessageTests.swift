import PythonValues
import Testing
import VinegarCodec

/// What Python's `str` says of the exceptions that have words of their own.
@Suite struct RemoteMessageTests {
  private func message(
    _ name: String, _ arguments: [PythonValue], _ attributes: [(String, PythonValue)] = [],
    module: String? = "builtins"
  ) -> String {
    PythonException(
      module: module, className: name, arguments: arguments,
      attributes: attributes.map { PythonException.Attribute(name: $0.0, value: $0.1) }
    ).remoteMessage
  }

  @Test(arguments: ["ImportError", "ModuleNotFoundError"]) func importsSayTheirMessage(name: String) {
    #expect(message(name, ["x"], [("msg", "no x")]) == "no x")
    #expect(message(name, ["x"]) == "x")
    #expect(message(name, ["x", 1], [("msg", .none)]) == "('x', 1)")
    #expect(message(name, []) == "")
  }

  private func codec(
    _ name: String, _ object: PythonValue, _ start: Int64, _ end: Int64, encoding: PythonValue = "utf-8"
  ) -> String {
    message(
      name, ["arguments"],
      [
        ("encoding", encoding), ("object", object), ("start", .int(start)), ("end", .int(end)),
        ("reason", "no reason"),
      ])
  }

  @Test func codecsNameWhatCouldNotBeCoded() {
    let bytes = PythonValue.bytes([0x61, 0xFF, 0x05])
    #expect(
      codec("UnicodeDecodeError", bytes, 1, 2)
        == "'utf-8' codec can't decode byte 0xff in position 1: no reason")
    #expect(
      codec("UnicodeDecodeError", bytes, 2, 3)
        == "'utf-8' codec can't decode byte 0x05 in position 2: no reason")
    #expect(
      codec("UnicodeEncodeError", "a\u{e9}", 1, 2)
        == "'utf-8' codec can't encode character '\\xe9' in position 1: no reason")
    #expect(
      codec("UnicodeEncodeError", "\u{100}", 0, 1)
        == "'utf-8' codec can't encode character '\\u0100' in position 0: no reason")
    #expect(
      codec("UnicodeTranslateError", "\u{1F600}", 0, 1, encoding: .none)
        == "can't translate character '\\U0001f600' in position 0: no reason")
  }

  @Test func codecsNameARangeOfMoreOrFewerThanOne() {
    let bytes = PythonValue.bytes([0x61, 0xFF])
    #expect(
      codec("UnicodeDecodeError", bytes, 0, 2)
        == "'utf-8' codec can't decode bytes in position 0-1: no reason")
    #expect(
      codec("UnicodeEncodeError", "abc", 1, 3)
        == "'utf-8' codec can't encode characters in position 1-2: no reason")
    #expect(
      codec("UnicodeTranslateError", "abc", 2, 2, encoding: .none)
        == "can't translate characters in position 2-1: no reason")
    // One that is not there is named by its place only.
    #expect(
      codec("UnicodeDecodeError", bytes, 2, 3)
        == "'utf-8' codec can't decode bytes in position 2-2: no reason")
  }

  /// Python keeps such places from being; whatever stands there is printed.
  @Test(arguments: [(-1, 0), (.max, .min), (.min, .max), (.max, .max)] as [(Int64, Int64)])
  func anyPlaceIsPrinted(start: Int64, end: Int64) {
    #expect(
      codec("UnicodeEncodeError", "a", start, end)
        == "'utf-8' codec can't encode characters in position \(start)-\(end &- 1): no reason")
  }

  @Test func codecsWithoutAllOfThatSayTheirArguments() {
    #expect(message("UnicodeDecodeError", ["a", 1], [("encoding", "utf-8"), ("start", 1)]) == "('a', 1)")
  }

  @Test func systemErrorsNameTheirFiles() {
    let known: [(String, PythonValue)] = [("errno", 2), ("strerror", "No such file")]
    #expect(message("OSError", [2, "x"], known) == "[Errno 2] No such file")
    #expect(message("OSError", [2, "x"], known + [("filename", "a")]) == "[Errno 2] No such file: 'a'")
    #expect(
      message("OSError", [2, "x"], known + [("filename", "a"), ("filename2", "b")])
        == "[Errno 2] No such file: 'a' -> 'b'")
    #expect(message("OSError", [2, "x"], [("errno", 2)]) == "(2, 'x')")
  }

  @Test func syntaxErrorsNameTheirPlace() {
    let known: [(String, PythonValue)] = [("msg", "bad"), ("filename", "/a/b.py"), ("lineno", 3)]
    #expect(message("SyntaxError", ["x"], known) == "bad (b.py, line 3)")
    #expect(message("TabError", ["x"], [known[0], known[2]]) == "bad (line 3)")
    #expect(message("IndentationError", ["x"], [known[0]]) == "bad")
    #expect(message("SyntaxError", ["x"], [known[1]]) == "x")
  }

  @Test func aKeyErrorShowsItsKeyAsPythonPrintsIt() {
    #expect(message("KeyError", ["a"]) == "'a'")
    #expect(message("KeyError", ["a", "b"]) == "('a', 'b')")
    #expect(message("KeyError", ["a"], module: "shop") == "a")
  }
}
