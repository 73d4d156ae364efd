import WireCore
import WirePolicy

// What Pyro 4 has and Pyro 5 has not: several versions, a signature, Flame.
extension PyroConversation {
  /// PYRO4-2: a connection keeps to one version, and only protocol 48 has a CONNECT.
  mutating func checkVersion(_ subject: Subject) {
    let header = subject.header
    guard generation == .pyro4 else { return }
    let first = version ?? header.version
    version = first
    if header.version != first {
      find(.badVersion, subject, at: 4, "the version is \(header.version), the connection's was \(first)")
    } else if header.kind == .connect, !clientOpens(header) {
      find(
        .badVersion, subject, at: 4, "CONNECT is of protocol 48: in \(header.version) the daemon speaks first"
      )
    }
  }

  /// PYRO4-30: whether the client opens the handshake. Before protocol 48 the daemon did, unasked.
  func clientOpens(_ header: PyroHeader) -> Bool { generation == .pyro5 || header.version >= 48 }

  /// PYRO4-23: the annotations that Pyro itself reads have a size that they must have.
  mutating func checkPyro4Chunk(
    _ chunk: PyroAnnotationReader.Chunk, of subject: Subject, _ marks: inout AnnotationMarks
  ) {
    switch chunk.id {
    case .hmacAnnotation:
      marks.code = chunk.data
      expect(Pyro4HMAC.size, chunk, of: subject)
    case .correlationAnnotation:
      expect(16, chunk, of: subject)
    default:
      break
    }
  }

  private mutating func expect(_ size: Int, _ chunk: PyroAnnotationReader.Chunk, of subject: Subject) {
    guard chunk.data.count != size else { return }
    let name = PyroAnnotationReader.text(of: chunk.id)
    find(
      .badAnnotation, subject, at: subject.header.size + chunk.data.lowerBound,
      "the annotation \(name) has \(chunk.data.count) bytes, not \(size)")
  }

  /// PYRO4-28: both ends sign each message, or neither does; PYRO4-27: the code is that of the key.
  mutating func checkSignature(
    _ code: Range<Int>?, _ annotations: Span<UInt8>, _ payload: Span<UInt8>, of subject: Subject
  ) {
    noteSigning(code != nil, subject)
    guard options.scope == .full, let code, let hmac = options.hmac else { return }
    let given = annotations.extracting(code)
    // Of the older protocols, one release signed in the order of the ids and the others did not.
    for isSorted in subject.header.version >= 48 ? [true] : [true, false] {
      let right = try? hmac.code(payload: payload, annotations: annotations, isSorted: isSorted)
      if let right, Pyro4HMAC.matches(right, given) { return }
    }
    find(
      .hmacMismatch, subject, at: subject.header.size + code.lowerBound,
      "the \(subject.direction.sender) has another key than the one given, or the message was changed")
  }

  private mutating func noteSigning(_ isSigned: Bool, _ subject: Subject) {
    let isClient = subject.direction == .clientToServer
    let known = signs.client ?? signs.server
    if isClient { signs.client = signs.client ?? isSigned } else { signs.server = signs.server ?? isSigned }
    guard let known, known != isSigned else { return }
    let detail = isSigned ? "has an HMAC, messages before had none" : "has no HMAC, messages before had one"
    findOnce(
      .hmacAsymmetric, subject, at: nil,
      "the \(subject.direction.sender)'s \(subject.header.kindName) \(detail)")
  }

  /// Whether the connection's messages are signed: a credential.
  var isSigned: Bool { signs.client == true || signs.server == true }

  /// PYRO4-67: Flame, by the object that is spoken to.
  mutating func judgeFlame(_ payload: Span<UInt8>, object: Int, method: Int? = nil, _ subject: Subject) {
    guard generation == .pyro4, tape.isString(at: object, payload, equalTo: "Pyro.Flame") else { return }
    let name = method.flatMap { tape.text(at: $0, payload) }
    let called = name.map { "a call of \(quoted($0)) on" } ?? "a connection to"
    find(
      .flame, subject, atValue: object,
      "\(called) Pyro.Flame, which imports modules, runs code and reads and writes files for its callers")
  }
}
