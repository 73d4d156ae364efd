import Foundation

/// What a program that has ended wrote and returned.
public struct ProgramOutput: Sendable {
  /// The exit status; 128 and the signal's number where a signal ended it.
  public let status: Int32
  /// Standard output.
  public let output: Data
  /// Standard error.
  public let errors: Data

  /// Standard output as text.
  public var text: String { String(decoding: output, as: UTF8.self) }
  /// Standard error as text.
  public var errorText: String { String(decoding: errors, as: UTF8.self) }
}

/// A program did not end in the time it was given.
public struct ProgramTimeout: Error {}

/// Runs a program to its end. Input and output go through files, so that no pipe can fill up.
public func runProgram(
  _ executable: URL, _ arguments: [String], input: Data = Data(), environment: [String: String] = [:],
  seconds: Int = 120
) throws -> ProgramOutput {
  let folder = FileManager.default.temporaryDirectory.appending(path: "pickleproof-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  try input.write(to: folder.appending(path: "in"))
  for name in ["out", "err"] { try Data().write(to: folder.appending(path: name)) }
  let process = Process()
  process.executableURL = executable
  process.arguments = arguments
  process.currentDirectoryURL = ProjectFiles.root
  process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
  process.standardInput = try FileHandle(forReadingFrom: folder.appending(path: "in"))
  process.standardOutput = try FileHandle(forWritingTo: folder.appending(path: "out"))
  process.standardError = try FileHandle(forWritingTo: folder.appending(path: "err"))
  let ended = DispatchSemaphore(value: 0)
  process.terminationHandler = { _ in ended.signal() }
  try process.run()
  if ended.wait(timeout: .now() + .seconds(seconds)) == .timedOut {
    kill(process.processIdentifier, SIGKILL)
    throw ProgramTimeout()
  }
  let bySignal = process.terminationReason == .uncaughtSignal
  return ProgramOutput(
    status: (bySignal ? 128 : 0) + process.terminationStatus,
    output: try Data(contentsOf: folder.appending(path: "out")),
    errors: try Data(contentsOf: folder.appending(path: "err")))
}
