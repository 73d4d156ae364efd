import WireCore

// The place of a message in its conversation: handshake, requests and answers.
extension PyroConversation {
  /// What a message's place says about it.
  struct Placement {
    /// The index of the request that it answers.
    var answers: Int?
    /// Whether that request was a batch.
    var answersBatch = false
    /// Whether no message of its type may stand there: it says nothing about the handshake.
    var isMisplaced = false
  }

  mutating func place(_ subject: Subject) -> Placement {
    switch (subject.header.kind, subject.direction) {
    case (.connect, .clientToServer):
      connect(subject)
    case (.invoke, .clientToServer), (.ping, .clientToServer):
      request(subject)
    case (.connectOK, .serverToClient) where !clientOpens(subject.header),
      (.connectFail, .serverToClient) where !clientOpens(subject.header):
      return Placement(isMisplaced: !settleHandshake(subject))
    case (.connectOK, .serverToClient), (.connectFail, .serverToClient):
      return answer(subject, as: .connect)
    case (.result, .serverToClient):
      return answer(subject, as: .invoke)
    case (.ping, .serverToClient):
      return answer(subject, as: .ping)
    default:
      // PYRO4-31, PYRO5-31: each type goes one way.
      if let kind = subject.header.kind {
        find(
          .unexpectedMessage, subject, at: 6,
          "\(kind.name) from the \(subject.direction.sender)")
      }
      return Placement(isMisplaced: true)
    }
    return Placement()
  }

  private func entry(_ subject: Subject, _ kind: PyroExchanges.Kind) -> PyroExchanges.Entry {
    PyroExchanges.Entry(
      kind: kind, sequence: subject.header.sequence, serializer: subject.header.serializerID,
      message: subject.index,
      isMarked: kind == .connect
        ? subject.header.kind == .connectFail : subject.header.traits.contains(.batch))
  }

  /// PYRO4-30, PYRO5-30: a connection begins with one CONNECT.
  private mutating func connect(_ subject: Subject) {
    switch handshake {
    case .awaitsConnect, .unknown: handshake = .awaitsAnswer
    case .accepted where wasAcceptedUnseen:
      wasAcceptedUnseen = false
      return
    case .accepted where generation == .pyro4 && (version ?? 48) < 48:
      find(.unexpectedMessage, subject, at: 6, "CONNECT to a daemon that has opened the handshake itself")
    case .awaitsAnswer, .accepted: find(.unexpectedMessage, subject, at: 6, "a second CONNECT")
    case .refused: find(.unexpectedMessage, subject, at: 6, "CONNECT after the connection was refused")
    }
    if let answer = exchanges.request(entry(subject, .connect)) {
      handshake = answer.isMarked ? .refused : .accepted
    }
  }

  private mutating func request(_ subject: Subject) {
    let header = subject.header
    switch handshake {
    case .awaitsConnect:
      // Where the daemon speaks first, its greeting may only be seen later.
      if clientOpens(header) { find(.noHandshake, subject, at: 6, "\(header.kindName) before CONNECT") }
      handshake = .unknown
    case .refused:
      find(.unexpectedMessage, subject, at: 6, "\(header.kindName) after the connection was refused")
    case .awaitsAnswer, .accepted, .unknown:
      break
    }
    // PYRO4-35, PYRO5-35: a one-way call is not answered.
    if header.kind == .invoke, header.traits.contains(.oneway) {
      exchanges.oneway(header.sequence, message: subject.index)
      return
    }
    let kind: PyroExchanges.Kind = header.kind == .ping ? .ping : .invoke
    // PYRO4-34, PYRO5-34: pings all have the sequence number 0.
    if kind == .invoke, exchanges.isOpen(.invoke, header.sequence) {
      find(.duplicateSequence, subject, at: 10, "a call with the number \(header.sequence) is open already")
    }
    _ = exchanges.request(entry(subject, kind))
  }

  private mutating func answer(_ subject: Subject, as kind: PyroExchanges.Kind) -> Placement {
    let sequence = subject.header.sequence
    if kind == .connect, !settleHandshake(subject) { return Placement(isMisplaced: true) }
    switch exchanges.answer(entry(subject, kind)) {
    case .inTurn(let request):
      checkSerializer(subject, request)
      return Placement(answers: request.message, answersBatch: kind == .invoke && request.isMarked)
    case .outOfTurn(let request, let oldest):
      find(
        .sequenceMismatch, subject, at: 10,
        "the answer to request \(sequence) comes before that to \(oldest.sequence)")
      return Placement(answers: request.message, answersBatch: kind == .invoke && request.isMarked)
    case .wrong(let request):
      find(.sequenceMismatch, subject, at: 10, "the number is \(sequence), the request's \(request.sequence)")
    case .oneway:
      find(.onewayReply, subject, at: 10, "the call \(sequence) was one-way")
    case .early, .unknown:
      break
    }
    return Placement()
  }

  /// Whether an answer to the handshake may stand here.
  private mutating func settleHandshake(_ subject: Subject) -> Bool {
    let isRefusal = subject.header.kind == .connectFail
    switch handshake {
    case .awaitsAnswer, .unknown:
      wasAcceptedUnseen = handshake == .unknown && !isRefusal
      handshake = isRefusal ? .refused : .accepted
    case .awaitsConnect:
      if !clientOpens(subject.header) { handshake = isRefusal ? .refused : .accepted }
    case .accepted, .refused:
      find(.unexpectedMessage, subject, at: 6, "a second answer to CONNECT")
      return false
    }
    return true
  }

  /// PYRO4-32, PYRO5-32: an answer is in the serializer of its request. A daemon that refuses a connection before it
  /// has read the request does so in marshal.
  private mutating func checkSerializer(_ subject: Subject, _ request: PyroExchanges.Entry) {
    let used = subject.header.serializerID
    guard used != request.serializer, subject.header.kind != .ping, subject.header.kind != .connectFail else {
      return
    }
    find(
      .unexpectedMessage, subject, at: generation.serializerOffset,
      "the answer is in serializer \(used), the request was in \(request.serializer)")
  }

  /// Answers to which no request came before the client was done.
  mutating func settleEarly() {
    for answer in exchanges.takeEarly() {
      let rule: Rule = answer.kind == .connect ? .unexpectedMessage : .unsolicitedReply
      findings.append(
        Finding(
          rule, message: answer.message, offset: 10, "no request with the number \(answer.sequence) is open"))
    }
  }

  /// Requests to which no answer came.
  mutating func settleOpen() {
    for request in exchanges.takeOpen() {
      findings.append(
        Finding(.missingReply, message: request.message, "the request \(request.sequence) was never answered")
      )
    }
  }
}
