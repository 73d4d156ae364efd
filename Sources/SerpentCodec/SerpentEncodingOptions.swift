/// How serpent text is written: the arguments of serpent's `dumps`, and limits.
public struct SerpentEncodingOptions: Hashable, Sendable {
  /// Each element on a line of its own, two spaces a level; dicts and sets sorted where Python can sort
  /// them (`indent`).
  public var indent: Bool
  /// Class names with their module (`module_in_classname`). Pyro 5 writes them so.
  public var moduleInClassName: Bool
  /// Bytes as Python literals in place of dictionaries with base64 (`bytes_repr`).
  public var bytesRepr: Bool
  /// The deepest level that a value may stand on, the outermost value being on level 0
  /// (`Serializer.maximum_level`). Default 200.
  public var maximumLevel: Int
  /// The most digits that an integer may have. Default 4,300, as CPython.
  public var maximumDigits: Int
  /// The most bytes that are written. Default 1 GiB; it matters where a value refers to shared ones, each
  /// of which is written again at each reference.
  public var maximumBytes: Int

  /// The defaults of serpent's `dumps`, apart from what is named.
  public init(
    indent: Bool = false, moduleInClassName: Bool = false, bytesRepr: Bool = false,
    maximumLevel: Int = 200, maximumDigits: Int = 4_300, maximumBytes: Int = 1 << 30
  ) {
    self.indent = indent
    self.moduleInClassName = moduleInClassName
    self.bytesRepr = bytesRepr
    self.maximumLevel = maximumLevel
    self.maximumDigits = maximumDigits
    self.maximumBytes = maximumBytes
  }
}
