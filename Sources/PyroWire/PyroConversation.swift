import WireCore
import WirePolicy

/// One connection of Pyro 4 or 5: its handshake, calls, answers, and what is unsound or dangerous in them.
///
/// It keeps at most one message a direction, and a bounded number of open requests.
public struct PyroConversation: Conversation, Sendable {
  /// What a conversation is asked to do.
  public struct Options: Sendable {
    /// How far messages are looked into. Default full. A message whose payload is passed over is reported with
    /// its size on the wire and an empty payload.
    public var scope: ConversationScope
    /// Whether messages carry a `ObservedMessage.summary`. Default false: it costs more than all else.
    public var describes: Bool
    /// Bounds messages, inflation and payloads.
    public var limits: Limits
    /// Which names a peer may have called, read and written; `nil` for what the Pyro itself serves.
    public var names: NamePolicy?
    /// Which classes a receiver makes; `nil` for those of the Pyro itself.
    public var classes: PyroClasses?
    /// The key with which Pyro 4's messages are signed, where it is known. In the scope of framing it is not used.
    public var hmac: Pyro4HMAC?
    /// Whether the connection began before the first byte that is received.
    public var beginsMidstream: Bool

    /// The default options, apart from those named.
    public init(
      scope: ConversationScope = .full, describes: Bool = false, limits: Limits = Limits(),
      names: NamePolicy? = nil, classes: PyroClasses? = nil, hmac: Pyro4HMAC? = nil,
      beginsMidstream: Bool = false
    ) {
      self.scope = scope
      self.describes = describes
      self.limits = limits
      self.names = names
      self.classes = classes
      self.hmac = hmac
      self.beginsMidstream = beginsMidstream
    }
  }

  /// Where the handshake stands (PYRO4-30, PYRO5-30).
  enum Handshake {
    case awaitsConnect
    case awaitsAnswer
    case accepted
    case refused
    /// The beginning was not seen.
    case unknown
  }

  /// Whose messages are read.
  public let generation: PyroGeneration
  let options: Options
  let names: NamePolicy
  let classes: PyroClasses
  private var decoders: BothDirections<PyroFramer>
  var handshake: Handshake
  var exchanges: PyroExchanges
  /// Findings of the message under way, or of none.
  var findings: [Finding] = []
  /// Rules that are reported once a connection, and have been.
  var reportedOnce: Set<Rule> = []
  var reader: PyroPayloadReader
  var allowedNames = AllowedNames()
  /// Whether the handshake data was Pyro's own `hello`, and so no credential; `nil` before it was seen.
  var sentDefaultHandshake: Bool?
  /// Whether CONNECTOK was seen in the middle of a connection, and CONNECT was not: where packets were captured in
  /// another order it comes yet.
  var wasAcceptedUnseen = false
  /// Whether the client asked for the name server.
  var asksNameServer = false
  /// The version of the connection's first message.
  var version: UInt16?
  /// Whether an end signs its messages, as its first message showed.
  var signs: (client: Bool?, server: Bool?)
  private var nextIndex = 0
  private var hasEnded = BothDirections(fromClient: false, fromServer: false)

  /// Begins a conversation.
  public init(_ generation: PyroGeneration, options: Options = Options()) {
    self.generation = generation
    self.options = options
    names = options.names ?? .pyro
    let own = generation == .pyro4 ? PyroClasses.pyro4 : PyroClasses.pyro5
    classes = options.classes ?? PyroClasses(own: own)
    let skips = options.scope == .framing
    decoders = BothDirections(
      fromClient: PyroFramer(
        generation, limits: options.limits, recognisesInterrupt: !options.beginsMidstream,
        skipsPayloads: skips),
      fromServer: PyroFramer(generation, limits: options.limits, skipsPayloads: skips))
    handshake = options.beginsMidstream ? .unknown : .awaitsConnect
    exchanges = PyroExchanges(midstream: options.beginsMidstream)
    reader = PyroPayloadReader(limits: options.limits)
    if options.beginsMidstream {
      decoders.fromClient.lose(nil)
      decoders.fromServer.lose(nil)
    }
  }

