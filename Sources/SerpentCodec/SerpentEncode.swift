import PythonValues
import WireCore

extension SerpentCodec {
  /// Writes a value as serpent 1.43's `dumps` does, byte for byte.
  ///
  /// - Parameters:
  ///   - value: the value; any depth: past a few levels the writer keeps its own stack.
  ///   - options: the arguments of `dumps`, and limits.
  /// - Returns: UTF-8 text, which begins with the comment `# serpent utf-8 python3.2`.
  /// - Throws: `ValueEncodingError`: `limit` where the value is nested too deeply, a number has too many
  ///   digits or the text gets too long; `unrepresentable` for keys that serpent does not take (all but
  ///   numbers, strings, bytes and tuples), cycles, and values that it has no form of.
  /// - Complexity: O(n) in the text; with `indent` O(n log n) in the entries of a dict or set.
  public static func encode(
    _ value: PythonValue, options: SerpentEncodingOptions = SerpentEncodingOptions()
  ) throws(ValueEncodingError) -> [UInt8] {
    var writer = SerpentTreeWriter(options: options)
    try writer.write(value)
    return writer.output.array()
  }
}
