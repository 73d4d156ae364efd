import PythonValues
import WireCore

extension XMLPickle {
  /// How a value is written: what the references' own options say, and limits.
  public struct EncodingOptions: Hashable, Sendable {
    /// The dialect to write. The next three options are Gnosis's.
    public var dialect: Dialect
    /// Whether shared values are written out each time that they are met, and nothing has an id.
    public var deepCopy: Bool
    /// Whether numbers and strings stand in the bodies of their elements.
    public var inBody: Bool
    /// Whether each value's family is written where the type tells it.
    public var verbose: Bool
    /// The limits: `bytes` and `depth` of the document (in levels of the value).
    public var limits: Limits

    /// The references' default options, apart from those named.
    public init(
      dialect: Dialect = .gnosis, deepCopy: Bool = false, inBody: Bool = false, verbose: Bool = false,
      limits: Limits = Limits(depth: Limits.deepestTree)
    ) {
      self.dialect = dialect
      self.deepCopy = deepCopy
      self.inBody = inBody
      self.verbose = verbose
      self.limits = limits
    }
  }

  /// Writes a value as its reference does, byte for byte, with ids from 1 where Gnosis has memory
  /// addresses.
  ///
  /// - Throws: `ValueEncodingError`: `unrepresentable` for what the dialect has no form of, or
  ///   writes so that it cannot be read; `limit`.
  /// - Complexity: linear in the document; in the PyXML dialect O(n log n) in the entries of a dict.
  public static func encode(
    _ value: PythonValue, options: EncodingOptions = EncodingOptions()
  ) throws(ValueEncodingError) -> [UInt8] {
    switch options.dialect {
    case .gnosis:
      var writer = GnosisWriter(options: options)
      try writer.write(value)
      return writer.output.array()
    case .pyxml:
      var writer = MarshalWriter(options: options)
      try writer.write(value)
      return writer.output.array()
    }
  }
}
