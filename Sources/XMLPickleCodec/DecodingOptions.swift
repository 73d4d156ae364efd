import PythonValues
import WireCore

extension XMLPickle {
  /// How a document is read.
  public struct DecodingOptions: Hashable, Sendable {
    /// The limits: `depth` counts lists, tuples, dicts and instances.
    public var limits: Limits
    /// What is read though it is refused by default.
    public var permissions: Permissions
    /// Which values carry numbers.
    public var numbering: Numbering

    /// The default options, apart from those named.
    public init(
      limits: Limits = Limits(), permissions: Permissions = [], numbering: Numbering = .referenced
    ) {
      self.limits = limits
      self.permissions = permissions
      self.numbering = numbering
    }
  }

  /// What a document may hold that its reference would execute, import or look up: read as inert
  /// records all the same, and only if asked for.
  public struct Permissions: OptionSet, Hashable, Sendable {
    /// The bits.
    public let rawValue: UInt8

    /// Makes permissions of their bits.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Pickles within the document: records of the class `rawpickle`, whose state is the pickle's bytes.
    public static let rawPickles = Permissions(rawValue: 1)
    /// Functions and classes by name: `PythonValue.global(_:)`.
    public static let globals = Permissions(rawValue: 2)
    /// Marshalled code objects: records of the class `code`, whose state is the marshalled bytes.
    public static let code = Permissions(rawValue: 4)
    /// All of these.
    public static let all: Permissions = [.rawPickles, .globals, .code]
  }

  /// Which values are `PythonValue.shared(_:)`.
  public enum Numbering: Hashable, Sendable {
    /// Those that the document refers to again.
    case referenced
    /// Those, and each list, dict and instance besides (but not an instance's state): what has
    /// an identity in Python.
    case everyIdentity
  }
}
