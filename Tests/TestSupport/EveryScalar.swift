/// A value of every type that Codable's containers have a method of their own for.
package struct EveryScalar: Codable, Hashable, Sendable {
  package var bool: Bool
  package var text: String
  package var double: Double
  package var float: Float
  package var int: Int
  package var int8: Int8
  package var int16: Int16
  package var int32: Int32
  package var int64: Int64
  package var int128: Int128
  package var uint: UInt
  package var uint8: UInt8
  package var uint16: UInt16
  package var uint32: UInt32
  package var uint64: UInt64
  package var uint128: UInt128

  /// The least of each type.
  package static let least = EveryScalar(
    bool: false, text: "", double: -.greatestFiniteMagnitude, float: -.greatestFiniteMagnitude, int: .min,
    int8: .min, int16: .min, int32: .min, int64: .min, int128: .min, uint: .min, uint8: .min, uint16: .min,
    uint32: .min, uint64: .min, uint128: .min)

  /// The greatest of each type.
  package static let greatest = EveryScalar(
    bool: true, text: "\u{10FFFF}", double: .greatestFiniteMagnitude, float: .greatestFiniteMagnitude,
    int: .max, int8: .max, int16: .max, int32: .max, int64: .max, int128: .max, uint: .max, uint8: .max,
    uint16: .max, uint32: .max, uint64: .max, uint128: .max)

  /// Of each type something in between, no two alike.
  package static let ordinary = EveryScalar(
    bool: true, text: "a 'b' \"c\"", double: 0.1, float: 0.2, int: -1, int8: -2, int16: -300, int32: -70_000,
    int64: -5_000_000_000, int128: -6, uint: 1, uint8: 200, uint16: 40_000, uint32: 3_000_000_000,
    uint64: 10_000_000_000_000_000_000, uint128: 7)
}

