import Foundation
import TestSupport
import Testing

/// Keys from the command line, from files and from the environment.
@Suite struct SecretOptionTests {
  private let signed = ProjectFiles.fixture("pyro4/signed.pcap").path
  private let mismatch = ProjectFiles.fixture("captures/pyro4-hmac-mismatch.pcapng").path

  /// Whether a check found messages signed with another key.
  private func findsMismatch(
    _ arguments: [String], environment: [String: String] = [:]
  ) throws -> Bool {
    let output = try runProgram(Tool.executable, ["check"] + arguments, environment: environment)
    #expect(output.status == (output.text.contains("hmac-mismatch") ? 1 : 0))
    return output.text.contains("hmac-mismatch")
  }

  @Test func verifiesWithTheKeyGiven() throws {
    #expect(try !findsMismatch([signed]))
    #expect(try !findsMismatch(["--hmac-key", Self.key, signed]))
    #expect(try findsMismatch(["--hmac-key", "another", signed]))
    #expect(try findsMismatch(["--hmac-key", Self.key, mismatch]))
  }

  /// The key of the capture.
  static let key = "s3cret"

  @Test func takesTheKeyFromTheEnvironment() throws {
    #expect(try !findsMismatch([signed], environment: ["PICKLEPROOF_HMAC_KEY": Self.key]))
    #expect(try findsMismatch([signed], environment: ["PICKLEPROOF_HMAC_KEY": "another"]))
    #expect(
      try !findsMismatch(["--hmac-key", Self.key, signed], environment: ["PICKLEPROOF_HMAC_KEY": "another"]))
  }

  @Test(arguments: ["", "\n", "\r\n"]) func takesTheKeyFromAFile(ending: String) throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "key-\(UUID().uuidString)")
    try Data("\(Self.key)\(ending)".utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    #expect(try !findsMismatch(["--hmac-key-file", file.path, signed]))
    try Data("another\(ending)".utf8).write(to: file)
    #expect(try findsMismatch(["--hmac-key-file", file.path, signed]))
    try Data(ending.utf8).write(to: file)
    #expect(try Tool.run("check", "--hmac-key-file", file.path, signed).status == 2)
  }

  @Test(arguments: [
    ["--hmac-key", ""], ["--hmac-key", "a", "--hmac-key-file", "b"], ["--hmac-key-file", "/nowhere/at/all"],
  ])
  func refusesKeysThatAreNone(arguments: [String]) throws {
    for command in ["check", "show"] {
      #expect(try runProgram(Tool.executable, [command] + arguments + [signed]).status == 2)
    }
  }

  @Test func showVerifiesToo() throws {
    let output = try Tool.run("show", "--hmac-key", "another", signed)
    #expect(output.text.contains("hmac-mismatch"))
  }

  @Test func theHelpSaysWhoSeesTheKey() throws {
    for command in ["check", "show"] {
      let help = try Tool.run(command, "--help").text.split(whereSeparator: \.isWhitespace).joined(
        separator: " ")
      #expect(help.contains("Others on this machine can see it"))
      #expect(help.contains("PICKLEPROOF_HMAC_KEY"))
    }
  }
}
