import WireCore

/// What an object is known by on the wire, in each generation. RPYC-22.
struct RPyCObjectKey: Hashable, Sendable {
  /// The id of its class; 0 where ids are bare integers.
  var type: Int64
  /// Its own id; 0 for a class, which is known by `type`.
  var instance: Int64
}

/// Looks at labelled values on a tape: whether they are labelled as they must be, and which
/// references are among them.
struct RPyCBoxes: Sendable {
  /// The nodes of the values of references to objects of the sender, in order.
  private(set) var remote: [Int] = []
  /// The nodes of the values of references to objects of the receiver, in order.
  private(set) var local: [Int] = []
  /// Boxes still to be looked at.
  private var waiting: [Int] = []

  /// Walks the box at `node` and all in it. Iterative. RPYC-20 to RPYC-23.
  mutating func walk(_ tape: borrowing Tape, from node: Int) throws(RPyCFault) {
    remote.removeAll(keepingCapacity: true)
    local.removeAll(keepingCapacity: true)
    waiting.removeAll(keepingCapacity: true)
    waiting.append(node)
    while let box = waiting.popLast() {
      guard let (label, value) = try RPyCBoxes.open(tape, at: box) else { continue }
      switch label {
      case .value: break
      case .tuple: try wait(for: value, tape)
      case .localReference, .remoteReference:
        guard RPyCObjectKey(tape, at: value) != nil else {
          throw RPyCFault(
            rule: .badBoxing, offset: tape[value].offset,
            detail: "an object id that has none of the known forms")
        }
        if label == .localReference { local.append(value) } else { remote.append(value) }
      }
    }
  }

  private mutating func wait(for tuple: Int, _ tape: borrowing Tape) throws(RPyCFault) {
    guard tape[tuple].kind == .tuple else {
      throw RPyCFault(
        rule: .badBoxing, offset: tape[tuple].offset, detail: "label 2 is on something other than a tuple")
    }
    let first = waiting.count
    var child = tape.firstChild(of: tuple)
    while child < tape[tuple].end {
      waiting.append(child)
      child = tape.next(after: child)
    }
    waiting[first...].reverse()
  }

  /// The label and the node of the value of a box.
  static func open(_ tape: borrowing Tape, at box: Int) throws(RPyCFault) -> (RPyCLabel, Int)? {
    guard tape[box].kind == .tuple, tape[box].count == 2, tape[box + 1].kind == .int else {
      throw RPyCFault(
        rule: .badBoxing, offset: tape[box].offset, detail: "a value that is no (label, value)")
    }
    guard let label = RPyCLabel(rawValue: Int64(bitPattern: tape[box + 1].payload)) else {
      throw RPyCFault(
        rule: .unknownLabel, offset: tape[box + 1].offset,
        detail: "label \(Int64(bitPattern: tape[box + 1].payload)); RPyC has 1 to 4")
    }
    return (label, box + 2)
  }
}

extension RPyCObjectKey {
  /// The id at a node: an integer; (id, class name, module); or (class name, class id, id). RPYC-22.
  init?(_ tape: borrowing Tape, at node: Int) {
    if let bare = tape.objectID(at: node) {
      self.init(type: 0, instance: bare)
      return
    }
    guard tape[node].kind == .tuple, tape[node].count == 3 else { return nil }
    let first = node + 1
    let second = tape.next(after: first)
    let third = tape.next(after: second)
    if let bare = tape.objectID(at: first), tape.isName(at: second), tape.isName(at: third) {
      self.init(type: 0, instance: bare)
    } else if tape.isName(at: first), let type = tape.objectID(at: second), let id = tape.objectID(at: third)
    {
      self.init(type: type, instance: id)
    } else {
      return nil
    }
  }
}

extension Tape {
  /// The integer at a node, the lowest 64 bits of its magnitude where it is wider.
  func objectID(at node: Int) -> Int64? {
    switch self[node].kind {
    case .int: return Int64(bitPattern: self[node].payload)
    case .bigInt:
      let word = sideBytes[self[node].extent].prefix(8).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      return Int64(bitPattern: word)
    default: return nil
    }
  }

  /// Whether the value is a name: text, bytes (a Python 2 `str`) or `None`.
  func isName(at node: Int) -> Bool {
    switch self[node].kind {
    case .string, .bytes, .none: true
    default: false
    }
  }

  /// The text at a node: a `str`, or bytes that are UTF-8.
  func name(at node: Int, in document: Span<UInt8>) -> String? {
    guard self[node].kind == .string || self[node].kind == .bytes else { return nil }
    let bytes = document.extracting(self[node].extent)
    guard self[node].kind == .string || isUTF8(bytes) else { return nil }
    return makeString(checked: bytes)
  }
}
