import WireCore
import WirePolicy

// Calls (PYRO4-45 to PYRO4-48, and the same of Pyro 5) and results (PYRO4-49, PYRO5-49).
extension PyroConversation {
  /// The four parts of a call: where they are on the tape.
  struct CallParts {
    var object: Int
    var method: Int
    var arguments: Int
    var keywords: Int
  }

  mutating func judgeCall(_ payload: Span<UInt8>, _ subject: Subject) {
    guard let parts = callParts(payload, subject.header.serializer) else {
      find(.badCallShape, subject, atValue: 0, "the call is not (object, method, arguments, keywords)")
      return
    }
    guard isName(at: parts.object), isName(at: parts.method) else {
      find(.badCallShape, subject, atValue: parts.object, "object and method must be strings")
      return
    }
    judgeFlame(payload, object: parts.object, method: parts.method, subject)
    if subject.header.traits.contains(.keepSerialized) { return }
    guard tape.isSequence(at: parts.arguments) else {
      find(.badCallShape, subject, atValue: parts.arguments, "the arguments are no tuple or list")
      return
    }
    if subject.header.traits.contains(.batch) {
      judgeBatch(payload, parts, subject)
    } else {
      judgeKeywords(at: parts.keywords, subject)
      judgeName(payload, method: parts.method, arguments: parts.arguments, subject)
    }
  }

  /// PYRO4-45: a name is a string. Pyro 4 runs under Python 2 too, whose strings come as bytes.
  func isName(at index: Int) -> Bool {
    let kind = tape.nodes[index].kind
    return kind == .string || kind == .bytes && generation == .pyro4
  }

  /// PYRO4-45, PYRO5-45: a tuple of four; JSON has an object with four members instead.
  func callParts(_ payload: Span<UInt8>, _ serializer: PyroSerializer?) -> CallParts? {
    if serializer == .json {
      guard let object = tape.value(of: "object", inDictAt: 0, payload),
        let method = tape.value(of: "method", inDictAt: 0, payload),
        let arguments = tape.value(of: "params", inDictAt: 0, payload),
        let keywords = tape.value(of: "kwargs", inDictAt: 0, payload)
      else { return nil }
      return CallParts(object: object, method: method, arguments: arguments, keywords: keywords)
    }
    guard tape.isSequence(at: 0), tape.nodes[0].count == 4 else { return nil }
    let object = tape.firstChild(of: 0)
    let method = tape.next(after: object)
    let arguments = tape.next(after: method)
    return CallParts(
      object: object, method: method, arguments: arguments, keywords: tape.next(after: arguments))
  }

  /// Keywords are a dict with names for keys; Pyro sends `None` where there are none to send.
  private mutating func judgeKeywords(at index: Int, _ subject: Subject) {
    let node = tape.nodes[index]
    if node.kind == .none { return }
    guard node.kind == .dict else {
      find(.badCallShape, subject, atValue: index, "the keywords are no dict")
      return
    }
    var key = tape.firstChild(of: index)
    while key < node.end {
      guard isName(at: key) else {
        find(.badCallShape, subject, atValue: key, "a keyword is no string")
        return
      }
      key = tape.next(after: tape.next(after: key))
    }
  }

  /// PYRO4-47, PYRO5-47: attributes are read and written by calls of two names that no object serves.
  private mutating func judgeName(_ payload: Span<UInt8>, method: Int, arguments: Int, _ subject: Subject) {
    let isRead = tape.isString(at: method, payload, equalTo: "__getattr__")
    guard isRead || tape.isString(at: method, payload, equalTo: "__setattr__") else {
      judgeCalled(payload, at: method, subject)
      return
    }
    let first = tape.firstChild(of: arguments)
    guard tape.nodes[arguments].count >= (isRead ? 1 : 2), let name = tape.text(at: first, payload) else {
      find(.badCallShape, subject, atValue: arguments, "an attribute is read or written without its name")
      return
    }
    refuse(names.attribute(name), subject, atValue: first)
  }

  private mutating func judgeCalled(_ payload: Span<UInt8>, at method: Int, _ subject: Subject) {
    if allowedNames.contains(tape, method, payload) { return }
    guard let name = tape.text(at: method, payload) else { return }
    let answer = names.call(name)
    if answer == .allow { allowedNames.insert(name) }
    refuse(answer, subject, atValue: method)
  }

  private mutating func refuse(_ answer: PolicyAnswer, _ subject: Subject, atValue index: Int) {
    guard case .refuse(let rule, let reason) = answer else { return }
    find(rule, subject, atValue: index, reason)
  }

  /// PYRO4-46, PYRO5-46: the arguments of a batch are calls themselves, each (method, arguments, keywords).
  private mutating func judgeBatch(_ payload: Span<UInt8>, _ parts: CallParts, _ subject: Subject) {
    let end = tape.nodes[parts.arguments].end
    var call = tape.firstChild(of: parts.arguments)
    while call < end {
      let method = tape.firstChild(of: call)
      guard tape.isSequence(at: call), tape.nodes[call].count == 3, isName(at: method),
        case let arguments = tape.next(after: method), tape.isSequence(at: arguments)
      else {
        find(.badCallShape, subject, atValue: call, "a call of a batch is not (method, arguments, keywords)")
        return
      }
      judgeKeywords(at: tape.next(after: arguments), subject)
      judgeCalled(payload, at: method, subject)
      call = tape.next(after: call)
    }
  }

  /// PYRO4-49, PYRO5-49.
  mutating func judgeResult(_ payload: Span<UInt8>, _ subject: Subject, _ placement: Placement) {
    if subject.header.traits.contains(.exception) {
      judgeException(payload, subject)
    } else if placement.answersBatch, !tape.isSequence(at: 0) {
      find(.badCallShape, subject, atValue: 0, "the results of a batch are no list")
    }
  }

  private mutating func judgeException(_ payload: Span<UInt8>, _ subject: Subject) {
    guard tape.value(of: "__class__", inDictAt: 0, payload) != nil else {
      find(.badCallShape, subject, atValue: 0, "what is to be raised is no exception")
      return
    }
    guard let attributes = tape.value(of: "attributes", inDictAt: 0, payload),
      let traceback = tape.value(of: "_pyroTraceback", inDictAt: attributes, payload),
      tape.nodes[traceback].kind.isContainer, tape.nodes[traceback].count > 0
    else { return }
    findOnce(
      .tracebackExposed, subject, at: nil, "the peer is sent a traceback with file paths and source lines")
  }
}
