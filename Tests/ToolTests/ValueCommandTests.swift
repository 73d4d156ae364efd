import Foundation
import TestSupport
import Testing

/// `decode`, `encode` and `testee` from outside.
@Suite struct ValueCommandTests {
  private func run(_ arguments: String..., input: String) throws -> ProgramOutput {
    try runProgram(Tool.executable, arguments, input: Data(input.utf8))
  }

  @Test func decodesToPython() throws {
    let output = try run("decode", input: "# serpent utf-8 python3.2\n{'a':[1,2.5,None],'b':{1},'c':(True,)}")
    #expect(output.text == "{'a': [1, 2.5, None], 'b': {1}, 'c': (True,)}\n")
    #expect(output.status == 0)
  }

  @Test func decodesToTypedJSON() throws {
    let output = try run("decode", "--to", "typed", input: "[1,'x']")
    let value = try JSONSerialization.jsonObject(with: output.output) as? [String: Any]
    #expect(value?["t"] as? String == "list")
    #expect((value?["v"] as? [[String: String]]) == [["t": "int", "v": "1"], ["t": "str", "v": "x"]])
  }

  @Test func refusesWithOneLineAndTwo() throws {
    let output = try run("decode", input: "[1,")
    #expect(output.status == 2)
    #expect(output.output.isEmpty)
    #expect(output.errorText.hasPrefix("pickleproof: standard input: the input ends too soon at byte 3"))
    #expect(output.errorText.split(separator: "\n").count == 1)
  }

  @Test func keepsToTheLimits() throws {
    #expect(try run("decode", "--max-depth", "2", input: "[[[1]]]").status == 2)
    #expect(try run("decode", "--max-depth", "3", input: "[[[1]]]").status == 0)
    #expect(try run("decode", "--max-depth", "0", input: "1").status == 2)
  }

  @Test func encodesWhatItDecoded() throws {
    let text = "# serpent utf-8 python3.2\n{'a':[1,2.5,None],'b':{1},'c':(True,)}"
    let typed = try run("decode", "--to", "typed", input: text).text
    #expect(try run("encode", input: typed).text == text)
    let python = try run("decode", input: text).text
    #expect(try run("encode", "--from", "python", input: python).text == text)
  }

  @Test func encodesWithOptions() throws {
    let indented = try run("encode", "--from", "python", "--indent", input: "{'b':1,'a':b'x'}")
    #expect(indented.text.hasPrefix("# serpent utf-8 python3.2\n{\n  'a':"))
    let literal = try run("encode", "--from", "python", "--bytes-repr", input: "b'x'")
    #expect(literal.text.hasSuffix("b'x'"))
  }

  @Test(arguments: ["serpent", "brine", "xmlpickle"])
  func encodesEachFormat(format: String) throws {
    let document = try run("encode", "--from", "python", "--format", format, input: "(1, 'seven', None)")
    #expect(document.status == 0)
    let value = try runProgram(
      Tool.executable, ["decode", "--format", format], input: document.output)
    #expect(value.text == "(1, 'seven', None)\n")
  }

  @Test func encodesAndDecodesExceptions() throws {
    let typed =
      #"{"t":"exception","module":"builtins","class":"ValueError","args":[{"t":"str","v":"x"}],"attributes":[],"traceback":"tb"}"#
    let document = try run("encode", "--format", "vinegar", input: typed)
    #expect(document.status == 0, "\(document.errorText)")
    let value = try runProgram(
      Tool.executable, ["decode", "--format", "vinegar", "--to", "typed"], input: document.output)
    #expect(value.text == typed + "\n")
    #expect(try run("encode", "--from", "python", "--format", "vinegar", input: "1").status == 2)
  }

  @Test(arguments: [
    ("marshal", "28020000006901000000f502000000c3a9", "(1, 'é')\n"), ("msgpack", "9201a2c3a9", "[1, 'é']\n"),
    ("json", "5b312c22c3a9225d", "[1, 'é']\n"),
    ("pickle", "80049508000000000000004b018c02c3a986942e", "(1, 'é')\n"),
  ])
  func decodesWhatItDoesNotEncode(format: String, document: String, value: String) throws {
    let output = try runProgram(
      Tool.executable, ["decode", "--format", format], input: Data(hexBytes(document)))
    #expect(output.text == value)
    #expect(output.errors.isEmpty)
    #expect(output.status == 0)
    let refused = try run("encode", "--format", format, input: #"{"t":"none"}"#)
    #expect(refused.status == 2)
    #expect(refused.errorText.contains("not encoded"))
  }

  @Test func saysWhatLoadingAPickleWouldDo() throws {
    let output = try run("decode", "--format", "pickle", input: "cos\nsystem\n(S'id'\ntR.")
    #expect(output.text == "<os.system object ('id',): None>\n")
    #expect(
      output.errorText == """
        standard input: byte 0: would look up os.system
        standard input: byte 19: would call os.system('id')  (dangerous-class)

        """)
    #expect(output.status == 1)
  }

