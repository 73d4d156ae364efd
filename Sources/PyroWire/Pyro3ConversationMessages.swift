import WireCore

// One message: its header, its body, its place.
extension Pyro3Conversation {
  /// What of a message the checks pass on to each other.
  struct Subject {
    let header: Pyro3Header
    let direction: Direction
    let index: Int
    var kind = Kind.invoke
    /// What the body is written in, where it is a request or an answer.
    var serializer = Pyro3Serializer.pickle
    /// The index of the request that it answers.
    var answers: Int?
  }

  /// The kinds of message that have a header.
  enum Kind: String {
    case challenge = "CHALLENGE"
    case connect = "CONNECT"
    case invoke = "INVOKE"
    case result = "RESULT"
  }

  mutating func take<Sink: ConversationSink>(
    _ header: Pyro3Header, body: Span<UInt8>, from direction: Direction, into sink: inout Sink
  ) {
    var subject = Subject(header: header, direction: direction, index: takeIndex())
    checkHeader(subject)
    // PYRO3-7: a receiver verifies the checksum before anything else.
    let isSound = !header.flags.contains(.checksum) || checkSum(body, subject)
    guard isSound, header.flags.contains(.compressed) else {
      report(&subject, body, isSound: isSound, into: &sink)
      return
    }
    guard let inflated = inflated(body, of: subject) else {
      report(&subject, body, isSound: false, into: &sink)
      return
    }
    report(&subject, inflated.span, isSound: true, into: &sink)
  }

  /// A message whose body was passed over: it is longer than those of a handshake.
  mutating func pass<Sink: ConversationSink>(
    _ header: Pyro3Header, from direction: Direction, into sink: inout Sink
  ) {
    var subject = Subject(header: header, direction: direction, index: takeIndex())
    checkHeader(subject)
    place(&subject, [UInt8]().span)
    if subject.kind == .invoke { exchanges.request(subject.index, isOneway: nil) }
    noteSerializer(subject.serializer, subject)
    flush(into: &sink)
    sink.message(message(subject, size: Int(header.bodySize)), payload: [UInt8]().span)
  }

  /// Judges a body, and hands on findings and message.
  private mutating func report<Sink: ConversationSink>(
    _ subject: inout Subject, _ payload: Span<UInt8>, isSound: Bool, into sink: inout Sink
  ) {
    place(&subject, payload)
    var observed = message(subject, size: payload.count)
    observed.summary = judge(payload, of: subject, isSound: isSound)
    flush(into: &sink)
    sink.message(observed, payload: payload)
  }

  /// `GRANTED` or `DENIED`: a message of its own, without a header.
  mutating func take<Sink: ConversationSink>(_ answer: Pyro3Answer, into sink: inout Sink) {
    let index = takeIndex()
    settle(answer, index)
    flush(into: &sink)
    let bytes = answer.bytes
    sink.message(
      ObservedMessage(
        index: index, direction: .serverToClient, kind: answer.kind, payloadLength: bytes.count,
        answers: handshake.connect?.index, summary: options.describes ? summary(of: answer) : nil),
      payload: bytes.span)
  }

  private func message(_ subject: Subject, size: Int) -> ObservedMessage {
    let isCall = subject.kind == .invoke || subject.kind == .result
    return ObservedMessage(
      index: subject.index, direction: subject.direction, kind: subject.kind.rawValue,
      flags: Int(subject.header.flags.rawValue), serializer: isCall ? subject.serializer.name : nil,
      payloadLength: size, answers: subject.answers)
  }

  /// PYRO3-2, PYRO3-6, PYRO3-7: fields that the reference lets through, or that it compares with its own.
  private mutating func checkHeader(_ subject: Subject) {
    let header = subject.header
    if let version = handshake.version, version != header.version {
      find(
        .badVersion, subject, at: 4,
        "the version is \(header.version), that of the connection is \(version): Pyro 3 wants its own")
    }
    handshake.version = handshake.version ?? header.version
    if !header.flags.unknown.isEmpty {
      let bits = String(header.flags.unknown.rawValue, radix: 16)
      find(.unknownFlag, subject, at: 12, "the flags 0x\(bits) are not defined")
    }
    if header.checksum != 0, !header.flags.contains(.checksum) {
      find(.badHeader, subject, at: 14, severity: .warning, "a checksum is there, and the flag for it is not")
    }
  }

  private mutating func checkSum(_ body: Span<UInt8>, _ subject: Subject) -> Bool {
    let right = adler32(body)
    guard right != subject.header.checksum else { return true }
    find(
      .badChecksum, subject, at: 14,
      "the checksum is 0x\(String(subject.header.checksum, radix: 16)), the Adler-32 of the body is "
        + "0x\(String(right, radix: 16))")
    return false
  }

  /// The body inflated; `nil`, with a finding, where it is damaged or a bomb.
  private mutating func inflated(_ body: Span<UInt8>, of subject: Subject) -> [UInt8]? {
    do throws(WireError) {
      return try inflate(body, base: Pyro3Header.size, limits: options.limits)
    } catch {
      find(Rule(ofInflation: error), subject, at: error.offset, error.detail)
      return nil
    }
  }

  /// The most findings of one message.
  static let mostFindings = 100

  /// Notes a finding of the message under way.
  mutating func find(
    _ rule: Rule, _ subject: Subject, at offset: Int?, severity: Rule.Severity? = nil, _ detail: String
  ) {
    find(rule, message: subject.index, at: offset, severity: severity, detail)
  }

  /// Notes a finding of a message.
  mutating func find(
    _ rule: Rule, message: Int, at offset: Int? = nil, severity: Rule.Severity? = nil, _ detail: String
  ) {
    guard findings.count < Self.mostFindings else { return }
    findings.append(Finding(rule, severity: severity, message: message, offset: offset, detail))
  }

  /// Notes a finding at an offset of the payload: from the message's start, unless the payload was inflated.
  mutating func find(
    _ rule: Rule, _ subject: Subject, atPayload offset: Int, severity: Rule.Severity? = nil, _ detail: String
  ) {
    if subject.header.flags.contains(.compressed) {
      find(rule, subject, at: offset, severity: severity, "\(detail) (offset in the inflated payload)")
    } else {
      find(rule, subject, at: Pyro3Header.size + offset, severity: severity, detail)
    }
  }

  /// Notes a finding that is made once a connection.
  mutating func findOnce(
    _ rule: Rule, _ subject: Subject, at offset: Int? = nil, severity: Rule.Severity? = nil, _ detail: String
  ) {
    guard reportedOnce.insert(rule).inserted else { return }
    find(rule, subject, at: offset, severity: severity, detail)
  }
}
