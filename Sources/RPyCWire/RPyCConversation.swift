import WireCore
import WirePolicy

/// One RPyC connection: what each end speaks, the requests and answers of both, the references that they
/// hand out, and what is unsound or dangerous in them.
///
/// It keeps at most one message a direction and a bounded number of open requests and references.
public struct RPyCConversation: Conversation, Sendable {
  /// What a conversation is asked to do.
  public struct Options: Sendable {
    /// How far messages are looked into. Default full. A compressed message whose payload is passed over is
    /// reported with the size and the bytes that it has on the wire.
    public var scope: ConversationScope
    /// Whether messages carry a `ObservedMessage.summary`. Default false: it costs more than all else.
    public var describes: Bool
    /// Bounds frames, inflation and payloads.
    public var limits: Limits
    /// Which names a peer may ask for.
    public var names: RPyCNames
    /// Whether the connection began before the first byte that is received.
    public var beginsMidstream: Bool
    /// Whether the ends exchanged something of their own before: an authenticator's.
    public var followsAuthenticator: Bool

    /// The default options, apart from those named.
    public init(
      scope: ConversationScope = .full, describes: Bool = false, limits: Limits = Limits(),
      names: RPyCNames = RPyCNames(),
      beginsMidstream: Bool = false, followsAuthenticator: Bool = false
    ) {
      self.scope = scope
      self.describes = describes
      self.limits = limits
      self.names = names
      self.beginsMidstream = beginsMidstream
      self.followsAuthenticator = followsAuthenticator
    }
  }

  let options: Options
  /// What each end has sent so far.
  var ends: BothDirections<RPyCEnd>
  var scanner: RPyCScanner
  var boxes = RPyCBoxes()
  /// Names that were found to be harmless, whoever asks for them of what.
  var allowedNames = AllowedNames()
  /// The message under way.
  var current = RPyCCurrentMessage()
  /// Findings of the message under way, or of none.
  var findings: [Finding] = []
  /// What was reported and is reported once only.
  var reportedOnce: Set<String> = []
  /// Answers to requests that have not been seen, which may still come where packets were put on the wire
  /// in another order. RPYC-51.
  var strays: [RPyCStray] = []
  private var nextIndex = 0

  /// Begins a conversation.
  public init(options: Options = Options()) {
    self.options = options
    let fresh = RPyCEnd(limits: options.limits, isMidstream: options.beginsMidstream)
    ends = BothDirections(fromClient: fresh, fromServer: fresh)
    var limits = options.limits
    limits.depth = limits.treeDepth
    scanner = RPyCScanner(limits: limits)
  }

  /// What the client speaks; `nil` before it has sent a message.
  public var dialectClient: RPyCGeneration? { dialect(of: .clientToServer) }

  /// What the server speaks; `nil` before it has sent a message.
  public var dialectServer: RPyCGeneration? { dialect(of: .serverToClient) }

  /// The version of rpyc that the client has given in an exception.
  public var versionClient: String? { ends.fromClient.version }

  /// The version of rpyc that the server has given in an exception.
  public var versionServer: String? { ends.fromServer.version }

  /// RPYC-12: up to rpyc 5 the generation shows in object ids only; an end that has sent none is taken
  /// for what the other is, or for the newer.
  private func dialect(of direction: Direction) -> RPyCGeneration? {
    let end = ends[direction]
    guard let layout = end.layout else { return nil }
    if layout.isRaw { return .six }
    return end.idForm ?? ends[direction.reversed].idForm ?? .fourFive
  }

  // MARK: Conversation

  /// Takes the next bytes of one direction; see `Conversation`.
  public mutating func receive<Sink: ConversationSink>(
    _ bytes: Span<UInt8>, from direction: Direction, into sink: inout Sink
  ) {
    var position = 0
    while true {
      switch ends[direction].decoder.next(bytes, at: &position) {
      case .needsMore: return
      case .tooLarge(let header): passOver(header, direction, &sink)
      case .frame(let header, .input(let start)):
        let end = start + header.length
        take(header, bytes.extracting(start..<end), bytes[end], direction, &sink)
      case .frame(let header, .held):
        let held = ends[direction].decoder.held
        let end = RPyCFrameHeader.size + header.length
        take(header, held.span.extracting(RPyCFrameHeader.size..<end), held[end], direction, &sink)
      }
    }
  }

  /// Learns that bytes of one direction are lost; see `Conversation`.
  public mutating func lose<Sink: ConversationSink>(
    _ count: Int?, from direction: Direction, into sink: inout Sink
  ) {
    ends[direction].decoder.lose(count)
    ends[direction].isComplete = false
    ends[direction].isUnsure = true
  }

  /// Learns that no more bytes come from one direction; see `Conversation`.
  public mutating func end<Sink: ConversationSink>(
    _ direction: Direction, because ending: StreamEnding, into sink: inout Sink
  ) {
    guard !ends[direction].hasEnded else { return }
    ends[direction].hasEnded = true
    findings.removeAll(keepingCapacity: true)
    let pending = ends[direction].decoder.pending
    if pending > 0, ending != .unseen, !ends[direction].isUnsure {
      findings.append(
        Finding(.truncatedStream, "the connection ended inside a frame, of which \(pending) bytes had come"))
    }
    if ends.fromClient.hasEnded, ends.fromServer.hasEnded {
      reportStrays(all: true)
      reportUnanswered(.clientToServer)
      reportUnanswered(.serverToClient)
    }
    for finding in findings { sink.finding(finding) }
    findings.removeAll(keepingCapacity: true)
  }

