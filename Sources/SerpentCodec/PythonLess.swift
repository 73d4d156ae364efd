import PythonValues

/// Python raises `TypeError` for `<` of the two.
struct NoOrder: Error {}

extension PythonOrder {
  /// Python's `left < right`.
  ///
  /// Tuples are compared at the first pair of elements that are not equal, as deep as that goes, in a
  /// loop and not by recursion.
  static func isLess(_ left: PythonValue, _ right: PythonValue) throws(NoOrder) -> Bool {
    var (left, right) = (left, right)
    while let (leftElements, rightElements) = sequences(left, right) {
      guard let index = firstDifference(leftElements, rightElements) else {
        return leftElements.count < rightElements.count
      }
      (left, right) = (leftElements[index], rightElements[index])
    }
    switch (left, right) {
    case (.string(let left), .string(let right)):
      return left.utf8.lexicographicallyPrecedes(right.utf8)
    case (.bytes(let left), .bytes(let right)): return left.lexicographicallyPrecedes(right)
    case (.set(let left), .set(let right)), (.set(let left), .frozenset(let right)),
      (.frozenset(let left), .set(let right)), (.frozenset(let left), .frozenset(let right)):
      return isProperSubset(left, right)
    default: return try isLessNumber(left, right)
    }
  }

  private static func sequences(
    _ left: PythonValue, _ right: PythonValue
  ) -> ([PythonValue], [PythonValue])? {
    switch (left, right) {
    case (.tuple(let left), .tuple(let right)), (.list(let left), .list(let right)): (left, right)
    default: nil
    }
  }

  private static func firstDifference(_ left: [PythonValue], _ right: [PythonValue]) -> Int? {
    for index in 0..<min(left.count, right.count) where left[index] != right[index] { return index }
    return nil
  }

  /// Python's `<` of sets.
  private static func isProperSubset(_ left: PythonSet, _ right: PythonSet) -> Bool {
    guard left.elements.count < right.elements.count else { return false }
    let known = Set(right.elements)
    return left.elements.allSatisfy(known.contains)
  }

  private static func isLessNumber(
    _ left: PythonValue, _ right: PythonValue
  ) throws(NoOrder) -> Bool {
    guard let left = RealNumber(left), let right = RealNumber(right) else { throw NoOrder() }
    switch (left, right) {
    case (.integer(let left), .integer(let right)): return left < right
    case (.wide(let left), .wide(let right)): return left < right
    case (.integer, .wide(let right)): return !right.isNegative
    case (.wide(let left), .integer): return left.isNegative
    case (.float(let left), .float(let right)): return left < right
    case (_, .float(let right)): return left.compared(to: right) == .less
    case (.float(let left), _): return right.compared(to: left) == .greater
    }
  }
}

/// A number that has an order.
private enum RealNumber {
  case integer(Int64)
  case wide(PythonBigInt)
  case float(Double)

  enum Comparison {
    case less
    case same
    case greater
    /// With NaN.
    case unordered
  }

  init?(_ value: PythonValue) {
    switch value {
    case .bool(let truth): self = .integer(truth ? 1 : 0)
    case .int(let number): self = .integer(number)
    case .bigInt(let number): self = .wide(number)
    case .float(let number): self = .float(number)
    default: return nil
    }
  }

  /// How the exact value of an integer stands to a float.
  func compared(to float: Double) -> Comparison {
    if float.isNaN { return .unordered }
    if float.isInfinite { return float > 0 ? .less : .greater }
    switch PythonValue.integer(ofWhole: float.rounded(.down)) {
    case .int(let floor): return compared(to: .integer(floor), hasFraction: Double(floor) != float)
    case .bigInt(let floor): return compared(to: .wide(floor), hasFraction: false)
    default: return .unordered
    }
  }

  /// How an integer stands to the integer below a float, and to the float.
  private func compared(to floor: RealNumber, hasFraction: Bool) -> Comparison {
    switch (self, floor) {
    case (.integer(let own), .integer(let other)):
      own < other ? .less : own > other ? .greater : hasFraction ? .less : .same
    case (.wide(let own), .wide(let other)): own < other ? .less : other < own ? .greater : .same
    case (.wide(let own), _): own.isNegative ? .less : .greater
    case (_, .wide(let other)): other.isNegative ? .greater : .less
    default: .unordered
    }
  }
}
