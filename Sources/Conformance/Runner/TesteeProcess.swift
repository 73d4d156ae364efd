import Foundation

/// A program that speaks the testee protocol, started, asked, and killed where it hangs.
///
/// Not for use by two threads at once.
final class TesteeProcess {
  /// The longest answer that is waited for, in bytes.
  private static let longestAnswer = 64 << 20

  private let process = Process()
  private let input = Pipe()
  private let output = Pipe()
  /// Bytes that came after the last answer.
  private var held: [UInt8] = []

  /// Starts a command in a shell. What it writes to standard error is dropped.
  init(command: String, folder: URL) throws {
    // A testee that died is an answer of its own, no signal that ends this program.
    signal(SIGPIPE, SIG_IGN)
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", command]
    process.currentDirectoryURL = folder
    process.standardInput = input
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    for handle in [input.fileHandleForWriting, output.fileHandleForReading] {
      _ = fcntl(handle.fileDescriptor, F_SETFL, O_NONBLOCK)
    }
  }

  /// How an exchange ended.
  enum Exchange {
    case line([UInt8])
    case hung
    case died(String)
    case tooLong
  }

  /// Sends a line and waits for one. Writing and reading go on at once, so that neither side can block the
  /// other.
  func exchange(_ request: [UInt8], seconds: Double) -> Exchange {
    let deadline = DispatchTime.now().uptimeNanoseconds + UInt64(seconds * 1e9)
    var rest = (request + [UInt8(ascii: "\n")])[...]
    var searched = 0
    while true {
      if let end = held[searched...].firstIndex(of: UInt8(ascii: "\n")) {
        let line = Array(held[..<end])
        held.removeSubrange(...end)
        return .line(line)
      }
      searched = held.count
      guard searched <= TesteeProcess.longestAnswer else { return .tooLong }
      let now = DispatchTime.now().uptimeNanoseconds
      guard now < deadline else { return .hung }
      wait(milliseconds: Int32((deadline - now) / 1_000_000) + 1, toWrite: !rest.isEmpty)
      if !rest.isEmpty { write(&rest) }
      if !read() { return .died(waitForEnd()) }
    }
  }

  /// Waits until something can be read, or written where that is asked for.
  private func wait(milliseconds: Int32, toWrite: Bool) {
    var places = [pollfd(fd: output.fileHandleForReading.fileDescriptor, events: Int16(POLLIN), revents: 0)]
    if toWrite {
      places.append(
        pollfd(fd: input.fileHandleForWriting.fileDescriptor, events: Int16(POLLOUT), revents: 0))
    }
    _ = poll(&places, nfds_t(places.count), milliseconds)
  }

  private func write(_ rest: inout ArraySlice<UInt8>) {
    // Unsafe: write(2) takes a raw pointer, and reads at most `count` bytes of what lies there.
    let count = rest.withUnsafeBytes {
      Foundation.write(input.fileHandleForWriting.fileDescriptor, $0.baseAddress, $0.count)
    }
    if count > 0 {
      rest = rest.dropFirst(count)
    } else if errno != EAGAIN, errno != EINTR {
      // It reads no more: what it still writes, or its end, says how the exchange goes on.
      rest = []
    }
  }

  /// Reads what is there. False at the end of the output.
  private func read() -> Bool {
    var room = [UInt8](repeating: 0, count: 64 << 10)
    // Unsafe: read(2) takes a raw pointer, and writes at most `count` bytes there.
    let count = room.withUnsafeMutableBytes {
      Foundation.read(output.fileHandleForReading.fileDescriptor, $0.baseAddress, $0.count)
    }
    if count > 0 { held += room[..<count] }
    return count > 0 || count < 0 && (errno == EAGAIN || errno == EINTR)
  }

  /// How it ended; it is killed where it closed its output and lives on.
  private func waitForEnd() -> String {
    for _ in 0..<100 where process.isRunning { usleep(10_000) }
    guard !process.isRunning else {
      kill()
      return "closed its output"
    }
    let status = process.terminationStatus
    return process.terminationReason == .uncaughtSignal ? "signal \(status)" : "status \(status)"
  }

  /// Ends it, and what it started, at once.
  func kill() {
    let id = process.processIdentifier
    guard process.isRunning else { return }
    // A group of its own, where Foundation gave it one; never ours.
    if getpgid(id) == id { _ = Foundation.kill(-id, SIGKILL) }
    _ = Foundation.kill(id, SIGKILL)
    process.waitUntilExit()
  }

  /// Ends its input, and gives it a moment to end as the protocol asks (TEST-10). Whether it did, with status 0.
  func finish(seconds: Double) -> Bool {
    try? input.fileHandleForWriting.close()
    for _ in 0..<Int(seconds * 100) where process.isRunning { usleep(10_000) }
    guard !process.isRunning else {
      kill()
      return false
    }
    return process.terminationReason == .exit && process.terminationStatus == 0
  }
}
