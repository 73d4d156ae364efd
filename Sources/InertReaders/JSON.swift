import PythonValues
import WireCore

/// JSON, as Python's `json.loads` reads it: `NaN`, `Infinity` and `-Infinity` included, integers of any size,
/// and of equal keys the last value.
///
/// The statements are in `spec/inert-readers.md`.
///
/// ```swift
/// let value = try JSON.decode(bytes)
/// ```
public enum JSON {
  /// Reads one document, which fills the bytes.
  ///
  /// - Throws: `syntax`, `truncated`, `trailing`; `limit` for size, depth, count and digits.
  /// - Complexity: O(n).
  public static func decode(
    _ bytes: Span<UInt8>, limits: Limits = Limits()
  ) throws(WireError) -> PythonValue {
    var tape = Tape()
    try read(bytes, into: &tape, limits: limits)
    var builder = TreeBuilder()
    return try builder.build(tape, source: bytes, deepest: limits.treeDepth)
  }

  /// Reads one document; see ``decode(_:limits:)-(Span<UInt8>,_)``.
  public static func decode(_ bytes: [UInt8], limits: Limits = Limits()) throws(WireError) -> PythonValue {
    try decode(bytes.span, limits: limits)
  }

  /// Reads one document onto a tape.
  package static func read(
    _ bytes: Span<UInt8>, into tape: inout Tape, limits: Limits
  ) throws(WireError) {
    try JSONTapeReader.read(bytes, into: &tape, limits: limits)
  }
}
