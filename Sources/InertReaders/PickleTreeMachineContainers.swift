import PythonValues
import WireCore

/// A container on the stack of a ``PickleTreeMachine``.
struct PickleTreeContainer: Sendable {
  enum State: UInt8, Sendable {
    case empty
    /// Keys or elements are known to be distinct.
    case filled
    /// A dict or a set that was added to more than once: it is looked at when nothing more can come.
    case unchecked
  }

  /// Where on the stack it is.
  let place: UInt32
  /// How many levels it has, itself among them.
  var levels: UInt16
  let kind: PickleNode.Kind
  var state: State
}

extension PickleTreeMachine {
  /// A pickler writes so many values at once, and those that are left after them.
  private static let batch = 1_000

  @inline(__always)
  mutating func open(_ kind: PickleNode.Kind, at start: Int) throws(WireError) {
    note(kind, levels: 1, .empty)
    switch kind {
    case .dict: try push(.dict(PythonDict(distinctEntries: [])))
    case .list: try push(.list([]))
    default: try push(.set(PythonSet(distinctElements: [])))
    }
  }

  /// Says of the value that is pushed next that it is a container.
  @inline(__always)
  private mutating func note(_ kind: PickleNode.Kind, levels: Int, _ state: PickleTreeContainer.State) {
    containers.append(
      PickleTreeContainer(
        place: UInt32(truncatingIfNeeded: values.count), levels: UInt16(truncatingIfNeeded: levels),
        kind: kind, state: state))
  }

  /// The most levels that any of the values from a place on has. They go into a container, and are not
  /// added to any more.
  @inline(__always)
  mutating func settle(from place: Int) throws(WireError) -> Int {
    var levels = 0
    while let last = containers.last, Int(last.place) >= place {
      if last.state == .unchecked { try unite(last) }
      levels = max(levels, Int(last.levels))
      containers.removeLast()
    }
    return levels
  }

  /// The levels of a container of the values from a place on.
  @inline(__always)
  private mutating func levels(around place: Int) throws(WireError) -> Int {
    let levels = try settle(from: place) &+ 1
    guard levels <= deepest else { throw PickleTreeMachine.givesUp }
    return levels
  }

  mutating func drop(from place: Int) {
    while let last = containers.last, Int(last.place) >= place { containers.removeLast() }
    while values.count > place { _ = values.pop() }
  }

  @inline(__always)
  mutating func gather(_ kind: PickleNode.Kind, from place: Int, at start: Int) throws(WireError) {
    let count = values.count &- place
    if kind == .tuple, count == 0 { return try push(constant: .emptyTuple) }
    let levels = try levels(around: place)
    let value = kind == .tuple ? .tuple(values.values(count)) : try rare(kind, count)
    note(kind, levels: levels, count == 0 ? .empty : .filled)
    try push(value)
  }

  /// A list, dict or frozenset that is made at once.
  @inline(never)
  private mutating func rare(_ kind: PickleNode.Kind, _ count: Int) throws(WireError) -> PythonValue {
    switch kind {
    case .list: return .list(values.values(count))
    case .dict: return .dict(try dict(values.entries(count / 2)))
    default: return .frozenset(try set(values.values(count)))
    }
  }

  @inline(__always)
  mutating func extend(_ kind: PickleNode.Kind, from place: Int, at start: Int) throws(WireError) {
    let levels = try levels(around: place)
    let count = values.count &- place
    guard let target = containers.last, Int(target.place) == place &- 1, target.kind == kind else {
      throw PickleTreeMachine.givesUp
    }
    guard count > 0 else { return }
    let top = containers.count &- 1
    containers[top].levels = max(target.levels, UInt16(truncatingIfNeeded: levels))
    guard target.state == .empty, kind == .list || count < PickleTreeMachine.batch else {
      return try extendFurther(kind, count)
    }
    containers[top].state = .filled
    let value: PythonValue
    switch kind {
    case .list: value = .list(values.values(count))
    case .dict: value = .dict(try dict(values.entries(count / 2)))
    default: value = .set(try set(values.values(count)))
    }
    _ = values.exchange(at: place &- 1, with: value)
  }
}

// Keys and elements.
extension PickleTreeMachine {
  @inline(__always)
  private mutating func dict(_ entries: [PythonDict.Entry]) throws(WireError) -> PythonDict {
    do throws(UnhashableValue) { return try keys.dict(entries) } catch { throw PickleTreeMachine.givesUp }
  }

  private func set(_ elements: [PythonValue]) throws(WireError) -> PythonSet {
    do throws(UnhashableValue) {
      return try PythonSet(uniquing: elements)
    } catch {
      throw PickleTreeMachine.givesUp
    }
  }
}

// Containers that are added to more than once.
extension PickleTreeMachine {
  /// Adds the last values to the container below them.
  @inline(never)
  private mutating func extendFurther(_ kind: PickleNode.Kind, _ count: Int) throws(WireError) {
    if kind != .list { containers[containers.count - 1].state = .unchecked }
    if kind == .dict {
      let more = values.entries(count / 2)
      var entries = PickleTreeMachine.entries(of: values.pop())
      entries += more
      return values.push(.dict(PythonDict(distinctEntries: entries)))
    }
    let last = values.pop()
    let others = values.values(count - 1)
    var items = PickleTreeMachine.items(of: values.pop())
    items += others
    items.append(last)
    values.push(kind == .list ? .list(items) : .set(PythonSet(distinctElements: items)))
  }

  /// Of equal keys or elements keeps one.
  @inline(never)
  private mutating func unite(_ container: PickleTreeContainer) throws(WireError) {
    let place = Int(container.place)
    let value = values.exchange(at: place, with: .none)
    let united: PythonValue =
      container.kind == .dict
      ? .dict(try dict(PickleTreeMachine.entries(of: value)))
      : .set(try set(PickleTreeMachine.items(of: value)))
    _ = values.exchange(at: place, with: united)
  }

  /// What a list or a set holds. The value ends here: what is added to its array is added in place.
  private static func items(of value: consuming PythonValue) -> [PythonValue] {
    switch value {
    case .list(let items): items
    case .set(let set): set.elements
    default: []
    }
  }

  private static func entries(of value: consuming PythonValue) -> [PythonDict.Entry] {
    if case .dict(let dict) = value { dict.entries } else { [] }
  }
}
