import WireCore

// The place of a message in its conversation (PYRO3-10).
extension Pyro3Conversation {
  /// Finds out what a message is, and whether it may be here.
  mutating func place(_ subject: inout Subject, _ payload: Span<UInt8>) {
    switch subject.direction {
    case .clientToServer: placeFromClient(&subject, payload)
    case .serverToClient: placeFromServer(&subject, payload)
    }
  }

  private mutating func placeFromClient(_ subject: inout Subject, _ payload: Span<UInt8>) {
    clientSerializer = subject.header.flags.serializer
    subject.serializer = clientSerializer
    guard Pyro3Message.isConnect(payload) else {
      if client == .connect {
        find(.noHandshake, subject, at: 0, "a call before CONNECT")
        client = .unknown
      } else if server == .refused {
        find(.unexpectedMessage, subject, at: 0, "a call after the connection was denied")
      }
      return
    }
    subject.kind = .connect
    if client == .calls { find(.unexpectedMessage, subject, at: 0, "a second CONNECT") }
    client = .calls
  }

  private mutating func placeFromServer(_ subject: inout Subject, _ payload: Span<UInt8>) {
    subject.kind = .result
    // PYRO3-20: an error is answered as the client writes, whatever the flags of the answer say.
    let written = subject.header.flags.serializer
    subject.serializer = written == .pickle ? clientSerializer : written
    switch server {
    case .challenge:
      subject.kind = .challenge
      server = .answer
    case .unknown where Pyro3Message.isChallenge(payload):
      subject.kind = .challenge
      server = .answer
    case .answer:
      find(.unexpectedMessage, subject, at: 0, "a message where GRANTED or DENIED belongs")
      server = .unknown
      subject.answers = exchanges.answer(subject.index)
    case .refused:
      find(.unexpectedMessage, subject, at: 0, "a message after the connection was denied")
    case .results, .unknown:
      subject.answers = exchanges.answer(subject.index)
    }
  }

  /// Takes an answer to the handshake.
  mutating func settle(_ answer: Pyro3Answer, _ index: Int) {
    var isMisplaced = false
    switch (server, answer) {
    case (.challenge, .granted):
      find(.unexpectedMessage, message: index, at: 0, "GRANTED without a challenge")
    case (.results, _), (.refused, _):
      find(.unexpectedMessage, message: index, at: 0, "a second answer to the handshake: \(answer.kind)")
      isMisplaced = true
    case (.answer, _), (.unknown, _), (.challenge, .denied):
      break
    }
    server = answer == .granted ? .results : .refused
    handshake.answer = (answer, index)
    if !isMisplaced { judgeAnswer(answer, index) }
  }

  /// What can be said only at the end.
  mutating func settle() {
    for surplus in exchanges.takeSurplus() {
      find(
        surplus.followsOneway ? .onewayReply : .unsolicitedReply, message: surplus.message,
        surplus.followsOneway ? "the call before it was one-way" : "no request is open")
    }
    for message in exchanges.takeUnanswered() {
      find(.missingReply, message: message, "the call was never answered")
    }
    judgeUnanswered()
  }
}

/// What a connection's handshake has shown.
struct Pyro3Handshake: Sendable {
  /// The version of the first header.
  var version: UInt16?
  /// The challenge, and the index of its message.
  var challenge: (bytes: [UInt8], index: Int)?
  /// The token of CONNECT, and the index of its message.
  var connect: (token: [UInt8], index: Int)?
  /// The daemon's answer, and the index of its message.
  var answer: (given: Pyro3Answer, index: Int)?

  /// Whose token the client sent; `nil` where challenge or token are not seen.
  func knowledge(of passphrases: [Pyro3Passphrase]) -> Knowledge? {
    guard let challenge, let connect else { return nil }
    if Pyro3Passphrase.none.token(for: challenge.bytes) == connect.token { return .nothing }
    guard !passphrases.isEmpty, isPyros(connect.token) else { return .something }
    return passphrases.contains { $0.token(for: challenge.bytes) == connect.token } ? .passphrase : .another
  }

  /// Whether a token may be of Pyro's own validator: a program's has any length.
  func isPyros(_ token: [UInt8]) -> Bool { token.count == Pyro3Passphrase.challengeSize }

  /// What a token shows that the client knows.
  enum Knowledge: Equatable {
    /// No passphrase at all (PYRO3-13).
    case nothing
    /// Something: no passphrase was given to compare with, or the token is not of Pyro's own validator.
    case something
    /// A passphrase that was given.
    case passphrase
    /// None of the passphrases given.
    case another
  }
}
