import WireCore
import WirePolicy

// Classes that a payload names (PYRO4-64, PYRO5-64).
extension PyroConversation {
  /// Looks at each dict with a `__class__`. Most payloads have none, and cost one look at each node.
  mutating func judgeClasses(_ payload: Span<UInt8>, _ subject: Subject) {
    guard hasClassKey(payload) else { return }
    var index = 0
    // Pyro does not look for classes within the state of another; what is in there is only named.
    var nestedUntil = 0
    while index < tape.nodes.count {
      if tape.nodes[index].kind == .dict,
        let name = tape.value(of: "__class__", inDictAt: index, payload)
      {
        let isWrapper = tape.isString(at: name, payload, equalTo: generation.exceptionWrapper)
        judgeClass(payload, dict: index, name: name, isNested: index < nestedUntil, subject)
        if index >= nestedUntil, !isWrapper { nestedUntil = tape.nodes[index].end }
      }
      index += 1
    }
  }

  /// Whether any string is `__class__`, or any bytes where a Python 2 may have written (PYRO4-45). This is the one
  /// loop over all nodes of every payload.
  private func hasClassKey(_ payload: Span<UInt8>) -> Bool {
    let nodes = tape.nodes
    let other: TapeNode.Kind = generation == .pyro4 ? .bytes : .string
    for index in 0..<nodes.count where nodes[index].kind == .string || nodes[index].kind == other {
      guard nodes[index].payload >> 32 == 9 else { continue }
      if tape.isString(at: index, payload, equalTo: "__class__") { return true }
    }
    return false
  }

  private mutating func judgeClass(
    _ payload: Span<UInt8>, dict: Int, name index: Int, isNested: Bool, _ subject: Subject
  ) {
    guard let name = tape.text(at: index, payload) else {
      if !isNested { find(.foreignClass, subject, atValue: index, "the name of a class is no string") }
      return
    }
    let isException = isException(payload, dict: dict, subject)
    let answer = classes.answer(for: name, isException: isException)
    guard case .refuse(let rule, let reason) = answer, !isNested || rule == .dangerousClass else { return }
    find(rule, subject, atValue: index, reason)
  }

  /// An exception says so from protocol 47 on. In 46 what has `args` beside its class is one: instances have
  /// their attributes there.
  private func isException(_ payload: Span<UInt8>, dict: Int, _ subject: Subject) -> Bool {
    if let marker = tape.value(of: "__exception__", inDictAt: dict, payload) {
      return tape.isTrue(at: marker)
    }
    return generation == .pyro4 && subject.header.version == 46
      && tape.value(of: "args", inDictAt: dict, payload) != nil
  }
}
