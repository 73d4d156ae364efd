import ArgumentParser
import Foundation
import WireCheck

/// The statuses with which the program ends.
enum ExitStatus: Int32 {
  /// Every input was read, and nothing at or above the threshold was found.
  case sound = 0
  /// Every input was read, and something was found.
  case found = 1
  /// The command line is wrong, an input could not be read, or the output could not be written.
  case failed = 2

  /// Ends the process.
  func leave() -> Never { exit(rawValue) }
}

/// One clear line for a person about why the program could not do its work; it ends with status 2.
struct Failure: Error {
  /// What is wrong, without the program's name before it.
  let message: String

  init(_ message: String) { self.message = message }
}

/// Parses the command line, runs the command, and says with what status to end.
///
/// The parser's own `main` ends with 64 (EX_USAGE) on a wrong command line; ours is 2, as the checkers do
/// that scripts already know.
func exitStatus(running parse: () throws -> any ParsableCommand) -> ExitStatus {
  do {
    var command = try parse()
    try command.run()
    return .sound
  } catch let failure as Failure {
    writeError("\(Tool.name): \(failure.message)\n")
    return .failed
  } catch let code as ExitCode {
    return ExitStatus(rawValue: code.rawValue) ?? .failed
  } catch {
    return report(error)
  }
}

/// Prints what the parser has to say: help and versions are output, wrong usage is an error.
private func report(_ error: any Error) -> ExitStatus {
  let text = Pickleproof.fullMessage(for: error) + "\n"
  guard Pickleproof.exitCode(for: error).isSuccess else {
    writeError(text)
    return .failed
  }
  let output = StandardOutput()
  output.write(Array(text.utf8))
  return output.status(otherwise: .sound)
}

/// Writes to standard error, whatever becomes of it.
func writeError(_ text: String) {
  FileHandle.standardError.write(Data(text.utf8))
}
