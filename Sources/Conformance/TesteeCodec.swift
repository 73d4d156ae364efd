public import PythonValues
public import WireCore

/// One format, as the testee protocol drives it.
public struct TesteeCodec: Sendable {
  /// Makes a value of the bytes of a document.
  public typealias Decode =
    @Sendable (_ bytes: [UInt8], _ options: TesteeOptions) throws(WireError) -> PythonValue
  /// Makes the bytes of a document of a value.
  public typealias Encode =
    @Sendable (_ value: PythonValue, _ options: TesteeOptions) throws(WireError) -> [UInt8]

  /// The name of the format in requests: `serpent`, `brine`, `xmlpickle`, `vinegar`; of a protocol `pyro3`, `pyro4`,
  /// `pyro5`, `rpyc`.
  public let format: String
  /// The options that the codec knows, besides `maxDepth`, `maxBytes` and `maxCount`, which it
  /// finds in ``TesteeOptions/limits``. A request with another option is skipped.
  public let options: [String: TesteeOptions.Kind]
  /// Decodes; `nil` where the codec does not.
  public let decode: Decode?
  /// Encodes; `nil` where the codec does not.
  public let encode: Encode?
  /// Judges the transcript of a conversation (TEST-30); `nil` where the codec does not.
  public let check: Decode?

  /// Every codec of this package.
  public static let all = [serpent, brine, vinegar, xmlPickle, pyro3, pyro4, pyro5, rpyc]

  /// Makes the codec of a format.
  public init(
    format: String, options: [String: TesteeOptions.Kind] = [:], decode: Decode? = nil, encode: Encode? = nil,
    check: Decode? = nil
  ) {
    self.format = format
    self.options = options
    self.decode = decode
    self.encode = encode
    self.check = check
  }
}

/// The options of one request.
public struct TesteeOptions: Sendable, Hashable {
  /// What an option is.
  public enum Kind: Sendable, Hashable {
    /// True or false.
    case flag
    /// An integer that is not negative.
    case number
    /// One of these words; another one has the request skipped.
    case word(Set<String>)
    /// Any text.
    case text
  }

  /// The limits to decode with: the defaults, but for `maxDepth`, `maxBytes` and `maxCount`, and but for
  /// a depth of 200, the most that a reference reads (TEST-16).
  public internal(set) var limits = Limits(depth: 200)
  var flags: [String: Bool] = [:]
  var numbers: [String: Int] = [:]
  var words: [String: String] = [:]

  /// No options.
  public init() {}

  /// Whether a flag is set; `false` where it is absent.
  public func flag(_ name: String) -> Bool { flags[name] ?? false }

  /// The number of an option; `nil` where it is absent.
  public func number(_ name: String) -> Int? { numbers[name] }

  /// The word or text of an option; `nil` where it is absent.
  public func word(_ name: String) -> String? { words[name] }
}
