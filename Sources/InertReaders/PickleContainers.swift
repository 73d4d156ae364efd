import WireCore

// Containers.
extension PickleMachine {
  mutating func container(_ opcode: UInt8, at start: Int) throws(WireError) {
    switch opcode {
    case PickleOpcode.emptyTuple: try push(.emptyTuple)
    case PickleOpcode.tuple: try gather(.tuple, from: try popMark(), at: start)
    case PickleOpcode.tuple1: try gather(.tuple, from: try places(1), at: start)
    case PickleOpcode.tuple2: try gather(.tuple, from: try places(2), at: start)
    case PickleOpcode.tuple3: try gather(.tuple, from: try places(3), at: start)
    case PickleOpcode.list: try gather(.list, from: try popMark(), at: start)
    case PickleOpcode.frozenSet: try gather(.frozenset, from: try popMark(), at: start)
    case PickleOpcode.dict: try gatherDict(from: try popMark(), at: start)
    case PickleOpcode.emptySet: try push(PickleNode(.set, at: start))
    case PickleOpcode.append: try appendItems(from: try places(1), at: start)
    case PickleOpcode.setItem: try setItems(from: try places(2), at: start)
    default: try addItems(from: try popMark(), at: start)
    }
  }

  /// The place of the first of the last `count` values, which must stand above the mark.
  private func places(_ count: Int) throws(WireError) -> Int {
    guard stack.count - fence >= count else { throw fault(at - 1, "\(count) values expected on the stack") }
    return stack.count - count
  }

  /// Makes a container of the values from `place` on.
  private mutating func gather(_ kind: PickleNode.Kind, from place: Int, at start: Int) throws(WireError) {
    if kind == .tuple, place == stack.count { return try push(.emptyTuple) }
    var node = PickleNode(kind, at: start)
    node.chain = extended(node.chain, from: place)
    stack.removeSubrange(place...)
    try push(node)
  }

  /// PICKLE-31: DICT of an odd number of values is a fault.
  private mutating func gatherDict(from place: Int, at start: Int) throws(WireError) {
    guard (stack.count - place).isMultiple(of: 2) else {
      throw fault(start, "a key without a value")
    }
    try gather(.dict, from: place, at: start)
  }

  /// A chain with the values from `place` on at its end. They stay on the stack.
  @inline(__always)
  private mutating func extended(_ chain: PickleChain, from place: Int) -> PickleChain {
    let count = stack.count &- place
    guard count > 0 else { return chain }
    var chain = chain
    let last = Int(chain.last)
    if last != 0, last &+ 2 &+ Int(graph.edges[last].raw) == graph.edges.count {
      graph.edges[last] = PickleID(raw: graph.edges[last].raw &+ UInt32(truncatingIfNeeded: count))
    } else {
      let fresh = UInt32(truncatingIfNeeded: graph.edges.count)
      if last != 0 { graph.edges[last &+ 1] = PickleID(raw: fresh) }
      if chain.first == 0 { chain.first = fresh }
      chain.last = fresh
      graph.edges.append(PickleID(raw: UInt32(truncatingIfNeeded: count)))
      graph.edges.append(PickleID(raw: 0))
    }
    for index in place..<stack.count { graph.edges.append(stack[index]) }
    return chain
  }

  /// The value below `place`, which values are added to.
  @inline(__always)
  private func target(below place: Int, at start: Int) throws(WireError) -> PickleID {
    guard place > fence else { throw fault(start, "there is nothing to add the values to") }
    return stack[place &- 1]
  }

  /// PICKLE-32: SETITEM and SETITEMS.
  mutating func setItems(from place: Int, at start: Int) throws(WireError) {
    let target = try target(below: place, at: start)
    guard (stack.count - place).isMultiple(of: 2) else { throw fault(start, "a key without a value") }
    if let index = target.node, graph.nodes[index].kind == .dict {
      graph.nodes[index].chain = extended(graph.nodes[index].chain, from: place)
      stack.removeSubrange(place...)
    } else {
      try change(target, from: place, \.pairs, at: start)
    }
  }

  /// PICKLE-33: APPEND and APPENDS.
  mutating func appendItems(from place: Int, at start: Int) throws(WireError) {
    try addItems(from: place, to: .list, at: start)
  }

  /// PICKLE-34: ADDITEMS.
  private mutating func addItems(from place: Int, at start: Int) throws(WireError) {
    try addItems(from: place, to: .set, at: start)
  }

  @inline(__always)
  private mutating func addItems(
    from place: Int, to kind: PickleNode.Kind, at start: Int
  ) throws(WireError) {
    let target = try target(below: place, at: start)
    if let index = target.node, graph.nodes[index].kind == kind {
      graph.nodes[index].chain = extended(graph.nodes[index].chain, from: place)
      stack.removeSubrange(place...)
    } else {
      try change(target, from: place, \.items, at: start)
    }
  }

  /// PICKLE-35: values added to what is no container of that kind: a method of it would be called. An
  /// instance keeps them beside its state; of anything else a record is made that has them.
  @inline(never)
  private mutating func change(
    _ target: PickleID, from place: Int, _ part: WritableKeyPath<PickleObject, PickleChain>, at start: Int
  ) throws(WireError) {
    guard place < stack.count else { return }
    let index = try changeable(target, at: start)
    let object = Int(graph.nodes[index].payload)
    graph.objects[object][keyPath: part] = extended(graph.objects[object][keyPath: part], from: place)
    stack.removeSubrange(place...)
    stack[place - 1] = PickleID(node: index, isComposite: true)
    steps.append(
      PickleStep(
        kind: .extend, offset: UInt32(truncatingIfNeeded: start),
        subject: PickleID(node: index, isComposite: true),
        arguments: .none))
  }

  /// The node of an object: the target itself, or a record of it changed.
  mutating func changeable(_ target: PickleID, at start: Int) throws(WireError) -> Int {
    if let index = target.node, graph.nodes[index].kind == .object { return index }
    return try makeObject(PickleObject(form: .changed, callee: target), at: start)
  }

  /// Adds an object, and returns the index of its node.
  mutating func makeObject(_ object: PickleObject, at start: Int) throws(WireError) -> Int {
    let index = graph.nodes.count
    // What stands on no stack is made by an opcode that pushes something else.
    guard index < 2 * mostPushes + 2 else { throw tooMany }
    graph.nodes.append(PickleNode(.object, at: start, payload: UInt64(graph.objects.count)))
    graph.objects.append(object)
    return index
  }
}