/// The same as the elements of a list, each by the list's own method.
package struct ListedScalars: Codable, Hashable, Sendable {
  package var scalars: EveryScalar

  package init(_ scalars: EveryScalar) { self.scalars = scalars }

  package init(from decoder: any Decoder) throws {
    var list = try decoder.unkeyedContainer()
    guard try !list.decodeNil() else {
      throw DecodingError.dataCorruptedError(in: list, debugDescription: "None")
    }
    scalars = EveryScalar(
      bool: try list.decode(Bool.self), text: try list.decode(String.self),
      double: try list.decode(Double.self), float: try list.decode(Float.self),
      int: try list.decode(Int.self),
      int8: try list.decode(Int8.self), int16: try list.decode(Int16.self),
      int32: try list.decode(Int32.self),
      int64: try list.decode(Int64.self), int128: try list.decode(Int128.self),
      uint: try list.decode(UInt.self), uint8: try list.decode(UInt8.self),
      uint16: try list.decode(UInt16.self), uint32: try list.decode(UInt32.self),
      uint64: try list.decode(UInt64.self), uint128: try list.decode(UInt128.self))
    guard try list.decodeNil(), list.isAtEnd, list.currentIndex == list.count else {
      throw DecodingError.dataCorruptedError(in: list, debugDescription: "None expected at the end")
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var list = encoder.unkeyedContainer()
    try list.encode(scalars.bool)
    try list.encode(scalars.text)
    try list.encode(scalars.double)
    try list.encode(scalars.float)
    try list.encode(scalars.int)
    try list.encode(scalars.int8)
    try list.encode(scalars.int16)
    try list.encode(scalars.int32)
    try list.encode(scalars.int64)
    try list.encode(scalars.int128)
    try list.encode(scalars.uint)
    try list.encode(scalars.uint8)
    try list.encode(scalars.uint16)
    try list.encode(scalars.uint32)
    try list.encode(scalars.uint64)
    try list.encode(scalars.uint128)
    try list.encodeNil()
  }
}

/// The same again, each alone in a place that stands for a superclass.
package struct LoneScalars: Codable, Hashable, Sendable {
  package var scalars: EveryScalar

  package init(_ scalars: EveryScalar) { self.scalars = scalars }

  package init(from decoder: any Decoder) throws {
    var list = try decoder.unkeyedContainer()
    func next() throws -> any SingleValueDecodingContainer { try list.superDecoder().singleValueContainer() }
    scalars = EveryScalar(
      bool: try next().decode(Bool.self), text: try next().decode(String.self),
      double: try next().decode(Double.self), float: try next().decode(Float.self),
      int: try next().decode(Int.self), int8: try next().decode(Int8.self),
      int16: try next().decode(Int16.self), int32: try next().decode(Int32.self),
      int64: try next().decode(Int64.self), int128: try next().decode(Int128.self),
      uint: try next().decode(UInt.self), uint8: try next().decode(UInt8.self),
      uint16: try next().decode(UInt16.self), uint32: try next().decode(UInt32.self),
      uint64: try next().decode(UInt64.self), uint128: try next().decode(UInt128.self))
    guard try next().decodeNil() else {
      throw DecodingError.dataCorruptedError(in: list, debugDescription: "None expected at the end")
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var list = encoder.unkeyedContainer()
    func alone(_ body: (inout any SingleValueEncodingContainer) throws -> Void) throws {
      var container = list.superEncoder().singleValueContainer()
      try body(&container)
    }
    try alone { try $0.encode(scalars.bool) }
    try alone { try $0.encode(scalars.text) }
    try alone { try $0.encode(scalars.double) }
    try alone { try $0.encode(scalars.float) }
    try alone { try $0.encode(scalars.int) }
    try alone { try $0.encode(scalars.int8) }
    try alone { try $0.encode(scalars.int16) }
    try alone { try $0.encode(scalars.int32) }
    try alone { try $0.encode(scalars.int64) }
    try alone { try $0.encode(scalars.int128) }
    try alone { try $0.encode(scalars.uint) }
    try alone { try $0.encode(scalars.uint8) }
    try alone { try $0.encode(scalars.uint16) }
    try alone { try $0.encode(scalars.uint32) }
    try alone { try $0.encode(scalars.uint64) }
    try alone { try $0.encode(scalars.uint128) }
    try alone { try $0.encodeNil() }
  }
}

/// Containers in containers, by each method that makes one.
package struct NestedContainers: Codable, Hashable, Sendable {
  /// What stands at the bottom of each.
  package var numbers: [Int]

  package init(_ numbers: [Int]) { self.numbers = numbers }

  enum Key: String, CodingKey { case dict, list, parent, last }

  package init(from decoder: any Decoder) throws {
    let outer = try decoder.container(keyedBy: Key.self)
    numbers = [try outer.nestedContainer(keyedBy: Key.self, forKey: .dict).decode(Int.self, forKey: .last)]
    var list = try outer.nestedUnkeyedContainer(forKey: .list)
    var inner = try list.nestedUnkeyedContainer()
    numbers.append(try inner.decode(Int.self))
    numbers.append(try list.nestedContainer(keyedBy: Key.self).decode(Int.self, forKey: .last))
    numbers.append(try list.superDecoder().singleValueContainer().decode(Int.self))
    numbers.append(try outer.superDecoder(forKey: .parent).singleValueContainer().decode(Int.self))
    numbers.append(try outer.superDecoder().singleValueContainer().decode(Int.self))
    let places = [outer.codingPath, list.codingPath, inner.codingPath].map { $0.map(\.stringValue) }
    guard places.map(\.count) == [0, 1, 2], list.count == 3, list.isAtEnd, outer.allKeys.count == 3 else {
      throw DecodingError.dataCorruptedError(in: list, debugDescription: "places \(places), \(outer.allKeys)")
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var outer = encoder.container(keyedBy: Key.self)
    var dict = outer.nestedContainer(keyedBy: Key.self, forKey: .dict)
    try dict.encode(numbers[0], forKey: .last)
    var list = outer.nestedUnkeyedContainer(forKey: .list)
    var inner = list.nestedUnkeyedContainer()
    try inner.encode(numbers[1])
    var innerDict = list.nestedContainer(keyedBy: Key.self)
    try innerDict.encode(numbers[2], forKey: .last)
    var third = list.superEncoder().singleValueContainer()
    try third.encode(numbers[3])
    var parent = outer.superEncoder(forKey: .parent).singleValueContainer()
    try parent.encode(numbers[4])
    var superclass = outer.superEncoder().singleValueContainer()
    try superclass.encode(numbers[5])
    let places = [outer.codingPath, dict.codingPath, list.codingPath, inner.codingPath].map(\.count)
    guard places == [0, 1, 1, 2], list.count == 3 else {
      let context = EncodingError.Context(codingPath: outer.codingPath, debugDescription: "places \(places)")
      throw EncodingError.invalidValue(self, context)
    }
  }
}
