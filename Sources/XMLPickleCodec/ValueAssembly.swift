import PythonValues
import WireCore

/// Makes the tree of a ``ValueProgram``. It keeps its own stack, so that depth costs none.
struct ValueAssembly {
  private let program: ValueProgram
  /// By serial: the number under which the value is shared, 0 where it is not.
  private var numbers: [Int]
  private var stack: [PythonValue] = []
  /// The height of each tree on the stack, in nested allocations: what releasing it recurses through.
  private var heights: [Int] = []

  init(_ program: ValueProgram, numbering: XMLPickle.Numbering) {
    self.program = program
    numbers = program.isReferenced.map { $0 ? 1 : 0 }
    if numbering == .everyIdentity {
      for step in program.steps where step.hasIdentity { numbers[step.serial] = 1 }
    }
    var number = 0
    for serial in numbers.indices where numbers[serial] != 0 {
      number += 1
      numbers[serial] = number
    }
  }

  /// The one value of the program; `nil` where there is none.
  mutating func run() throws(WireError) -> PythonValue? {
    var position = 0
    for step in program.steps {
      pushScalars(position..<step.position)
      position = step.position
      try make(step)
    }
    pushScalars(position..<program.scalars.count)
    return stack.last
  }

  private mutating func pushScalars(_ range: Range<Int>) {
    for index in range {
      let scalar = program.scalars[index]
      if case .reference(let serial) = scalar {
        stack.append(.reference(numbers[serial]))
      } else {
        stack.append(scalar)
      }
      heights.append(2)
    }
  }

  private mutating func make(_ step: ValueProgram.Step) throws(WireError) {
    let start = max(0, stack.count - step.count)
    // No slice of the stack may outlive this call: the stack would be copied below.
    let (made, levels) = try value(of: step, stack[start...])
    let number = numbers[step.serial]
    let value = number == 0 ? made : .shared(PythonShared(id: number, value: made))
    var height = 0
    for index in start..<heights.count { height = max(height, heights[index]) }
    height += levels + (number == 0 ? 0 : 1)
    guard height <= Limits.deepestTree else {
      throw WireError(
        .limit, at: step.offset, reading: "nested value", "a tree of more than \(Limits.deepestTree) levels")
    }
    stack.removeLast(stack.count - start)
    heights.removeLast(heights.count - start)
    stack.append(value)
    heights.append(height)
  }

  /// The value that a step makes, and by how many levels it is higher than its parts.
  private func value(
    of step: ValueProgram.Step, _ parts: ArraySlice<PythonValue>
  ) throws(WireError) -> (PythonValue, Int) {
    switch step.kind {
    case .list: return (.list(Array(parts)), 1)
    case .tuple: return (.tuple(Array(parts)), 1)
    case .dict: return (.dict(try dict(parts, at: step.offset)), 1)
    case .attributes(let place): return (.object(try instance(place, parts, at: step.offset)), 2)
    case .wrapper: return (try wrapped(parts, at: step.offset), 0)
    case .instance(let place):
      let name = program.classes[place]
      let state = parts.last ?? .none
      return (
        .object(
          PythonObject(module: name.module, className: name.name, arguments: parts.first, state: state)), 1
      )
    case .record(let place):
      let name = program.classes[place]
      let state = parts.last ?? .none
      return (.object(PythonObject(module: name.module, className: name.name, state: state)), 1)
    case .coreData(let place):
      return (.object(coreDataRecord(program.classes[place], parts.last ?? .none)), 2)
    }
  }

  private func dict(_ parts: ArraySlice<PythonValue>, at offset: Int) throws(WireError) -> PythonDict {
    do throws(UnhashableValue) {
      return try PythonDict(uniquing: entries(parts))
    } catch {
      throw WireError(.syntax, at: offset, reading: "dict", error.description)
    }
  }

  private func entries(_ parts: ArraySlice<PythonValue>) -> [PythonDict.Entry] {
    stride(from: parts.startIndex, to: parts.endIndex - 1, by: 2).map {
      PythonDict.Entry(key: parts[$0], value: parts[$0 + 1])
    }
  }

  /// XMLP-22: the state is what `__getstate__` holds, where there is one; else the attributes.
  private func instance(
    _ place: Int, _ parts: ArraySlice<PythonValue>, at offset: Int
  ) throws(WireError) -> PythonObject {
    let name = program.classes[place]
    var (arguments, state): (PythonValue?, PythonValue?)
    var attributes: [PythonDict.Entry] = []
    for entry in entries(parts) {
      switch entry.key {
      case .string("__getinitargs__"): arguments = entry.value
      case .string("__getstate__"): state = entry.value
      default: attributes.append(entry)
      }
    }
    if state == nil {
      do throws(UnhashableValue) {
        state = .dict(try PythonDict(uniquing: attributes))
      } catch {
        throw WireError(.syntax, at: offset, reading: "attributes", error.description)
      }
    }
    return PythonObject(
      module: name.module, className: name.name, arguments: arguments, state: state ?? .none)
  }

  /// XMLP-5: the value of a document that is no instance stands in a wrapper.
  private func wrapped(_ parts: ArraySlice<PythonValue>, at offset: Int) throws(WireError) -> PythonValue {
    for entry in entries(parts).reversed() {
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
