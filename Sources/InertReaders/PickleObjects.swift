import PythonValues
import WireCore

// What a loader would look up, call and build (PICKLE-40 and following).
extension PickleMachine {
  mutating func object(_ opcode: UInt8, _ source: Span<UInt8>, at start: Int) throws(WireError) {
    switch opcode {
    case PickleOpcode.global: try push(try lookUp(try lineName(source), at: start))
    case PickleOpcode.stackGlobal: try stackGlobal(source, at: start)
    case PickleOpcode.inst: try inst(source, at: start)
    case PickleOpcode.obj: try obj(at: start)
    case PickleOpcode.reduce: try make(.call, at: start)
    case PickleOpcode.newObj: try make(.new, at: start)
    case PickleOpcode.newObjEx: try newObjEx(at: start)
    case PickleOpcode.build: try build(at: start)
    case PickleOpcode.persID: try persistent(try persistentLine(source, at: start), at: start)
    case PickleOpcode.binPersID: try persistent(try pop(), at: start)
    case PickleOpcode.ext1: try registered(Int(try byte(source)), at: start)
    case PickleOpcode.ext2: try registered(try little16(source), at: start)
    case PickleOpcode.ext4: try registered(try little32(source), at: start)
    case PickleOpcode.nextBuffer:
      try push(PickleObject(form: .buffer), .buffer, at: start)
    default: _ = try top()  // READONLY_BUFFER leaves its value as it is.
    }
  }

  /// PICKLE-41: a name looked up. The same name is one value, as in Python.
  private mutating func lookUp(_ name: PythonGlobal, at start: Int) throws(WireError) -> PickleID {
    let id: PickleID
    if let known = known[name] {
      id = known
      if let index = id.node, graph.isWorthSharing(index) { graph.hasShared = true }
    } else {
      id = PickleID(node: graph.nodes.count, isComposite: false)
      graph.nodes.append(PickleNode(.global, at: start, payload: UInt64(graph.names.count)))
      graph.names.append(name)
      known[name] = id
    }
    note(.lookUp, id, at: start)
    return id
  }

  /// Module and name, a line each.
  private mutating func lineName(_ source: Span<UInt8>) throws(WireError) -> PythonGlobal {
    let module = try line(source)
    let name = try line(source)
    return PythonGlobal(module: nameText(source.extracting(module)), name: nameText(source.extracting(name)))
  }

  /// PICKLE-42: a name of more than 255 bytes is cut, so that no pickle makes its reader write much.
  private func nameText(_ bytes: Span<UInt8>) -> String {
    let front = [UInt8](copying: bytes.extracting(0..<min(bytes.count, 255)))
    return String(decoding: front, as: UTF8.self) + (bytes.count > 255 ? "…" : "")
  }

  /// PICKLE-43: STACK_GLOBAL takes module and name from the stack. They must be text; of an object nobody
  /// can tell whether it would be.
  private mutating func stackGlobal(_ source: Span<UInt8>, at start: Int) throws(WireError) {
    let name = try pop()
    let module = try pop()
    if let moduleText = nameText(of: module, source), let text = nameText(of: name, source) {
      return try push(try lookUp(PythonGlobal(module: moduleText, name: text), at: start))
    }
    guard isUnknown(module) || isUnknown(name) else {
      throw fault(start, "STACK_GLOBAL of what is no text")
    }
    let names = try tuple([module, name], at: start)
    try push(PickleObject(form: .lookUp, arguments: names), .lookUp, at: start)
  }

  private func nameText(of id: PickleID, _ source: Span<UInt8>) -> String? {
    guard let index = id.node else { return nil }
    let node = graph.nodes[index]
    switch node.kind {
    case .text, .brokenText: return nameText(source.extracting(node.extent))
    case .sideText, .sideBrokenText: return nameText(graph.side.span.extracting(node.extent))
    default: return nil
    }
  }

  /// Whether only running the pickle would tell what the value is.
  private func isUnknown(_ id: PickleID) -> Bool {
    guard let index = id.node else { return false }
    return graph.nodes[index].kind == .object || graph.nodes[index].kind == .global
  }

  /// PICKLE-44: REDUCE and NEWOBJ: a callee and a tuple of arguments.
  private mutating func make(_ form: PickleObject.Form, at start: Int) throws(WireError) {
    let arguments = try pop()
    let callee = try pop()
    try push(
      PickleObject(form: form, callee: callee, arguments: arguments), form == .new ? .make : .call, at: start)
  }

