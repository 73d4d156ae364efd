import PythonValues
import WireCore

/// Makes trees from the leaves up. It keeps its own stack, so that depth costs none.
struct ValueAssembly: ~Copyable {
  private var stack = ValueStack()
  private var known = KnownKeys()
  private var shared = SharedHashability()

  /// Adds a value.
  @inline(__always)
  mutating func push(_ value: consuming PythonValue) { stack.push(value) }

  /// The last value; `nil` where there is none.
  mutating func takeValue() -> PythonValue? { stack.count > 0 ? stack.pop() : nil }

  /// Says of what a step will make under a number what cannot be hashed: references to it may come first.
  mutating func expect(_ step: ValueProgram.Step, number: Int) {
    switch step.kind {
    case .list: shared.begin(number, "list")
    case .dict: shared.begin(number, "dict")
    default: break
    }
  }

  /// Makes one value of the last ones and adds it, under a number that is not 0 as a shared one.
  ///
  /// - Throws: `syntax`, with the values taken.
  mutating func make(
    _ step: ValueProgram.Step, number: Int = 0, _ classes: [ValueProgram.ClassName]
  ) throws(WireError) {
    let made = try value(of: step, count: min(step.count, stack.count), classes)
    guard number != 0 else { return stack.push(made) }
    shared.note(number, made)
    stack.push(.shared(PythonShared(id: number, value: made)))
  }

  private mutating func value(
    of step: ValueProgram.Step, count: Int, _ classes: [ValueProgram.ClassName]
  ) throws(WireError) -> PythonValue {
    switch step.kind {
    case .list: return .list(stack.values(count))
    case .tuple: return .tuple(stack.values(count))
    case .dict: return .dict(try dict(stack.entries(count / 2), "dict", at: step.offset))
    case .attributes(let place):
      return .object(try instance(classes[place], stack.entries(count / 2), at: step.offset))
    case .wrapper: return try wrapped(stack.entries(count / 2), at: step.offset)
    case .instance(let place):
      let (name, parts) = (classes[place], stack.values(count))
      return .object(
        PythonObject(
          module: name.module, className: name.name, arguments: parts.first, state: parts.last ?? .none))
    case .record(let place):
      let (name, parts) = (classes[place], stack.values(count))
      return .object(PythonObject(module: name.module, className: name.name, state: parts.last ?? .none))
    case .coreData(let place):
      return .object(coreDataRecord(classes[place], stack.values(count).last ?? .none))
    }
  }

  private mutating func dict(
    _ entries: [PythonDict.Entry], _ what: String, at offset: Int
  ) throws(WireError) -> PythonDict {
    do throws(UnhashableValue) {
      try shared.requireKeys(entries)
      return try known.dict(entries)
    } catch {
      throw WireError(.syntax, at: offset, reading: what, error.description)
    }
  }

  /// XMLP-22: the state is what `__getstate__` holds, where there is one; else the attributes.
  private mutating func instance(
    _ name: ValueProgram.ClassName, _ entries: [PythonDict.Entry], at offset: Int
  ) throws(WireError) -> PythonObject {
    var (arguments, state): (PythonValue?, PythonValue?)
    var attributes: [PythonDict.Entry] = []
    for entry in entries {
      switch entry.key {
      case .string("__getinitargs__"): arguments = entry.value
      case .string("__getstate__"): state = entry.value
      default: attributes.append(entry)
      }
    }
    if state == nil { state = .dict(try dict(attributes, "attributes", at: offset)) }
    return PythonObject(
      module: name.module, className: name.name, arguments: arguments, state: state ?? .none)
  }

  /// XMLP-5: the value of a document that is no instance stands in a wrapper.
  private func wrapped(_ entries: [PythonDict.Entry], at offset: Int) throws(WireError) -> PythonValue {
    for entry in entries.reversed() {
      if case .string("__toplevel__") = entry.key { return entry.value }
    }
    throw WireError(.syntax, at: offset, reading: "builtin_wrapper", "it has no attribute __toplevel__")
  }
}

/// XMLP-31: an instance of a class derived from a builtin type, of which only the data is there.
func coreDataRecord(_ name: ValueProgram.ClassName, _ data: PythonValue) -> PythonObject {
  let entry = PythonDict.Entry(key: .string("__coredata__"), value: data)
  return PythonObject(
    module: name.module, className: name.name, state: .dict(PythonDict(distinctEntries: [entry])))
}
