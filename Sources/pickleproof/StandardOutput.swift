import ArgumentParser
import Foundation
import WireCheck

/// Standard output, unbuffered: reports come in pieces of some kilobytes. The first write that fails is
/// remembered and the rest is dropped, so that a check whose reader has gone away ends soon and quietly.
final class StandardOutput: ReportOutput {
  /// The system's error number of the write that failed.
  private var failure: Int32?

  var hasFailed: Bool { failure != nil }

  init() {
    // A closed pipe is to be an error number, not a signal that ends the process.
    signal(SIGPIPE, SIG_IGN)
  }

  func write(_ bytes: [UInt8]) {
    guard failure == nil else { return }
    // Unsafe: write(2) takes a raw pointer. It reads at most `rest.count` bytes of `rest`, which lies inside
    // `bytes` for the length of the closure.
    bytes.withUnsafeBytes { all in
      var rest = all[...]
      while !rest.isEmpty, failure == nil {
        let piece = UnsafeRawBufferPointer(rebasing: rest)
        let written = Foundation.write(STDOUT_FILENO, piece.baseAddress, piece.count)
        if written >= 0 {
          rest = rest.dropFirst(written)
        } else if errno != EINTR {
          failure = errno
        }
      }
    }
  }

  /// Ends the command: throws what ends the program where the output could not be written.
  func finish(with status: ExitStatus = .sound) throws {
    let status = self.status(otherwise: status)
    if status != .sound { throw ExitCode(status.rawValue) }
  }

  /// The status to end with: `status`, or failed with one line on standard error where the output could not be
  /// written. A reader that closed the pipe (`| head`) has seen what it wanted: that is no failure.
  func status(otherwise status: ExitStatus) -> ExitStatus {
    guard let failure, failure != EPIPE else { return status }
    let reason = String(cString: strerror(failure))
    writeError("\(Tool.name): cannot write the output: \(reason)\n")
    return .failed
  }
}
