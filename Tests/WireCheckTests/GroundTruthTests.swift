import Testing
import WireCheck
import WireCore

/// Every capture of `Fixtures/captures` beside what its two ends recorded.
@Suite struct GroundTruthTests {
  /// The protocols whose conversations are read. Of the others a flow's protocol is told, and no more.
  static let read: Set<String> = ["pyro3", "pyro4", "pyro5", "rpyc", "tls", "other"]

  @Test func findsTheCaptures() {
    #expect(GroundTruth.all.count >= 95)
    for spoken in ["pyro3", "pyro4", "pyro5", "rpyc"] {
      #expect(GroundTruth.all.contains { $0.protocol == spoken })
    }
  }

  @Test(arguments: GroundTruth.all)
  func namesWhatEachFlowSpeaks(truth: GroundTruth) throws {
    let report = try check(truth.capture)
    for flow in truth.flows where flow.transport == "tcp" {
      let ours = report.flows.filter { "\($0.client)" == flow.client && "\($0.server)" == flow.server }
      #expect(!ours.isEmpty, "\(flow.client) -> \(flow.server) is missing")
      let spoken = truth.protocol == "other" ? "unknown" : truth.protocol
      #expect(ours.allSatisfy { $0.spoken.rawValue == spoken })
      #expect(ours.allSatisfy { $0.isTLS == (spoken == "tls") })
    }
  }

  @Test(arguments: GroundTruth.all.filter { read.contains($0.protocol) })
  func readsTheMessagesThatWereSent(truth: GroundTruth) throws {
    guard truth.protocol != "tls", truth.protocol != "other" else { return }
    let report = try check(truth.capture)
    for flow in truth.flows {
      let ours = report.flows.filter { "\($0.client)" == flow.client && "\($0.server)" == flow.server }
      for direction in Direction.allCases {
        let sent = truth.messages.filter { $0.flow == flow.flow && $0.dir == direction.rawValue }
        let wanted = sent.filter(\.isReadable).map { SentMessage($0, spoken: truth.protocol) }
        guard !wanted.isEmpty else { continue }
        let read = ours.map { flow in
          (flow.messages ?? []).filter { $0.message.direction == direction }.map(SentMessage.init)
        }
        if sent.allSatisfy(\.isReadable) {
          #expect(read.contains(wanted), "\(direction.rawValue): \(wanted) \(read)")
        } else {
          #expect(read.contains { contains($0, inOrder: wanted) }, "\(direction.rawValue): \(wanted) \(read)")
        }
      }
    }
  }

  @Test(arguments: GroundTruth.all.filter { read.contains($0.protocol) && $0.expect.conformant != nil })
  func judgesConformance(truth: GroundTruth) throws {
    let report = try check(truth.capture)
    let violations = report.findings.filter { $0.severity == .error && isViolation($0.rule) }
    #expect(violations.isEmpty == truth.expect.conformant, "\(violations)")
  }

  @Test(arguments: GroundTruth.all.filter { read.contains($0.protocol) })
  func findsWhatIsDangerousAndNothingElse(truth: GroundTruth) throws {
    let report = try check(truth.capture)
    let found = Set(report.findings.map(\.rule))
    for name in truth.expect.security {
      #expect(!found.isDisjoint(with: GroundTruth.rules(for: name)), "\(name) is not found")
    }
    let known = (truth.expect.security + truth.expect.security_may).map(GroundTruth.rules)
    let allowed = known.reduce(Set()) { $0.union($1) }
    let alarms = report.findings.filter {
      $0.rule.category == .security && $0.severity > .note && !allowed.contains($0.rule)
    }
    #expect(alarms.isEmpty, "\(alarms)")
  }

  @Test(arguments: GroundTruth.all.filter { $0.expect.capture_incomplete == true })
  func reportsWhatIsNotInTheCapture(truth: GroundTruth) throws {
    let found = Set(try check(truth.capture).findings.map(\.rule))
    #expect(!found.isDisjoint(with: [.missingBytes, .midstream, .snapped, .damagedCapture]), "\(found)")
  }

  /// Rules whose errors say that a peer does not keep to the protocol, or sends what cannot be read.
  private func isViolation(_ rule: Rule) -> Bool {
    rule.category == .protocol
      || [.resourceLimit, .decompressionBomb, .codeInLiteral].contains(rule)
  }
}

/// A message in the terms that a truth and a report share.
private struct SentMessage: Equatable {
  let kind: String
  let handler: String?
  let sequence: Int?
  let flags: Int?
  let serializer: String?
  let payloadLength: Int?
  let payloadSHA256: String?

  init(_ message: GroundTruth.Message, spoken: String) {
    let isInterrupt = message.kind == "SHUTDOWN-INTERRUPT"
    // Nothing but the pickle tells a Pyro 3 exception from a result: the report has one kind for both.
    let isException = message.kind == "EXCEPTION" && spoken == "pyro3"
    kind = isInterrupt ? "SHUTDOWN_INTERRUPT" : isException ? "RESULT" : message.kind
    handler = message.handler
    sequence = message.seq
    flags = message.flags
    serializer = message.serializer
    payloadLength = isInterrupt ? 16 : message.payload_len
    payloadSHA256 = isInterrupt ? Self.exclamationMarks : message.payload_sha256
  }

  init(_ report: MessageReport) {
    let message = report.message
    kind = message.kind
    handler = message.handler
    sequence = message.sequence
    flags = message.flags
    serializer = message.serializer
    payloadLength = message.payloadLength
    payloadSHA256 = report.payloadSHA256.hex
  }

  /// The digest of 16 exclamation marks.
  private static let exclamationMarks = "539b277a38895ea166a583db93c259e72fbb4e2715756afcf77065e391e3fbc1"
}

/// Whether `wanted` is left of `all` when some elements are taken away.
private func contains<Element: Equatable>(_ all: [Element], inOrder wanted: [Element]) -> Bool {
  var rest = all[...]
  for element in wanted {
    guard let place = rest.firstIndex(of: element) else { return false }
    rest = rest[(place + 1)...]
  }
  return true
}
