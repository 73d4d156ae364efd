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

  /// What the peer makes of an input; `nil` where it died.
  func answer(to bytes: [UInt8]) -> [UInt8]? {
    let length = (0..<4).map { UInt8(truncatingIfNeeded: bytes.count >> (8 * $0)) }
    guard write(length + bytes), let head = read(4) else { return nil }
    return read(head.reversed().reduce(0) { $0 << 8 | Int($1) })
  }

  // libFuzzer's timer interrupts system calls, which Foundation takes for errors.

  private func write(_ bytes: [UInt8]) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes {
        Foundation.write(input.fileHandleForWriting.fileDescriptor, $0.baseAddress, $0.count)
      }
      guard count > 0 || errno == EINTR else { return false }
      rest = rest.dropFirst(max(0, count))
    }
    return true
  }

  private func read(_ count: Int) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: count)
    var filled = 0
    while filled < count {
      let more = bytes[filled...].withUnsafeMutableBytes {
        Foundation.read(output.fileHandleForReading.fileDescriptor, $0.baseAddress, $0.count)
      }
      guard more > 0 || (more < 0 && errno == EINTR) else { return nil }
      filled += max(0, more)
    }
    return bytes
  }
}
