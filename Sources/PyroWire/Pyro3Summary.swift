import PythonValues
import WireCore
import WirePolicy

// What a message says, for a person: one line.
extension Pyro3Conversation {
  /// The most bytes of one printed value.
  private static let printed = 400
  /// The most arguments printed.
  private static let mostArguments = 20

  func shown(_ value: PythonValue) -> String { value.repr(limit: Self.printed) }

  /// What is said of a body that was not read.
  func unread(_ payload: Span<UInt8>, _ subject: Subject) -> String? {
    options.describes ? "\(payload.count) bytes of \(subject.serializer.name)" : nil
  }

  func hex(_ bytes: Span<UInt8>) -> String {
    (0..<min(bytes.count, 32)).map { hex(bytes[$0]) }.joined()
  }

  private func hex(_ byte: UInt8) -> String { (byte < 16 ? "0" : "") + String(byte, radix: 16) }

  /// What the token of the handshake shows.
  var tokenSummary: String? {
    guard let connect = handshake.connect else { return nil }
    let token = "token " + connect.token.prefix(32).map { hex($0) }.joined()
    switch handshake.knowledge(of: options.passphrases) {
    case .nothing: return token + ", of no passphrase"
    case .something: return token + (handshake.isPyros(connect.token) ? ", of a passphrase" : "")
    case .passphrase: return token + ", of the passphrase given"
    case .another: return token + ", of no passphrase given"
    case nil: return token
    }
  }

  func summary(of answer: Pyro3Answer) -> String? {
    guard case .denied(let reason) = answer else { return nil }
    return reason.words ?? "for a reason that Pyro does not define"
  }

  func summary(of request: Pyro3Request) throws(Pyro3RequestFault) -> String {
    let (positional, keywords) = try request.spread()
    let prefix = request.flags.contains(.oneway) ? "one-way " : ""
    let object = objectText(request.object)
    if let attribute = attributeText(request.method, positional) { return "\(prefix)\(object).\(attribute)" }
    var texts = positional.prefix(Self.mostArguments).map { shown($0) }
    texts += keywords.entries.prefix(Self.mostArguments).map { entry in
      "\(plain(entry.key.unshared.pythonTwoText ?? "?"))=\(shown(entry.value))"
    }
    if max(positional.count, keywords.count) > Self.mostArguments { texts.append("…") }
    return "\(prefix)\(object).\(plain(request.method))(\(texts.joined(separator: ", ")))"
  }

  /// PYRO3-19: attributes are asked after, read and written by calls of three names.
  private func attributeText(_ method: String, _ arguments: [PythonValue]) -> String? {
    guard let name = arguments.first?.unshared.pythonTwoText else { return nil }
    switch (method, arguments.count) {
    case ("_r_ha", 1): return plain(name) + " ?"
    case ("_r_ga", 1): return plain(name)
    case ("_r_sa", 2): return "\(plain(name)) = \(shown(arguments[1]))"
    default: return nil
    }
  }

  private func objectText(_ object: PythonValue) -> String {
    guard let id = object.unshared.pythonTwoText else { return shown(object) }
    return plain(names.name(of: id) ?? id)
  }

  /// A name as it is, where it can stand in a line, else quoted.
  private func plain(_ name: String) -> String {
    let isPlain =
      !name.isEmpty && name.utf8.count <= 100 && name.utf8.allSatisfy { (0x20...0x7E).contains($0) }
    return isPlain ? name : quoted(name)
  }

  func summary(of raised: Pyro3Exception) -> String {
    guard case .object(let object) = raised.exception else { return "raises \(shown(raised.exception))" }
    let name = object.module.map { "\($0).\(object.className)" } ?? object.className
    return "raises \(plain(name))\(argumentsText(object))"
  }

  private func argumentsText(_ object: PythonObject) -> String {
    guard case .tuple(let arguments)? = object.arguments?.unshared else { return " \(shown(object.state))" }
    return "(\(arguments.prefix(Self.mostArguments).map { shown($0) }.joined(separator: ", ")))"
  }
}
