/// The elements of a list, tuple or set, as Codable sees them.
struct TapeUnkeyedContainer: UnkeyedDecodingContainer {
  private let decoder: TapeDecoder
  private var place: Int
  private let end: Int
  private let size: Int
  private(set) var currentIndex = 0

  init(decoder: TapeDecoder) {
    let node = decoder.document.node(at: decoder.index)
    self.decoder = decoder
    place = decoder.document.tape.firstChild(of: decoder.index)
    (end, size) = (node.end, node.count)
  }

  var codingPath: [any CodingKey] { decoder.codingPath }
  var count: Int? { size }
  var isAtEnd: Bool { place >= end }

  /// The index of the next element's node.
  private func next(_ type: Any.Type) throws -> Int {
    guard place < end else {
      let text = "no element after the \(size) of the container"
      throw DecodingError.valueNotFound(type, decoder.context(.index(currentIndex), text))
    }
    return place
  }

  private mutating func advance() {
    place = decoder.document.tape.next(after: place)
    currentIndex += 1
  }

  /// Reads the next element, and passes it where that went well.
  @inline(__always)
  private mutating func read<Value>(
    _ type: Value.Type, _ body: (Int, TapeStep, TapeDecoder) throws -> Value
  ) throws -> Value {
    let value = try body(try next(type), .index(currentIndex), decoder)
    advance()
    return value
  }

  mutating func decodeNil() throws -> Bool {
    guard decoder.document.node(at: try next(Any?.self)).kind == .none else { return false }
    advance()
    return true
  }

  mutating func decode(_ type: Bool.Type) throws -> Bool { try read(type) { try $2.bool(at: $0, $1) } }

  mutating func decode(_ type: String.Type) throws -> String {
    try read(type) { try $2.string(at: $0, $1) }
  }

  mutating func decode(_ type: Double.Type) throws -> Double {
    try read(type) { try $2.double(at: $0, $1) }
  }

  mutating func decode(_ type: Float.Type) throws -> Float {
    try read(type) { try $2.float(at: $0, $1) }
  }

  mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
    try read(type) { try $2.value(type, at: $0, step: $1) }
  }

  mutating func nestedContainer<Key: CodingKey>(
    keyedBy type: Key.Type
  ) throws -> KeyedDecodingContainer<Key> {
    try read(KeyedDecodingContainer<Key>.self) { try $2.nested($0, $1).container(keyedBy: type) }
  }

  mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
    try read((any UnkeyedDecodingContainer).self) { try $2.nested($0, $1).unkeyedContainer() }
  }

  mutating func superDecoder() throws -> any Decoder {
    try read((any Decoder).self) { $2.nested($0, $1) }
  }

  mutating func decode(_ type: Int.Type) throws -> Int {
    try read(type) { try $2.integer(type, at: $0, $1) }
  }

  mutating func decode(_ type: Int8.Type) throws -> Int8 {
    try read(type) { try $2.integer(type, at: $0, $1) }
  }

  mutating func decode(_ type: Int16.Type) throws -> Int16 {
    try read(type) { try $2.integer(type, at: $0, $1) }
  }

  mutating func decode(_ type: Int32.Type) throws -> Int32 {
    try read(type) { try $2.integer(type, at: $0, $1) }
  }

  mutating func decode(_ type: Int64.Type) throws -> Int64 {
    try read(type) { try $2.integer(type, at: $0, $1) }
  }

  mutating func decode(_ type: Int128.Type) throws -> Int128 {
    try read(type) { try $2.integer(type, at: $0, $1) }
  }

  mutating func decode(_ type: UInt.Type) throws -> UInt {
    try read(type) { try $2.integer(type, at: $0, $1) }
  }

  mutating func decode(_ type: UInt8.Type) throws -> UInt8 {
    try read(type) { try $2.integer(type, at: $0, $1) }
  }

  mutating func decode(_ type: UInt16.Type) throws -> UInt16 {
    try read(type) { try $2.integer(type, at: $0, $1) }
  }

  mutating func decode(_ type: UInt32.Type) throws -> UInt32 {
    try read(type) { try $2.integer(type, at: $0, $1) }
  }

  mutating func decode(_ type: UInt64.Type) throws -> UInt64 {
    try read(type) { try $2.integer(type, at: $0, $1) }
  }

  mutating func decode(_ type: UInt128.Type) throws -> UInt128 {
    try read(type) { try $2.integer(type, at: $0, $1) }
  }
}
