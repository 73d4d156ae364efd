import PythonValues
import WireCore
import XMLPickleCodec

/// A Pyro 3 request: the tuple `(object, method, flags, arguments)` (PYRO3-17).
public struct Pyro3Request: Sendable {
  /// The flags of a call (PYRO3-18).
  public struct CallFlags: OptionSet, Hashable, Sendable {
    /// The number in the request.
    public var rawValue: Int

    /// Makes flags of the number in a request, defined or not.
    public init(rawValue: Int) { self.rawValue = rawValue }

    /// The last argument, keywords apart, is a tuple of further arguments.
    public static let varargs = CallFlags(rawValue: 1)
    /// The last argument is a dict of keywords.
    public static let keywords = CallFlags(rawValue: 2)
    /// The call is never answered.
    public static let oneway = CallFlags(rawValue: 4)
    /// All that Pyro 3 defines.
    public static let known = CallFlags(rawValue: 7)
  }

  /// The object's id: a text in all that Pyro writes.
  public var object: PythonValue
  /// The method's name.
  public var method: String
  /// The flags.
  public var flags: CallFlags
  /// The arguments as they are on the wire: with ``CallFlags/varargs`` and ``CallFlags/keywords`` in their form.
  public var arguments: [PythonValue]

  /// Makes a request.
  public init(object: PythonValue, method: String, flags: CallFlags, arguments: [PythonValue]) {
    self.object = object
    self.method = method
    self.flags = flags
    self.arguments = arguments
  }

  /// Makes the call that a proxy makes: `object.method(*positional, **keywords)`.
  public init(
    object: String, method: String, positional: [PythonValue] = [],
    keywords: PythonDict = PythonDict(distinctEntries: []),
    isOneway: Bool = false
  ) {
    self.init(
      object: .string(object), method: method,
      flags: isOneway ? [.varargs, .keywords, .oneway] : [.varargs, .keywords],
      arguments: [.tuple(positional), .dict(keywords)])
  }

  /// The object id of the daemon itself (PYRO3-21).
  public static let daemonID = "c0000000011000001000000010000001"

  /// The request as a value.
  public var value: PythonValue {
    .tuple([object, .string(method), .int(Int64(flags.rawValue)), .tuple(arguments)])
  }

  /// The request as the body of a message.
  ///
  /// - Throws: `unrepresentable` for arguments of which the serializer has no form; of pickle these are all that
  ///   are no plain values.
  public func body(_ serializer: Pyro3Serializer = .pickle) throws(ValueEncodingError) -> [UInt8] {
    switch serializer {
    case .pickle: try PlainPickle.encode(value)
    case .gnosis: try XMLPickle.encode(value)
    case .pyxml: try XMLPickle.encode(value, options: XMLPickle.EncodingOptions(dialect: .pyxml))
    }
  }
}

/// Why a value is no Pyro 3 request.
struct Pyro3RequestFault: Error, Equatable {
  let detail: String
}

extension Pyro3Request {
  /// Reads a request off a value, as a daemon does.
  init(_ value: PythonValue) throws(Pyro3RequestFault) {
    guard case .tuple(let parts) = value.unshared, parts.count == 4 else {
      throw Pyro3RequestFault(detail: "the request is not (object, method, flags, arguments)")
    }
    guard parts[0].unshared.pythonTwoText != nil else {
      throw Pyro3RequestFault(detail: "the object's id is no text")
    }
    guard case .tuple(let arguments) = parts[3].unshared else {
      throw Pyro3RequestFault(detail: "the arguments are no tuple")
    }
    guard let method = parts[1].unshared.pythonTwoText else {
      throw Pyro3RequestFault(detail: "the method is no text")
    }
    guard let flags = parts[2].unshared.intValue else {
      throw Pyro3RequestFault(detail: "the flags of the call are no number")
    }
    self.init(object: parts[0], method: method, flags: CallFlags(rawValue: flags), arguments: arguments)
  }

  /// The arguments as the method gets them.
  ///
  /// - Throws: where the last one or two do not have the form that the flags call for.
  func spread() throws(Pyro3RequestFault) -> (positional: [PythonValue], keywords: PythonDict) {
    var positional = arguments
    var named = PythonDict(distinctEntries: [])
    if flags.contains(.keywords) {
      guard case .dict(let last)? = positional.popLast()?.unshared else {
        throw Pyro3RequestFault(detail: "the keywords are no dict")
      }
      named = last
    }
    if flags.contains(.varargs) {
      guard case .tuple(let last)? = positional.popLast()?.unshared else {
        throw Pyro3RequestFault(detail: "the variable arguments are no tuple")
      }
      positional += last
    }
    guard named.entries.allSatisfy({ $0.key.unshared.pythonTwoText != nil }) else {
      throw Pyro3RequestFault(detail: "a keyword is no text")
    }
    return (positional, named)
  }
}

extension PythonValue {
  /// The value without a number that it may carry.
  var unshared: PythonValue {
    var value = self
    while case .shared(let shared) = value { value = shared.value }
    return value
  }

  /// The text of a `unicode` or of a `str` of Python 2, which is bytes.
  var pythonTwoText: String? {
    switch self {
    case .string(let text): text
    case .bytes(let bytes): String(decoding: bytes, as: UTF8.self)
    default: nil
    }
  }
}
