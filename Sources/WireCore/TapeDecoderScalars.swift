import PythonValues

// Values that hold no others. Nothing is rounded or cut but floats, to `Float`. The step to the value, which has a
// key that must be copied, is asked for only where something is wrong.
extension TapeDecoder {
  @inline(__always)
  func bool(at index: Int, _ step: @autoclosure () -> TapeStep) throws -> Bool {
    let node = document.node(at: index)
    guard node.kind == .bool else { throw mismatch(Bool.self, "a bool", at: index, step()) }
    return node.payload != 0
  }

  @inline(__always)
  func string(at index: Int, _ step: @autoclosure () -> TapeStep) throws -> String {
    guard let text = document.string(at: index) else {
      throw mismatch(String.self, "a str", at: index, step())
    }
    return text
  }

  /// Integers count as floats, as everywhere in Python.
  @inline(__always)
  func double(at index: Int, _ step: @autoclosure () -> TapeStep) throws -> Double {
    let node = document.node(at: index)
    if node.kind == .float { return Double(bitPattern: node.payload) }
    return try otherDouble(at: index, step())
  }

  @inline(never)
  private func otherDouble(at index: Int, _ step: TapeStep) throws -> Double {
    let node = document.node(at: index)
    switch node.kind {
    case .int: return Double(Int64(bitPattern: node.payload))
    case .bigInt:
      guard let number = try document.materialise(at: index).doubleValue else {
        throw outOfRange(Double.self, at: index, step)
      }
      return number
    case .dict:
      if let number = decoding.conventions.float(try document.materialise(at: index)) { return number }
      throw mismatch(Double.self, "a float", at: index, step)
    default: throw mismatch(Double.self, "a float", at: index, step)
    }
  }

  func float(at index: Int, _ step: TapeStep) throws -> Float {
    let number = try double(at: index, step)
    let float = Float(number)
    guard float.isFinite || !number.isFinite else { throw outOfRange(Float.self, at: index, step) }
    return float
  }

  @inline(__always)
  func integer<Integer: FixedWidthInteger>(
    _ type: Integer.Type, at index: Int, _ step: @autoclosure () -> TapeStep
  ) throws -> Integer {
    let node = document.node(at: index)
    guard node.kind == .int else { return try wideInteger(type, at: index, step()) }
    guard let integer = Integer(exactly: Int64(bitPattern: node.payload)) else {
      throw outOfRange(type, at: index, step())
    }
    return integer
  }

  @inline(never)
  private func wideInteger<Integer: FixedWidthInteger>(
    _ type: Integer.Type, at index: Int, _ step: TapeStep
  ) throws -> Integer {
    guard case .bigInt(let number) = try document.materialise(at: index) else {
      throw mismatch(type, "an int", at: index, step)
    }
    let words = number.magnitude
    guard words.count <= 2 else { throw outOfRange(type, at: index, step) }
    var magnitude: UInt128 = 0
    for word in words.reversed() { magnitude = magnitude << 64 | UInt128(word) }
    let integer = number.isNegative ? negated(magnitude, type) : Integer(exactly: magnitude)
    guard let integer else { throw outOfRange(type, at: index, step) }
    return integer
  }

  private func negated<Integer: FixedWidthInteger>(_ magnitude: UInt128, _ type: Integer.Type) -> Integer? {
    guard magnitude <= UInt128(1) << 127 else { return nil }
    return Integer(exactly: Int128(truncatingIfNeeded: 0 &- magnitude))
  }
}

extension TapeDecoder: SingleValueDecodingContainer {
  func decodeNil() -> Bool { document.node(at: index).kind == .none }
  func decode(_ type: Bool.Type) throws -> Bool { try bool(at: index, .own) }
  func decode(_ type: String.Type) throws -> String { try string(at: index, .own) }
  func decode(_ type: Double.Type) throws -> Double { try double(at: index, .own) }
  func decode(_ type: Float.Type) throws -> Float { try float(at: index, .own) }
  func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
    try value(type, at: index, step: .own)
  }
  func decode(_ type: Int.Type) throws -> Int { try integer(type, at: index, .own) }
  func decode(_ type: Int8.Type) throws -> Int8 { try integer(type, at: index, .own) }
  func decode(_ type: Int16.Type) throws -> Int16 { try integer(type, at: index, .own) }
  func decode(_ type: Int32.Type) throws -> Int32 { try integer(type, at: index, .own) }
  func decode(_ type: Int64.Type) throws -> Int64 { try integer(type, at: index, .own) }
  func decode(_ type: Int128.Type) throws -> Int128 { try integer(type, at: index, .own) }
  func decode(_ type: UInt.Type) throws -> UInt { try integer(type, at: index, .own) }
  func decode(_ type: UInt8.Type) throws -> UInt8 { try integer(type, at: index, .own) }
  func decode(_ type: UInt16.Type) throws -> UInt16 { try integer(type, at: index, .own) }
  func decode(_ type: UInt32.Type) throws -> UInt32 { try integer(type, at: index, .own) }
  func decode(_ type: UInt64.Type) throws -> UInt64 { try integer(type, at: index, .own) }
  func decode(_ type: UInt128.Type) throws -> UInt128 { try integer(type, at: index, .own) }
}
