import PythonValues
import WireCore
import WirePolicy

// What a message says, for a person: one line, as Python would print it.
extension PyroConversation {
  /// The most bytes of one printed value.
  private static let printed = 400

  /// The summary of a message; reads the payload once more.
  mutating func summary(of subject: Subject, _ payload: Span<UInt8>) -> String? {
    let header = subject.header
    guard let kind = header.kind, kind != .ping else { return nil }
    guard let serializer = header.serializer else { return "\(payload.count) bytes of an unknown serializer" }
    guard (try? reader.read(payload, serializer)) != nil else {
      return "\(payload.count) bytes that are no \(serializer.name)"
    }
    switch kind {
    case .connect: return connectSummary(payload)
    case .connectOK where header.traits.contains(.metadata):
      return "accepted, \(member("handshake", payload)); \(member("meta", payload))"
    case .connectOK: return "accepted, \(text(at: 0, payload))"
    case .connectFail: return "refused: \(text(at: 0, payload))"
    case .invoke: return callSummary(payload, subject)
    default: return resultSummary(payload, subject)
    }
  }

  private func text(at index: Int, _ payload: Span<UInt8>) -> String {
    tape.tree(at: index, payload)?.repr(limit: Self.printed) ?? "…"
  }

  private func member(_ key: StaticString, _ payload: Span<UInt8>) -> String {
    tape.value(of: key, inDictAt: 0, payload).map { text(at: $0, payload) } ?? "nothing"
  }

  /// A name as it is, where it can stand in a line, else quoted.
  private func name(at index: Int, _ payload: Span<UInt8>) -> String {
    guard let name = tape.text(at: index, payload) else { return text(at: index, payload) }
    let isPlain = name.utf8.count <= 100 && name.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    return isPlain ? name : quoted(name)
  }

  private func connectSummary(_ payload: Span<UInt8>) -> String {
    let object = tape.value(of: "object", inDictAt: 0, payload).map { name(at: $0, payload) } ?? "nothing"
    return "to \(object), handshake \(member("handshake", payload))"
  }

  private func callSummary(_ payload: Span<UInt8>, _ subject: Subject) -> String {
    let traits = subject.header.traits
    guard let parts = callParts(payload, subject.header.serializer), tape.isSequence(at: parts.arguments)
    else {
      return text(at: 0, payload)
    }
    let object = name(at: parts.object, payload)
    let prefix = traits.contains(.oneway) ? "one-way " : ""
    guard traits.contains(.batch) else {
      return prefix + callText(object, parts.method, parts.arguments, parts.keywords, payload)
    }
    return prefix + "batch of \(tape.nodes[parts.arguments].count): " + batchText(object, parts, payload)
  }

  private func batchText(_ object: String, _ parts: CallParts, _ payload: Span<UInt8>) -> String {
    var texts: [String] = []
    var call = tape.firstChild(of: parts.arguments)
    while call < tape.nodes[parts.arguments].end, texts.count < 10 {
      guard tape.isSequence(at: call), tape.nodes[call].count == 3 else { break }
      let method = tape.firstChild(of: call)
      let arguments = tape.next(after: method)
      texts.append(callText(object, method, arguments, tape.next(after: arguments), payload))
      call = tape.next(after: call)
    }
    return texts.joined(separator: "; ")
  }

  private func callText(
    _ object: String, _ method: Int, _ arguments: Int, _ keywords: Int, _ payload: Span<UInt8>
  ) -> String {
    let first = tape.firstChild(of: arguments)
    if tape.isString(at: method, payload, equalTo: "__getattr__"), tape.nodes[arguments].count == 1 {
      return "\(object).\(name(at: first, payload))"
    }
    if tape.isString(at: method, payload, equalTo: "__setattr__"), tape.nodes[arguments].count == 2 {
      return "\(object).\(name(at: first, payload)) = \(text(at: tape.next(after: first), payload))"
    }
    let texts = argumentTexts(arguments, payload) + keywordTexts(keywords, payload)
    return "\(object).\(name(at: method, payload))(\(texts.joined(separator: ", ")))"
  }

  private func argumentTexts(_ arguments: Int, _ payload: Span<UInt8>) -> [String] {
    var texts: [String] = []
    var index = tape.firstChild(of: arguments)
    while tape.isSequence(at: arguments), index < tape.nodes[arguments].end {
      guard texts.count < 20 else { return texts + ["…"] }
      texts.append(text(at: index, payload))
      index = tape.next(after: index)
    }
    return texts
  }

  private func keywordTexts(_ keywords: Int, _ payload: Span<UInt8>) -> [String] {
    guard tape.nodes[keywords].kind == .dict else { return [] }
    var texts: [String] = []
    var key = tape.firstChild(of: keywords)
    while key < tape.nodes[keywords].end {
      guard texts.count < 20 else { return texts + ["…"] }
      let value = tape.next(after: key)
      texts.append("\(name(at: key, payload))=\(text(at: value, payload))")
      key = tape.next(after: value)
    }
    return texts
  }

  private func resultSummary(_ payload: Span<UInt8>, _ subject: Subject) -> String {
    if subject.header.traits.contains(.itemStreamResult) { return "an item stream" }
    guard subject.header.traits.contains(.exception),
      let type = tape.value(of: "__class__", inDictAt: 0, payload)
    else { return text(at: 0, payload) }
    let arguments = tape.value(of: "args", inDictAt: 0, payload).map { argumentTexts($0, payload) } ?? []
    return "raises \(name(at: type, payload))(\(arguments.joined(separator: ", ")))"
  }
}
