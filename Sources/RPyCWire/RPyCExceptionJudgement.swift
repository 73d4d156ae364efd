import WireCore
import WirePolicy

// Exceptions. RPYC-16; their form is in spec/vinegar.md.
extension RPyCConversation {
  mutating func judgeException(_ scan: RPyCScan, _ document: Span<UInt8>) {
    _ = answer(scan.sequence)
    do throws(RPyCFault) {
      guard let parts = try RPyCExceptionParts(scanner.tape, at: scan.body) else {
        if options.describes { current.summary = describe(exception: scan.body, document) }
        return
      }
      judgeClass(parts, document, base: scan.documentStart)
      judgeAttributes(parts, document, base: scan.documentStart)
      judgeTraceback(parts, document, base: scan.documentStart)
      if options.describes { current.summary = describe(parts, document) }
    } catch {
      report(error.rule, at: scan.documentStart + error.offset, error.detail)
    }
  }

  /// RPYC-46: whose exception it is.
  private mutating func judgeClass(_ parts: RPyCExceptionParts, _ document: Span<UInt8>, base: Int) {
    let tape = scanner.tape
    let module = tape.name(at: parts.module, in: document) ?? ""
    let name = tape.name(at: parts.className, in: document) ?? ""
    guard !Self.builtinModules.contains(module) else { return }
    let offset = base + tape[parts.module].offset
    report(
      .customException, at: offset,
      "the exception \(quoted("\(module).\(name)")) is none of Python's own: a receiver set to import custom "
        + "exceptions imports its module")
    if case .refuse(let rule, let reason) = DangerousClass().answer(module: module, name: name) {
      report(rule, at: offset, reason)
    }
  }

  private static let builtinModules: Set<String> = ["builtins", "exceptions", "__builtin__"]

  /// The version that RPyC adds to the attributes from 4.0 on. VINE-7.
  private mutating func judgeAttributes(_ parts: RPyCExceptionParts, _ document: Span<UInt8>, base: Int) {
    let tape = scanner.tape
    var node = tape.firstChild(of: parts.attributes)
    while node < tape[parts.attributes].end {
      if tape.name(at: node + 1, in: document) == "_remote_version",
        let version = tape.name(at: node + 2, in: document), version != "<version denied>"
      {
        ends[current.direction].version = version
        reportOnce(
          .versionExposed, current.direction.rawValue, at: base + tape[node].offset,
          "an exception tells the version of rpyc, \(quoted(version))")
      }
      node = tape.next(after: node)
    }
  }

  private mutating func judgeTraceback(_ parts: RPyCExceptionParts, _ document: Span<UInt8>, base: Int) {
    let node = scanner.tape[parts.traceback]
    guard node.extent.count > Self.denied.utf8.count else { return }
    reportOnce(
      .tracebackExposed, current.direction.rawValue, at: base + node.offset,
      "an exception carries its traceback, with the paths of files and lines of code")
  }

  /// What stands for a traceback that is kept back.
  private static let denied = "<traceback denied>"
}

/// The parts of a dumped exception on a tape, by their nodes. VINE-3.
struct RPyCExceptionParts: Hashable, Sendable {
  let module: Int
  let className: Int
  let arguments: Int
  let attributes: Int
  let traceback: Int

  /// `nil` for the forms that have no parts: StopIteration, and the string exceptions of old Pythons.
  init?(_ tape: borrowing Tape, at node: Int) throws(RPyCFault) {
    switch tape[node].kind {
    case .int where tape[node].payload == 1: return nil
    case .string, .bytes: return nil
    case .tuple where tape[node].count == 4: break
    default: throw Self.fault(tape, node, "no (class, arguments, attributes, traceback)")
    }
    let names = node + 1
    guard tape[names].kind == .tuple, tape[names].count == 2, tape.isName(at: names + 1),
      tape.isName(at: names + 2)
    else { throw Self.fault(tape, names, "no (module, class name)") }
    (module, className) = (names + 1, names + 2)
    arguments = tape.next(after: names)
    guard tape[arguments].kind == .tuple else {
      throw Self.fault(tape, arguments, "arguments that are no tuple")
    }
    attributes = tape.next(after: arguments)
    try Self.checkAttributes(tape, attributes)
    traceback = tape.next(after: attributes)
    guard tape[traceback].kind == .string || tape[traceback].kind == .bytes else {
      throw Self.fault(tape, traceback, "a traceback that is no text")
    }
  }

  private static func checkAttributes(_ tape: borrowing Tape, _ attributes: Int) throws(RPyCFault) {
    guard tape[attributes].kind == .tuple else {
      throw fault(tape, attributes, "attributes that are no tuple")
    }
    var node = tape.firstChild(of: attributes)
    while node < tape[attributes].end {
      guard tape[node].kind == .tuple, tape[node].count == 2, tape.isName(at: node + 1) else {
        throw fault(tape, node, "an attribute that is no (name, value)")
      }
      node = tape.next(after: node)
    }
  }

  private static func fault(_ tape: borrowing Tape, _ node: Int, _ detail: String) -> RPyCFault {
    RPyCFault(rule: .payloadSyntax, offset: tape[node].offset, detail: "an exception with " + detail)
  }
}
