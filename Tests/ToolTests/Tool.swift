import Foundation
import TestSupport

/// The built program.
enum Tool {
  /// It is built beside the tests, in the same configuration.
  static let executable = URL(fileURLWithPath: CommandLine.arguments[0])
    .resolvingSymlinksInPath().deletingLastPathComponent().appending(path: "pickleproof")

  /// Runs it to its end.
  static func run(
    _ arguments: String..., input: Data = Data(), environment: [String: String] = [:]
  ) throws -> ProgramOutput {
    try runProgram(executable, arguments, input: input, environment: environment)
  }

  /// Runs a line of shell in which `$TOOL` is the program, for pipes and redirections.
  static func shell(_ line: String) throws -> ProgramOutput {
    try runProgram(
      URL(fileURLWithPath: "/bin/bash"), ["-c", line], environment: ["TOOL": executable.path])
  }
}
