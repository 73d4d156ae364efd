import PythonValues

/// Makes a `Decodable` value of a tree: keyed containers are read from dicts with string keys and from
/// the states of instances, unkeyed ones from lists and tuples.
///
/// - Throws: `DecodingError`, also for a value that contains itself.
package func decodeTree<Value: Decodable>(
  _ type: Value.Type, from value: PythonValue, userInfo: [CodingUserInfoKey: any Sendable] = [:]
) throws -> Value {
  try TreeDecoder(value: value, codingPath: [], info: userInfo).decode(type)
}

private struct TreeDecoder: Decoder {
  let value: PythonValue
  let codingPath: [any CodingKey]
  let info: [CodingUserInfoKey: any Sendable]

  var userInfo: [CodingUserInfoKey: Any] { info }

  init(value: PythonValue, codingPath: [any CodingKey], info: [CodingUserInfoKey: any Sendable]) {
    if case .shared(let shared) = value { self.value = shared.value } else { self.value = value }
    self.codingPath = codingPath
    self.info = info
  }

  func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    var dict: PythonValue = value
    if case .object(let object) = value { dict = object.state }
    if case .shared(let shared) = dict { dict = shared.value }
    guard case .dict(let dict) = dict else { throw mismatch([String: Any].self) }
    return KeyedDecodingContainer(KeyedTreeReader(decoder: self, dict: dict))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    switch value {
    case .list(let elements), .tuple(let elements): UnkeyedTreeReader(decoder: self, elements: elements)
    default: throw mismatch([Any].self)
    }
  }

  func singleValueContainer() -> any SingleValueDecodingContainer { SingleTreeReader(decoder: self) }

  func nested(_ value: PythonValue, _ key: any CodingKey) -> TreeDecoder {
    TreeDecoder(value: value, codingPath: codingPath + [key], info: info)
  }

  var isNone: Bool { if case .none = value { true } else { false } }

  /// Scalars at once, others by their own initializer.
  func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
    switch type {
    case is PythonValue.Type: return try cast(value, type)
    case is Bool.Type: return try cast(value.boolValue, type)
    case is String.Type: return try cast(value.stringValue, type)
    case is Double.Type: return try cast(number, type)
    case is Float.Type: return try cast(number.map { Float($0) }, type)
    case let integer as any FixedWidthInteger.Type: return try cast(self.integer(integer), type)
    default: return try Value(from: self)
    }
  }

  private func cast<Value>(_ scalar: Any?, _ type: Value.Type) throws -> Value {
    guard let result = scalar as? Value else { throw mismatch(type) }
    return result
  }

  private var number: Double? { if case .bool = value { nil } else { value.doubleValue } }

  private func integer<Integer: FixedWidthInteger>(_ type: Integer.Type) -> Integer? {
    switch value {
    case .int(let integer): Integer(exactly: integer)
    case .bigInt(let integer) where !integer.isNegative && integer.magnitude.count == 1:
      Integer(exactly: integer.magnitude[0])
    default: nil
    }
  }

  func mismatch(_ type: Any.Type) -> DecodingError {
    .typeMismatch(
      type,
      .init(codingPath: codingPath, debugDescription: "the value is a \(value.typeName), or out of range"))
  }
}

private struct KeyedTreeReader<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let decoder: TreeDecoder
  let values: [String: PythonValue]
  var codingPath: [any CodingKey] { decoder.codingPath }
  var allKeys: [Key] { values.keys.compactMap(Key.init(stringValue:)) }

  init(decoder: TreeDecoder, dict: PythonDict) {
    self.decoder = decoder
    var values: [String: PythonValue] = [:]
    for entry in dict.entries {
      if case .string(let key) = entry.key { values[key] = entry.value }
    }
    self.values = values
  }

  func contains(_ key: Key) -> Bool { values[key.stringValue] != nil }

  func decodeNil(forKey key: Key) throws -> Bool { try child(key).isNone }

  func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
    try child(key).decode(type)
  }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) throws -> KeyedDecodingContainer<Nested> {
    try child(key).container(keyedBy: type)
  }

  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
    try child(key).unkeyedContainer()
  }

  func superDecoder() throws -> any Decoder { try child(PlaceKey.superclass) }

  func superDecoder(forKey key: Key) throws -> any Decoder { try child(key) }

  private func child(_ key: some CodingKey) throws -> TreeDecoder {
    guard let value = values[key.stringValue] else {
      let context = DecodingError.Context(
        codingPath: codingPath, debugDescription: "the dict has no such key")
      throw DecodingError.keyNotFound(key, context)
    }
    return decoder.nested(value, key)
  }
}

private struct UnkeyedTreeReader: UnkeyedDecodingContainer {
  let decoder: TreeDecoder
  let elements: [PythonValue]
  var currentIndex = 0
  var codingPath: [any CodingKey] { decoder.codingPath }
  var count: Int? { elements.count }
  var isAtEnd: Bool { currentIndex >= elements.count }

  init(decoder: TreeDecoder, elements: [PythonValue]) {
    self.decoder = decoder
    self.elements = elements
  }

  /// Skips `None` only.
  mutating func decodeNil() throws -> Bool {
    let isNone = try current().isNone
    if isNone { currentIndex += 1 }
    return isNone
  }

  mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
    let value = try current().decode(type)
    currentIndex += 1
    return value
  }

  mutating func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type
  ) throws -> KeyedDecodingContainer<Nested> {
    let container = try current().container(keyedBy: type)
    currentIndex += 1
    return container
  }

  mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
    let container = try current().unkeyedContainer()
    currentIndex += 1
    return container
  }

  mutating func superDecoder() throws -> any Decoder {
    let decoder = try current()
    currentIndex += 1
    return decoder
  }

  private func current() throws -> TreeDecoder {
    guard currentIndex < elements.count else {
      let context = DecodingError.Context(
        codingPath: codingPath, debugDescription: "the list has no more elements")
      throw DecodingError.valueNotFound(PythonValue.self, context)
    }
    return decoder.nested(elements[currentIndex], PlaceKey(currentIndex))
  }
}

private struct SingleTreeReader: SingleValueDecodingContainer {
  let decoder: TreeDecoder
  var codingPath: [any CodingKey] { decoder.codingPath }

  func decodeNil() -> Bool { decoder.isNone }

  func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try decoder.decode(type) }
}
