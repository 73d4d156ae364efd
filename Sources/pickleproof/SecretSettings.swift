import ArgumentParser
import Foundation
import PyroWire

/// The options by which secrets are given, to verify what is signed with them.
struct SecretSettings: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The HMAC key of Pyro 4, to verify messages with. Others on this machine can see it in the list of processes.",
      valueName: "key"))
  var hmacKey: String?

  @Option(
    help: ArgumentHelp(
      "A file with that key. Neither given: the environment's PICKLEPROOF_HMAC_KEY.", valueName: "file"),
    completion: .file())
  var hmacKeyFile: String?

  @Option(
    help: ArgumentHelp(
      "A passphrase of Pyro 3, to verify tokens with. May be repeated; others on this machine can see it too.",
      valueName: "text"))
  var passphrase: [String] = []

  @Option(
    help: ArgumentHelp(
      "A file with such a passphrase. Neither given: the environment's PICKLEPROOF_PASSPHRASE.",
      valueName: "file"),
    completion: .file())
  var passphraseFile: [String] = []

  func validate() throws {
    if hmacKey != nil, hmacKeyFile != nil {
      throw ValidationError("--hmac-key and --hmac-key-file exclude each other.")
    }
    if hmacKey?.isEmpty == true { throw ValidationError("--hmac-key must not be empty.") }
  }

  /// The passphrases given.
  func passphrases() throws(Failure) -> [Pyro3Passphrase] {
    try Secret.all(passphrase, files: passphraseFile, variable: "PICKLEPROOF_PASSPHRASE").map { secret in
      Pyro3Passphrase(secret)
    }
  }

  /// The HMAC key given.
  func hmacKeyBytes() throws(Failure) -> [UInt8]? {
    let keys = try Secret.all(
      hmacKey.map { [$0] } ?? [], files: hmacKeyFile.map { [$0] } ?? [], variable: "PICKLEPROOF_HMAC_KEY")
    if let key = keys.first, key.isEmpty { throw Failure("\(hmacKeyFile ?? ""): the key is empty") }
    return keys.first
  }
}

/// Secrets as bytes.
enum Secret {
  /// The secrets of the command line and of files; where there are none, that of an environment variable.
  ///
  /// - Throws: where a file cannot be read.
  static func all(_ texts: [String], files: [String], variable: String) throws(Failure) -> [[UInt8]] {
    var secrets = texts.map { Array($0.utf8) }
    for file in files { secrets.append(withoutLineEnd(try InputFile.bytes(file))) }
    guard secrets.isEmpty else { return secrets }
    let inherited = ProcessInfo.processInfo.environment[variable] ?? ""
    return inherited.isEmpty ? [] : [Array(inherited.utf8)]
  }

  /// Editors and `echo` end a file with a line feed, which is no part of the secret.
  private static func withoutLineEnd(_ bytes: [UInt8]) -> [UInt8] {
    var bytes = bytes
    if bytes.last == 0x0A { bytes.removeLast() }
    if bytes.last == 0x0D { bytes.removeLast() }
    return bytes
  }
}
