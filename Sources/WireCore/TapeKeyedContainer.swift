import PythonValues

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
  private func place(_ key: Key, _ type: Any.Type) throws -> Int {
    if let place = decoder.find(key) { return place }
    let offset = decoder.document.node(at: decoder.index).offset
    let kind = decoder.document.node(at: decoder.index).kind.phrase
    let text = "the \(kind) at byte \(offset) has no key '\(key.stringValue)'"
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
    let key = PlaceKey.superclass
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
///
/// An entry is two nodes, a key and its value; of a tuple of pairs, a tuple's node before them.
struct TapeKeys {
  /// Up to this many keys are compared one after the other.
  private static let few = 16

  /// The last value of each key, where the keys are many, equal, or no plain strings.
  private var index: [PythonValue: Int]?
  /// The entry in which the last key was found: the next is likely the one after.
  private var hint: Int
  private let first: Int
  private let end: Int
  /// How many nodes of an entry stand before its key.
  private let lead: Int

  init(_ document: LazyDocument, at container: Int, isPaired: Bool) {
    let node = document.node(at: container)
    first = document.tape.firstChild(of: container)
    (hint, end, lead) = (first, node.end, isPaired ? 1 : 0)
    guard node.count > TapeKeys.few || !arePlain(document) else { return }
    let source = document.source
    var index: [PythonValue: Int] = [:]
    for (key, value) in places(document, at: container) where !document.node(at: key).kind.isContainer {
      index[document.tape.scalar(source.span, at: key)] = value
    }
    self.index = index
  }

  /// Whether the value is a tuple of tuples of two, each with a key that holds nothing else.
  static func hasPairs(_ document: LazyDocument, at container: Int) -> Bool {
    let node = document.node(at: container)
    guard node.kind == .tuple else { return false }
    var pair = document.tape.firstChild(of: container)
    while pair < node.end {
      let next = document.node(at: pair)
      guard next.kind == .tuple, next.count == 2, !document.node(at: pair + 1).kind.isContainer,
        document.tape.firstChild(of: pair) == pair + 1
      else { return false }
      pair = next.end
    }
    return true
  }

  /// The nodes of each key and its value, in order.
  func places(_ document: LazyDocument, at container: Int) -> [(key: Int, value: Int)] {
    var places: [(key: Int, value: Int)] = []
    var entry = first
    while entry < end {
      let value = document.tape.next(after: entry + lead)
      places.append((entry + lead, value))
      entry = document.tape.next(after: value)
    }
    return places
  }

  /// Whether the keys, which are few, are distinct strings that stand in the source as they are.
  private func arePlain(_ document: LazyDocument) -> Bool {
    let source = document.source
    var entry = first
    while entry < end {
      let node = document.node(at: entry + lead)
      guard node.kind == .string, !node.flags.contains(.inSide) else { return false }
      let text = source.span.extracting(node.extent)
      var earlier = first
      while earlier < entry {
        if document.isString(at: earlier + lead, equalTo: text) { return false }
        earlier = document.tape.next(after: earlier + lead + 1)
      }
      entry = document.tape.next(after: entry + lead + 1)
    }
    return true
  }

  /// The node of a key's value.
  mutating func find(_ text: Span<UInt8>, _ document: LazyDocument) -> Int? {
    var entry = hint
    var wrapped = false
    while !wrapped || entry < hint {
      if entry >= end {
        if wrapped { return nil }
        (wrapped, entry) = (true, first)
        continue
      }
      if document.isString(at: entry &+ lead, equalTo: text) {
        hint = entry
        return entry &+ lead &+ 1
      }
      entry = document.tape.next(after: entry &+ lead &+ 1)
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
