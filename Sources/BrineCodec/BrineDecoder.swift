import WireCore

/// Decodes Swift types from brine.
///
/// Brine has no dict: what is keyed in Swift is a tuple of (name, value) pairs, as Python makes it with
/// `tuple(d.items())`; arrays are tuples or frozensets, `nil` is `None`, `[UInt8]` is bytes.
///
/// ```swift
/// struct Reading: Codable { var room: String; var degrees: Double }
/// let reading = try BrineDecoder().decode(Reading.self, from: bytes)
/// ```
public struct BrineDecoder: Sendable {
  /// How the bytes are read.
  public var options: Brine.LoadOptions

  /// Makes a decoder.
  public init(options: Brine.LoadOptions = Brine.LoadOptions()) { self.options = options }

  /// Decodes a value.
  ///
  /// - Throws: `WireError` where the bytes are no brine; `DecodingError` where they are another type's. Nesting
  ///   is bounded by ``WireCore/Limits/treeDepth``.
  public func decode<Value: Decodable>(_ type: Value.Type = Value.self, from bytes: [UInt8]) throws -> Value {
    var options = options
    options.limits.depth = options.limits.treeDepth
    let document = try Brine.lazyLoad(bytes, options: options)
    return try BrineValueDecoder(value: document.root, codingPath: []).decode(type)
  }
}

/// A value as Codable sees it.
struct BrineValueDecoder: Decoder, SingleValueDecodingContainer {
  let value: LazyValue
  let codingPath: [any CodingKey]
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    KeyedDecodingContainer(BrineKeyedDecoder<Key>(try pairs(), codingPath: codingPath))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    guard value.kind == .tuple || value.kind == .frozenset else { throw mismatch("an array") }
    return BrineUnkeyedDecoder(elements: value.elements, count: value.count, codingPath: codingPath)
  }

  func singleValueContainer() -> any SingleValueDecodingContainer { self }

  func decodeNil() -> Bool { value.isNone }

  func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
    guard let primitive = type as? any BrinePrimitive.Type else { return try Value(from: self) }
    guard let made = primitive.make(of: value) as? Value else { throw mismatch("\(type)") }
    return made
  }

  /// The pairs of what is keyed: names and the values beside them.
  private func pairs() throws -> [(name: LazyValue, value: LazyValue)] {
    guard value.kind == .tuple else { throw mismatch("a tuple of pairs") }
    return try value.elements.map { pair in
      guard pair.kind == .tuple, pair.count == 2, let name = pair[0], let value = pair[1],
        name.kind == .string
      else { throw mismatch("a pair of a name and a value") }
      return (name, value)
    }
  }

  private func mismatch(_ wanted: String) -> DecodingError {
    let context = DecodingError.Context(
      codingPath: codingPath,
      debugDescription: "a \(value.kind) at byte \(value.offset), where \(wanted) was wanted")
    return value.isNone ? .valueNotFound(Any.self, context) : .typeMismatch(Any.self, context)
  }
}

/// What is keyed.
struct BrineKeyedDecoder<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let codingPath: [any CodingKey]
  private let pairs: [(name: LazyValue, value: LazyValue)]

  init(_ pairs: [(name: LazyValue, value: LazyValue)], codingPath: [any CodingKey]) {
    self.pairs = pairs
    self.codingPath = codingPath
  }

  var allKeys: [Key] { pairs.compactMap { $0.name.string.flatMap(Key.init(stringValue:)) } }

  func contains(_ key: Key) -> Bool { found(key) != nil }

  func decodeNil(forKey key: Key) throws -> Bool { try decoder(key).decodeNil() }

  func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
    try decoder(key).decode(type)
  }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) throws -> KeyedDecodingContainer<Nested> {
    try decoder(key).container(keyedBy: type)
  }

  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
    try decoder(key).unkeyedContainer()
  }

  func superDecoder() throws -> any Decoder { try superDecoder(named: "super") }

  func superDecoder(forKey key: Key) throws -> any Decoder { try superDecoder(named: key.stringValue) }

  private func superDecoder(named name: String) throws -> any Decoder {
    guard let value = pairs.last(where: { $0.name.isString(name) })?.value else {
      throw missing(BrineKey(name))
    }
    return BrineValueDecoder(value: value, codingPath: codingPath + [BrineKey(name)])
  }

  /// Of equal names the last counts, as in Python's `dict`.
  private func found(_ key: Key) -> LazyValue? {
    pairs.last { $0.name.isString(key.stringValue) }?.value
  }

  private func decoder(_ key: Key) throws -> BrineValueDecoder {
    guard let value = found(key) else { throw missing(key) }
    return BrineValueDecoder(value: value, codingPath: codingPath + [key])
  }

  private func missing(_ key: any CodingKey) -> DecodingError {
    .keyNotFound(
      key,
      DecodingError.Context(codingPath: codingPath, debugDescription: "no pair is named \(key.stringValue)"))
  }
}

/// An array.
struct BrineUnkeyedDecoder: UnkeyedDecodingContainer {
  private var elements: LazyElements
  private var upcoming: LazyValue?
  let count: Int?
  private(set) var currentIndex = 0
  let codingPath: [any CodingKey]

  init(elements: LazyElements, count: Int, codingPath: [any CodingKey]) {
    self.elements = elements
    self.count = count
    self.codingPath = codingPath
    upcoming = self.elements.next()
  }

  var isAtEnd: Bool { upcoming == nil }

  mutating func decodeNil() throws -> Bool {
    guard try current().decodeNil() else { return false }
    step()
    return true
  }

  mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
    let value = try current().decode(type)
    step()
    return value
  }

  mutating func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type
  ) throws -> KeyedDecodingContainer<Nested> {
    let container = try current().container(keyedBy: type)
    step()
    return container
  }

  mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
    let container = try current().unkeyedContainer()
    step()
    return container
  }

  mutating func superDecoder() throws -> any Decoder {
    let decoder = try current()
    step()
    return decoder
  }

  private mutating func step() {
    currentIndex += 1
    upcoming = elements.next()
  }

  private func current() throws -> BrineValueDecoder {
    let path = codingPath + [BrineKey(currentIndex)]
    guard let upcoming else {
      throw DecodingError.valueNotFound(
        Any.self, DecodingError.Context(codingPath: path, debugDescription: "the array has no more elements"))
    }
    return BrineValueDecoder(value: upcoming, codingPath: path)
  }
}

/// A place in a coding path.
struct BrineKey: CodingKey {
  let stringValue: String
  let intValue: Int?

  init(_ name: String) { (stringValue, intValue) = (name, nil) }
  init(_ index: Int) { (stringValue, intValue) = ("\(index)", index) }
  init?(stringValue: String) { self.init(stringValue) }
  init?(intValue: Int) { self.init(intValue) }
}
