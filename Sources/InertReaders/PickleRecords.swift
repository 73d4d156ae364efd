import PythonValues
import WireCore

// Objects, as records.
extension PicklePlain {
  /// The value, where it holds no others.
  func scalar(_ graph: PickleGraph, _ source: Span<UInt8>) -> PythonValue? {
    switch self {
    case .latin1(let text): .bytes(graph.latin1Bytes(text, source))
    case .bytes(let id): id.node.flatMap { graph.leaf(graph.nodes[$0], source) }
    case .noBytes: .bytes([])
    case .complex(let number): .complex(number)
    case .set, .frozenset, .slice: nil
    }
  }
}

extension PythonValue {
  /// PICKLE-60: whether the value is repeated where it is met again.
  var isSmall: Bool { if case .bytes(let bytes) = self { bytes.count <= 64 } else { true } }
}

extension PickleGraph {
  /// What a call comes to that builds plain data which holds no other values.
  func plainScalar(_ id: PickleID, _ source: Span<UInt8>) -> PythonValue? {
    guard let object = object(id) else { return nil }
    return PicklePlain(object, self, source)?.scalar(self, source)
  }

  /// What is made of an object, and the values that it is made of.
  func parts(of id: PickleID, _ source: Span<UInt8>) -> (kind: PickleFrame.Kind, children: [PickleID]) {
    guard let object = object(id) else { return (.list, []) }
    switch PicklePlain(object, self, source) {
    case .set(let elements): return (.set, values(of: elements))
    case .frozenset(let elements): return (.frozenset, values(of: elements))
    case .slice(let bounds): return (.slice, Array(bounds))
    case .latin1, .bytes, .noBytes, .complex: return (.list, [])
    case nil: return record(of: object, id)
    }
  }

  /// The values of a list or tuple.
  private func values(of id: PickleID) -> [PickleID] {
    guard let index = id.node, nodes[index].isComposite else { return [] }
    return values(of: nodes[index].chain)
  }

  private func values(of chain: PickleChain) -> [PickleID] {
    var values: [PickleID] = []
    var place = chain.first
    while place != 0 {
      values += chunk(place)
      place = chunk(after: place)
    }
    return values
  }

  private func record(of object: PickleObject, _ id: PickleID) -> (PickleFrame.Kind, [PickleID]) {
    var record = PickleRecord(form: object.form)
    var children: [PickleID] = []
    addMaker(of: object, &record, &children)
    if let keywords = object.keywords {
      record.hasKeywords = true
      children.append(keywords)
    }
    if let state = object.state {
      record.hasState = true
      children.append(state)
    }
    let (items, pairs) = (values(of: object.items), values(of: object.pairs))
    (record.items, record.pairs) = (items.count, pairs.count)
    return (.instance(record), children + items + pairs)
  }

  /// PICKLE-63: the names of the record, and its arguments. Of what has no name, the callee stands before the
  /// arguments.
  private func addMaker(
    of object: PickleObject, _ record: inout PickleRecord, _ children: inout [PickleID]
  ) {
    switch object.form {
    case .call, .new:
      guard let name = name(of: object.callee) else {
        return addArguments([object.callee, object.arguments], &record, &children)
      }
      record.name = name
      guard object.form == .call, let made = PicklePlain.classMade(by: name, object.arguments, self),
        let className = self.name(of: made)
      else { return addTuple(object.arguments, &record, &children) }
      record.name = className
      addCopyRegArguments(name.name, object.arguments, &record, &children)
    case .lookUp, .persistent, .registered: addTuple(object.arguments, &record, &children)
    case .buffer: return
    case .changed: addArguments([object.callee], &record, &children)
    }
  }

  private func addTuple(_ tuple: PickleID, _ record: inout PickleRecord, _ children: inout [PickleID]) {
    record.arguments = .one
    children.append(tuple)
  }

  private func addArguments(
    _ arguments: some Collection<PickleID>, _ record: inout PickleRecord, _ children: inout [PickleID]
  ) {
    record.arguments = .spread(arguments.count)
    children += arguments
  }

