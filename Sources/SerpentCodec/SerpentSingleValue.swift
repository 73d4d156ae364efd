// One method a type, as the protocol has them; each writes in place.
extension SerpentValueEncoder: SingleValueEncodingContainer {
  func encodeNil() throws {
    try beginScalar()
    fragment.output.append("None")
  }

  func encode<Value: Encodable>(_ value: Value) throws { try write(value, step: nil) }

  func encode(_ value: Int) throws {
    try beginScalar()
    fragment.output.append(decimal: Int64(value))
  }

  func encode(_ value: Int8) throws {
    try beginScalar()
    fragment.output.append(decimal: Int64(value))
  }

  func encode(_ value: Int16) throws {
    try beginScalar()
    fragment.output.append(decimal: Int64(value))
  }

  func encode(_ value: Int32) throws {
    try beginScalar()
    fragment.output.append(decimal: Int64(value))
  }

  func encode(_ value: Int64) throws {
    try beginScalar()
    fragment.output.append(decimal: Int64(value))
  }

  func encode(_ value: UInt) throws {
    try beginScalar()
    fragment.output.append(unsigned: UInt64(value))
  }

  func encode(_ value: UInt8) throws {
    try beginScalar()
    fragment.output.append(decimal: Int64(value))
  }

  func encode(_ value: UInt16) throws {
    try beginScalar()
    fragment.output.append(decimal: Int64(value))
  }

  func encode(_ value: UInt32) throws {
    try beginScalar()
    fragment.output.append(decimal: Int64(value))
  }

  func encode(_ value: UInt64) throws {
    try beginScalar()
    fragment.output.append(unsigned: UInt64(value))
  }

  func encode(_ value: Int128) throws {
    try beginScalar()
    fragment.output.append(verbatim: value.description)
  }

  func encode(_ value: UInt128) throws {
    try beginScalar()
    fragment.output.append(verbatim: value.description)
  }

  func encode(_ value: Bool) throws {
    try beginScalar()
    fragment.output.append(value ? "True" : "False")
  }

  func encode(_ value: String) throws {
    try beginScalar()
    fragment.output.append(reprOf: value)
  }

  func encode(_ value: Double) throws {
    try beginScalar()
    fragment.output.append(serpentFloat: value)
  }

  func encode(_ value: Float) throws {
    try beginScalar()
    fragment.output.append(serpentFloat: Double(value))
  }
}