  // MARK: Frames

  /// RPYC-6: a frame past the limit of size is passed over.
  private mutating func passOver<Sink: ConversationSink>(
    _ header: RPyCFrameHeader, _ direction: Direction, _ sink: inout Sink
  ) {
    ends[direction].isComplete = false
    if ends[direction].isUnsure {
      ends[direction].decoder.lose(nil)
      return
    }
    ends[direction].isUnsure = true
    sink.finding(
      Finding(
        .resourceLimit, offset: 0,
        "a frame announces \(header.length) bytes, more than the limit of \(options.limits.bytes)"))
  }

  /// Takes one frame: a message.
  private mutating func take<Sink: ConversationSink>(
    _ header: RPyCFrameHeader, _ data: Span<UInt8>, _ terminator: UInt8, _ direction: Direction,
    _ sink: inout Sink
  ) {
    findings.removeAll(keepingCapacity: true)
    current = RPyCCurrentMessage(index: nextIndex, direction: direction, flag: header.flag)
    let wasUnsure = ends[direction].isUnsure
    let isTerminated = terminator == RPyCFrameHeader.terminator
    if !isTerminated {
      report(
        .badFrameTerminator, at: data.count,
        "a frame ends in 0x\(String(terminator, radix: 16)), not in a line feed")
    }
    if header.flag > 1 {
      current.isFlagBad = true
      findings.append(
        Finding(
          .badCompressionFlag, message: nextIndex, offset: 4,
          "a frame has the compression flag \(header.flag); RPyC writes 0 or 1"))
    }
    var inflated: [UInt8]?
    if header.flag == 1, options.scope == .full { inflated = inflate(data) }
    if let inflated {
      current.isInflated = true
      read(inflated.span, wasUnsure, isTerminated, &sink)
    } else {
      read(data, wasUnsure, isTerminated, &sink)
    }
  }

  /// RPYC-2, RPYC-5: `nil` where the data cannot be inflated, which is then reported.
  private mutating func inflate(_ data: Span<UInt8>) -> [UInt8]? {
    do throws(WireError) {
      return try WireCore.inflate(data, base: 0, limits: options.limits)
    } catch {
      let rule: Rule = error.kind == .limit ? .decompressionBomb : .badCompression
      report(rule, at: error.offset, "\(error.reading): \(error.detail)")
      current.isUnreadable = true
      return nil
    }
  }

  /// Reads a payload, and gives the message out with what was found in it.
  private mutating func read<Sink: ConversationSink>(
    _ payload: Span<UInt8>, _ wasUnsure: Bool, _ isTerminated: Bool, _ sink: inout Sink
  ) {
    let direction = current.direction
    let isReadable =
      if current.isUnreadable {
        false
      } else if options.scope == .framing {
        skim(payload)
      } else {
        judge(payload)
      }
    if wasUnsure, !isReadable || !isTerminated {
      // What was taken for a frame was none.
      ends[direction].decoder.seekFrame(fromHere: false)
      return
    }
    ends[direction].isUnsure = !isTerminated
    if !isReadable, current.sequence == nil { ends[direction].isComplete = false }
    nextIndex += 1
    sink.message(current.observed(payloadLength: payload.count), payload: payload)
    reportStrays(all: false)
    for finding in findings { sink.finding(finding) }
  }

  /// Reports something at a byte of the payload of the message under way.
  mutating func report(_ rule: Rule, severity: Rule.Severity? = nil, at offset: Int?, _ detail: String) {
    let place = current.isInflated ? offset : offset.map { $0 + RPyCFrameHeader.size }
    findings.append(
      Finding(
        rule, severity: severity, message: current.index, offset: place,
        current.isInflated && offset != nil ? detail + " (in the inflated data)" : detail))
  }

  /// Reports something once a connection.
  mutating func reportOnce(_ rule: Rule, _ key: String = "", at offset: Int? = nil, _ detail: String) {
    if reportedOnce.insert("\(rule.rawValue) \(key)").inserted { report(rule, at: offset, detail) }
  }
}

/// What is known of the message under way.
struct RPyCCurrentMessage: Sendable {
  var index = 0
  var direction = Direction.clientToServer
  var flag: UInt8 = 0
  var isFlagBad = false
  /// Whether the payload was inflated, so that offsets in it are none in the frame.
  var isInflated = false
  /// Whether the payload could not be inflated.
  var isUnreadable = false
  var kind: RPyCMessageKind?
  var handler: RPyCHandler?
  var sequence: Int?
  var answers: Int?
  var summary: String?

  func observed(payloadLength: Int) -> ObservedMessage {
    ObservedMessage(
      index: index, direction: direction, kind: kind?.name ?? "UNKNOWN", handler: handler?.name,
      sequence: sequence, flags: Int(flag), payloadLength: payloadLength, answers: answers, summary: summary)
  }
}

/// An answer to a request that was not seen.
struct RPyCStray: Sendable {
  var index: Int
  var sequence: Int
  /// The direction of the answer.
  var direction: Direction
}
