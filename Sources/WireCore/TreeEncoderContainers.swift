import PythonValues

struct TreeEncoder: Encoder {
  let node: EncodingNode
  var codingPath: [any CodingKey]
  let forms: TreeForms

  var userInfo: [CodingUserInfoKey: Any] { forms.userInfo }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    KeyedEncodingContainer(KeyedTree(encoder: self))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    node.makeList()
    return UnkeyedTree(encoder: self)
  }

  func singleValueContainer() -> any SingleValueEncodingContainer { SingleTree(encoder: self) }

  func nested(_ node: EncodingNode, _ key: any CodingKey) -> TreeEncoder {
    TreeEncoder(node: node, codingPath: codingPath + [key], forms: forms)
  }
}

private struct KeyedTree<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let encoder: TreeEncoder
  var codingPath: [any CodingKey] { encoder.codingPath }

  mutating func encodeNil(forKey key: Key) throws { encoder.node.child(key).set(.none) }

  mutating func encode<Value: Encodable>(_ value: Value, forKey key: Key) throws {
    try encoder.node.child(key).set(value, path: codingPath + [key], encoder.forms)
  }

  mutating func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) -> KeyedEncodingContainer<Nested> {
    encoder.nested(encoder.node.child(key), key).container(keyedBy: type)
  }

  mutating func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
    encoder.nested(encoder.node.child(key), key).unkeyedContainer()
  }

  mutating func superEncoder() -> any Encoder {
    encoder.nested(encoder.node.child(PlaceKey.superclass), PlaceKey.superclass)
  }

  mutating func superEncoder(forKey key: Key) -> any Encoder {
    encoder.nested(encoder.node.child(key), key)
  }
}

private struct UnkeyedTree: UnkeyedEncodingContainer {
  let encoder: TreeEncoder
  var codingPath: [any CodingKey] { encoder.codingPath }
  var count: Int { encoder.node.count }

  mutating func encodeNil() throws { encoder.node.append().set(.none) }

  mutating func encode<Value: Encodable>(_ value: Value) throws {
    let key = PlaceKey(count)
    try encoder.node.append().set(value, path: codingPath + [key], encoder.forms)
  }

  mutating func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type
  ) -> KeyedEncodingContainer<Nested> {
    next().container(keyedBy: type)
  }

  mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { next().unkeyedContainer() }

  mutating func superEncoder() -> any Encoder { next() }

  private func next() -> TreeEncoder {
    let key = PlaceKey(count)
    return encoder.nested(encoder.node.append(), key)
  }
}

private struct SingleTree: SingleValueEncodingContainer {
  let encoder: TreeEncoder
  var codingPath: [any CodingKey] { encoder.codingPath }

  mutating func encodeNil() throws { encoder.node.set(.none) }

  mutating func encode<Value: Encodable>(_ value: Value) throws {
    try encoder.node.set(value, path: codingPath, encoder.forms)
  }
}
