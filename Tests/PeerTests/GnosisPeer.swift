import Foundation
import TestSupport

/// Gnosis_Utils 1.2.2 under a Python 2.7, where this machine has both.
struct GnosisPeer {
  /// The Python 2.7 found, and the folder of the unpacked package.
  let python: URL
  let package: URL

  /// `nil` where there is no Python 2.7, or `make setup` could not fetch the package.
  static let found: GnosisPeer? = {
    let package = ProjectFiles.root.appending(path: ".venv/gnosis/Gnosis_Utils-1.2.2")
    let files = FileManager.default
    guard files.fileExists(atPath: package.path) else { return nil }
    // One of pyenv's shims is there whether or not a Python is behind it.
    let python = candidates().first { candidate in
      files.isExecutableFile(atPath: candidate.path)
        && (try? runProgram(candidate, ["-c", "pass"], seconds: 20))?.status == 0
    }
    return python.map { GnosisPeer(python: $0, package: package) }
  }()

  /// Places where a Python 2.7 may be: on the path, and in pyenv.
  private static func candidates() -> [URL] {
    let environment = ProcessInfo.processInfo.environment
    let folders = (environment["PATH"] ?? "").split(separator: ":").map { URL(fileURLWithPath: String($0)) }
    let pyenv = environment["PYENV_ROOT"] ?? (environment["HOME"] ?? "") + "/.pyenv"
    let versions = URL(fileURLWithPath: pyenv).appending(path: "versions")
    let inside = (try? FileManager.default.contentsOfDirectory(atPath: versions.path)) ?? []
    return folders.map { $0.appending(path: "python2.7") }
      + inside.filter { $0.hasPrefix("2.7") }.map { versions.appending(path: "\($0)/bin/python2.7") }
  }

  /// Runs a script of the project under it.
  func run(_ script: String, input: Data = Data()) throws -> ProgramOutput {
    try runProgram(
      python, [ProjectFiles.root.appending(path: script).path], input: input,
      environment: ["PYTHONPATH": package.path, "PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1"],
      seconds: 300)
  }
}
