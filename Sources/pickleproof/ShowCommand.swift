import ArgumentParser
import WireCapture
import WireCheck
import WireCore

/// `pickleproof show`: conversations as a person can follow them.
struct ShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Shows the calls of a capture and their answers, one a line.",
    discussion: """
      EXAMPLES:
        pickleproof show site.pcapng
        pickleproof show --flow 3 site.pcapng
        pickleproof show --flow :9090 --width 0 site.pcapng | less

      A line has the time (UTC), the flow, the direction (-> from the client, <- to it), the \\
      message's number in its flow, and what it says. An answer names its request and how long it took. \\
      Exit status: 0, or 2 where an input could not be read.
      """)

  @Argument(help: "The captures: pcap or pcapng, plain or gzip; - is standard input.", completion: .file())
  var captures: [String]

  @Option(
    help: ArgumentHelp(
      "Only this flow: its number, an address, address:port or :port of an end. May be repeated.",
      valueName: "flow"))
  var flow: [FlowFilter] = []

  @Option(
    help: ArgumentHelp(
      "Cut what a message says after so many characters; 0 for never.", valueName: "characters"))
  var width = 200

  @Flag(inversion: .prefixedNo, help: "Show findings among the messages.")
  var findings = true

  @OptionGroup var policy: PolicySettings
  @OptionGroup var secrets: SecretSettings
  @OptionGroup var limits: LimitSettings

  @Option(help: "Colours: auto (on a terminal, unless NO_COLOR is set), always, never.")
  var color: ColourChoice = .auto

  func validate() throws {
    if width < 0 { throw ValidationError("--width has to be 0 or more.") }
  }

  func run() throws {
    let output = StandardOutput()
    var options = CheckOptions(limits: limits.limits, policy: policy.policy)
    options.hmacKey = try secrets.hmacKeyBytes()
    options.passphrases = try secrets.passphrases()
    var status = ExitStatus.sound
    for path in captures where !output.hasFailed {
      do throws(CaptureError) {
        try show(path, options, output)
      } catch {
        status = .failed
        writeError("\(Tool.name): \(CaptureQueue.shown(path)): \(error)\n")
      }
    }
    try output.finish(with: status)
  }

  private func show(_ path: String, _ options: CheckOptions, _ output: StandardOutput) throws(CaptureError) {
    let input = path == "-" ? CaptureInput.standardInput() : try CaptureInput(path: path)
    let writer = ConversationWriter(
      output, style: Terminal.style(color), filters: flow, width: width, showsFindings: findings)
    if captures.count > 1 { writer.title(CaptureQueue.shown(path)) }
    var checker = CaptureChecker(options, observer: writer)
    let summary = try CaptureReader(limits: options.captureLimits).read(input, into: &checker)
    writer.finish(checker.report(path: path, packets: summary.packets, bytes: summary.bytes))
  }
}

/// Which flows are shown.
struct FlowFilter: ExpressibleByArgument {
  private let text: String

  init?(argument: String) {
    guard !argument.isEmpty else { return nil }
    text = argument
  }

  func matches(_ flow: FlowReport) -> Bool {
    if let number = Int(text) { return flow.id == number }
    return [flow.client, flow.server].contains { end in
      text == end.description || text == end.address.description || text == ":\(end.port)"
    }
  }
}
