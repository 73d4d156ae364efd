import PythonValues
import WireCore

/// Decodes Swift types from serpent documents.
///
/// Keyed containers are dicts (of equal keys the last counts, as in Python), unkeyed ones are lists, tuples
/// and sets, `nil` is `None`. Integers are never cut, floats may be written as integers, `[UInt8]` may be
/// bytes, a list or serpent's base64 dict, and `PythonValue` is whatever stands there.
public struct SerpentDecoder: Sendable {
  /// The deepest that types are decoded, whatever the limits say: each level takes stack of the thread,
  /// and this many go with 512 KiB, in debug builds too.
  public static let deepest = TapeDecoding.deepest

  /// The limits of each document.
  public var limits: Limits
  /// What the types being decoded find in their decoder.
  public var userInfo: [CodingUserInfoKey: any Sendable]
  /// How types of others are read.
  public var conversions: ValueConversions

  /// Makes a decoder, which can be used any number of times.
  public init(
    limits: Limits = Limits(), userInfo: [CodingUserInfoKey: any Sendable] = [:],
    conversions: ValueConversions = ValueConversions()
  ) {
    self.limits = limits
    self.userInfo = userInfo
    self.conversions = conversions
  }

  /// Decodes a document.
  ///
  /// - Throws: `WireError` where the bytes are no serpent document; `DecodingError`, with the coding path and
  ///   the byte, where they are not of the type; what the type itself throws.
  /// - Complexity: O(n), as far as the type's own code goes.
  public func decode<Value: Decodable>(_ type: Value.Type = Value.self, from bytes: [UInt8]) throws -> Value {
    var limits = limits
    limits.depth = min(limits.depth, SerpentDecoder.deepest)
    let conventions = TapeConventions(
      bytes: SerpentConventions.bytes,
      float: { value in
        if case .float(let number) = SerpentConventions.number(value) { number } else { nil }
      })
    return try TapeDecoding(
      try SerpentCodec.parse(bytes, limits: limits), userInfo: userInfo, conversions: conversions,
      conventions: conventions
    ).decode(type)
  }
}
