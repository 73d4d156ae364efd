import PythonValues
import WireCore

// Values of readers that make trees, put onto a tape, so that all payloads are judged alike.
extension Tape {
  /// Writes a value onto the tape, which is emptied first. An instance becomes the dict that the other serializers
  /// write of it, with `__class__`; one within another value stays a record.
  ///
  /// It is iterative: depth costs memory, and no stack.
  mutating func read(_ value: PythonValue) {
    reset(sourceBytes: 0, bytesPerNode: 1)
    var steps = [ValueStep.write(Self.plain(value))]
    var shared: [Int: Int] = [:]
    while let step = steps.popLast() {
      switch step {
      case .close(let node, let kind, let count):
        close(node, as: kind, count: count)
      case .write(.shared(let value)):
        shared[value.id] = count
        steps.append(.write(value.value))
      case .write(.reference(let id)):
        repeatValue(at: shared[id])
      case .write(let value):
        guard let (kind, children) = Self.parts(of: value) else {
          append(scalar: value)
          continue
        }
        let count = kind == .dict ? children.count / 2 : children.count
        steps.append(.close(open(kind, at: 0), kind, count: count))
        steps += children.reversed().map { .write($0) }
      }
    }
  }

  /// A scalar is repeated where it lies; a container comes empty, or a few bytes would grow without end.
  private mutating func repeatValue(at index: Int?) {
    guard let index else { return append(record: .ellipsis, at: 0) }
    let node = nodes[index]
    guard node.kind.isContainer else { return append(node) }
    close(open(node.kind, at: 0), as: node.kind, count: 0)
  }

  private enum ValueStep {
    case write(PythonValue)
    case close(Int, TapeNode.Kind, count: Int)
  }

  /// What a container holds; keys and values of a dict in turn. `nil` for what holds nothing.
  private static func parts(of value: PythonValue) -> (TapeNode.Kind, [PythonValue])? {
    switch value {
    case .list(let elements): return (.list, elements)
    case .tuple(let elements): return (.tuple, elements)
    case .set(let set): return (.set, set.elements)
    case .frozenset(let set): return (.frozenset, set.elements)
    case .dict(let dict): return (.dict, dict.entries.flatMap { [$0.key, $0.value] })
    case .slice(let slice): return (.slice, [slice.start, slice.stop, slice.step])
    default: return nil
    }
  }

  /// An instance as a dict, any other value as it is.
  private static func plain(_ value: PythonValue) -> PythonValue {
    if case .shared(let shared) = value, case .object = shared.value { return plain(shared.value) }
    guard case .object(let object) = value else { return value }
    let name = object.module.map { "\($0).\(object.className)" } ?? object.className
    var entries = [PythonDict.Entry(key: "__class__", value: .string(name))]
    if let arguments = object.arguments { entries.append(.init(key: "args", value: arguments)) }
    if case .none = object.state {} else { entries.append(.init(key: "attributes", value: object.state)) }
    return .dict(PythonDict(distinctEntries: entries))
  }

  private mutating func append(scalar value: PythonValue) {
    switch value {
    case .bool(let flag): append(TapeNode(.bool, at: 0, payload: flag ? 1 : 0))
    case .int(let number): append(TapeNode(.int, at: 0, payload: UInt64(bitPattern: number)))
    case .bigInt(let number): append(integer: number.magnitude, isNegative: number.isNegative, at: 0)
    case .float(let number): append(TapeNode(.float, at: 0, payload: number.bitPattern))
    case .complex(let number): append(complex: number, at: 0)
    case .string(let text): append(.string, Array(text.utf8))
    case .bytes(let bytes): append(.bytes, bytes)
    case .none: append(TapeNode(.none, at: 0))
    default: append(record: value, at: 0)
    }
  }

  private mutating func append(_ kind: TapeNode.Kind, _ bytes: [UInt8]) {
    append(TapeNode(kind, .inSide, at: 0, low: sideCount, high: bytes.count))
    appendSide(bytes.span)
  }
}