  /// PICKLE-45: NEWOBJ_EX, with keywords.
  private mutating func newObjEx(at start: Int) throws(WireError) {
    let keywords = try pop()
    let arguments = try pop()
    let callee = try pop()
    let object = PickleObject(form: .new, callee: callee, arguments: arguments, keywords: keywords)
    try push(object, .make, at: start)
  }

  /// PICKLE-46: INST looks a class up and calls it with the values above the mark.
  private mutating func inst(_ source: Span<UInt8>, at start: Int) throws(WireError) {
    let name = try lineName(source)
    let place = try popMark()
    let arguments = try tuple(Array(stack[place...]), at: start)
    stack.removeSubrange(place...)
    let callee = try lookUp(name, at: start)
    try push(PickleObject(form: .call, callee: callee, arguments: arguments), .call, at: start)
  }

  /// PICKLE-47: OBJ calls the first of the values above the mark with the others.
  private mutating func obj(at start: Int) throws(WireError) {
    let place = try popMark()
    guard place < stack.count else { throw fault(start, "there is no class above the mark") }
    let callee = stack[place]
    let arguments = try tuple(Array(stack[(place + 1)...]), at: start)
    stack.removeSubrange(place...)
    try push(PickleObject(form: .call, callee: callee, arguments: arguments), .call, at: start)
  }

  /// PICKLE-48: BUILD gives an instance its state, by a method of its class or as attributes.
  private mutating func build(at start: Int) throws(WireError) {
    let state = try pop()
    let target = try top()
    var index = try changeable(target, at: start)
    if graph.objects[Int(graph.nodes[index].payload)].state != nil {
      // A second state does not replace the first: nobody can tell what comes of both.
      index = try makeObject(PickleObject(form: .changed, callee: target), at: start)
    }
    graph.objects[Int(graph.nodes[index].payload)].state = state
    let id = PickleID(node: index, isComposite: true)
    stack[stack.count - 1] = id
    note(.build, id, state, at: start)
  }

  /// PICKLE-49: what a persistent id stands for is the loader's own matter.
  private mutating func persistent(_ id: PickleID, at start: Int) throws(WireError) {
    try push(PickleObject(form: .persistent, arguments: id), .load, at: start)
  }

  private mutating func persistentLine(_ source: Span<UInt8>, at start: Int) throws(WireError) -> PickleID {
    let range = try line(source)
    for index in range where source[index] >= 0x80 { throw fault(index, "a persistent id is ASCII") }
    return try add(PickleNode(.text, at: start, extent: range.lowerBound, count: range.count))
  }

  /// PICKLE-50: EXT1, EXT2 and EXT4 name an entry of the loader's registry; the code is above 0.
  private mutating func registered(_ code: Int, at start: Int) throws(WireError) {
    guard code > 0, code <= Int32.max else { throw fault(start, "an extension code of 0 or below") }
    let number: PickleID =
      code <= 0xFFFF
      ? PickleID(small: code) : try add(PickleNode(.int, at: start, payload: UInt64(code)))
    try push(PickleObject(form: .registered, arguments: number), .registered, at: start)
  }
}

extension PickleMachine {
  private mutating func push(
    _ object: PickleObject, _ kind: PickleAction.Kind, at start: Int
  ) throws(WireError) {
    let id = PickleID(node: try makeObject(object, at: start), isComposite: true)
    note(kind, id, object.arguments, at: start)
    try push(id)
  }

  /// A tuple that is not on the stack.
  private mutating func tuple(_ items: [PickleID], at start: Int) throws(WireError) -> PickleID {
    guard !items.isEmpty else { return .emptyTuple }
    var node = PickleNode(.tuple, at: start)
    let place = UInt32(truncatingIfNeeded: graph.edges.count)
    graph.edges += [PickleID(raw: UInt32(truncatingIfNeeded: items.count)), PickleID(raw: 0)]
    graph.edges += items
    node.chain = PickleChain(first: place, last: place)
    return try add(node)
  }

  /// Adds a value that is not on the stack.
  private mutating func add(_ node: PickleNode) throws(WireError) -> PickleID {
    try push(node)
    return try pop()
  }

  private mutating func note(
    _ kind: PickleAction.Kind, _ subject: PickleID, _ arguments: PickleID = .none, at start: Int
  ) {
    steps.append(
      PickleStep(
        kind: kind, offset: UInt32(truncatingIfNeeded: start), subject: subject, arguments: arguments))
  }
}