  @Test func saysWhatADamagedPickleWouldHaveDone() throws {
    let output = try run("decode", "--format", "pickle", input: "cos\nsystem\n(S'id'\ntR")
    #expect(output.status == 2)
    #expect(output.output.isEmpty)
    let lines = output.errorText.split(separator: "\n")
    #expect(lines.count == 3)
    #expect(lines.last?.hasPrefix("pickleproof: standard input: the input ends too soon") == true)
    #expect(
      try run("decode", "--format", "pickle", input: "N.N.").errorText.contains("bytes after the value"))
  }

  @Test func saysWhatAFormatCannotHold() throws {
    let output = try run("encode", "--from", "python", "--format", "brine", input: "[1]")
    #expect(output.status == 2)
    #expect(output.output.isEmpty)
    #expect(output.errorText.hasPrefix("pickleproof: standard input: not representable"))
  }

  @Test func answersTheTestee() throws {
    let requests = """
      {"id":1,"op":"decode","format":"serpent","data":"WzFd"}
      no json
      {"id":2,"op":"encode","format":"serpent","value":{"t":"none"}}
      {"id":3,"op":"decode","format":"nonsense","data":""}
      """
    let output = try run("testee", input: requests)
    #expect(output.status == 0)
    let lines = output.text.split(separator: "\n").map(String.init)
    #expect(lines.count == 4)
    #expect(lines[0] == #"{"id":1,"value":{"t":"list","v":[{"t":"int","v":"1"}]}}"#)
    #expect(lines[1].contains("\"error\""))
    #expect(lines[2].contains("\"data\""))
    #expect(lines[3].contains("\"skipped\""))
  }

  @Test func endsTheTesteeAtTheEndOfInput() throws {
    let output = try run("testee", input: "")
    #expect(output.status == 0)
    #expect(output.output.isEmpty)
  }
}

/// `show` from outside.
@Suite struct ShowCommandTests {
  private let capture = ProjectFiles.fixture("captures/pyro5-nameserver.pcapng").path

  @Test func matchesAnswersWithRequests() throws {
    let output = try Tool.run("show", ProjectFiles.fixture("captures/pyro5-basic.pcapng").path)
    #expect(output.status == 0)
    let lines = output.text.split(separator: "\n")
    #expect(lines.first?.contains("127.0.0.1:9500  pyro5 502, 20") == true)
    let invokes = lines.filter { $0.contains("-> #") && $0.contains("INVOKE") }
    #expect(invokes.count == 6)
    for (index, invoke) in invokes.enumerated() {
      let number = 2 + 2 * index
      #expect(invoke.contains(" -> #\(number) INVOKE "))
      #expect(lines.contains { $0.contains(" <- #\(number + 1) RESULT ") && $0.contains("  (#\(number), ") })
    }
    #expect(lines.allSatisfy { $0.wholeMatch(of: /(\[| |\d\d:\d\d:\d\d\.\d{6} ).*/) != nil })
  }

  @Test(arguments: [("1", 1), (":9598", 1), ("127.0.0.1:9596", 1), ("127.0.0.1", 3), ("99", 0)])
  func showsOnlyTheFlowsAskedFor(filter: String, flows: Int) throws {
    let output = try Tool.run("show", "--flow", filter, capture)
    #expect(output.text.split(separator: "\n").count { $0.hasPrefix("[") } == flows)
  }

  @Test func cutsLongMessages() throws {
    let wide = try Tool.run("show", "--width", "0", "--no-findings", capture).text
    let narrow = try Tool.run("show", "--width", "20", "--no-findings", capture).text
    #expect(narrow.contains("…"))
    #expect(!wide.contains("…"))
    #expect(narrow.count < wide.count)
    #expect(narrow.split(separator: "\n").count == wide.split(separator: "\n").count)
  }

  @Test func leavesFindingsOutWhenAskedTo() throws {
    #expect(try Tool.run("show", capture).text.contains("no-authentication"))
    #expect(!(try Tool.run("show", "--no-findings", capture)).text.contains("no-authentication"))
  }

  /// RPyC names its generation in no header: messages tell it.
  @Test func saysWhatIsSpokenOnceItIsKnown() throws {
    let path = ProjectFiles.fixture("captures/rpyc6-basic.pcapng").path
    let lines = try Tool.run("show", "--no-findings", path).text.split(separator: "\n")
    #expect(lines[0].contains("  rpyc, "))
    #expect(lines.firstIndex(of: "        [0] speaks rpyc 6") == 3)
    #expect(lines[1].hasSuffix("-> #0 REQUEST GETROOT()"))
  }
}
