import ArgumentParser
import WireCapture
import WireCheck
import WireCore

/// `pickleproof check`: judges captures.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Checks captures: what is spoken, what is unsound, what is dangerous.",
    discussion: """
      EXAMPLES:
        pickleproof check site.pcapng
        pickleproof check --format json --messages site.pcapng | jq .
        pickleproof check --fail-on warning --ignore cleartext *.pcap.gz
        pickleproof check --severity marshal-serializer=error lab.pcap
        ssh host tcpdump -w - port 9090 | pickleproof check -

      Exit status: 0 nothing at or above --fail-on was found; 1 something was; 2 wrong usage, or an \\
      input could not be read (what could be read is still reported).
      """)

  @Argument(help: "The captures: pcap or pcapng, plain or gzip; - is standard input.", completion: .file())
  var captures: [String]

  @Option(help: "How to report: text; json, one document; ndjson, one capture a line.")
  var format: ReportFormat = .text

  @Flag(help: "List every message with the SHA-256 of its payload (json, ndjson).")
  var messages = false

  @Flag(help: "Look at frames, handshakes and sequence only, not into payloads.")
  var framing = false

  @Option(help: ArgumentHelp("End with status 1 from this severity on, or never.", valueName: "level"))
  var failOn: FailureThreshold = .error

  @OptionGroup var policy: PolicySettings

  @Option(
    help: ArgumentHelp(
      "Findings of one rule that are listed for one connection; the rest is counted.", valueName: "count"))
  var maxFindings = CheckOptions().findingsPerFlow

  @OptionGroup var secrets: SecretSettings
  @OptionGroup var limits: LimitSettings

  @Option(help: "Threads that judge one large capture together; 0 for as many as there are processors.")
  var jobs = 0

  @Option(help: "Colours: auto (on a terminal, unless NO_COLOR is set), always, never.")
  var color: ColourChoice = .auto

  func validate() throws {
    if jobs < 0 { throw ValidationError("--jobs has to be 0 or more.") }
    if maxFindings < 1 { throw ValidationError("--max-findings has to be 1 or more.") }
  }

  func run() throws {
    let output = StandardOutput()
    var queue = CaptureQueue(captures, try options(), jobs: jobs)
    switch format {
    case .text:
      var report = TextReport(output, style: Terminal.style(color))
      while !output.hasFailed, let capture = queue.next() { report.capture(capture) }
      if captures.count > 1 { report.summary() }
    case .json:
      var report = JSONReport(output)
      report.document(failures: { queue.failures }) { output.hasFailed ? nil : queue.next() }
    case .ndjson:
      var report = JSONReport(output)
      while !output.hasFailed, let capture = queue.next() { report.line(capture) }
    }
    try output.finish(with: queue.status(failOn))
  }

  private func options() throws(Failure) -> CheckOptions {
    var options = CheckOptions(
      limits: limits.limits, policy: policy.policy, framingOnly: framing,
      keepsMessages: messages && format != .text, findingsPerFlow: maxFindings)
    options.hmacKey = try secrets.hmacKeyBytes()
    options.passphrases = try secrets.passphrases()
    return options
  }
}

/// The forms of a report.
enum ReportFormat: String, ExpressibleByArgument, CaseIterable {
  case text, json, ndjson
}
