import PythonValues
import WireCore

/// Decodes Swift types from brine.
///
/// Brine has no dict: what is keyed in Swift is a tuple of (name, value) pairs, as Python makes it with
/// `tuple(d.items())` (of equal names the last counts, as in a dict made of them); arrays are tuples or
/// frozensets, `nil` is `None`, `[UInt8]` is bytes. Integers are never cut, floats may be written as integers,
/// and `PythonValue` is whatever stands there.
///
/// ```swift
/// struct Reading: Codable { var room: String; var degrees: Double }
/// let reading = try BrineDecoder().decode(Reading.self, from: bytes)
/// ```
public struct BrineDecoder: Sendable {
  /// The deepest that brine is decoded to types, whatever the limits say: each level takes stack of the thread,
  /// and this many go with 512 KiB, in debug builds too. What is keyed takes two levels, its own and a pair's.
  public static let deepest = TapeDecoding.deepest

  /// How the bytes are read. `lenient` is not looked at.
  public var options: Brine.LoadOptions
  /// What the types being decoded find in their decoder.
  public var userInfo: [CodingUserInfoKey: any Sendable]
  /// How types of others are read.
  public var conversions: ValueConversions

  /// Makes a decoder, which can be used any number of times.
  public init(
    options: Brine.LoadOptions = Brine.LoadOptions(), userInfo: [CodingUserInfoKey: any Sendable] = [:],
    conversions: ValueConversions = ValueConversions()
  ) {
    self.options = options
    self.userInfo = userInfo
    self.conversions = conversions
  }

  /// Decodes a value.
  ///
  /// - Throws: `WireError` where the bytes are no brine; `DecodingError`, with the coding path and the byte, where
  ///   they are not of the type; what the type itself throws.
  /// - Complexity: O(n), as far as the type's own code goes.
  public func decode<Value: Decodable>(_ type: Value.Type = Value.self, from bytes: [UInt8]) throws -> Value {
    var options = options
    options.limits.depth = min(options.limits.depth, BrineDecoder.deepest)
    return try TapeDecoding(
      try Brine.lazyLoad(bytes, options: options), userInfo: userInfo, conversions: conversions,
      conventions: TapeConventions(readsPairs: true)
    ).decode(type)
  }
}
