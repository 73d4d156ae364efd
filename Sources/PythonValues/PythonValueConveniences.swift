// Making values from Swift literals, and taking Swift values out again.

extension PythonValue: ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
  ExpressibleByStringLiteral
{
  /// `True` or `False`.
  public init(booleanLiteral value: Bool) { self = .bool(value) }

  /// An integer.
  public init(integerLiteral value: Int64) { self = .int(value) }

  /// A float.
  public init(floatLiteral value: Double) { self = .float(value) }

  /// A `str`.
  public init(stringLiteral value: String) { self = .string(value) }
}

extension PythonValue: ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral {
  /// A `list`.
  public init(arrayLiteral elements: PythonValue...) { self = .list(elements) }

  /// A `dict`: of equal keys the first, with the last value.
  public init(dictionaryLiteral elements: (PythonValue, PythonValue)...) {
    let entries = elements.map { PythonDict.Entry(key: $0, value: $1) }
    self = .dict((try? PythonDict(uniquing: entries)) ?? PythonDict(distinctEntries: entries))
  }
}

extension PythonValue {
  /// The integer, where the value is one that fits `Int`; a bool is none.
  public var intValue: Int? {
    if case .int(let integer) = self { Int(exactly: integer) } else { nil }
  }

  /// The flag, where the value is a bool.
  public var boolValue: Bool? {
    if case .bool(let flag) = self { flag } else { nil }
  }

  /// The number as Python's `float()` gives it, where the value is a float, an integer or a bool;
  /// `nil` for integers out of a float's range.
  public var doubleValue: Double? {
    switch self {
    case .float(let double): double
    case .int(let integer): Double(integer)
    case .bigInt(let integer): integer.doubleValue
    case .bool(let flag): flag ? 1 : 0
    default: nil
    }
  }

  /// The text, where the value is a `str`.
  public var stringValue: String? {
    if case .string(let text) = self { text } else { nil }
  }

  /// The bytes, where the value is `bytes`.
  public var bytesValue: [UInt8]? {
    if case .bytes(let bytes) = self { bytes } else { nil }
  }

  /// The elements, where the value is a list or a tuple.
  public var elements: [PythonValue]? {
    switch self {
    case .list(let elements), .tuple(let elements): elements
    default: nil
    }
  }

  /// The dict, where the value is one.
  public var dictValue: PythonDict? {
    if case .dict(let dict) = self { dict } else { nil }
  }

  /// Python's name of the value's type: `NoneType`, `int`, `dict`, …; `object` for a record of an
  /// instance, `exception`, `global`, `shared` and `reference` for the other records.
  public var typeName: String {
    switch self {
    case .none: "NoneType"
    case .bool: "bool"
    case .int, .bigInt: "int"
    case .float: "float"
    case .complex: "complex"
    case .string: "str"
    case .bytes: "bytes"
    case .list: "list"
    case .tuple: "tuple"
    case .set: "set"
    case .frozenset: "frozenset"
    case .dict: "dict"
    case .ellipsis: "ellipsis"
    case .notImplemented: "NotImplementedType"
    case .slice: "slice"
    case .object: "object"
    case .global: "global"
    case .exception: "exception"
    case .shared: "shared"
    case .reference: "reference"
    }
  }
}
