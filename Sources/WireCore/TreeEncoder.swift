import PythonValues

/// Makes the tree of an `Encodable` value: keyed containers become dicts with string keys, unkeyed
/// ones lists.
package func encodeTree<Value: Encodable>(
  _ value: Value, userInfo: [CodingUserInfoKey: any Sendable] = [:]
) throws -> PythonValue {
  let node = EncodingNode()
  try node.set(value, path: [], userInfo: userInfo)
  return node.value
}

/// A value that is being encoded. Containers are filled after they were handed out, hence a class.
private final class EncodingNode {
  private enum Content {
    case scalar(PythonValue)
    case list([EncodingNode])
    case dict([(key: String, node: EncodingNode)])
  }

  private var content = Content.dict([])

  /// The tree, once all is encoded. As deep as the Swift value, whose encoding recursed as well.
  var value: PythonValue {
    switch content {
    case .scalar(let value): return value
    case .list(let nodes): return .list(nodes.map(\.value))
    case .dict(let entries):
      return .dict(
        PythonDict(distinctEntries: entries.map { .init(key: .string($0.key), value: $0.node.value) }))
    }
  }

  var count: Int { if case .list(let nodes) = content { nodes.count } else { 0 } }

  func set(_ value: PythonValue) { content = .scalar(value) }

  func set<Value: Encodable>(
    _ value: Value, path: [any CodingKey], userInfo: [CodingUserInfoKey: any Sendable]
  ) throws {
    try value.encode(to: TreeEncoder(node: self, codingPath: path, info: userInfo))
  }

  /// Adds an element of a list.
  func append() -> EncodingNode {
    let node = EncodingNode()
    guard case .list(var nodes) = content else {
      content = .list([node])
      return node
    }
    content = .list([])
    nodes.append(node)
    content = .list(nodes)
    return node
  }

  func makeList() { if case .list = content {} else { content = .list([]) } }

  /// The value of a key; encoding a key twice keeps the last value.
  func child(_ key: any CodingKey) -> EncodingNode {
    let node = EncodingNode()
    var entries: [(key: String, node: EncodingNode)] = []
    if case .dict(let known) = content { entries = known }
    content = .dict([])
    if let place = entries.firstIndex(where: { $0.key == key.stringValue }) {
      entries[place].node = node
    } else {
      entries.append((key.stringValue, node))
    }
    content = .dict(entries)
    return node
  }
}

private struct TreeEncoder: Encoder {
  let node: EncodingNode
  var codingPath: [any CodingKey]
  let info: [CodingUserInfoKey: any Sendable]

  var userInfo: [CodingUserInfoKey: Any] { info }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    KeyedEncodingContainer(KeyedTree(encoder: self))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    node.makeList()
    return UnkeyedTree(encoder: self)
  }

  func singleValueContainer() -> any SingleValueEncodingContainer { SingleTree(encoder: self) }

  func nested(_ node: EncodingNode, _ key: any CodingKey) -> TreeEncoder {
    TreeEncoder(node: node, codingPath: codingPath + [key], info: info)
  }
}

/// A scalar of Swift's as Python's.
private func pythonScalar(_ value: some Encodable) -> PythonValue? {
  switch value {
  case let flag as Bool: .bool(flag)
  case let text as String: .string(text)
  case let number as Double: .float(number)
  case let number as Float: .float(Double(number))
  case let number as any FixedWidthInteger: integer(number)
  default: nil
  }
}

private func integer(_ number: some FixedWidthInteger) -> PythonValue? {
  if let small = Int64(exactly: number) { return .int(small) }
  if let large = UInt64(exactly: number) { return .integer(isNegative: false, magnitude: [large]) }
  return nil
}

private struct KeyedTree<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let encoder: TreeEncoder
  var codingPath: [any CodingKey] { encoder.codingPath }

  mutating func encodeNil(forKey key: Key) throws { encoder.node.child(key).set(.none) }

  mutating func encode<Value: Encodable>(_ value: Value, forKey key: Key) throws {
    let child = encoder.node.child(key)
    if let scalar = pythonScalar(value) { return child.set(scalar) }
    try child.set(value, path: codingPath + [key], userInfo: encoder.info)
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
    encoder.nested(encoder.node.child(TreeKey("super")), TreeKey("super"))
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
    let key = TreeKey(index: count)
    let child = encoder.node.append()
    if let scalar = pythonScalar(value) { return child.set(scalar) }
    try child.set(value, path: codingPath + [key], userInfo: encoder.info)
  }

  mutating func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type
  ) -> KeyedEncodingContainer<Nested> {
    next().container(keyedBy: type)
  }

  mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { next().unkeyedContainer() }

  mutating func superEncoder() -> any Encoder { next() }

  private func next() -> TreeEncoder {
    let key = TreeKey(index: count)
    return encoder.nested(encoder.node.append(), key)
  }
}

private struct SingleTree: SingleValueEncodingContainer {
  let encoder: TreeEncoder
  var codingPath: [any CodingKey] { encoder.codingPath }

  mutating func encodeNil() throws { encoder.node.set(.none) }

  mutating func encode<Value: Encodable>(_ value: Value) throws {
    if let scalar = pythonScalar(value) { return encoder.node.set(scalar) }
    try encoder.node.set(value, path: codingPath, userInfo: encoder.info)
  }
}

/// A key that a container of the tree has and its type does not.
struct TreeKey: CodingKey {
  let stringValue: String
  let intValue: Int?

  init(_ name: String) {
    stringValue = name
    intValue = nil
  }

  init(index: Int) {
    stringValue = "\(index)"
    intValue = index
  }

  init?(stringValue: String) { self.init(stringValue) }
  init?(intValue: Int) { self.init(index: intValue) }
}
