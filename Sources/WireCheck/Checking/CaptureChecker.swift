public import WireCapture
public import WireCore

/// Checks one capture: takes what a reader finds in it, runs the conversation of each flow, and collects
/// the report. Its memory is bounded by the limits, not by the capture, unless messages are kept.
public struct CaptureChecker<Observer: CheckObserver> {
  let context: CheckContext<Observer>
  private(set) var slots: [CheckedFlow?] = []
  private var finished: [FlowReport] = []
  private var omittedFlows = 0
  private var captureFindings = FlowFindings()

  /// Starts a check.
  public init(_ options: CheckOptions, observer: Observer) {
    context = CheckContext(options, observer)
  }

  /// Who looks on.
  public var observer: Observer { context.observer }

  /// The report, once the capture is read.
  public func report(path: String, packets: Int, bytes: Int) -> CaptureReport {
    var report = CaptureReport(path: path)
    report.packets = packets
    report.bytes = bytes
    report.flows = finished.sorted { $0.id < $1.id }.namingInterrupts
    report.flowsOmitted = omittedFlows
    report.findings = context.ledger.report.inOrder
    report.tally = context.ledger.tally
    report.verdict = context.ledger.verdict ?? (context.messages > 0 ? .conformant : .undetermined)
    return report
  }

  private func sink(_ flow: CheckedFlow, _ packet: PacketStamp) -> FlowSink<Observer> {
    FlowSink(flow: flow, packet: packet, context: context)
  }

  private func flow(_ id: FlowID) -> CheckedFlow? {
    guard slots.indices.contains(id.slot), let flow = slots[id.slot], flow.info.id == id else { return nil }
    return flow
  }
}

extension CaptureChecker: CaptureSink {
  /// A flow shows its first bytes.
  public mutating func opened(_ flow: FlowInfo, at packet: PacketStamp) {
    guard context.options.share.contains(flow.id) else { return }
    while slots.count <= flow.id.slot { slots.append(nil) }
    slots[flow.id.slot] = CheckedFlow(flow)
  }

  /// The next bytes of one direction.
  public mutating func received(
    _ bytes: Span<UInt8>, of flow: FlowID, from direction: Direction, in packet: PacketStamp
  ) {
    guard let flow = self.flow(flow) else { return }
    switch flow.stage {
    case .speaking:
      var sink = sink(flow, packet)
      flow.conversation.receive(bytes, from: flow.turned(direction), into: &sink)
      if context.wantsMessages { flow.dialects = flow.conversation.dialects }
    // More of what woke the daemon tells nothing, and is not held.
    case .woken(direction): break
    case .probing, .woken:
      guard let decision = flow.probe.take(bytes, from: direction) else { return }
      begin(flow, decision, at: packet)
    case .ignored: break
    }
  }

  /// The next bytes of one direction are not in the capture.
  public mutating func lost(
    _ count: Int, of flow: FlowID, from direction: Direction, before packet: PacketStamp
  ) {
    guard let flow = self.flow(flow) else { return }
    switch flow.stage {
    case .speaking:
      var sink = sink(flow, packet)
      flow.conversation.lose(count, from: flow.turned(direction), into: &sink)
    case .probing: flow.probe.lose(from: direction)
    case .woken, .ignored: break
    }
  }

  /// No more bytes come from one direction.
  public mutating func ended(
    _ flow: FlowID, _ direction: Direction, because ending: StreamEnding, in packet: PacketStamp
  ) {
    guard let flow = self.flow(flow) else { return }
    flow.endings[direction] = ending
    flow.lastPacket = packet
    switch flow.stage {
    case .speaking:
      var sink = sink(flow, packet)
      flow.conversation.end(flow.turned(direction), because: ending, into: &sink)
    case .probing:
      if flow.endings.count == 2 { begin(flow, flow.probe.decideAtEnd(), at: packet) }
    case .woken, .ignored: break
    }
  }

  /// Nothing more comes of the flow.
  public mutating func closed(_ flow: FlowID) {
    guard let closing = self.flow(flow) else { return }
    slots[flow.slot] = nil
    finish(closing)
  }

  /// A UDP datagram.
  public mutating func datagram(
    _ bytes: Span<UInt8>, of flow: FlowID, from direction: Direction, in packet: PacketStamp
  ) {
    guard let flow = self.flow(flow) else { return }
    var sink = sink(flow, packet)
    DatagramCheck.take(bytes, of: flow, from: direction, into: &sink)
  }

  /// Something is wrong with the capture, or with how a connection is captured.
  public mutating func finding(_ finding: CaptureFinding) {
    guard context.options.share.contains(finding.flow) else { return }
    if let id = finding.flow, let flow = self.flow(id) {
      let packet = finding.packet.map { PacketStamp(number: $0) }
      context.enter(Finding(finding.rule, finding.detail), of: flow, at: packet)
    } else {
      context.enter(finding, of: &captureFindings)
    }
  }

  /// So many bytes of the capture are read.
  public mutating func progressed(to bytes: Int) { context.observer.progressed(to: bytes) }
}

extension CaptureChecker {
  /// Starts reading a flow whose protocol has been found out.
  private func begin(_ flow: CheckedFlow, _ decision: FlowProbe.Decision, at packet: PacketStamp) {
    if let fromClient = decision.fromClient, !flow.info.clientKnown {
      flow.isTurned = fromClient != (decision.direction == .clientToServer)
    }
    var sink = sink(flow, packet)
    let waker: Direction? = if case .woken(let direction) = flow.stage { direction } else { nil }
    flow.begin(decision, in: context, into: &sink)
    guard flow.stage == .speaking else { return }
    let first = decision.hasWaited ? decision.direction : decision.direction.reversed
    for direction in [first, first.reversed] {
      let turned = flow.turned(direction)
      if decision.isMidstream { flow.conversation.lose(nil, from: turned, into: &sink) }
      if direction == waker {
        var silence = Silence()
        flow.conversation.receive(flow.probe.bytes(from: direction).span, from: turned, into: &silence)
      } else {
        flow.conversation.receive(flow.probe.bytes(from: direction).span, from: turned, into: &sink)
      }
      if let ending = flow.endings[direction] {
        flow.conversation.end(turned, because: ending, into: &sink)
      }
    }
    flow.probe = FlowProbe(midstream: false)
  }

  private mutating func finish(_ flow: CheckedFlow) {
    if flow.stage == .probing {
      begin(flow, flow.probe.decideAtEnd(), at: flow.lastPacket ?? PacketStamp(number: 0))
    }
    flow.conclude(in: context)
    guard flow.isReported else { return }
    if finished.count < context.options.listedFlows {
      finished.append(flow.report(withMessages: context.options.keepsMessages))
    } else {
      omittedFlows += 1
    }
  }
}

/// Takes what was told already.
private struct Silence: ConversationSink {
  func message(_: ObservedMessage, payload: Span<UInt8>) {}
  func finding(_: Finding) {}
}
