import PythonValues
import WireCore

/// Brine, the binary format of rpyc: `None`, booleans, numbers, text, bytes, tuples, slices and
/// frozensets.
///
/// ```swift
/// let bytes = try Brine.dump(.tuple([.int(7), .string("seven")]))  // 11 57 08 0e 05 73 65 76 65 6e
/// let value = try Brine.load(bytes)
/// ```
///
/// The format is in `spec/brine.md`, each place where rpyc reads more than this in `spec/quirks.md`.
public enum Brine {
  /// How strictly ``load(_:options:)-([UInt8],_)`` reads, how much, and in which dialect.
  public struct LoadOptions: Hashable, Sendable {
    /// What is read. Default: the newest.
    public var dialect: BrineDialect
    /// The limits of depth, size, count and digits.
    public var limits: Limits
    /// Whether everything is read that rpyc reads: short bytes, bytes after the value, odd integers,
    /// slices and frozensets made of other things than tuples. For the study of peers, not for use.
    public var lenient: Bool

    /// The default options, apart from those named.
    public init(dialect: BrineDialect = .rpyc6, limits: Limits = Limits(), lenient: Bool = false) {
      self.dialect = dialect
      self.limits = limits
      self.lenient = lenient
    }
  }

  /// Reads a value.
  ///
  /// - Returns: the value, a tree of at most `Limits.treeDepth` levels.
  /// - Throws: `syntax`, `truncated`, `trailing` or `limit`, with the offset of the byte at fault.
  /// - Complexity: linear in the bytes; nothing is reserved for a declared size that the bytes
  ///   left could not fill.
  public static func load(
    _ bytes: Span<UInt8>, options: LoadOptions = LoadOptions()
  ) throws(WireError) -> PythonValue {
    var reader = BrineReader(options: options)
    return try reader.load(bytes)
  }

  /// Reads a value; see ``load(_:options:)-(Span<UInt8>,_)``.
  public static func load(
    _ bytes: [UInt8], options: LoadOptions = LoadOptions()
  ) throws(WireError) -> PythonValue {
    try load(bytes.span, options: options)
  }

  /// Checks all that ``load(_:options:)-([UInt8],_)`` checks, and builds nothing but the members of frozensets, which
  /// have to be compared. Nesting is bounded by `Limits.depth` alone.
  ///
  /// - Throws: what ``load(_:options:)-([UInt8],_)`` throws without `lenient`, which is not looked at.
  /// - Complexity: linear in the bytes.
  public static func validate(
    _ bytes: Span<UInt8>, options: LoadOptions = LoadOptions()
  ) throws(WireError) {
    var reader = BrineReader(options: options)
    try reader.validate(bytes)
  }

  /// Checks; see ``validate(_:options:)-(Span<UInt8>,_)``.
  public static func validate(_ bytes: [UInt8], options: LoadOptions = LoadOptions()) throws(WireError) {
    try validate(bytes.span, options: options)
  }

  /// Reads a value into a document whose texts, bytes and trees are made on demand: several times faster
  /// than ``load(_:options:)-([UInt8],_)`` where not all is asked for. Nesting is bounded by `Limits.depth` alone.
  ///
  /// - Throws: what ``load(_:options:)-([UInt8],_)`` throws without `lenient`, which is not looked at.
  /// - Complexity: linear in the bytes.
  public static func lazyLoad(
    _ bytes: [UInt8], options: LoadOptions = LoadOptions()
  ) throws(WireError) -> LazyDocument {
    var reader = BrineReader(options: options)
    return try reader.lazyLoad(bytes)
  }

  /// Writes a value as the rpyc of the dialect does, byte for byte. Members of a frozenset keep their
  /// order here, where rpyc has that of its hash table.
  ///
  /// - Throws: `unrepresentable` where the value holds what brine cannot: a list, dict, set or
  ///   record. The detail names the type and the indices that lead to it.
  /// - Complexity: linear in the value; integers past 64 bits quadratic in their digits.
  public static func dump(
    _ value: PythonValue, dialect: BrineDialect = .rpyc6
  ) throws(WireError) -> [UInt8] {
    var dumper = BrineDumper(value, dialect: dialect)
    try dumper.run(value)
    return dumper.bytes()
  }

  /// Whether brine can hold a value: whether ``dump(_:dialect:)`` would write it. Iterative.
  public static func canDump(_ value: PythonValue) -> Bool {
    var waiting = [value]
    while let next = waiting.popLast() {
      switch next {
      case .none, .bool, .int, .bigInt, .float, .complex, .string, .bytes, .ellipsis, .notImplemented: break
      case .tuple(let elements): waiting += elements
      case .frozenset(let set): waiting += set.elements
      case .slice(let slice): waiting += [slice.start, slice.stop, slice.step]
      default: return false
      }
    }
    return true
  }
}
