import PythonValues
import WireCore

// Messages for a person: the calls and results as Python prints them, objects with their class.
extension RPyCConversation {
  /// The most of one value that is printed, in bytes.
  private static let mostOfValue = 200
  /// The most of one message that is printed, in characters.
  private static let mostOfMessage = 1_000
  /// The most arguments that are printed.
  private static let mostArguments = 20
  /// The deepest that labelled tuples are printed.
  private static let deepest = 8

  /// A request: `Shop@7.buy('tea', 2)`.
  func describe(_ handler: RPyCHandler, _ arguments: RPyCArguments, _ document: Span<UInt8>) -> String {
    let tape = scanner.tape
    var texts = (0..<min(arguments.count, Self.mostArguments)).map { place -> String in
      guard let argument = arguments.argument(place, tape) else { return "" }
      return describe(
        argument.label, argument.node, document, depth: 0, isObject: place == 0 && handler.takesObject)
    }
    if arguments.count > texts.count { texts.append("…") }
    let name = arguments.argument(1, tape).flatMap { tape.name(at: $0.node, in: document) }
    switch (handler, texts.count) {
    case (.getAttribute, 2): return cut("\(texts[0]).\(plain(name))")
    case (.deleteAttribute, 2): return cut("del \(texts[0]).\(plain(name))")
    case (.setAttribute, 3): return cut("\(texts[0]).\(plain(name)) = \(texts[2])")
    case (.call, 1...): return cut(texts[0] + call(arguments, from: 1, document))
    case (.callAttribute, 2...): return cut("\(texts[0]).\(plain(name))" + call(arguments, from: 2, document))
    default: return cut("\(handler.name)(\(texts.joined(separator: ", ")))")
    }
  }

  /// The arguments and keywords of a call: `(1, tea='green')`.
  private func call(_ arguments: RPyCArguments, from place: Int, _ document: Span<UInt8>) -> String {
    let tape = scanner.tape
    var texts: [String] = []
    if let positional = arguments.argument(place, tape) {
      texts += printed(positional, document, depth: 1)
    }
    if let keywords = arguments.argument(place + 1, tape) {
      let pairs = children(keywords)
      for pair in pairs {
        let parts = children(pair)
        guard parts.count == 2 else { continue }
        let key = plain(tape.name(at: parts[0].node, in: document))
        texts.append("\(key)=\(describe(parts[1].label, parts[1].node, document, depth: 1))")
      }
      if goesOn(keywords, after: pairs.count) { texts.append("…") }
    }
    return "(\(texts.joined(separator: ", ")))"
  }

  /// What a tuple holds, printed, with a sign that something is left out.
  private func printed(_ argument: RPyCArguments.Argument, _ document: Span<UInt8>, depth: Int) -> [String] {
    let texts = children(argument).map { describe($0.label, $0.node, document, depth: depth) }
    return goesOn(argument, after: texts.count) ? texts + ["…"] : texts
  }

  private func goesOn(_ argument: RPyCArguments.Argument, after count: Int) -> Bool {
    count == Self.mostArguments && scanner.tape[argument.node].count > count
  }

  /// What a tuple holds, by value or labelled; at most the first ``mostArguments``.
  private func children(_ argument: RPyCArguments.Argument) -> [RPyCArguments.Argument] {
    let tape = scanner.tape
    guard tape[argument.node].kind == .tuple, argument.label == .value || argument.label == .tuple else {
      return []
    }
    var found: [RPyCArguments.Argument] = []
    var node = tape.firstChild(of: argument.node)
    while node < tape[argument.node].end, found.count < Self.mostArguments {
      if argument.label == .value {
        found.append(RPyCArguments.Argument(label: .value, node: node))
      } else if let label = RPyCLabel(rawValue: Int64(bitPattern: tape[node + 1].payload)) {
        found.append(RPyCArguments.Argument(label: label, node: node + 2))
      }
      node = tape.next(after: node)
    }
    return found
  }

  /// The value in a box that has been walked.
  func describe(box: Int, _ document: Span<UInt8>) -> String {
    let label = RPyCLabel(rawValue: Int64(bitPattern: scanner.tape[box + 1].payload)) ?? .value
    return cut(describe(label, box + 2, document, depth: 0))
  }

  private func describe(
    _ label: RPyCLabel, _ node: Int, _ document: Span<UInt8>, depth: Int, isObject: Bool = false
  ) -> String {
    switch label {
    case .value:
      if isObject, let id = scanner.tape.objectID(at: node) {
        return object(RPyCObjectKey(type: 0, instance: id), node, document, of: current.direction.reversed)
      }
      return value(node, document)
    case .tuple:
      guard depth < Self.deepest else { return "(…)" }
      let parts = printed(RPyCArguments.Argument(label: .tuple, node: node), document, depth: depth + 1)
      return "(\(parts.joined(separator: ", "))\(parts.count == 1 ? "," : ""))"
    case .localReference:
      return object(
        RPyCObjectKey(scanner.tape, at: node), node, document, of: current.direction.reversed)
    case .remoteReference:
      return object(RPyCObjectKey(scanner.tape, at: node), node, document, of: current.direction)
    }
  }

  /// An object by its class and id: `shop.Shop@140273`.
  private func object(
    _ key: RPyCObjectKey?, _ node: Int, _ document: Span<UInt8>, of owner: Direction
  ) -> String {
    guard let key else { return "?" }
    let name = scanner.tape.className(at: node, in: document) ?? ends[owner].references[key]?.className
    return "\(plain(name ?? "object"))@\(key.instance == 0 ? key.type : key.instance)"
  }

  private func value(_ node: Int, _ document: Span<UInt8>) -> String {
    var builder = TreeBuilder()
    guard
      let value = try? builder.build(
        scanner.tape, source: document, at: node, deepest: Limits.deepestTree)
    else { return "…" }
    return value.repr(limit: Self.mostOfValue)
  }

  /// An exception: `builtins.ValueError('no tea')`.
  func describe(_ parts: RPyCExceptionParts, _ document: Span<UInt8>) -> String {
    let tape = scanner.tape
    let module = plain(tape.name(at: parts.module, in: document))
    let name = plain(tape.name(at: parts.className, in: document))
    let arguments = printed(RPyCArguments.Argument(label: .value, node: parts.arguments), document, depth: 0)
    return cut("\(module).\(name)(\(arguments.joined(separator: ", ")))")
  }

  /// An exception of one of the forms without parts.
  func describe(exception node: Int, _ document: Span<UInt8>) -> String {
    scanner.tape[node].kind == .int ? "StopIteration" : cut(value(node, document))
  }

  /// A name as it is, control characters escaped.
  private func plain(_ name: String?) -> String {
    guard let name else { return "?" }
    return String(PythonValue.string(name).repr(limit: Self.mostOfValue).dropFirst().dropLast())
  }

  private func cut(_ text: String) -> String {
    text.count > Self.mostOfMessage ? text.prefix(Self.mostOfMessage) + "…" : text
  }
}
