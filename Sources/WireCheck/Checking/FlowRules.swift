import PyroWire
import RPyCWire
import WireCapture
import WireCore

// The rules that need a flow's addresses, or the flow as a whole.
extension CheckedFlow {
  /// Names what is spoken and sets up what reads it.
  func begin<Observer: CheckObserver>(
    _ decision: FlowProbe.Decision, in context: CheckContext<Observer>, into sink: inout FlowSink<Observer>
  ) {
    switch decision.recognition {
    case .refusal: beginPyro3(midstream: decision.isMidstream, in: context)
    case .pyro(let word): beginPyro(word, decision, in: context)
    case .rpyc:
      beginRPyC(afterPreamble: decision.preamble > 0, in: context)
      if decision.preamble > 0 { sink.finding(preamble(decision)) }
    case .registry:
      spoken = .rpyc
      conversation = .registry(Box(RegistryConnection(describes: context.wantsMessages)))
    case .tls:
      spoken = .tls
      conversation = .tls(Box(TLSHandshake()))
    case .interrupt where info.client.address == info.server.address:
      guard stage == .probing else {
        stage = .ignored
        return
      }
      takeInterrupt(decision.direction, into: &sink)
      return
    case .interrupt, .foreign, .undecided:
      spoken = .unknown
      stage = .ignored
      sink.finding(Finding(.unknownProtocol, "its first bytes are neither Pyro's, RPyC's nor TLS's"))
      return
    }
    stage = .speaking
    if spoken != .tls { sink.finding(cleartext) }
  }

  private func beginPyro<Observer: CheckObserver>(
    _ word: UInt16, _ decision: FlowProbe.Decision, in context: CheckContext<Observer>
  ) {
    version = word == 0 ? nil : word
    switch PyroVersion(word) {
    case .pyro3: beginPyro3(midstream: decision.isMidstream, in: context)
    case .pyro4: beginPyro(.pyro4, midstream: decision.isMidstream, in: context)
    case .pyro5: beginPyro(.pyro5, midstream: decision.isMidstream, in: context)
    case .unknown where hasPyro3Header(from: decision.direction):
      beginPyro3(midstream: decision.isMidstream, in: context)
    case .unknown:
      // A version that no Pyro has is told from there. Pyro 4 is known by its checksum.
      let isPyro4 = PyroGeneration.pyro4.confirms(probe.bytes(from: decision.direction).span)
      beginPyro(isPyro4 ? .pyro4 : .pyro5, midstream: decision.isMidstream, in: context)
    }
  }

  private func beginPyro<Observer: CheckObserver>(
    _ generation: PyroGeneration, midstream: Bool, in context: CheckContext<Observer>
  ) {
    spoken = generation == .pyro4 ? .pyro4 : .pyro5
    let options = PyroConversation.Options(
      scope: context.options.framingOnly ? .framing : .full, describes: context.wantsMessages,
      limits: context.options.limits, hmac: context.options.hmacKey.map { Pyro4HMAC(key: $0) },
      beginsMidstream: midstream)
    conversation = .pyro(Box(PyroConversation(generation, options: options)))
  }

  /// Whether the size of a header follows the version, as in Pyro 3.
  private func hasPyro3Header(from direction: Direction) -> Bool {
    probe.bytes(from: direction).dropFirst(PyroVersion.prefixSize).starts(with: [0, UInt8(Pyro3Header.size)])
  }

  private func beginPyro3<Observer: CheckObserver>(midstream: Bool, in context: CheckContext<Observer>) {
    spoken = .pyro3
    let options = Pyro3Conversation.Options(
      scope: context.options.framingOnly ? .framing : .full, describes: context.wantsMessages,
      limits: context.options.limits, passphrases: context.options.passphrases, beginsMidstream: midstream)
    conversation = .pyro3(Box(Pyro3Conversation(options: options)))
  }

  private func beginRPyC<Observer: CheckObserver>(
    afterPreamble: Bool, in context: CheckContext<Observer>
  ) {
    spoken = .rpyc
    let options = RPyCConversation.Options(
      scope: context.options.framingOnly ? .framing : .full, describes: context.wantsMessages,
      limits: context.options.limits, followsAuthenticator: afterPreamble)
    conversation = .rpyc(Box(RPyCConversation(options: options)))
  }

  private func preamble(_ decision: FlowProbe.Decision) -> Finding {
    let sender = turned(decision.direction.reversed) == .clientToServer ? "client" : "server"
    return Finding(
      .unknownProtocol,
      "the first \(decision.preamble) bytes of the \(sender) are no RPyC: an authenticator's, most likely")
  }

  /// A daemon that shuts down connects to itself and sends 16 exclamation marks, to wake the loop that waits
  /// for requests. It is no request, and not for anybody else. Older daemons answer it all the same.
  private func takeInterrupt<Observer: CheckObserver>(
    _ direction: Direction, into sink: inout FlowSink<Observer>
  ) {
    spoken = .pyro5
    stage = .woken(direction)
    let bytes = probe.bytes(from: direction)
    let message = ObservedMessage(
      index: 0, direction: turned(direction), kind: "SHUTDOWN_INTERRUPT", payloadLength: bytes.count)
    sink.message(message, payload: bytes.span)
  }

  /// A note between programs of one machine, a warning between machines.
  private var cleartext: Finding {
    let isLocal = client.address.isLoopback && server.address.isLoopback
    return isLocal
      ? Finding(.cleartext, "remote calls without TLS on the loopback interface")
      : Finding(
        .cleartext, severity: .warning, "remote calls without TLS between \(client) and \(server)")
  }

  /// What can be said only once the flow is over.
  func conclude<Observer: CheckObserver>(in context: CheckContext<Observer>) {
    dialects = conversation.dialects
    guard case .tls(let box) = conversation else { return }
    let handshake = box.content
    context.enter(Finding(.encrypted, handshake.summary), of: self, at: lastPacket)
    if handshake.isOld {
      context.enter(Finding(.oldTls, handshake.summary), of: self, at: lastPacket)
    }
  }
}