  /// Takes the next bytes of one direction.
  public mutating func receive<Sink: ConversationSink>(
    _ bytes: Span<UInt8>, from direction: Direction, into sink: inout Sink
  ) {
    // The decoder is moved out for the call, so that a message it holds can be lent while the rest of
    // the conversation changes.
    var decoder = PyroFramer(generation, limits: options.limits)
    swap(&decoder, &decoders[direction])
    defer { swap(&decoder, &decoders[direction]) }
    var position = 0
    while true {
      switch decoder.next(bytes, at: &position) {
      case .needsMore:
        return
      case .interrupt:
        interrupt(into: &sink)
      case .damage(let fault, let offset):
        damage(fault, at: offset, from: direction, into: &sink)
      case .message(let header, .input(let start)):
        let end = start + header.size + heldSize(of: header)
        take(header, body: bytes.extracting(start + header.size..<end), from: direction, into: &sink)
      case .message(let header, .held):
        take(header, body: decoder.held.span.extracting(header.size...), from: direction, into: &sink)
      }
    }
  }

  /// What is looked at of the body of a message, in bytes.
  private func heldSize(of header: PyroHeader) -> Int {
    options.scope == .framing ? header.annotationsSize : header.bodySize
  }

  /// Learns that bytes are lost.
  public mutating func lose<Sink: ConversationSink>(
    _ count: Int?, from direction: Direction, into sink: inout Sink
  ) {
    decoders[direction].lose(count)
    forget(direction)
  }

  /// Messages of a direction are missing: nothing is made of a request or answer that is not seen.
  private mutating func forget(_ direction: Direction) {
    if handshake == .awaitsConnect || handshake == .awaitsAnswer { handshake = .unknown }
    switch direction {
    case .clientToServer: exchanges.missRequests()
    case .serverToClient: exchanges.missAnswers()
    }
  }

  /// Learns that a direction has ended.
  public mutating func end<Sink: ConversationSink>(
    _ direction: Direction, because ending: StreamEnding, into sink: inout Sink
  ) {
    let decoder = decoders[direction]
    if decoder.pending > 0, let fault = decoder.pendingFault {
      damage(fault, at: decoder.offset, from: direction, into: &sink)
    } else if decoder.pending > 0, ending != .unseen {
      find(
        .truncatedStream,
        "the \(direction.sender)'s stream ends inside the message that begins at its byte \(decoder.offset)")
    }
    hasEnded[direction] = true
    if hasEnded.fromClient { settleEarly() }
    if hasEnded.fromClient, hasEnded.fromServer { settleOpen() }
    flush(into: &sink)
  }

  /// PYRO4-40, PYRO5-40: what a daemon sends itself to wake up and end. Some take it for a request, and refuse it.
  private mutating func interrupt<Sink: ConversationSink>(into sink: inout Sink) {
    let marks = [UInt8](repeating: 0x21, count: 16)
    handshake = .unknown
    exchanges.missRequests()
    sink.message(
      ObservedMessage(
        index: takeIndex(), direction: .clientToServer, kind: "SHUTDOWN_INTERRUPT",
        payloadLength: marks.count,
        summary: options.describes ? "the daemon wakes itself up to end" : nil),
      payload: marks.span)
  }

  private mutating func damage<Sink: ConversationSink>(
    _ fault: PyroHeaderFault, at offset: Int, from direction: Direction, into sink: inout Sink
  ) {
    let detail = "at byte \(offset) of the \(direction.sender)'s stream: \(fault.detail)"
    findings.append(Finding(fault.rule, offset: fault.offset, detail))
    forget(direction)
    flush(into: &sink)
  }

  /// The payload under way, as values.
  var tape: Tape { _read { yield reader.tape } }

  mutating func takeIndex() -> Int {
    defer { nextIndex += 1 }
    return nextIndex
  }

  /// Hands on what was found since the last time.
  mutating func flush<Sink: ConversationSink>(into sink: inout Sink) {
    guard !findings.isEmpty else { return }
    for finding in findings { sink.finding(finding) }
    findings.removeAll(keepingCapacity: true)
  }

  /// Notes a finding of no message.
  mutating func find(_ rule: Rule, _ detail: String) {
    findings.append(Finding(rule, detail))
  }
}

extension Direction {
  /// Who sends in this direction.
  var sender: String { self == .clientToServer ? "client" : "server" }
}
