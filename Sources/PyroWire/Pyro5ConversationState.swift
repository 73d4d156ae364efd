import WireCore

// The place of a message in its conversation: handshake, requests and answers.
extension Pyro5Conversation {
  /// What a message's place says about it.
  struct Placement {
    /// The index of the request that it answers.
    var answers: Int?
    /// Whether that request was a batch.
    var answersBatch = false
  }

  mutating func place(_ subject: Subject) -> Placement {
    switch (subject.header.type, subject.direction) {
    case (.connect, .clientToServer):
      connect(subject)
    case (.invoke, .clientToServer), (.ping, .clientToServer):
      request(subject)
    case (.connectOK, .serverToClient), (.connectFail, .serverToClient):
      return answer(subject, as: .connect)
    case (.result, .serverToClient):
      return answer(subject, as: .invoke)
    case (.ping, .serverToClient):
      return answer(subject, as: .ping)
    default:
      // PYRO5-31: each type goes one way.
      if subject.header.type.isKnown {
        find(
          .unexpectedMessage, subject, at: 6,
          "\(subject.header.type.name) from the \(subject.direction.sender)")
      }
    }
    return Placement()
  }

  private func entry(_ subject: Subject, _ kind: PyroExchanges.Kind) -> PyroExchanges.Entry {
    PyroExchanges.Entry(
      kind: kind, sequence: subject.header.sequence, serializer: subject.header.serializerID,
      message: subject.index,
      isMarked: kind == .connect
        ? subject.header.type == .connectFail : subject.header.flags.contains(.batch))
  }

  /// PYRO5-30: a connection begins with one CONNECT.
  private mutating func connect(_ subject: Subject) {
    switch handshake {
    case .awaitsConnect, .unknown: handshake = .awaitsAnswer
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
      find(.noHandshake, subject, at: 6, "\(header.type.name) before CONNECT")
      handshake = .unknown
    case .refused:
      find(.unexpectedMessage, subject, at: 6, "\(header.type.name) after the connection was refused")
    case .awaitsAnswer, .accepted, .unknown:
      break
    }
    // PYRO5-35: a one-way call is not answered.
    if header.type == .invoke, header.flags.contains(.oneway) {
      exchanges.oneway(header.sequence, message: subject.index)
      return
    }
    let kind: PyroExchanges.Kind = header.type == .ping ? .ping : .invoke
    // PYRO5-34: pings all have the sequence number 0.
    if kind == .invoke, exchanges.isOpen(.invoke, header.sequence) {
      find(.duplicateSequence, subject, at: 10, "a call with the number \(header.sequence) is open already")
    }
    _ = exchanges.request(entry(subject, kind))
  }

  private mutating func answer(_ subject: Subject, as kind: PyroExchanges.Kind) -> Placement {
    let sequence = subject.header.sequence
    if kind == .connect { settleHandshake(subject) }
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

  private mutating func settleHandshake(_ subject: Subject) {
    let isRefusal = subject.header.type == .connectFail
    switch handshake {
    case .awaitsAnswer, .unknown:
      handshake = isRefusal ? .refused : .accepted
    case .awaitsConnect:
      break
    case .accepted, .refused:
      find(.unexpectedMessage, subject, at: 6, "a second answer to CONNECT")
    }
  }

  /// PYRO5-32: an answer is in the serializer of its request. A daemon that refuses a connection before it
  /// has read the request does so in marshal.
  private mutating func checkSerializer(_ subject: Subject, _ request: PyroExchanges.Entry) {
    let used = subject.header.serializerID
    guard used != request.serializer, subject.header.type != .ping, subject.header.type != .connectFail else {
      return
    }
    find(
      .unexpectedMessage, subject, at: 7,
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
