import WireCore
import WirePolicy

/// One Pyro 3 connection: its challenge, calls, answers, and what is unsound or dangerous in them.
///
/// It keeps at most one message a direction, and a bounded number of open requests.
public struct Pyro3Conversation: Conversation, Sendable {
  /// What a conversation is asked to do.
  public struct Options: Sendable {
    /// How far messages are looked into. Default full. Bodies as short as those of a
    /// handshake are read either way.
    public var scope: ConversationScope
    /// Whether messages carry a `ObservedMessage.summary`. Default false.
    public var describes: Bool
    /// Bounds messages, inflation and payloads.
    public var limits: Limits
    /// Which names a peer may have called, read and written.
    public var names: NamePolicy
    /// Passphrases that the daemon accepts, so that tokens can be verified. Default none.
    public var passphrases: [Pyro3Passphrase]
    /// Whether the connection began before the first byte that is received.
    public var beginsMidstream: Bool

    /// The default options, apart from those named.
    public init(
      scope: ConversationScope = .full, describes: Bool = false, limits: Limits = Limits(),
      names: NamePolicy = .pyro3, passphrases: [Pyro3Passphrase] = [], beginsMidstream: Bool = false
    ) {
      self.scope = scope
      self.describes = describes
      self.limits = limits
      self.names = names
      self.passphrases = passphrases
      self.beginsMidstream = beginsMidstream
    }
  }

  /// What the client sends next (PYRO3-10).
  enum ClientState {
    case connect
    case calls
    /// Messages are missing.
    case unknown
  }

  /// What the server sends next (PYRO3-10).
  enum ServerState {
    case challenge
    case answer
    case results
    case refused
    /// Messages are missing.
    case unknown
  }

  let options: Options
  private var decoders: BothDirections<Pyro3StreamDecoder>
  var client: ClientState
  var server: ServerState
  /// What is known of the handshake.
  var handshake = Pyro3Handshake()
  var exchanges: Pyro3Exchanges
  /// What the client writes, by the flags of its last message.
  var clientSerializer = Pyro3Serializer.pickle
  /// Names of objects that the daemon was asked for.
  var names = Pyro3ObjectNames()
  /// Findings of the message under way, or of none.
  var findings: [Finding] = []
  /// Rules that are reported once a connection, and have been.
  var reportedOnce: Set<Rule> = []
  /// Classes that have been reported.
  var reportedClasses: Set<String> = []
  private var nextIndex = 0
  private var hasEnded = BothDirections(fromClient: false, fromServer: false)

  /// Begins a conversation.
  public init(options: Options = Options()) {
    self.options = options
    let skips = options.scope == .framing
    decoders = BothDirections(
      fromClient: Pyro3StreamDecoder(limits: options.limits, readsAnswers: false, skipsBodies: skips),
      fromServer: Pyro3StreamDecoder(limits: options.limits, readsAnswers: true, skipsBodies: skips))
    client = options.beginsMidstream ? .unknown : .connect
    server = options.beginsMidstream ? .unknown : .challenge
    exchanges = Pyro3Exchanges(midstream: options.beginsMidstream)
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
    var decoder = Pyro3StreamDecoder(readsAnswers: false)
    swap(&decoder, &decoders[direction])
    defer { swap(&decoder, &decoders[direction]) }
    var position = 0
    while true {
      switch decoder.next(bytes, at: &position) {
      case .needsMore:
        return
      case .answer(let answer):
        take(answer, into: &sink)
      case .damage(let fault, let offset):
        damage(fault, at: offset, from: direction, into: &sink)
      case .message(let header, let place):
        switch place {
        case .input(let start):
          let body = bytes.extracting(start..<start + Int(header.bodySize))
          take(header, body: body, from: direction, into: &sink)
        case .held:
          take(header, body: decoder.held.span.extracting(Pyro3Header.size...), from: direction, into: &sink)
        case .skipped:
          pass(header, from: direction, into: &sink)
        }
      }
    }
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
    switch direction {
    case .clientToServer: if client == .connect { client = .unknown }
    case .serverToClient: if server != .results { server = .unknown }
    }
    exchanges.lose()
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
    if hasEnded.fromClient, hasEnded.fromServer { settle() }
    flush(into: &sink)
  }

  private mutating func damage<Sink: ConversationSink>(
    _ fault: Pyro3HeaderFault, at offset: Int, from direction: Direction, into sink: inout Sink
  ) {
    let detail = "at byte \(offset) of the \(direction.sender)'s stream: \(fault.detail)"
    findings.append(Finding(fault.rule, offset: fault.offset, detail))
    if server == .results { noteSerializer(clientSerializer, nil) }
    forget(direction)
    flush(into: &sink)
  }

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
  private mutating func find(_ rule: Rule, _ detail: String) { findings.append(Finding(rule, detail)) }
}
