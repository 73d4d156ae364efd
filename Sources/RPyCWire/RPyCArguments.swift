import WireCore

/// The arguments of a request, wherever they are boxed: all in one value, or each on its own. RPYC-21.
struct RPyCArguments: Sendable {
  /// One argument: its label, and the node of its value.
  struct Argument: Hashable, Sendable {
    var label: RPyCLabel
    var node: Int
  }

  private let tuple: Int
  private let areBoxed: Bool
  /// How many there are.
  let count: Int

  /// The arguments in a box that ``RPyCBoxes`` has found to be sound.
  init(_ tape: borrowing Tape, box: Int) throws(RPyCFault) {
    guard let (label, value) = try RPyCBoxes.open(tape, at: box), tape[value].kind == .tuple,
      label == .value || label == .tuple
    else {
      throw RPyCFault(
        rule: .badCallShape, offset: tape[box].offset, detail: "the arguments are no tuple")
    }
    tuple = value
    areBoxed = label == .tuple
    count = tape[value].count
  }

  /// The argument at a place; `nil` past the last.
  func argument(_ place: Int, _ tape: borrowing Tape) -> Argument? {
    guard place < count else { return nil }
    var node = tape.firstChild(of: tuple)
    for _ in 0..<place { node = tape.next(after: node) }
    guard areBoxed else { return Argument(label: .value, node: node) }
    let label = RPyCLabel(rawValue: Int64(bitPattern: tape[node + 1].payload)) ?? .value
    return Argument(label: label, node: node + 2)
  }

  /// The key of the object that a request works on: a reference to one of the receiver's, or, up to rpyc
  /// 3, its bare id. RPYC-23.
  func object(_ tape: borrowing Tape) -> (key: RPyCObjectKey, isBareID: Bool)? {
    guard let first = argument(0, tape) else { return nil }
    switch first.label {
    case .localReference:
      return RPyCObjectKey(tape, at: first.node).map { ($0, tape[first.node].kind != .tuple) }
    case .value:
      return tape.objectID(at: first.node).map { (RPyCObjectKey(type: 0, instance: $0), true) }
    case .tuple, .remoteReference: return nil
    }
  }
}
