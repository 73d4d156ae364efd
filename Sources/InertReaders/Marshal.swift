import PythonValues
import WireCore

/// Python's marshal, read without making anything of it: formats 0 to 5, and what Python 2 wrote.
///
/// A code object is recognised and stepped over: it becomes a record of the class `code` whose state is its
/// bytes. The statements are in `spec/inert-readers.md`.
///
/// ```swift
/// let value = try Marshal.decode(bytes)
/// ```
public enum Marshal {
  /// Reads one value, which fills the bytes.
  ///
  /// - Throws: `syntax`, `truncated`, `trailing`; `limit` for size, depth, count and digits.
  /// - Complexity: O(n).
  public static func decode(
    _ bytes: Span<UInt8>, limits: Limits = Limits()
  ) throws(WireError) -> PythonValue {
    var tape = Tape()
    try read(bytes, into: &tape, limits: limits)
    // A shared value is a level of its own when it is released.
    let deepest = tape.hasShared ? Limits.deepestTree / 2 : Limits.deepestTree
    var builder = TreeBuilder()
    return try builder.build(tape, source: bytes, deepest: min(limits.depth, deepest))
  }

  /// Reads one value; see ``decode(_:limits:)-(Span<UInt8>,_)``.
  public static func decode(_ bytes: [UInt8], limits: Limits = Limits()) throws(WireError) -> PythonValue {
    try decode(bytes.span, limits: limits)
  }

  /// Reads one value onto a tape.
  package static func read(
    _ bytes: Span<UInt8>, into tape: inout Tape, limits: Limits
  ) throws(WireError) {
    try MarshalTapeReader.read(bytes, into: &tape, limits: limits)
  }
}

extension Tape {
  /// Whether a value on it refers to another.
  var hasShared: Bool { !records.isEmpty }
}
