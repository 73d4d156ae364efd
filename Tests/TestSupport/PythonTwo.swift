import Foundation

/// A Python 2.7, for the peers that need one: CPython's where this machine has it, else Jython's, which Debian
/// packages and `make setup` installs.
public struct PythonTwo: Sendable {
  /// The interpreter.
  public let executable: URL
  /// Whether it is Jython: slower to start, and with a library of its own.
  public let isJython: Bool

  /// The interpreter of this machine; `nil` where there is none.
  public static let found: PythonTwo? = {
    let runs = { (candidate: URL) in
      // One of pyenv's shims is there whether or not a Python is behind it.
      FileManager.default.isExecutableFile(atPath: candidate.path)
        && (try? runProgram(candidate, ["-c", "pass"], seconds: 60))?.status == 0
    }
    if let python = candidates("python2.7").first(where: runs) {
      return PythonTwo(executable: python, isJython: false)
    }
    return onPath("jython").first(where: runs).map { PythonTwo(executable: $0, isJython: true) }
  }()

  /// Places where a Python 2.7 may be: on the path, and in pyenv.
  private static func candidates(_ name: String) -> [URL] {
    let environment = ProcessInfo.processInfo.environment
    let pyenv = environment["PYENV_ROOT"] ?? (environment["HOME"] ?? "") + "/.pyenv"
    let versions = URL(fileURLWithPath: pyenv).appending(path: "versions")
    let inside = (try? FileManager.default.contentsOfDirectory(atPath: versions.path)) ?? []
    return onPath(name)
      + inside.filter { $0.hasPrefix("2.7") }.map { versions.appending(path: "\($0)/bin/\(name)") }
  }

  private static func onPath(_ name: String) -> [URL] {
    (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map {
      URL(fileURLWithPath: String($0)).appending(path: name)
    }
  }
}

/// A package for Python 2, which pip does not install: `make setup` unpacks its source.
public struct PythonTwoPackage: Sendable {
  /// Gnosis_Utils, of XML pickles.
  public static let gnosis = PythonTwoPackage("gnosis/Gnosis_Utils-1.2.2")
  /// Pyro 3.
  public static let pyro3 = PythonTwoPackage("pyro3/Pyro-3.16")

  private let folder: URL

  /// Names a package by the folder below `.venv/` into which it is unpacked.
  public init(_ path: String) { folder = ProjectFiles.root.appending(path: ".venv/\(path)") }

  /// Whether tests that need it are to run: it and a Python for it are there, or this is CI, where their
  /// absence fails them.
  public var isExpected: Bool { isContinuousIntegration || isThere }

  /// Whether it and a Python for it are there.
  public var isThere: Bool { FileManager.default.fileExists(atPath: folder.path) && PythonTwo.found != nil }

  /// There is no Python 2.7 and no Jython.
  public struct NoPython: Error {}

  /// Where the interpreter finds the package.
  private var environment: [String: String] {
    [
      "PYTHONPATH": folder.path, "JYTHONPATH": folder.path, "PYTHONHASHSEED": "0",
      "PYTHONDONTWRITEBYTECODE": "1",
    ]
  }

  /// Runs a script of the project, by its path, with the package in reach.
  public func run(_ script: String, input: Data = Data()) throws -> ProgramOutput {
    guard let python = PythonTwo.found else { throw NoPython() }
    return try runProgram(
      python.executable, [ProjectFiles.root.appending(path: script).path], input: input,
      environment: environment,
      seconds: 300)
  }

  /// Starts a server, a script of the project by its path, with the package in reach.
  public func serve(_ script: String, arguments: [String] = []) throws -> LiveServer {
    guard let python = PythonTwo.found else { throw NoPython() }
    return try LiveServer(
      python.executable, [ProjectFiles.root.appending(path: script).path] + arguments,
      environment: environment)
  }
}
