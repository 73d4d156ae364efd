public import WireCapture
public import WireCore

/// What a check found in one capture. Its JSON form is `spec/report.md`.
public struct CaptureReport: Sendable {
  /// The capture's path as it was given.
  public var path: String
  /// How many packets were read.
  public var packets: Int
  /// How many bytes of packets were read.
  public var bytes: Int
  /// The verdict.
  public var verdict: Verdict
  /// The connections and datagram exchanges, in the order of their first packet with data.
  public var flows: [FlowReport]
  /// How many more flows there were than ``flows`` lists; their findings count all the same.
  public var flowsOmitted: Int
  /// The findings in the order in which they were made, capped for each rule and flow.
  public var findings: [FindingReport]
  /// How many findings there were by severity, those that are not listed included.
  public var tally: FindingTally

  /// Makes a report of nothing.
  public init(path: String) {
    self.path = path
    packets = 0
    bytes = 0
    verdict = .conformant
    flows = []
    flowsOmitted = 0
    findings = []
    tally = FindingTally()
  }
}

/// A capture that could not be read, and why.
public struct UnreadableCapture: Hashable, Sendable {
  /// Its path as it was given.
  public var path: String
  /// What is wrong with it.
  public var error: CaptureError

  /// Makes one.
  public init(path: String, error: CaptureError) {
    self.path = path
    self.error = error
  }
}

/// Findings counted by severity.
public struct FindingTally: Hashable, Sendable {
  /// Findings of severity error.
  public private(set) var errors = 0
  /// Findings of severity warning.
  public private(set) var warnings = 0
  /// Findings of severity note.
  public private(set) var notes = 0

  /// Counts nothing yet.
  public init() {}

  /// Counts one finding.
  public mutating func count(_ severity: Rule.Severity) {
    switch severity {
    case .error: errors += 1
    case .warning: warnings += 1
    case .note: notes += 1
    }
  }

  /// Adds what another tally counted.
  public mutating func add(_ other: FindingTally) {
    errors += other.errors
    warnings += other.warnings
    notes += other.notes
  }

  /// How many findings weigh at least as much as `severity`.
  public func count(atLeast severity: Rule.Severity) -> Int {
    switch severity {
    case .error: errors
    case .warning: errors + warnings
    case .note: errors + warnings + notes
    }
  }
}

/// One connection, or one exchange of datagrams.
public struct FlowReport: Sendable {
  /// Its number in the capture.
  public var id: Int
  /// The end that opened it.
  public var client: Endpoint
  /// The end that accepted it.
  public var server: Endpoint
  /// What carries it.
  public var transport: FlowInfo.Transport
  /// What is spoken.
  public var spoken: SpokenProtocol
  /// The protocol's version: `502`, or RPyC's generation.
  public var dialect: String?
  /// The generation that the client speaks, where the ends differ.
  public var dialectClient: String?
  /// The generation that the server speaks, where the ends differ.
  public var dialectServer: String?
  /// Whether it is inside TLS.
  public var isTLS: Bool
  /// How many messages of each kind were read, in the order of their first.
  public var kinds: [KindCount]
  /// The messages, where they were asked for.
  public var messages: [MessageReport]?
  /// Its findings by severity, those that are not listed included.
  public var tally: FindingTally
}

/// How many messages of one kind a flow had.
public struct KindCount: Hashable, Sendable {
  /// The kind, as the report names it.
  public var kind: String
  /// How many.
  public var count: Int
}

extension FlowReport {
  /// How many messages were read.
  public var messageCount: Int { kinds.reduce(0) { $0 + $1.count } }
}

/// What is spoken on a flow, by the names of the report.
public enum SpokenProtocol: String, Hashable, Sendable, CaseIterable {
  /// Pyro 3.
  case pyro3
  /// Pyro 4.
  case pyro4
  /// Pyro 5.
  case pyro5
  /// RPyC, any generation.
  case rpyc
  /// TLS, with anything inside.
  case tls
  /// The broadcasts by which Pyro finds its name server.
  case nameServerBroadcast = "pyro-nameserver-broadcast"
  /// None of these.
  case unknown
}

/// One message, where and when.
public struct MessageReport: Hashable, Sendable {
  /// The message in the terms of all protocols.
  public var message: ObservedMessage
  /// SHA-256 of its payload.
  public var payloadSHA256: PayloadDigest
  /// The number of the packet that completed it, counted from 1.
  public var packet: Int
  /// When that packet was captured, in nanoseconds since 1970; `nil` where the capture does not say.
  public var time: Int64?
}

/// One finding, where and how bad.
public struct FindingReport: Hashable, Sendable {
  /// The rule broken.
  public var rule: Rule
  /// The severity by the policy in force.
  public var severity: Rule.Severity
  /// The flow's number; `nil` where the finding concerns the whole capture.
  public var flow: Int?
  /// The message's index in its flow.
  public var message: Int?
  /// The number of the packet at which it was found, counted from 1.
  public var packet: Int?
  /// The byte in question, counted from the message's first.
  public var offset: Int?
  /// What was found, in one sentence.
  public var detail: String
  /// How many more findings of this rule the flow had than are listed; given with the last one listed.
  public var omitted: Int

  /// Makes a finding; what it does not concern is left `nil`.
  public init(
    rule: Rule, severity: Rule.Severity, flow: Int? = nil, message: Int? = nil, packet: Int? = nil,
    offset: Int? = nil, detail: String, omitted: Int = 0
  ) {
    self.rule = rule
    self.severity = severity
    self.flow = flow
    self.message = message
    self.packet = packet
    self.offset = offset
    self.detail = detail
    self.omitted = omitted
  }
}
