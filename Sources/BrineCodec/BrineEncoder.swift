import PythonValues
import WireCore

/// Encodes Swift types as brine, in the shapes that ``BrineDecoder`` reads.
public struct BrineEncoder: Sendable {
  /// What is written.
  public var dialect: BrineDialect

  /// Makes an encoder.
  public init(dialect: BrineDialect = .rpyc6) { self.dialect = dialect }

  /// Encodes a value.
  ///
  /// - Throws: what the value's own `encode(to:)` throws; `WireError` as ``Brine/dump(_:dialect:)``.
  public func encode(_ value: some Encodable) throws -> [UInt8] {
    let node = BrineNode()
    try BrineValueEncoder(node: node, codingPath: []).encode(value)
    return try Brine.dump(node.value, dialect: dialect)
  }
}

/// A value that is being encoded: what is in it comes one after the other.
final class BrineNode {
  private enum Content {
    case nothing
    case value(PythonValue)
    case keyed([(name: String, node: BrineNode)])
    case unkeyed([BrineNode])
  }

  private var content = Content.nothing

  func set(_ value: PythonValue) { content = .value(value) }

  /// Becomes what is keyed, and keeps what it has of that.
  func makeKeyed() { if case .keyed = content {} else { content = .keyed([]) } }

  /// Becomes an array, and keeps what it has of that.
  func makeUnkeyed() { if case .unkeyed = content {} else { content = .unkeyed([]) } }

  func child(named name: String) -> BrineNode {
    let node = BrineNode()
    guard case .keyed(var children) = content else { return node }
    content = .nothing
    if let place = children.firstIndex(where: { $0.name == name }) {
      children[place].node = node
    } else {
      children.append((name, node))
    }
    content = .keyed(children)
    return node
  }

  func nextChild() -> BrineNode {
    let node = BrineNode()
    guard case .unkeyed(var children) = content else { return node }
    content = .nothing
    children.append(node)
    content = .unkeyed(children)
    return node
  }

  var count: Int {
    if case .unkeyed(let children) = content { children.count } else { 0 }
  }

  /// The value as brine holds it; what encoded nothing is an empty tuple.
  var value: PythonValue {
    switch content {
    case .nothing: .tuple([])
    case .value(let value): value
    case .keyed(let children): .tuple(children.map { .tuple([.string($0.name), $0.node.value]) })
    case .unkeyed(let children): .tuple(children.map(\.value))
    }
  }
}

/// A value as Codable sees it.
struct BrineValueEncoder: Encoder, SingleValueEncodingContainer {
  let node: BrineNode
  let codingPath: [any CodingKey]
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    node.makeKeyed()
    return KeyedEncodingContainer(BrineKeyedEncoder<Key>(node: node, codingPath: codingPath))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    node.makeUnkeyed()
    return BrineUnkeyedEncoder(node: node, codingPath: codingPath)
  }

  func singleValueContainer() -> any SingleValueEncodingContainer { self }

  func encodeNil() { node.set(.none) }

  func encode<Value: Encodable>(_ value: Value) throws {
    if let primitive = value as? any BrinePrimitive {
      node.set(primitive.brineValue)
    } else {
      try value.encode(to: self)
    }
  }
}

/// What is keyed.
struct BrineKeyedEncoder<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let node: BrineNode
  let codingPath: [any CodingKey]

  func encodeNil(forKey key: Key) { node.child(named: key.stringValue).set(.none) }

  func encode<Value: Encodable>(_ value: Value, forKey key: Key) throws { try encoder(key).encode(value) }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) -> KeyedEncodingContainer<Nested> {
    encoder(key).container(keyedBy: type)
  }

  func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
    encoder(key).unkeyedContainer()
  }

  func superEncoder() -> any Encoder {
    BrineValueEncoder(node: node.child(named: "super"), codingPath: codingPath + [BrineKey("super")])
  }

  func superEncoder(forKey key: Key) -> any Encoder { encoder(key) }

  private func encoder(_ key: Key) -> BrineValueEncoder {
    BrineValueEncoder(node: node.child(named: key.stringValue), codingPath: codingPath + [key])
  }
}

/// An array.
struct BrineUnkeyedEncoder: UnkeyedEncodingContainer {
  let node: BrineNode
  let codingPath: [any CodingKey]
  var count: Int { node.count }

  func encodeNil() { node.nextChild().set(.none) }

  func encode<Value: Encodable>(_ value: Value) throws { try encoder().encode(value) }

  func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
    encoder().container(keyedBy: type)
  }

  func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { encoder().unkeyedContainer() }

  func superEncoder() -> any Encoder { encoder() }

  private func encoder() -> BrineValueEncoder {
    let path = codingPath + [BrineKey(node.count)]
    return BrineValueEncoder(node: node.nextChild(), codingPath: path)
  }
}
