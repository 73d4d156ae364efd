import PythonValues
import WireCore

/// The values that references in one tree refer to.
struct SharedValues {
  /// The tree, seen in its place while it is written: most trees have no reference, so none is counted for it.
  var root: UnsafeBufferPointer<BorrowedValue>?
  /// By number; made at the first reference, since most trees have none.
  private var values: [Int: PythonValue]?
  /// The numbers of those that are being written, and on which level: a reference to one of them is
  /// a cycle.
  var open: [(id: Int, level: Int)] = []

  /// The value with this number.
  mutating func value(of id: Int) throws(ValueEncodingError) -> PythonValue {
    guard !open.contains(where: { $0.id == id }) else {
      throw ValueEncodingError(.unrepresentable, path: "", "the value contains itself")
    }
    let known = values ?? SharedValues.collect(root?[0].value ?? .none)
    values = known
    guard let value = known[id] else {
      throw ValueEncodingError(
        .unrepresentable, path: "", "no value has the number \(id) that is referred to")
    }
    return value
  }

  /// Takes note that what stands on `level` is written.
  @inline(__always)
  mutating func leave(level: Int) {
    while let last = open.last, last.level >= level { open.removeLast() }
  }

  /// Takes note that all but the first `count` of those open are written.
  mutating func close(to count: Int) { open.removeSubrange(min(count, open.count)...) }

  /// All shared values of a tree, as they stand in it, without recursion.
  private static func collect(_ root: PythonValue) -> [Int: PythonValue] {
    var found: [Int: PythonValue] = [:]
    var waiting = [root]
    while let value = waiting.popLast() {
      switch value {
      case .list(let elements), .tuple(let elements): waiting += elements
      case .set(let set), .frozenset(let set): waiting += set.elements
      case .dict(let dict): for entry in dict.entries { waiting += [entry.key, entry.value] }
      case .object(let object): waiting.append(object.state)
      case .exception(let exception):
        waiting += exception.arguments + exception.attributes.map(\.value)
      case .shared(let first):
        found[first.id] = value
        waiting.append(first.value)
      default: break
      }
    }
    return found
  }
}
