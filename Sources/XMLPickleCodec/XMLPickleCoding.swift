import WireCore

/// Writes `Encodable` values as XML pickles: structures become dicts with string keys.
public struct XMLPickleEncoder: Sendable {
  /// How documents are written.
  public var options: XMLPickle.EncodingOptions
  /// What the values' own `encode(to:)` may look at.
  public var userInfo: [CodingUserInfoKey: any Sendable] = [:]

  /// Makes an encoder.
  public init(options: XMLPickle.EncodingOptions = .init()) { self.options = options }

  /// Writes a value.
  ///
  /// - Throws: what the value's `encode(to:)` throws, and `ValueEncodingError`.
  public func encode<Value: Encodable>(_ value: Value) throws -> [UInt8] {
    try XMLPickle.encode(try encodeTree(value, forms: TreeForms(userInfo: userInfo)), options: options)
  }
}

/// Reads `Decodable` values from XML pickles: structures from dicts with string keys, and from the
/// states of instances of whatever class.
public struct XMLPickleDecoder: Sendable {
  /// How documents are read.
  public var options: XMLPickle.DecodingOptions
  /// What the values' own initializers may look at.
  public var userInfo: [CodingUserInfoKey: any Sendable] = [:]

  /// Makes a decoder.
  public init(options: XMLPickle.DecodingOptions = .init()) { self.options = options }

  /// Reads a value.
  ///
  /// - Throws: `WireError` for a document that is refused, `DecodingError` for one that holds
  ///   something else.
  public func decode<Value: Decodable>(_ type: Value.Type, from document: [UInt8]) throws -> Value {
    try decodeTree(type, from: try XMLPickle.decode(document, options: options), userInfo: userInfo)
  }
}
