import PythonValues
import WireCore

// Decoding: exactly what `serpent.loads` reads on CPython 3.11, which is the literal grammar of
// `ast.literal_eval`. Nothing is evaluated: no name in the grammar could be looked up.
extension SerpentCodec {
  /// Decodes a document to a tree of values.
  ///
  /// The tree has at most `Limits.treeDepth` levels. Of equal keys and elements the first is kept, with
  /// the last value, as Python does.
  ///
  /// - Throws: `WireError`: `syntax`, `truncated`, `trailing`, `limit`; `unrepresentable` for a lone
  ///   surrogate. Its offset is in bytes from the start.
  /// - Complexity: O(n) in time and memory.
  public static func decode(_ bytes: [UInt8], limits: Limits = Limits()) throws(WireError) -> PythonValue {
    try decode(bytes.span, limits: limits)
  }

  /// Decodes a document to a tree of values; see ``decode(_:limits:)-([UInt8],_)``.
  public static func decode(_ bytes: Span<UInt8>, limits: Limits = Limits()) throws(WireError) -> PythonValue
  {
    var reader = SerpentReader(limits: limits)
    return try reader.decode(bytes)
  }

  /// Decodes a document to a tree of values; see ``decode(_:limits:)-([UInt8],_)``. Offsets in errors count
  /// the bytes of the text's UTF-8.
  public static func decode(_ text: String, limits: Limits = Limits()) throws(WireError) -> PythonValue {
    try decode(Array(text.utf8), limits: limits)
  }

  /// Checks that a document is one that ``decode(_:limits:)-([UInt8],_)`` accepts, and builds nothing.
  ///
  /// It goes as deep as `Limits.depth` says, also beyond what a tree may have. No memory is taken but for
  /// the brackets that are open, a few bytes each.
  ///
  /// - Throws: what decoding throws.
  /// - Complexity: O(n) in time, O(depth) in memory.
  public static func validate(_ bytes: [UInt8], limits: Limits = Limits()) throws(WireError) {
    try validate(bytes.span, limits: limits)
  }

  /// Checks a document; see ``validate(_:limits:)-([UInt8],_)``.
  public static func validate(_ bytes: Span<UInt8>, limits: Limits = Limits()) throws(WireError) {
    var reader = SerpentReader(limits: limits)
    try reader.validate(bytes)
  }

  /// Parses a document for reading on demand: two fields out of a megabyte cost what parsing costs.
  ///
  /// The document is checked as a whole, and goes as deep as `Limits.depth` says.
  ///
  /// - Throws: what decoding throws.
  /// - Complexity: O(n) in time; in memory 16 bytes a value beside the bytes given.
  public static func parse(_ bytes: [UInt8], limits: Limits = Limits()) throws(WireError) -> LazyDocument {
    var reader = SerpentReader(limits: limits)
    return try reader.parse(bytes)
  }
}
