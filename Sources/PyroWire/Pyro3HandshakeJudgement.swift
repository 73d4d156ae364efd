import WireCore

// Challenge, token and answer (PYRO3-11 to PYRO3-15).
extension Pyro3Conversation {
  mutating func judgeChallenge(_ payload: Span<UInt8>, _ subject: Subject) {
    guard payload.count == Pyro3Passphrase.challengeSize else {
      find(
        .payloadSyntax, subject, at: Pyro3Header.size,
        "a challenge is \(Pyro3Passphrase.challengeSize) bytes long, this one \(payload.count)")
      return
    }
    handshake.challenge = (payload.indices.map { payload[$0] }, subject.index)
    judgeToken()
  }

  mutating func judgeConnect(_ payload: Span<UInt8>, _ subject: Subject) {
    guard handshake.connect == nil, let token = Pyro3Message.token(in: payload) else { return }
    handshake.connect = (token, subject.index)
    judgeToken()
  }

  /// Both halves of a token are there for anybody to try passphrases on.
  private mutating func judgeToken() {
    guard let connect = handshake.connect, let knowledge = handshake.knowledge(of: options.passphrases),
      knowledge != .nothing, reportedOnce.insert(.weakChallenge).inserted
    else { return }
    let which = knowledge == .passphrase ? "; it is of the passphrase given" : ""
    let danger =
      handshake.isPyros(connect.token)
      ? "challenge and token, an HMAC-MD5, are in the clear: the passphrase can be guessed offline\(which)"
      : "challenge and token, \(connect.token.count) bytes for a validator of the program's own, are in the clear: "
        + "what they are made of can be seen or guessed offline"
    find(
      .weakChallenge, message: connect.index, at: Pyro3Header.size + Pyro3Message.connectWord.count, danger)
  }

  mutating func judgeAnswer(_ answer: Pyro3Answer, _ index: Int) {
    let knowledge = handshake.knowledge(of: options.passphrases)
    switch answer {
    case .granted: judgeGranted(knowledge, index)
    case .denied(let reason): judgeDenied(reason, knowledge, index)
    }
  }

  private mutating func judgeGranted(_ knowledge: Pyro3Handshake.Knowledge?, _ index: Int) {
    switch knowledge {
    case .nothing where reportedOnce.insert(.noAuthentication).inserted:
      find(.noAuthentication, message: index, "the connection was accepted without a passphrase")
    case .another:
      find(
        .hmacMismatch, message: index,
        "the daemon accepted a token that is of no passphrase given: it knows another, or takes anybody")
    case .nothing, .something, .passphrase, nil: break
    }
  }

  private mutating func judgeDenied(
    _ reason: Pyro3Answer.Reason, _ knowledge: Pyro3Handshake.Knowledge?, _ index: Int
  ) {
    let words = reason.words ?? "a code that Pyro does not define, 0x\(String(reason.code, radix: 16))"
    let token =
      switch knowledge {
      case .nothing: "; the client sent no passphrase"
      case .another: "; the client's token is of no passphrase given"
      case .passphrase: "; the client's token is of the passphrase given"
      case .something, nil: ""
      }
    find(.deniedConnection, message: index, "the server denied the connection: \(words)\(token)")
    if reason.words == nil {
      find(.badHeader, message: index, at: 6, "the reason of DENIED is not 0, 1, 2 or 3")
    }
  }

  /// PYRO3-3: a client of release 3.10 or later turns away from a challenge of version 4.
  mutating func judgeUnanswered() {
    guard handshake.version == 4, client == .connect, let challenge = handshake.challenge else { return }
    find(
      .badVersion, message: challenge.index, at: 4,
      "the version is 4 and the client turned away: from Pyro 3.10 on it is 5")
  }
}
