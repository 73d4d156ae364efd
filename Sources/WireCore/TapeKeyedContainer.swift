import PythonValues

/// The entries of a dict, as Codable sees them.
struct TapeKeyedContainer<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let decoder: TapeDecoder

  var codingPath: [any CodingKey] { decoder.codingPath }

  /// The keys that are strings or integers and that the type has.
  var allKeys: [Key] {
    TapeKeys.places(decoder.document, at: decoder.index).compactMap { key, _ in
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
  private func place(_ key: Key, _ type: Any.Type) throws -> Int {
    if let place = decoder.find(key) { return place }
    let offset = decoder.document.node(at: decoder.index).offset
    let text = "the dict at byte \(offset) has no key '\(key.stringValue)'"
    throw DecodingError.keyNotFound(key, decoder.context(nil, text))
  }

  func decodeNil(forKey key: Key) throws -> Bool {
    decoder.document.node(at: try place(key, Any?.self)).kind == .none
  }

  func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool {
    try decoder.bool(at: place(key, type), .key(key))
  }

  func decode(_ type: String.Type, forKey key: Key) throws -> String {
    try decoder.string(at: place(key, type), .key(key))
  }

  func decode(_ type: Double.Type, forKey key: Key) throws -> Double {
    try decoder.double(at: place(key, type), .key(key))
  }

  func decode(_ type: Float.Type, forKey key: Key) throws -> Float {
    try decoder.float(at: place(key, type), .key(key))
  }

  func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
    try decoder.value(type, at: place(key, type), step: .key(key))
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
    let key = TapeIndexKey(stringValue: "super")
    guard let place = decoder.find(key) else {
      throw DecodingError.keyNotFound(key, decoder.context(nil, "the dict has no key 'super'"))
    }
    return TapeDecoder(decoder.decoding, at: place, parent: decoder, step: .key(key))
  }

  private func nested(_ key: Key) throws -> TapeDecoder {
    TapeDecoder(decoder.decoding, at: try place(key, Any.self), parent: decoder, step: .key(key))
  }

  func decode(_ type: Int.Type, forKey key: Key) throws -> Int {
    try decoder.integer(type, at: place(key, type), .key(key))
  }

  func decode(_ type: Int8.Type, forKey key: Key) throws -> Int8 {
    try decoder.integer(type, at: place(key, type), .key(key))
  }

  func decode(_ type: Int16.Type, forKey key: Key) throws -> Int16 {
    try decoder.integer(type, at: place(key, type), .key(key))
  }

  func decode(_ type: Int32.Type, forKey key: Key) throws -> Int32 {
    try decoder.integer(type, at: place(key, type), .key(key))
  }

  func decode(_ type: Int64.Type, forKey key: Key) throws -> Int64 {
    try decoder.integer(type, at: place(key, type), .key(key))
  }

  func decode(_ type: Int128.Type, forKey key: Key) throws -> Int128 {
    try decoder.integer(type, at: place(key, type), .key(key))
  }

  func decode(_ type: UInt.Type, forKey key: Key) throws -> UInt {
    try decoder.integer(type, at: place(key, type), .key(key))
  }

  func decode(_ type: UInt8.Type, forKey key: Key) throws -> UInt8 {
    try decoder.integer(type, at: place(key, type), .key(key))
  }

  func decode(_ type: UInt16.Type, forKey key: Key) throws -> UInt16 {
    try decoder.integer(type, at: place(key, type), .key(key))
  }

  func decode(_ type: UInt32.Type, forKey key: Key) throws -> UInt32 {
    try decoder.integer(type, at: place(key, type), .key(key))
  }

  func decode(_ type: UInt64.Type, forKey key: Key) throws -> UInt64 {
    try decoder.integer(type, at: place(key, type), .key(key))
  }

  func decode(_ type: UInt128.Type, forKey key: Key) throws -> UInt128 {
    try decoder.integer(type, at: place(key, type), .key(key))
  }
}

/// Where the values of a dict's keys are.
struct TapeKeys {
  /// Up to this many keys are compared one after the other.
  private static let few = 16

  /// The last value of each key, where the keys are many, equal, or no plain strings.
  private var index: [PythonValue: Int]?
  /// Where the last key was found: the next is likely the one after.
  private var hint: Int
  private let first: Int
  private let end: Int

  init(_ document: LazyDocument, at dict: Int) {
    let node = document.node(at: dict)
    first = document.tape.firstChild(of: dict)
    (hint, end) = (first, node.end)
    guard node.count > TapeKeys.few || !TapeKeys.arePlain(document, first, node.end) else { return }
    let source = document.source
    var index: [PythonValue: Int] = [:]
    for (key, value) in TapeKeys.places(document, at: dict) where !document.node(at: key).kind.isContainer {
      index[document.tape.scalar(source.span, at: key)] = value
    }
    self.index = index
  }

  /// The nodes of each key and its value, in order.
  static func places(_ document: LazyDocument, at dict: Int) -> [(key: Int, value: Int)] {
    let node = document.node(at: dict)
    var places: [(key: Int, value: Int)] = []
    var key = document.tape.firstChild(of: dict)
    while key < node.end {
      let value = document.tape.next(after: key)
      places.append((key, value))
      key = document.tape.next(after: value)
    }
    return places
  }

  /// Whether the keys, which are few, are distinct strings that stand in the source as they are.
  private static func arePlain(_ document: LazyDocument, _ first: Int, _ end: Int) -> Bool {
    let source = document.source
    var key = first
    while key < end {
      let node = document.node(at: key)
      guard node.kind == .string, !node.flags.contains(.inSide) else { return false }
      let text = source.span.extracting(node.extent)
      var earlier = first
      while earlier < key {
        if document.isString(at: earlier, equalTo: text) { return false }
        earlier = document.tape.next(after: earlier + 1)
      }
      key = document.tape.next(after: key + 1)
    }
    return true
  }

  /// The node of a key's value.
  mutating func find(_ text: Span<UInt8>, _ document: LazyDocument) -> Int? {
    var key = hint
    var wrapped = false
    while !wrapped || key < hint {
      if key >= end {
        if wrapped { return nil }
        (wrapped, key) = (true, first)
        continue
      }
      if document.isString(at: key, equalTo: text) {
        hint = key
        return key + 1
      }
      key = document.tape.next(after: key + 1)
    }
    return nil
  }

  /// The node of a key's value by the index; `nil` within `nil` where there is no index.
  func indexed(_ key: some CodingKey) -> Int?? {
    guard let index else { return nil }
    return .some(index[.string(key.stringValue)] ?? key.intValue.flatMap { index[.int(Int64($0))] })
  }
}

extension TapeDecoder {
  /// The node of a key's value: of equal keys that of the last, as in Python.
  func find(_ key: some CodingKey) -> Int? {
    guard keys != nil else { return nil }
    if let answer = keys?.indexed(key) { return answer }
    let text = key.stringValue
    let bytes = text.utf8.withContiguousStorageIfAvailable { keys?.find($0.span, document) }
    return bytes ?? keys?.find(Array(text.utf8).span, document)
  }
}
