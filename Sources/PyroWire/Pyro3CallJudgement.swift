import PythonValues
import WireCore
import WirePolicy

// Requests (PYRO3-17 to PYRO3-19) and their answers.
extension Pyro3Conversation {
  /// Judges a request; returns a summary where one is asked for.
  ///
  /// - Parameter value: the request; `nil` where it could not be read.
  mutating func judgeCall(_ value: PythonValue?, _ payload: Span<UInt8>, _ subject: Subject) -> String? {
    guard let value else {
      exchanges.request(subject.index, isOneway: nil)
      return unread(payload, subject)
    }
    var isOpen = false
    do throws(Pyro3RequestFault) {
      let request = try Pyro3Request(value)
      exchanges.request(subject.index, isOneway: request.flags.contains(.oneway))
      isOpen = true
      try judge(request, subject)
      return options.describes ? try summary(of: request) : nil
    } catch {
      // A daemon may answer what is no request, or close the connection.
      if !isOpen { exchanges.request(subject.index, isOneway: nil) }
      find(.badCallShape, subject, at: Pyro3Header.size, error.detail)
      return options.describes ? shown(value) : nil
    }
  }

  private mutating func judge(_ request: Pyro3Request, _ subject: Subject) throws(Pyro3RequestFault) {
    let unknown = request.flags.subtracting(.known)
    if !unknown.isEmpty {
      find(
        .unknownFlag, subject, at: Pyro3Header.size, "the flags \(unknown.rawValue) of a call are not defined"
      )
    }
    let arguments = try request.spread().positional
    let first = arguments.first?.unshared.pythonTwoText
    switch request.method {
    case "remote_supply_code", "remote_retrieve_code": judgeMobileCode(request.method, arguments, subject)
    case "_r_ga", "_r_ha", "_r_sa":
      guard let first else {
        throw Pyro3RequestFault(detail: "an attribute is read or written without its name")
      }
      refuse(options.names.attribute(first), subject)
    case "ResolvePYROLOC":
      if let first { names.asked(for: first, in: subject.index) }
    default:
      judgeNameServerCall(request, first, subject)
      refuse(options.names.call(request.method), subject)
    }
  }

  private mutating func refuse(_ answer: PolicyAnswer, _ subject: Subject) {
    guard case .refuse(let rule, let reason) = answer else { return }
    find(rule, subject, at: Pyro3Header.size, reason)
  }

  /// PYRO3-22: code goes from the client to the server, or is asked of it.
  private mutating func judgeMobileCode(_ method: String, _ arguments: [PythonValue], _ subject: Subject) {
    let module = arguments.first?.unshared.pythonTwoText ?? "?"
    guard method == "remote_supply_code" else {
      find(
        .mobileCode, subject, at: Pyro3Header.size,
        "the client asks for the code of the module \(quoted(module)), to run it")
      return
    }
    let size = arguments.dropFirst().first?.unshared.pythonTwoText?.utf8.count ?? 0
    find(
      .mobileCode, subject, at: Pyro3Header.size,
      "the client sends the code of the module \(quoted(module)), \(size) bytes: the server runs it")
  }

  /// PYRO3-23: the name server's own proxy calls without keywords, and names begin with a colon.
  private mutating func judgeNameServerCall(_ request: Pyro3Request, _ first: String?, _ subject: Subject) {
    guard request.flags.isEmpty, let first, first.hasPrefix(":"),
      Self.nameServerMethods.contains(request.method)
    else { return }
    noteNameServer(subject.index)
  }

  private static let nameServerMethods: Set<String> = [
    "register", "resolve", "unregister", "createGroup", "deleteGroup", "list", "setMeta", "getMeta",
  ]

  /// A name server that a client without a passphrase may use.
  mutating func noteNameServer(_ index: Int) {
    guard handshake.knowledge(of: options.passphrases) == .nothing,
      reportedOnce.insert(.nameserverOpen).inserted
    else { return }
    find(.nameserverOpen, message: index, "the name server answers anyone who can reach it")
  }
}

// Answers.
extension Pyro3Conversation {
  /// Judges an answer; returns a summary where one is asked for.
  mutating func judgeResult(_ value: PythonValue?, _ payload: Span<UInt8>, _ subject: Subject) -> String? {
    guard let value else { return unread(payload, subject) }
    let name = subject.answers.flatMap { names.take($0) }
    guard let raised = Pyro3Exception(value) else {
      if let name { resolved(name, to: value, subject) }
      return options.describes ? shown(value) : nil
    }
    judge(raised, subject)
    return options.describes ? summary(of: raised) : nil
  }

  private mutating func resolved(_ name: String, to value: PythonValue, _ subject: Subject) {
    if let id = value.unshared.pythonTwoText { names.learn(name, of: id) }
    if name == Pyro3ObjectNames.nameServer { noteNameServer(subject.index) }
  }

  private mutating func judge(_ raised: Pyro3Exception, _ subject: Subject) {
    if raised.hasTraceback {
      findOnce(.tracebackExposed, subject, "the peer is sent a traceback with file paths and source lines")
    }
    guard let module = raised.missingModule else { return }
    find(
      .mobileCode, subject, at: Pyro3Header.size,
      "the server asks for the code of the module \(quoted(module)), to run it")
  }
}

/// An exception in its capsule: an answer that is to be raised (PYRO3-20).
struct Pyro3Exception {
  /// The exception: a record of an instance, or what else stands in its place.
  let exception: PythonValue
  private let traceback: PythonValue?

  /// Takes a capsule apart; `nil` where the value is none.
  init?(_ value: PythonValue) {
    guard case .object(let capsule) = value.unshared, capsule.className == "PyroExceptionCapsule",
      case .dict(let members) = capsule.state.unshared, let exception = members.value(named: "excObj")
    else { return nil }
    self.exception = exception.unshared
    traceback = members.value(named: "args")?.unshared
  }

  /// Whether the capsule has the remote traceback, a list of lines.
  var hasTraceback: Bool { traceback?.elements?.isEmpty == false }

  /// The module whose code the server asks for, where that is what the exception means (PYRO3-22).
  var missingModule: String? {
    guard case .object(let object) = exception, object.className == "_InternalNoModuleError" else {
      return nil
    }
    guard case .dict(let state) = object.state.unshared else { return "?" }
    return state.value(named: "modulename")?.unshared.pythonTwoText ?? "?"
  }
}

extension PythonDict {
  /// The value under a key that is a text.
  fileprivate func value(named name: String) -> PythonValue? {
    entries.first { $0.key.unshared.pythonTwoText == name }?.value
  }
}
