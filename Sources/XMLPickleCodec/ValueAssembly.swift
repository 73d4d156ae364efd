import PythonValues
import WireCore

/// Makes the tree of a ``ValueProgram``. It keeps its own stack, so that depth costs none.
struct ValueAssembly: ~Copyable {
  private var program: ValueProgram
  /// By serial: the number under which the value is shared, 0 where it is not.
  private var numbers: [Int]
  private var stack = ValueStack()
  private var known = KnownKeys()
  /// The height of each tree on the stack, in nested allocations: what releasing it recurses through. Empty
  /// where no tree can be too high.
  private var heights: [Int] = []
  private let tracksHeights: Bool

  /// `deepest` is the most elements that were open at once.
  init(_ program: consuming ValueProgram, numbering: XMLPickle.Numbering, deepest: Int) {
    // An element makes two steps at the most: of two levels and one for a number, and of one level.
    tracksHeights = 4 * deepest + 2 > Limits.deepestTree
    numbers = program.isReferenced.map { $0 ? 1 : 0 }
    if numbering == .everyIdentity {
      for step in program.steps where step.hasIdentity { numbers[step.serial] = 1 }
    }
    var number = 0
    for serial in numbers.indices where numbers[serial] != 0 {
      number += 1
      numbers[serial] = number
    }
    self.program = program
  }

  /// The one value of the program; `nil` where there is none.
  mutating func run() throws(WireError) -> PythonValue? {
    var position = 0
    for step in program.steps {
      pushScalars(step.position - position)
      position = step.position
      try make(step)
    }
    pushScalars(program.scalars.count)
    return stack.count > 0 ? stack.pop() : nil
  }

  private mutating func pushScalars(_ count: Int) {
    for _ in 0..<count {
      let scalar = program.scalars.next()
      if case .reference(let serial) = scalar {
        stack.push(.reference(numbers[serial]))
      } else {
        stack.push(scalar)
      }
      if tracksHeights { heights.append(2) }
    }
  }

  private mutating func make(_ step: ValueProgram.Step) throws(WireError) {
    let number = numbers[step.serial]
    let start = max(0, stack.count - step.count)
    let made = try value(of: step, count: stack.count - start)
    stack.push(number == 0 ? made : .shared(PythonShared(id: number, value: made)))
    if tracksHeights { try addHeight(of: step, from: start, isShared: number != 0) }
  }

  private mutating func addHeight(
    of step: ValueProgram.Step, from start: Int, isShared: Bool
  ) throws(WireError) {
    var height = 0
    for index in start..<heights.count { height = max(height, heights[index]) }
    height += step.kind.levels + (isShared ? 1 : 0)
    guard height <= Limits.deepestTree else {
      throw WireError(
        .limit, at: step.offset, reading: "nested value", "a tree of more than \(Limits.deepestTree) levels")
    }
    heights.removeLast(heights.count - start)
    heights.append(height)
  }

  /// The value that a step makes of the last values on the stack.
  private mutating func value(of step: ValueProgram.Step, count: Int) throws(WireError) -> PythonValue {
    switch step.kind {
    case .list: return .list(stack.values(count))
    case .tuple: return .tuple(stack.values(count))
    case .dict: return .dict(try dict(stack.entries(count / 2), "dict", at: step.offset))
    case .attributes(let place): return .object(try instance(place, stack.entries(count / 2), at: step.offset))
    case .wrapper: return try wrapped(stack.entries(count / 2), at: step.offset)
    case .instance(let place):
      let (name, parts) = (program.classes[place], stack.values(count))
      return .object(
        PythonObject(
          module: name.module, className: name.name, arguments: parts.first, state: parts.last ?? .none))
    case .record(let place):
      let (name, parts) = (program.classes[place], stack.values(count))
      return .object(PythonObject(module: name.module, className: name.name, state: parts.last ?? .none))
    case .coreData(let place):
      return .object(coreDataRecord(program.classes[place], stack.values(count).last ?? .none))
    }
  }

  private mutating func dict(
    _ entries: [PythonDict.Entry], _ what: String, at offset: Int
  ) throws(WireError) -> PythonDict {
    do throws(UnhashableValue) {
      return try known.dict(entries)
    } catch {
      throw WireError(.syntax, at: offset, reading: what, error.description)
    }
  }

  /// XMLP-22: the state is what `__getstate__` holds, where there is one; else the attributes.
  private mutating func instance(
    _ place: Int, _ entries: [PythonDict.Entry], at offset: Int
  ) throws(WireError) -> PythonObject {
    let name = program.classes[place]
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
