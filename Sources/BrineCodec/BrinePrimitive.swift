import PythonValues
import WireCore

/// A Swift type that is one brine value.
protocol BrinePrimitive {
  /// The value as this type; `nil` where it is another's, or does not fit.
  static func make(of value: LazyValue) -> Self?
  /// The value as brine holds it.
  var brineValue: PythonValue { get }
}

extension Bool: BrinePrimitive {
  static func make(of value: LazyValue) -> Bool? { value.bool }
  var brineValue: PythonValue { .bool(self) }
}

extension String: BrinePrimitive {
  static func make(of value: LazyValue) -> String? { value.string }
  var brineValue: PythonValue { .string(self) }
}

extension Double: BrinePrimitive {
  static func make(of value: LazyValue) -> Double? {
    value.float ?? value.int.flatMap { Double(exactly: $0) }
  }
  var brineValue: PythonValue { .float(self) }
}

extension Float: BrinePrimitive {
  static func make(of value: LazyValue) -> Float? { Double.make(of: value).map { Float($0) } }
  var brineValue: PythonValue { .float(Double(self)) }
}

extension Array: BrinePrimitive where Element == UInt8 {
  static func make(of value: LazyValue) -> [UInt8]? {
    value.kind == .bytes ? value.bytes.map { Array($0) } : nil
  }
  var brineValue: PythonValue { .bytes(self) }
}

extension BrinePrimitive where Self: FixedWidthInteger {
  static func make(of value: LazyValue) -> Self? {
    guard let integer = value.integer else { return nil }
    switch integer {
    case .int(let number): return Self(exactly: number)
    case .bigInt(let number) where !number.isNegative && number.magnitude.count == 1:
      return Self(exactly: number.magnitude[0])
    default: return nil
    }
  }

  var brineValue: PythonValue {
    if let number = Int64(exactly: self) { return .int(number) }
    return .integer(isNegative: self < 0, magnitude: [UInt64(truncatingIfNeeded: magnitude)])
  }
}

extension Int: BrinePrimitive {}
extension Int8: BrinePrimitive {}
extension Int16: BrinePrimitive {}
extension Int32: BrinePrimitive {}
extension Int64: BrinePrimitive {}
extension UInt: BrinePrimitive {}
extension UInt8: BrinePrimitive {}
extension UInt16: BrinePrimitive {}
extension UInt32: BrinePrimitive {}
extension UInt64: BrinePrimitive {}
