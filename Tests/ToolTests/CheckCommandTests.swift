import Foundation
import TestSupport
import Testing

/// `pickleproof check` from outside: exit statuses, formats, inputs (REP-1 to REP-22).
@Suite struct CheckCommandTests {
  private let sound = ProjectFiles.fixture("captures/pyro5-basic.pcapng").path
  private let damaged = ProjectFiles.fixture("captures/hostile-pyro5-truncated.pcap").path
  private let marshal = ProjectFiles.fixture("captures/pyro5-marshal.pcapng").path

  private func json(_ output: ProgramOutput) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: output.output) as? [String: Any])
  }

  private func captures(_ output: ProgramOutput) throws -> [[String: Any]] {
    try #require(try json(output)["captures"] as? [[String: Any]])
  }

  @Test func endsWithZeroOnASoundCapture() throws {
    let output = try Tool.run("check", sound)
    #expect(output.status == 0)
    #expect(output.text.contains("pyro5-basic.pcapng: conformant\n"))
    #expect(output.text.contains("-> 127.0.0.1:9500"))
    #expect(output.errors.isEmpty)
  }

  @Test func endsWithOneOnAViolation() throws {
    let output = try Tool.run("check", damaged)
    #expect(output.status == 1)
    #expect(output.text.contains("truncated-stream"))
  }

  @Test(arguments: [("error", 0), ("warning", 1), ("note", 1), ("never", 0)] as [(String, Int32)])
  func endsByTheThreshold(level: String, status: Int32) throws {
    #expect(try Tool.run("check", "--fail-on", level, marshal).status == status)
  }

  @Test func weighsAndSilencesRules() throws {
    let raised = try Tool.run("check", "--severity", "marshal-serializer=error", marshal)
    #expect(raised.status == 1)
    #expect(raised.text.contains(": insecure\n"))
    let silenced = try Tool.run(
      "check", "--fail-on", "note", "--ignore", "marshal-serializer", "--ignore", "cleartext", "--ignore",
      "no-authentication", marshal)
    #expect(silenced.status == 0)
    #expect(!silenced.text.contains("cleartext"))
  }

  @Test(arguments: ["no-such-rule=error", "cleartext=high", "cleartext", "=note"])
  func refusesASeverityThatIsNone(text: String) throws {
    #expect(try Tool.run("check", "--severity", text, sound).status == 2)
  }

  @Test func verifiesTokensByAPassphrase() throws {
    let capture = ProjectFiles.fixture("captures/pyro3-passphrase.pcap").path
    let file = FileManager.default.temporaryDirectory.appending(path: "pickleproof-\(UUID().uuidString)")
    try Data("open sesame\n".utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let right = [
      try Tool.run("check", "--passphrase", "other", "--passphrase", "open sesame", capture),
      try Tool.run("check", "--passphrase-file", file.path, capture),
      try Tool.run("check", capture, environment: ["PICKLEPROOF_PASSPHRASE": "open sesame"]),
    ]
    for output in right { #expect(output.text.contains("it is of the passphrase given")) }
    let wrong = try Tool.run("check", "--passphrase", "open", capture)
    #expect(wrong.text.contains("hmac-mismatch"))
    #expect(try !Tool.run("check", capture).text.contains("passphrase given"))
    #expect(try Tool.run("check", "--passphrase-file", "/no/such/file", capture).status == 2)
  }

  @Test func writesJSON() throws {
    let output = try Tool.run("check", "--format", "json", "--messages", sound)
    let report = try json(output)
    #expect((report["tool"] as? [String: Any])?["name"] as? String == "pickleproof")
    let capture = try #require(try captures(output).first)
    #expect(capture["path"] as? String == sound)
    #expect(capture["verdict"] as? String == "conformant")
    #expect(capture["packets"] as? Int == 22)
    let flow = try #require((capture["flows"] as? [[String: Any]])?.first)
    #expect(flow["protocol"] as? String == "pyro5")
    #expect(flow["dialect"] as? String == "502")
    #expect(flow["transport"] as? String == "tcp")
    let messages = try #require(flow["messages"] as? [[String: Any]])
    #expect(messages.count == flow["messageCount"] as? Int)
    #expect(messages.first?["kind"] as? String == "CONNECT")
    #expect((messages.first?["payloadSHA256"] as? String)?.count == 64)
    #expect(messages[1]["answers"] as? Int == 0)
  }

  @Test func leavesMessagesOutUnlessAskedFor() throws {
    let capture = try #require(try captures(Tool.run("check", "--format", "json", sound)).first)
    #expect((capture["flows"] as? [[String: Any]])?.allSatisfy { $0["messages"] == nil } == true)
  }

  @Test func writesOneLineACapture() throws {
    let output = try Tool.run("check", "--format", "ndjson", sound, marshal)
    let lines = output.text.split(separator: "\n")
    #expect(lines.count == 2)
    for (line, path) in zip(lines, [sound, marshal]) {
      let capture = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      #expect(capture?["path"] as? String == path)
    }
  }

  @Test func readsStandardInput() throws {
    let bytes = Data(try ProjectFiles.fixtureBytes("captures/pyro5-basic.pcapng"))
    let output = try Tool.run("check", "--format", "json", "-", input: bytes)
    #expect(output.status == 0)
    #expect(try captures(output).first?["path"] as? String == "-")
    let piped = try Tool.shell("cat '\(sound)' | \"$TOOL\" check -")
    #expect(piped.status == 0)
    #expect(piped.text.hasPrefix("-: conformant\n"))
  }

  @Test func looksAtFramesOnly() throws {
    let output = try Tool.run("check", "--framing", "--format", "json", "--messages", sound)
    let flow = try #require((try captures(output).first?["flows"] as? [[String: Any]])?.first)
    let kinds = try #require(flow["messages"] as? [[String: Any]]).compactMap { $0["kind"] as? String }
    let full = try Tool.run("check", "--format", "json", "--messages", sound)
    let read = try #require((try captures(full).first?["flows"] as? [[String: Any]])?.first)
    #expect(kinds == (read["messages"] as? [[String: Any]])?.compactMap { $0["kind"] as? String })
  }

  @Test func sumsManyCapturesUp() throws {
    let output = try Tool.run("check", sound, marshal, damaged)
    #expect(output.status == 1)
    #expect(output.text.contains("\n3 captures: 1 nonconformant, 2 conformant; "))
  }

  @Test func capsTheFindingsOfAConnection() throws {
    #expect(try Tool.run("check", "--max-findings", "0", sound).status == 2)
    #expect(try Tool.run("check", "--max-findings", "1", sound).status == 0)
  }
}

/// Inputs that cannot be read, and outputs that cannot be written.
@Suite struct BadInputTests {
  private let sound = ProjectFiles.fixture("captures/pyro5-basic.pcapng").path

  private func refusal(_ path: String) throws -> String {
    let output = try Tool.run("check", path)
    #expect(output.status == 2)
    #expect(output.output.isEmpty)
    return output.errorText
  }

  private func withFile(_ bytes: Data, _ body: (String) throws -> Void) throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "pickleproof-\(UUID().uuidString)")
    try bytes.write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    try body(file.path)
  }

  @Test func refusesAMissingFile() throws {
    #expect(
      try refusal("/no/such/file.pcap")
        == "pickleproof: /no/such/file.pcap: there is no such file\n")
  }

  @Test func refusesADirectory() throws {
    #expect(try refusal("/tmp") == "pickleproof: /tmp: it is a directory\n")
  }

  @Test(.enabled(if: getuid() != 0, "root may read every file"))
  func refusesAFileWithoutPermission() throws {
    try withFile(Data([1])) { path in
      #expect(chmod(path, 0) == 0)
      let text = try refusal(path)
      #expect(text == "pickleproof: \(path): no permission to read it\n")
    }
  }

  @Test func refusesAnEmptyFile() throws {
    try withFile(Data()) { path in
      let text = try refusal(path)
      #expect(text.hasPrefix("pickleproof: \(path): "))
      #expect(text.contains("empty") || text.contains("no bytes"))
      #expect(text.split(separator: "\n").count == 1)
    }
  }

  @Test func refusesWhatIsNoCapture() throws {
    try withFile(Data("# a text, and not a capture at all\n".utf8)) { path in
      let text = try refusal(path)
      #expect(text.hasPrefix("pickleproof: \(path): "))
      #expect(text.split(separator: "\n").count == 1)
    }
  }

  @Test(arguments: ["text", "json", "ndjson"])
  func reportsTheOthersWhenOneIsBad(format: String) throws {
    let output = try Tool.run("check", "--format", format, sound, "/no/such/file", sound)
    #expect(output.status == 2)
    #expect(output.errorText.contains("/no/such/file: there is no such file"))
    switch format {
    case "text": #expect(output.text.components(separatedBy: "pyro5-basic.pcapng: conformant\n").count == 3)
    case "ndjson": #expect(output.text.split(separator: "\n").count == 2)
    default:
      let report = try JSONSerialization.jsonObject(with: output.output) as? [String: Any]
      #expect((report?["captures"] as? [Any])?.count == 2)
      let unreadable = try #require(report?["unreadable"] as? [[String: String]])
      #expect(
        unreadable == [
          ["path": "/no/such/file", "kind": "notFound", "detail": "there is no such file"]
        ])
    }
  }

  @Test func reportsACutFileAsFarAsItGoes() throws {
    var bytes = Data(try ProjectFiles.fixtureBytes("captures/pyro5-basic.pcapng"))
    bytes.removeLast(200)
    try withFile(bytes) { path in
      let output = try Tool.run("check", path)
      #expect(output.status == 1)
      #expect(output.text.contains("damaged-capture"))
      #expect(output.text.contains("INVOKE"))
    }
  }

  @Test(arguments: ["check", "show"])
  func endsQuietlyWhenItsReaderIsGone(command: String) throws {
    let output = try Tool.shell("\"$TOOL\" \(command) '\(sound)' | true; echo ${PIPESTATUS[0]}")
    #expect(output.text == "0\n")
    #expect(output.errors.isEmpty)
  }

  @Test(arguments: ["check", "check --format json", "show", "decode"])
  func endsWithTwoWhenTheDiskIsFull(command: String) throws {
    let input = command == "decode" ? "<(echo '[1]')" : "'\(sound)'"
    let output = try Tool.shell("\"$TOOL\" \(command) \(input) > /dev/full; echo $?")
    #expect(output.text == "2\n")
    #expect(output.errorText == "pickleproof: cannot write the output: No space left on device\n")
  }
}

/// Colours: on a terminal, or when asked for (REP-6).
@Suite struct ColourTests {
  private let sound = ProjectFiles.fixture("captures/pyro5-basic.pcapng").path

  @Test func usesNoneInAFile() throws {
    #expect(!(try Tool.run("check", sound)).text.contains("\u{1B}"))
  }

  @Test func usesThemWhenAskedTo() throws {
    #expect(try Tool.run("check", "--color", "always", sound).text.contains("\u{1B}["))
  }

  /// `script` runs a command on a terminal of its own.
  @Test(
    .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/script"), "script is not installed"),
    arguments: [
      ("", "", true), ("NO_COLOR=1", "", false), ("TERM=dumb", "", false), ("", "--color never", false),
    ])
  func followsTheTerminal(environment: String, option: String, isColoured: Bool) throws {
    let command = "env TERM=xterm \(environment) $TOOL check \(option) '\(sound)'"
    let output = try Tool.shell("unset NO_COLOR; script -qec \"\(command)\" /dev/null < /dev/null")
    #expect(output.text.contains("\u{1B}[") == isColoured)
    #expect(output.text.contains("conformant"))
  }
}