  /// PICKLE-64: `copyreg.__newobj__(cls, …)` and `__newobj_ex__(cls, args, kwargs)` are NEWOBJ and NEWOBJ_EX;
  /// `_reconstructor(cls, base, data)` makes an instance out of the data of a base class.
  private func addCopyRegArguments(
    _ helper: String, _ arguments: PickleID, _ record: inout PickleRecord, _ children: inout [PickleID]
  ) {
    let rest = (tuple(arguments, limit: .max) ?? []).dropFirst()
    switch helper {
    case "_reconstructor":
      guard rest.count == 2, let base = rest.first, let data = rest.last, name(of: base)?.name != "object"
      else { return }
      record.hasCore = true
      children.append(data)
    case "__newobj_ex__" where rest.count == 2:
      (record.arguments, record.hasKeywords) = (.one, true)
      children += rest
    default: addArguments(rest, &record, &children)
    }
  }
}

/// How an instance's children become its record: arguments, keywords, the data of a base class, the state, and
/// the values added, in this order.
struct PickleRecord {
  enum Arguments {
    /// There are none.
    case absent
    /// They are one value, most often a tuple.
    case one
    /// They are so many values, which make a tuple.
    case spread(Int)
  }

  var name: PythonGlobal?
  let form: PickleObject.Form
  var arguments = Arguments.absent
  var hasKeywords = false
  var hasCore = false
  var hasState = false
  /// How many of the children were appended or added, and how many are keys and values that were set.
  var items = 0
  var pairs = 0

  init(form: PickleObject.Form) { self.form = form }

  func object(of children: [PythonValue]) throws(UnhashableValue) -> PythonObject {
    var children = children[...]
    var given = takeArguments(&children)
    if hasKeywords, let keywords = children.popFirst(), !PickleRecord.isEmptyDict(keywords) {
      given = .tuple([given ?? .tuple([]), keywords])
    }
    var data: [PythonValue] = []
    if hasCore, let core = children.popFirst() { data.append(core) }
    let state = hasState ? children.popFirst() : nil
    if items > 0 { data.append(.list(Array(children.prefix(items)))) }
    children = children.dropFirst(items)
    if pairs > 0 { data.append(.dict(try PickleRecord.dict(children))) }
    return PythonObject(
      module: name?.module, className: name?.name ?? form.recordName, arguments: given,
      state: PickleRecord.state(state, data))
  }

  private func takeArguments(_ children: inout ArraySlice<PythonValue>) -> PythonValue? {
    switch arguments {
    case .absent: return nil
    case .one: return children.popFirst()
    case .spread(let count):
      defer { children = children.dropFirst(count) }
      return .tuple(Array(children.prefix(count)))
    }
  }

  private static func isEmptyDict(_ value: PythonValue) -> Bool { value.dictValue?.isEmpty ?? false }

  private static func dict(_ children: ArraySlice<PythonValue>) throws(UnhashableValue) -> PythonDict {
    let places = stride(from: children.startIndex, to: children.endIndex - 1, by: 2)
    return try PythonDict(
      uniquing: places.map { PythonDict.Entry(key: children[$0], value: children[$0 + 1]) })
  }

  /// PICKLE-65: what an instance has of a base class (the elements of a list, the entries of a dict) stands
  /// under `__coredata__` in its state; a state that is no dict stands beside it under `__state__`.
  private static func state(_ state: PythonValue?, _ data: [PythonValue]) -> PythonValue {
    guard let first = data.first else { return state ?? .none }
    let core = PythonDict.Entry(key: "__coredata__", value: data.count == 1 ? first : .tuple(data))
    switch state {
    case nil: return .dict(PythonDict(distinctEntries: [core]))
    case .dict(let dict)? where dict["__coredata__"] == nil:
      return .dict(PythonDict(distinctEntries: [core] + dict.entries))
    case let other?:
      let beside = PythonDict.Entry(key: "__state__", value: other)
      return .dict(PythonDict(distinctEntries: [core, beside]))
    }
  }
}
