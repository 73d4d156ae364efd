import PythonValues
import WireCore

/// XMLP-65: the order of a dict's keys that Python 2 gives by its `cmp`: `None`, then numbers by value,
/// then the rest by the names of their types.
enum PythonTwoOrder {
  static func sorted(_ entries: [PythonDict.Entry]) throws(ValueEncodingError) -> [PythonDict.Entry] {
    guard entries.count > 1 else { return entries }
    for entry in entries {
      switch entry.key {
      case .none, .bool, .int, .bigInt, .float, .string, .bytes: break
      case .tuple(let elements) where elements.allSatisfy(isComparable): break
      default:
        throw ValueEncodingError(
          .unrepresentable, path: "", "the order of keys of the type \(entry.key.typeName) is not known")
      }
    }
    return entries.sorted { compare($0.key, $1.key) < 0 }
  }

  /// Whether a value in a tuple can be compared without going into it further.
  private static func isComparable(_ value: PythonValue) -> Bool {
    switch value {
    case .none, .bool, .int, .bigInt, .float, .string, .bytes: true
    default: false
    }
  }

  /// Below, at or above zero, as Python 2's `cmp`. No more than two levels deep.
  private static func compare(_ left: PythonValue, _ right: PythonValue) -> Int {
    let (first, second) = (typeName(left), typeName(right))
    guard first == second else { return first < second ? -1 : 1 }
    switch (left, right) {
    case (.tuple(let left), .tuple(let right)):
      for (one, other) in zip(left, right) {
        let order = compare(one, other)
        if order != 0 { return order }
      }
      return left.count - right.count
    case (.none, .none): return 0
    default:
      guard first == numberName else { return compareBytes(left.pythonBytes, right.pythonBytes) }
      return compareNumbers(left, right)
    }
  }

  /// The name that Python 2 compares values of different types by: of numbers it is empty, and `None`
  /// comes before all.
  private static func typeName(_ value: PythonValue) -> String {
    switch value {
    case .none: ""
    case .bool, .int, .bigInt, .float: numberName
    case .tuple: "tuple"
    default: value.isUnicode ? "unicode" : "str"
    }
  }

  private static let numberName = " "

  private static func compareBytes(_ left: [UInt8], _ right: [UInt8]) -> Int {
    if left == right { return 0 }
    return left.lexicographicallyPrecedes(right) ? -1 : 1
  }

  private static func compareNumbers(_ left: PythonValue, _ right: PythonValue) -> Int {
    switch (left, right) {
    case (.int(let left), .int(let right)): return left < right ? -1 : left > right ? 1 : 0
    case (.bigInt(let left), .bigInt(let right)): return left < right ? -1 : right < left ? 1 : 0
    case (.bigInt(let left), .int), (.bigInt(let left), .bool): return left.isNegative ? -1 : 1
    case (.int, .bigInt(let right)), (.bool, .bigInt(let right)): return right.isNegative ? 1 : -1
    default:
      let (left, right) = (left.doubleValue ?? .nan, right.doubleValue ?? .nan)
      return left < right ? -1 : left > right ? 1 : 0
    }
  }
}
