import PythonValues
import WireCore

/// Encodes Swift types as brine, in the shapes that ``BrineDecoder`` reads: what is keyed as a tuple of pairs in
/// the order of encoding, arrays as tuples, `[UInt8]` as bytes; `PythonValue` is what it is.
public struct BrineEncoder: Sendable {
  /// What is written.
  public var dialect: BrineDialect
  /// What the types being encoded find in their encoder.
  public var userInfo: [CodingUserInfoKey: any Sendable]
  /// How types of others are written.
  public var conversions: ValueConversions

  /// Makes an encoder, which can be used any number of times.
  public init(
    dialect: BrineDialect = .rpyc6, userInfo: [CodingUserInfoKey: any Sendable] = [:],
    conversions: ValueConversions = ValueConversions()
  ) {
    self.dialect = dialect
    self.userInfo = userInfo
    self.conversions = conversions
  }

  /// Encodes a value.
  ///
  /// - Throws: `EncodingError`, with the coding path, for what nests too deep and what has no form; `WireError`
  ///   as ``Brine/dump(_:dialect:)``; what the type itself throws.
  /// - Complexity: O(n).
  public func encode<Value: Encodable>(_ value: Value) throws -> [UInt8] {
    let forms = TreeForms(isPaired: true, conversions: conversions, userInfo: userInfo)
    return try Brine.dump(try encodeTree(value, forms: forms), dialect: dialect)
  }
}
