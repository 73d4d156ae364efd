import PythonValues
import WireCore

/// Makes values of typed JSON, from the leaves up, with a stack of its own instead of recursion.
struct TypedJSONReader {
  let document: JSONDocument
  let limits: Limits
  private var frames: [Frame] = []

  init(_ document: JSONDocument, _ limits: Limits) {
    self.document = document
    self.limits = limits
  }

  /// A value that is being read, the nodes of the values that it holds, and these as far as read.
  private struct Frame {
    let members: TypedMembers
    let children: [Int]
    var values: [PythonValue] = []
  }

  /// Reads the value at a node.
  func read(at root: Int) throws(WireError) -> PythonValue {
    var reader = self
    var value = try reader.begin(root)
    while let top = reader.frames.indices.last {
      if let finished = value { reader.frames[top].values.append(finished) }
      let next = reader.frames[top].values.count
      if next < reader.frames[top].children.count {
        value = try reader.begin(reader.frames[top].children[next])
      } else {
        let frame = reader.frames.removeLast()
        value = frame.members.numbered(try reader.build(frame))
        if reader.frames.isEmpty { break }
      }
    }
    return value ?? .none
  }

  /// Reads a value that holds no other, or puts one that does on the stack and returns `nil`.
  private mutating func begin(_ node: Int) throws(WireError) -> PythonValue? {
    let members = try TypedMembers(document, node)
    if let leaf = try members.leaf(limits) { return members.numbered(leaf) }
    guard frames.count < limits.treeDepth else {
      throw members.failure(.limit, "nested deeper than \(limits.treeDepth) levels")
    }
    let children = try members.children()
    var frame = Frame(members: members, children: children)
    frame.values.reserveCapacity(children.count)
    frames.append(frame)
    return nil
  }

  private func build(_ frame: Frame) throws(WireError) -> PythonValue {
    let (members, values) = (frame.members, frame.values)
    switch members.tag {
    case .list: return .list(values)
    case .tuple: return .tuple(values)
    case .set: return .set(try set(values, members))
    case .frozenset: return .frozenset(try set(values, members))
    case .dict: return .dict(try dict(values, members))
    case .slice: return .slice(PythonSlice(start: values[0], stop: values[1], step: values[2]))
    case .object:
      return .object(
        PythonObject(
          module: try members.optionalText(.module), className: try members.text(.class),
          arguments: values.count > 1 ? values[0] : nil, state: values[values.count - 1]))
    default: return .exception(try exception(values, members))
    }
  }

  private func set(_ values: [PythonValue], _ members: TypedMembers) throws(WireError) -> PythonSet {
    do {
      return try PythonSet(uniquingAllButNaN: values)
    } catch {
      throw members.failure(.syntax, error.description)
    }
  }

  private func dict(_ values: [PythonValue], _ members: TypedMembers) throws(WireError) -> PythonDict {
    let entries = stride(from: 0, to: values.count - 1, by: 2).map {
      PythonDict.Entry(key: values[$0], value: values[$0 + 1])
    }
    do {
      return try PythonDict(uniquing: entries)
    } catch {
      throw members.failure(.syntax, error.description)
    }
  }

  private func exception(
    _ values: [PythonValue], _ members: TypedMembers
  ) throws(WireError) -> PythonException {
    let names = try members.attributeNames()
    let arguments = Array(values.dropLast(names.count))
    return PythonException(
      module: try members.optionalText(.module), className: try members.text(.class), arguments: arguments,
      attributes: zip(names, values[arguments.count...]).map {
        PythonException.Attribute(name: $0, value: $1)
      },
      traceback: try members.text(.traceback))
  }
}
