import WireCore

// Containers.
extension PickleMachine {
  @inline(__always)
  mutating func open(_ kind: PickleNode.Kind, at start: Int) throws(WireError) {
    try push(PickleNode(kind, at: start))
  }

  mutating func gather(_ kind: PickleNode.Kind, from place: Int, at start: Int) throws(WireError) {
    if kind == .tuple, place == stack.count { return try push(.emptyTuple) }
    var node = PickleNode(kind, at: start)
    node.chain = extended(node.chain, from: place)
    stack.removeSubrange(place...)
    try push(node)
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

  @inline(__always)
  mutating func extend(_ kind: PickleNode.Kind, from place: Int, at start: Int) throws(WireError) {
    let target = stack[place &- 1]
    if let index = target.node, graph.nodes[index].kind == kind {
      graph.nodes[index].chain = extended(graph.nodes[index].chain, from: place)
      stack.removeSubrange(place...)
    } else {
      try change(target, from: place, kind == .dict ? \.pairs : \.items, at: start)
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
