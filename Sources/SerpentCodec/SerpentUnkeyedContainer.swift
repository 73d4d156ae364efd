// One method a type, as the protocol has them; each writes in place.

/// The elements of a list being written.
struct SerpentUnkeyedContainer: UnkeyedEncodingContainer {
  let encoder: SerpentValueEncoder

  var codingPath: [any CodingKey] { encoder.codingPath }
  var count: Int { encoder.count }

  mutating func encodeNil() throws {
    try encoder.beginElement()
    encoder.fragment.output.append("None")
  }

  mutating func encode<Value: Encodable>(_ value: Value) throws {
    try encoder.beginElement()
    try encoder.write(value, step: .index(count - 1))
  }

  mutating func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type
  ) -> KeyedEncodingContainer<Nested> {
    aside().container(keyedBy: type)
  }

  mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { aside().unkeyedContainer() }

  mutating func superEncoder() -> any Encoder { aside() }

  private func aside() -> SerpentValueEncoder {
    encoder.aside(.index(count)) { try encoder.beginElement() }
  }

  mutating func encode(_ value: Int) throws {
    try encoder.beginElement()
    encoder.fragment.output.append(decimal: Int64(value))
  }

  mutating func encode(_ value: Int8) throws {
    try encoder.beginElement()
    encoder.fragment.output.append(decimal: Int64(value))
  }

  mutating func encode(_ value: Int16) throws {
    try encoder.beginElement()
    encoder.fragment.output.append(decimal: Int64(value))
  }

  mutating func encode(_ value: Int32) throws {
    try encoder.beginElement()
    encoder.fragment.output.append(decimal: Int64(value))
  }

  mutating func encode(_ value: Int64) throws {
    try encoder.beginElement()
    encoder.fragment.output.append(decimal: Int64(value))
  }

  mutating func encode(_ value: UInt) throws {
    try encoder.beginElement()
    encoder.fragment.output.append(unsigned: UInt64(value))
  }

  mutating func encode(_ value: UInt8) throws {
    try encoder.beginElement()
    encoder.fragment.output.append(decimal: Int64(value))
  }

  mutating func encode(_ value: UInt16) throws {
    try encoder.beginElement()
    encoder.fragment.output.append(decimal: Int64(value))
  }

  mutating func encode(_ value: UInt32) throws {
    try encoder.beginElement()
    encoder.fragment.output.append(decimal: Int64(value))
  }

  mutating func encode(_ value: UInt64) throws {
    try encoder.beginElement()
    encoder.fragment.output.append(unsigned: UInt64(value))
  }

  mutating func encode(_ value: Int128) throws {
    try encoder.beginElement()
    encoder.fragment.output.append(verbatim: value.description)
  }

  mutating func encode(_ value: UInt128) throws {
    try encoder.beginElement()
    encoder.fragment.output.append(verbatim: value.description)
  }

  mutating func encode(_ value: Bool) throws {
    try encoder.beginElement()
    encoder.fragment.output.append(value ? "True" : "False")
  }

  mutating func encode(_ value: String) throws {
    try encoder.beginElement()
    encoder.fragment.output.append(reprOf: value)
  }

  mutating func encode(_ value: Double) throws {
    try encoder.beginElement()
    encoder.fragment.output.append(serpentFloat: value)
  }

  mutating func encode(_ value: Float) throws {
    try encoder.beginElement()
    encoder.fragment.output.append(serpentFloat: Double(value))
  }
}
