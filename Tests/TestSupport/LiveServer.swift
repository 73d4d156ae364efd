import Foundation

/// A server of a peer on loopback, in a process of its own that ends with this object.
///
/// The script prints its port in a line of its own, and ends when its standard input does.
///
/// Tests may share one: nothing of it is used between its start and its end but the port.
public final class LiveServer: @unchecked Sendable {
  private let process = Process()
  private let input = Pipe()
  private let output = Pipe()
  /// The port on which it listens at 127.0.0.1.
  public let port: UInt16

  /// The script did not print a port.
  public struct NoPort: Error {}

  /// Starts a script below `Tests/` and waits for its port.
  public convenience init(_ peer: PeerPython, _ script: String, arguments: [String] = []) throws {
    try self.init(
      peer.executable, [ProjectFiles.root.appending(path: "Tests/\(script)").path] + arguments)
  }

  /// Starts a program and waits for its port.
  public init(_ executable: URL, _ arguments: [String], environment: [String: String] = [:]) throws {
    process.executableURL = executable
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.standardInput = input
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    var line = Data()
    while let byte = try output.fileHandleForReading.read(upToCount: 1), !byte.isEmpty, byte != Data([0x0A]) {
      line += byte
    }
    guard let port = UInt16(String(decoding: line, as: UTF8.self)) else { throw NoPort() }
    self.port = port
  }

  deinit {
    try? input.fileHandleForWriting.close()
    // Another server started meanwhile may hold the other end of the pipe open.
    process.terminate()
    process.waitUntilExit()
  }
}
