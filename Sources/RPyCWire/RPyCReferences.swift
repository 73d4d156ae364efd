import WireCore

// References handed out, used and released. RPYC-22 to RPYC-25.
extension RPyCConversation {
  /// Notes the references in the boxes just walked: those that the sender hands out, and those to
  /// objects of the receiver.
  mutating func noteReferences(
    _ document: Span<UInt8>, base: Int, answering request: RPyCOpenRequest? = nil
  ) {
    let direction = current.direction
    for node in boxes.remote {
      guard let key = RPyCObjectKey(scanner.tape, at: node) else { continue }
      learn(idForm: scanner.tape.idForm(at: node))
      let className = options.describes ? scanner.tape.className(at: node, in: document) : nil
      ends[direction].handOut(key, dangerousName: request?.dangerousName, className: className)
    }
    for node in boxes.local {
      guard let key = RPyCObjectKey(scanner.tape, at: node) else { continue }
      learn(idForm: scanner.tape.idForm(at: node))
      check(key, at: base + scanner.tape[node].offset)
    }
  }

  /// RPYC-24: an end uses references only that the other has handed out.
  mutating func check(_ key: RPyCObjectKey, at offset: Int) {
    let owner = current.direction.reversed
    guard ends[owner].knowsItsReferences, ends[owner].references[key] == nil else { return }
    report(.unknownReference, at: offset, "an object id that its owner has not handed out, or has got back")
  }

  /// RPYC-25: takes back a reference that is released.
  mutating func release(_ arguments: RPyCArguments, base: Int) {
    guard let object = arguments.object(scanner.tape) else { return }
    var count = 1
    if let node = arguments.argument(1, scanner.tape)?.node, scanner.tape[node].kind == .int {
      count = Int(clamping: Int64(bitPattern: scanner.tape[node].payload))
    }
    let owner = current.direction.reversed
    guard let out = ends[owner].release(object.key, count: count), ends[owner].knowsItsReferences, count > out
    else { return }
    report(.unknownReference, at: base, "DEL of \(count) references to an object; \(out) were handed out")
  }
}

extension Tape {
  /// Which generations write an object id in the form that this one has.
  func idForm(at node: Int) -> RPyCGeneration {
    guard self[node].kind == .tuple, self[node].count > 0 else { return .three }
    return isName(at: node + 1) ? .fourFive : .three
  }

  /// The name of the class in a reference to an object of the sender.
  func className(at node: Int, in document: Span<UInt8>) -> String? {
    guard self[node].kind == .tuple, self[node].count == 3 else { return nil }
    if let name = name(at: node + 1, in: document) { return name }
    // (id, class name, module)
    let second = next(after: node + 1)
    guard let name = name(at: second, in: document) else { return nil }
    guard let module = self.name(at: next(after: second), in: document) else { return name }
    return "\(module).\(name)"
  }
}
