import Foundation

/// A reference implementation in a process of its own that answers for as long as this program runs.
final class PeerProcess {
  private let process = Process()
  private let input = Pipe()
  private let output = Pipe()

  /// Starts `peer.py` for a format under the Python of an environment that `make setup` makes.
  init(environment: String, format: String) throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "../../..")
      .standardized
    process.executableURL = root.appending(path: ".venv/\(environment)/bin/python")
    process.arguments = [root.appending(path: "Fuzz/peers/peer.py").path, format]
    process.standardInput = input
    process.standardOutput = output
    try process.run()
  }

  /// What the peer makes of an input.
  func answer(to bytes: [UInt8]) throws -> [UInt8] {
    var request = Data(count: 4)
    for index in 0..<4 { request[index] = UInt8(truncatingIfNeeded: bytes.count >> (8 * index)) }
    try input.fileHandleForWriting.write(contentsOf: request + bytes)
    let head = try read(4)
    return try read(head.reversed().reduce(0) { $0 << 8 | Int($1) })
  }

  private func read(_ count: Int) throws -> [UInt8] {
    var bytes: [UInt8] = []
    while bytes.count < count {
      guard let more = try output.fileHandleForReading.read(upToCount: count - bytes.count), !more.isEmpty
      else {
        throw CocoaError(.fileReadUnknown)
      }
      bytes += more
    }
    return bytes
  }
}
