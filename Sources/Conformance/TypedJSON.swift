public import PythonValues
public import WireCore

/// Typed JSON: a Python value written down so that nothing is left implicit, in any language
/// (TEST-1 to TEST-9).
///
/// Writing and reading are iterative, and take linear time but for integers past 64 bits.
public enum TypedJSON {
  /// The limits of reading where none are given: as deep as a tree may be, and integers of 100,000
  /// digits.
  public static var defaultLimits: Limits { Limits(depth: Limits.deepestTree, digits: 100_000) }

  /// Writes a value as typed JSON: one line of ASCII.
  ///
  /// - Throws: `unrepresentable` where a `PythonValue.shared(_:)` directly holds another one or a
  ///   reference: typed JSON has one number for a value.
  public static func write(_ value: PythonValue) throws(WireError) -> String {
    String(decoding: try writeBytes(value), as: UTF8.self)
  }

  /// Writes a value as typed JSON, in bytes; see ``write(_:)``.
  public static func writeBytes(_ value: PythonValue) throws(WireError) -> [UInt8] {
    var writer = TypedJSONWriter()
    try writer.write(value)
    return writer.output.array()
  }

  /// Reads typed JSON.
  ///
  /// - Parameters:
  ///   - text: the JSON, as UTF-8.
  ///   - limits: depth (in levels of the value) and digits are looked at.
  /// - Throws: `syntax`, `truncated` or `trailing` where the text is not typed JSON; `unrepresentable`
  ///   for texts with lone surrogates; `limit`. Offsets count bytes of the text.
  public static func read(
    _ text: String, limits: Limits = TypedJSON.defaultLimits
  ) throws(WireError) -> PythonValue {
    try read(bytes: Array(text.utf8), limits: limits)
  }

  /// Reads typed JSON in UTF-8; see ``read(_:limits:)``.
  public static func read(
    bytes: [UInt8], limits: Limits = TypedJSON.defaultLimits
  ) throws(WireError) -> PythonValue {
    let document = try JSONDocument(parsing: bytes, depth: limits.typedJSONDepth)
    return try TypedJSONReader(document, limits).read(at: 0)
  }
}

extension Limits {
  /// How deep JSON is nested for a value as deep as is allowed: a dict's value stands in its pair,
  /// in the array of pairs, in the object of the dict; and a few levels around all.
  var typedJSONDepth: Int { treeDepth * 3 + 8 }
}
