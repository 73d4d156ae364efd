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

  @OptionGroup var limits: LimitSettings

  @Option(help: "Colours: auto (on a terminal, unless NO_COLOR is set), always, never.")
  var color: ColourChoice = .auto

  func validate() throws {
    if maxFindings < 1 { throw ValidationError("--max-findings has to be 1 or more.") }
  }

  func run() throws {
    let output = StandardOutput()
    var queue = CaptureQueue(captures, options)
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

  private var options: CheckOptions {
    CheckOptions(
      limits: limits.limits, policy: policy.policy, framingOnly: framing,
      keepsMessages: messages && format != .text, findingsPerFlow: maxFindings)
  }
}

/// The forms of a report.
enum ReportFormat: String, ExpressibleByArgument, CaseIterable {
  case text, json, ndjson
}

/// Captures to be checked, one after the other.
struct CaptureQueue {
  private var paths: ArraySlice<String>
  private let options: CheckOptions
  private var tally = FindingTally()
  /// What could not be read.
  private(set) var failures: [UnreadableCapture] = []

  init(_ paths: [String], _ options: CheckOptions) {
    self.paths = paths[...]
    self.options = options
  }

  /// Checks the next capture that can be read. What cannot is told on standard error.
  mutating func next() -> CaptureReport? {
    while let path = paths.popFirst() {
      do throws(CaptureError) {
        let report = try check(path)
        tally.add(report.tally)
        return report
      } catch {
        failures.append(UnreadableCapture(path: path, error: error))
        writeError("\(Tool.name): \(Self.shown(path)): \(error)\n")
      }
    }
    return nil
  }

  func status(_ threshold: FailureThreshold) -> ExitStatus {
    if !failures.isEmpty { return .failed }
    return threshold.isReached(by: tally) ? .found : .sound
  }

  private func check(_ path: String) throws(CaptureError) -> CaptureReport {
    let input = path == "-" ? CaptureInput.standardInput() : try CaptureInput(path: path)
    var checker = CaptureChecker(options, observer: Progress(Self.shown(path), size: input.size))
    defer { checker.observer.clear() }
    let summary = try CaptureReader(limits: options.captureLimits).read(input, into: &checker)
    return checker.report(path: path, packets: summary.packets, bytes: summary.bytes)
  }

  /// A path as messages name it.
  static func shown(_ path: String) -> String { path == "-" ? "standard input" : path.onOneLine }
}
