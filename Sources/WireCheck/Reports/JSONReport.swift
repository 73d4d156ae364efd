public import WireCore

/// A report as JSON: `spec/report.md`, statements REP-10 and on.
public struct JSONReport<Output: ReportOutput> {
  private var json: JSONWriter<Output>

  /// Where the report goes.
  public var output: Output { json.output }

  /// Writes to `output`.
  public init(_ output: Output) { json = JSONWriter(output) }

  /// Writes one document with all captures.
  ///
  /// - Parameters:
  ///   - failures: what could not be read; asked for at the end.
  ///   - next: gives one capture after the other, so that no more than one has to be held.
  public mutating func document(
    failures: () -> [UnreadableCapture] = { [] }, _ next: () -> CaptureReport?
  ) {
    json.object { json in
      json.name("tool")
      json.tool()
      json.name("captures")
      json.array { json in
        while let capture = next() {
          json.object { $0.members(of: capture) }
          json.flush()
        }
      }
      json.members(of: failures())
    }
    json.endLine()
    json.flush()
  }

  /// Writes one capture as one line.
  public mutating func line(_ capture: CaptureReport) {
    json.object { json in
      json.name("tool")
      json.tool()
      json.members(of: capture)
    }
    json.endLine()
    json.flush()
  }

  /// Writes the table of rules as one document.
  public mutating func rules() {
    json.array { json in
      for rule in Rule.allCases { json.object { $0.members(of: rule) } }
    }
    json.endLine()
    json.flush()
  }

  /// Writes one rule with its explanation as one document.
  public mutating func rule(_ rule: Rule) {
    json.object { json in
      json.members(of: rule)
      json.members(of: rule.explanation)
    }
    json.endLine()
    json.flush()
  }
}

extension JSONWriter {
  fileprivate mutating func tool() {
    object { json in
      json.member("name", Tool.name)
      json.member("version", Tool.version)
    }
  }

  fileprivate mutating func members(of capture: CaptureReport) {
    member("path", capture.path)
    member("packets", capture.packets)
    member("bytes", capture.bytes)
    member("verdict", capture.verdict.rawValue)
    name("flows")
    array { json in
      for flow in capture.flows { json.object { $0.members(of: flow) } }
    }
    if capture.flowsOmitted > 0 { member("flowsOmitted", capture.flowsOmitted) }
    name("findings")
    array { json in
      for finding in capture.findings { json.object { $0.members(of: finding) } }
    }
  }

  /// `unreadable`, only where there is something to say.
  fileprivate mutating func members(of failures: [UnreadableCapture]) {
    guard !failures.isEmpty else { return }
    name("unreadable")
    array { json in
      for failure in failures {
        json.object { json in
          json.member("path", failure.path)
          json.member("kind", failure.error.kind.rawValue)
          json.member("detail", failure.error.detail)
        }
      }
    }
  }

  private mutating func members(of flow: FlowReport) {
    member("id", flow.id)
    member("client", flow.client.description)
    member("server", flow.server.description)
    member("transport", flow.transport.rawValue)
    member("protocol", flow.spoken.rawValue)
    member("dialect", flow.dialect)
    member("dialectClient", flow.dialectClient)
    member("dialectServer", flow.dialectServer)
    member("tls", flow.isTLS)
    member("messageCount", flow.messageCount)
    guard let messages = flow.messages else { return }
    name("messages")
    array { json in
      for message in messages { json.object { $0.members(of: message) } }
    }
  }

  private mutating func members(of report: MessageReport) {
    let message = report.message
    member("index", message.index)
    member("direction", message.direction.rawValue)
    member("kind", message.kind)
    member("handler", message.handler)
    member("sequence", message.sequence)
    member("flags", message.flags)
    member("serializer", message.serializer)
    member("payloadLength", message.payloadLength)
    member("payloadSHA256", report.payloadSHA256.hex)
    member("answers", message.answers)
    member("packet", report.packet)
  }

  private mutating func members(of finding: FindingReport) {
    member("rule", finding.rule.rawValue)
    member("category", finding.rule.category.rawValue)
    member("severity", finding.severity.rawValue)
    member("flow", finding.flow)
    member("message", finding.message)
    member("packet", finding.packet)
    member("offset", finding.offset)
    member("detail", finding.detail)
    if finding.omitted > 0 { member("omitted", finding.omitted) }
  }

  fileprivate mutating func members(of rule: Rule) {
    member("rule", rule.rawValue)
    member("category", rule.category.rawValue)
    member("severity", rule.defaultSeverity.rawValue)
    member("summary", rule.explanation.summary)
  }

  fileprivate mutating func members(of explanation: RuleExplanation) {
    member("what", explanation.what)
    member("why", explanation.why)
    member("action", explanation.action)
    name("affects")
    array { json in
      for entry in explanation.affects { json.value(entry) }
    }
  }
}
