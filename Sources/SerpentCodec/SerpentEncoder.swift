import PythonValues
import WireCore

/// Encodes Swift types as `serpent.dumps` writes the equal Python values, without a tree between.
///
/// Keyed containers are dicts with `str` keys in the order of encoding (a key encoded twice stands there
/// twice, and readers take the last value), unkeyed ones are lists, `nil` is `None` where it is encoded.
/// `[UInt8]` is a list as any array; for bytes encode `PythonValue.bytes`. `PythonValue` is what it is.
public struct SerpentEncoder: Sendable {
  /// How the text is written. No value stands deeper than ``SerpentDecoder/deepest`` levels.
  public var options: SerpentEncodingOptions
  /// What the types being encoded find in their encoder.
  public var userInfo: [CodingUserInfoKey: any Sendable]
  /// How types of others are written.
  public var conversions: ValueConversions

  /// Makes an encoder, which can be used any number of times.
  public init(
    options: SerpentEncodingOptions = SerpentEncodingOptions(),
    userInfo: [CodingUserInfoKey: any Sendable] = [:],
    conversions: ValueConversions = ValueConversions()
  ) {
    self.options = options
    self.userInfo = userInfo
    self.conversions = conversions
  }

  /// Encodes a value: UTF-8 text with serpent's header line.
  ///
  /// - Throws: `EncodingError`, with the coding path: what stands too deep, what has no form, and containers
  ///   that are used after the value they are of is done; `ValueEncodingError` where the whole text is longer than
  ///   ``SerpentEncodingOptions/maximumBytes``; what the type itself throws.
  /// - Complexity: O(n); with ``SerpentEncodingOptions/indent`` the text is read again and sorted.
  public func encode<Value: Encodable>(_ value: Value) throws -> [UInt8] {
    let writing = SerpentWriting(self)
    let fragment = SerpentFragment()
    fragment.output.append(fragment.output.appendSerpentHeader())
    let root = SerpentValueEncoder(writing, fragment, parent: nil, step: nil)
    try root.write(value, step: nil)
    if let failure = writing.failure { throw failure }
    let bytes = try fragment.whole(limit: options.maximumBytes)
    guard options.indent else { return bytes }
    let limits = Limits(depth: 2 * Limits.deepestTree, bytes: bytes.count, count: .max)
    return try SerpentCodec.encode(try SerpentCodec.decode(bytes, limits: limits), options: options)
  }
}

/// What an encoding has throughout.
final class SerpentWriting {
  /// The length of the header line.
  static let headerLength = 26

  let options: SerpentEncodingOptions
  let userInfo: [CodingUserInfoKey: any Sendable]
  let conversions: ValueConversions
  let deepest: Int
  /// What went wrong where nothing could be thrown.
  var failure: (any Error)?

  init(_ encoder: SerpentEncoder) {
    var options = encoder.options
    // What is indented is read again: bytes must come back as bytes.
    if options.indent { (options.bytesRepr, options.indent) = (true, false) }
    self.options = options
    userInfo = encoder.userInfo
    conversions = encoder.conversions
    deepest = min(options.maximumLevel, SerpentDecoder.deepest)
  }
}

/// A run of text, with the places where others go that are written meanwhile: nested containers that were
/// asked for by hand, which may be filled in any order.
final class SerpentFragment {
  var output = OutputBuffer()
  /// The level of the value being written.
  var level = 0
  /// The container to close when all is written.
  var owner: SerpentValueEncoder?
  private var holes: [(offset: Int, fragment: SerpentFragment)] = []

  func leaveHole(for fragment: SerpentFragment) { holes.append((output.count, fragment)) }

  /// The whole text.
  func whole(limit: Int) throws -> [UInt8] {
    var result: [UInt8] = []
    append(to: &result)
    guard result.count <= limit else {
      throw ValueEncodingError(.limit, path: "", "the text is longer than \(limit) bytes")
    }
    return result
  }

  /// As deep as fragments are nested, which the level bounds.
  private func append(to result: inout [UInt8]) {
    owner?.finish()
    owner = nil
    let own = output.array()
    guard !holes.isEmpty || !result.isEmpty else { return result = own }
    var start = 0
    for hole in holes {
      result.append(contentsOf: own[start..<hole.offset])
      hole.fragment.append(to: &result)
      start = hole.offset
    }
    result.append(contentsOf: own[start...])
  }
}
