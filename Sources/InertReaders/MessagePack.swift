import PythonValues
import WireCore

/// MessagePack, as Pyro 4 and 5 read it: text is UTF-8, and the extension codes are Pyro's.
///
/// Extensions that make a Python object there (dates and times) are records here, as is any other
/// extension. The statements are in `spec/inert-readers.md`.
///
/// ```swift
/// let value = try MessagePack.decode(bytes)
/// ```
public enum MessagePack {
  /// Reads one value, which fills the bytes.
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

  /// Reads one value; see ``decode(_:limits:)-(Span<UInt8>,_)``.
  public static func decode(_ bytes: [UInt8], limits: Limits = Limits()) throws(WireError) -> PythonValue {
    try decode(bytes.span, limits: limits)
  }

  /// Reads one value onto a tape.
  package static func read(
    _ bytes: Span<UInt8>, into tape: inout Tape, limits: Limits
  ) throws(WireError) {
    try MessagePackTapeReader.read(bytes, into: &tape, limits: limits)
  }
}
