/// The entries of a dict, as Codable sees them.
struct TapeKeyedContainer<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let decoder: TapeDecoder

  var codingPath: [any CodingKey] { decoder.codingPath }

  /// The keys that are strings or integers and that the type has.
  var allKeys: [Key] {
    let places = decoder.keys?.places(decoder.document, at: decoder.index) ?? []
    return places.compactMap { key, _ in
      let value = LazyValue(document: decoder.document, index: key)
      guard
        let found = value.string.flatMap(Key.init(stringValue:))
          ?? value.int.flatMap({ number in
            Int(exactly: number).flatMap(Key.init(intValue:))
          })
      else { return nil }
      // Of equal keys one is enough.
      return decoder.find(found).map { $0 == key + 1 } ?? false ? found : nil
    }
  }

  func contains(_ key: Key) -> Bool { decoder.find(key) != nil }

  @inline(__always)
  private func place(_ key: Key) throws -> Int {
    guard let place = decoder.find(key, passes: true) else { throw missing(key) }
    return place
  }

  @inline(never)
  private func missing(_ key: Key) -> DecodingError {
    let node = decoder.document.node(at: decoder.index)
    let text = "the \(node.kind.phrase) at byte \(node.offset) has no key '\(key.stringValue)'"
    return .keyNotFound(key, decoder.context(.own, text))
  }

  func decodeNil(forKey key: Key) throws -> Bool {
    guard let place = decoder.find(key) else { throw missing(key) }
    return decoder.document.node(at: place).kind == .none
  }

  func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool {
    try decoder.bool(at: place(key), .key(key))
  }

  func decode(_ type: String.Type, forKey key: Key) throws -> String {
    try decoder.string(at: place(key), .key(key))
  }

  func decode(_ type: Double.Type, forKey key: Key) throws -> Double {
    try decoder.double(at: place(key), .key(key))
  }

  func decode(_ type: Float.Type, forKey key: Key) throws -> Float {
    try decoder.float(at: place(key), .key(key))
  }

  func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
    try decoder.value(type, at: place(key), step: .key(key))
  }

  // What may be absent, in one search in place of three.

  /// The place of a value that is there and not `None`.
  @inline(__always)
  private func placeIfPresent(_ key: Key) -> Int? {
    guard let place = decoder.find(key, passes: true), decoder.document.node(at: place).kind != .none else {
      return nil
    }
    return place
  }

  func decodeIfPresent(_ type: Bool.Type, forKey key: Key) throws -> Bool? {
    guard let place = placeIfPresent(key) else { return nil }
    return try decoder.bool(at: place, .key(key))
  }

  func decodeIfPresent(_ type: String.Type, forKey key: Key) throws -> String? {
    guard let place = placeIfPresent(key) else { return nil }
    return try decoder.string(at: place, .key(key))
  }

  func decodeIfPresent(_ type: Double.Type, forKey key: Key) throws -> Double? {
    guard let place = placeIfPresent(key) else { return nil }
    return try decoder.double(at: place, .key(key))
  }

  func decodeIfPresent(_ type: Int.Type, forKey key: Key) throws -> Int? {
    guard let place = placeIfPresent(key) else { return nil }
    return try decoder.integer(type, at: place, .key(key))
  }

  func decodeIfPresent<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value? {
    guard let place = placeIfPresent(key) else { return nil }
    return try decoder.value(type, at: place, step: .key(key))
  }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) throws -> KeyedDecodingContainer<Nested> {
    try nested(key).container(keyedBy: type)
  }

  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
    try nested(key).unkeyedContainer()
  }

  func superDecoder(forKey key: Key) throws -> any Decoder { try nested(key) }

  func superDecoder() throws -> any Decoder {
    let key = PlaceKey.superclass
    guard let place = decoder.find(key) else {
      throw DecodingError.keyNotFound(key, decoder.context(.own, "the dict has no key 'super'"))
    }
    return TapeDecoder(decoder.decoding, at: place, parent: decoder, step: .key(key))
  }

  private func nested(_ key: Key) throws -> TapeDecoder {
    TapeDecoder(decoder.decoding, at: try place(key), parent: decoder, step: .key(key))
  }

  func decode(_ type: Int.Type, forKey key: Key) throws -> Int {
    try decoder.integer(type, at: place(key), .key(key))
  }

  func decode(_ type: Int8.Type, forKey key: Key) throws -> Int8 {
    try decoder.integer(type, at: place(key), .key(key))
  }

  func decode(_ type: Int16.Type, forKey key: Key) throws -> Int16 {
    try decoder.integer(type, at: place(key), .key(key))
  }

  func decode(_ type: Int32.Type, forKey key: Key) throws -> Int32 {
    try decoder.integer(type, at: place(key), .key(key))
  }

  func decode(_ type: Int64.Type, forKey key: Key) throws -> Int64 {
    try decoder.integer(type, at: place(key), .key(key))
  }

  func decode(_ type: Int128.Type, forKey key: Key) throws -> Int128 {
    try decoder.integer(type, at: place(key), .key(key))
  }

  func decode(_ type: UInt.Type, forKey key: Key) throws -> UInt {
    try decoder.integer(type, at: place(key), .key(key))
  }

  func decode(_ type: UInt8.Type, forKey key: Key) throws -> UInt8 {
    try decoder.integer(type, at: place(key), .key(key))
  }

  func decode(_ type: UInt16.Type, forKey key: Key) throws -> UInt16 {
    try decoder.integer(type, at: place(key), .key(key))
  }

  func decode(_ type: UInt32.Type, forKey key: Key) throws -> UInt32 {
    try decoder.integer(type, at: place(key), .key(key))
  }

  func decode(_ type: UInt64.Type, forKey key: Key) throws -> UInt64 {
    try decoder.integer(type, at: place(key), .key(key))
  }

  func decode(_ type: UInt128.Type, forKey key: Key) throws -> UInt128 {
    try decoder.integer(type, at: place(key), .key(key))
  }
}
