import ArgumentParser
import Conformance
import WireCheck

/// `pickleproof testee`: answers the requests of the testee protocol.
struct TesteeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "testee",
    abstract: "Answers the requests of the testee protocol, one JSON line for one.",
    discussion: """
      EXAMPLES:
        echo '{"id":1,"op":"decode","format":"serpent","data":"WzFd"}' | \\
          pickleproof testee

      It ends at the end of its input. The protocol is in spec/testee.md.
      """)

  /// The longest request, in bytes. A longer one is answered like any other that is no JSON.
  private static let longestLine = 256 << 20

  func run() throws {
    let session = TesteeSession()
    let output = StandardOutput()
    var line: [UInt8] = []
    var isTooLong = false
    try InputFile.pieces { piece in
      var answers: [UInt8] = []
      var rest = piece
      while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
        line += rest[..<end]
        answers += session.respond(to: isTooLong ? [] : line) + [UInt8(ascii: "\n")]
        line.removeAll(keepingCapacity: true)
        isTooLong = false
        rest = rest[(end + 1)...]
      }
      line += rest
      if line.count > Self.longestLine {
        isTooLong = true
        line.removeAll()
      }
      output.write(answers)
      if output.hasFailed { try output.finish(); throw ExitCode.success }
    }
    if !line.isEmpty || isTooLong {
      output.write(session.respond(to: isTooLong ? [] : line) + [UInt8(ascii: "\n")])
    }
    try output.finish()
  }
}
