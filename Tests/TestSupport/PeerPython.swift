import Foundation

/// A Python with one pinned set of peers in it: a virtual environment that `make setup` makes
/// from `Tests/peers/NAME.txt`.
public struct PeerPython: Sendable {
  /// The name of the environment: `pyro5`, `rpyc6` …
  public let name: String

  /// Names an environment, which need not exist.
  public init(_ name: String) { self.name = name }

  /// Where its Python is.
  public var executable: URL { ProjectFiles.root.appending(path: ".venv/\(name)/bin/python") }

  /// Whether tests that need it are to run: it is there, or this is CI, where its absence fails
  /// them. Use as `@Suite(.enabled(if: PeerPython("pyro5").isExpected, "run make setup first"))`.
  public var isExpected: Bool {
    isContinuousIntegration || FileManager.default.isExecutableFile(atPath: executable.path)
  }

  /// Runs a script to its end and returns what it wrote.
  ///
  /// - Parameters:
  ///   - script: Python source, or the path of a file below `Tests/` that ends in `.py`.
  ///   - input: what it reads on standard input.
  ///   - seconds: how long it may take.
  public func run(
    _ script: String, arguments: [String] = [], input: Data = Data(), seconds: Int = 120
  ) throws -> ProgramOutput {
    let file = ProjectFiles.root.appending(path: "Tests/\(script)").path
    return try runProgram(
      executable, (script.hasSuffix(".py") ? [file] : ["-c", script]) + arguments, input: input,
      seconds: seconds)
  }
}
