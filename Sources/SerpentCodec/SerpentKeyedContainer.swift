import WireCore

// One method a type, as the protocols have them; each writes in place.

/// The entries of a dict being written.
struct SerpentKeyedContainer<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let encoder: SerpentValueEncoder

  var codingPath: [any CodingKey] { encoder.codingPath }

  mutating func encodeNil(forKey key: Key) throws {
    try encoder.begin(key: key)
    encoder.fragment.output.append("None")
  }

  mutating func encode<Value: Encodable>(_ value: Value, forKey key: Key) throws {
    try encoder.begin(key: key)
    try encoder.write(value, step: .key(key))
  }

  mutating func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) -> KeyedEncodingContainer<Nested> {
    aside(key).container(keyedBy: type)
  }

  mutating func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
    aside(key).unkeyedContainer()
  }

  mutating func superEncoder() -> any Encoder { aside(PlaceKey.superclass) }

  mutating func superEncoder(forKey key: Key) -> any Encoder { aside(key) }

  private func aside(_ key: some CodingKey) -> SerpentValueEncoder {
    encoder.aside(.key(key)) { try encoder.begin(key: key) }
  }

  mutating func encode(_ value: Int, forKey key: Key) throws {
    try encoder.begin(key: key)
    encoder.fragment.output.append(decimal: Int64(value))
  }

  mutating func encode(_ value: Int8, forKey key: Key) throws {
    try encoder.begin(key: key)
    encoder.fragment.output.append(decimal: Int64(value))
  }

  mutating func encode(_ value: Int16, forKey key: Key) throws {
    try encoder.begin(key: key)
    encoder.fragment.output.append(decimal: Int64(value))
  }

  mutating func encode(_ value: Int32, forKey key: Key) throws {
    try encoder.begin(key: key)
    encoder.fragment.output.append(decimal: Int64(value))
  }

  mutating func encode(_ value: Int64, forKey key: Key) throws {
    try encoder.begin(key: key)
    encoder.fragment.output.append(decimal: Int64(value))
  }

  mutating func encode(_ value: UInt, forKey key: Key) throws {
    try encoder.begin(key: key)
    encoder.fragment.output.append(unsigned: UInt64(value))
  }

  mutating func encode(_ value: UInt8, forKey key: Key) throws {
    try encoder.begin(key: key)
    encoder.fragment.output.append(decimal: Int64(value))
  }

  mutating func encode(_ value: UInt16, forKey key: Key) throws {
    try encoder.begin(key: key)
    encoder.fragment.output.append(decimal: Int64(value))
  }

  mutating func encode(_ value: UInt32, forKey key: Key) throws {
    try encoder.begin(key: key)
    encoder.fragment.output.append(decimal: Int64(value))
  }

  mutating func encode(_ value: UInt64, forKey key: Key) throws {
    try encoder.begin(key: key)
    encoder.fragment.output.append(unsigned: UInt64(value))
  }

  mutating func encode(_ value: Int128, forKey key: Key) throws {
    try encoder.begin(key: key)
    encoder.fragment.output.append(verbatim: value.description)
  }

  mutating func encode(_ value: UInt128, forKey key: Key) throws {
    try encoder.begin(key: key)
    encoder.fragment.output.append(verbatim: value.description)
  }

  mutating func encode(_ value: Bool, forKey key: Key) throws {
    try encoder.begin(key: key)
    encoder.fragment.output.append(value ? "True" : "False")
  }

  mutating func encode(_ value: String, forKey key: Key) throws {
    try encoder.begin(key: key)
    encoder.fragment.output.append(reprOf: value)
  }

  mutating func encode(_ value: Double, forKey key: Key) throws {
    try encoder.begin(key: key)
    encoder.fragment.output.append(serpentFloat: value)
  }

  mutating func encode(_ value: Float, forKey key: Key) throws {
    try encoder.begin(key: key)
    encoder.fragment.output.append(serpentFloat: Double(value))
  }
}
