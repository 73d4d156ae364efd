/// How two values are told apart.
enum Sameness {
  /// As Python's `==` does.
  case python
  /// By case, sign of zero and order of entries too.
  case exact
}

extension PythonValue {
  /// Whether two values agree in all but the values that they hold: their kind, their names, and
  /// how many of each they hold where that is part of the record. Leaves agree when they are equal.
  func hasSameHead(as other: PythonValue, _ sameness: Sameness) -> Bool {
    switch (self, other) {
    case (.string(let left), .string(let right)): return PythonText.same(left, right)
    case (.bytes(let left), .bytes(let right)): return left == right
    case (.none, .none), (.ellipsis, .ellipsis), (.notImplemented, .notImplemented): return true
    case (.list, .list), (.tuple, .tuple), (.dict, .dict), (.slice, .slice): return true
    case (.set, .set), (.frozenset, .frozenset): return true
    case (.set, .frozenset), (.frozenset, .set): return sameness == .python
    case (.global(let left), .global(let right)): return left == right
    case (.reference(let left), .reference(let right)): return left == right
    case (.shared(let left), .shared(let right)): return left.id == right.id
    case (.object(let left), .object(let right)): return left.hasSameNames(as: right)
    case (.exception(let left), .exception(let right)): return left.hasSameNames(as: right)
    default: return sameness == .exact ? isExactNumber(other) : isEqualNumber(other)
    }
  }

  private func isEqualNumber(_ other: PythonValue) -> Bool {
    if case .int(let left) = self, case .int(let right) = other { return left == right }
    guard let left = canonicalNumber, let right = other.canonicalNumber else { return false }
    return left == right
  }

  private func isExactNumber(_ other: PythonValue) -> Bool {
    switch (self, other) {
    case (.bool(let left), .bool(let right)): left == right
    case (.int(let left), .int(let right)): left == right
    case (.bigInt(let left), .bigInt(let right)): left == right
    case (.float(let left), .float(let right)): left.isIdentical(to: right)
    case (.complex(let left), .complex(let right)):
      left.real.isIdentical(to: right.real) && left.imaginary.isIdentical(to: right.imaginary)
    default: false
    }
  }

  /// Feeds the head to a hasher: values with the same head, in either sameness, feed the same.
  func hashHead(into hasher: inout Hasher) {
    if let number = canonicalNumber { return hasher.combine(number) }
    switch self {
    case .string(let text):
      hasher.combine(1 as UInt8)
      PythonText.hash(text, into: &hasher)
    case .bytes(let bytes):
      hasher.combine(2 as UInt8)
      bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
      hasher.combine(bytes.count)
    case .none, .bool, .int, .bigInt, .float, .complex: hasher.combine(3 as UInt8)
    case .ellipsis: hasher.combine(4 as UInt8)
    case .notImplemented: hasher.combine(5 as UInt8)
    case .list: hasher.combine(6 as UInt8)
    case .tuple: hasher.combine(7 as UInt8)
    case .set, .frozenset: hasher.combine(8 as UInt8)
    case .dict: hasher.combine(9 as UInt8)
    case .slice: hasher.combine(10 as UInt8)
    case .global(let global): hasher.combine(global)
    case .reference(let id): hasher.combine(id)
    case .shared(let shared): hasher.combine(shared.id)
    case .object(let object): PythonText.hash(object.className, into: &hasher)
    case .exception(let exception): PythonText.hash(exception.className, into: &hasher)
    }
  }
}

extension Double {
  /// Whether both have the same bits, any NaN being as good as another.
  fileprivate func isIdentical(to other: Double) -> Bool {
    bitPattern == other.bitPattern || (isNaN && other.isNaN)
  }
}

extension PythonObject {
  fileprivate func hasSameNames(as other: PythonObject) -> Bool {
    PythonText.same(className, other.className) && module.isSameText(as: other.module)
      && (arguments == nil) == (other.arguments == nil)
  }
}

extension PythonException {
  fileprivate func hasSameNames(as other: PythonException) -> Bool {
    PythonText.same(className, other.className) && module.isSameText(as: other.module)
      && arguments.count == other.arguments.count && attributes.count == other.attributes.count
      && PythonText.same(traceback, other.traceback)
      && zip(attributes, other.attributes).allSatisfy { PythonText.same($0.name, $1.name) }
  }
}
