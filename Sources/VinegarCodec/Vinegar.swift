import BrineCodec
import PythonValues
import WireCore

/// Vinegar, the form in which rpyc sends exceptions: brine of names, arguments, attributes and the text
/// of the traceback.
///
/// ```swift
/// let record = try Vinegar.load(bytes)
/// record.className      // "ValueError"
/// throw registry.error(for: record)
/// ```
///
/// What is loaded is a record. No class is looked up for it and nothing is imported: what rpyc's settings
/// `import_custom_exceptions` and `instantiate_custom_exceptions` ask for does not exist here.
/// The form is in `spec/vinegar.md`.
public enum Vinegar {
  /// The text that stands for a traceback that the sender keeps back.
  public static let deniedTraceback = "<traceback denied>"
  /// The text that stands for a version that the sender keeps back.
  public static let deniedVersion = "<version denied>"
  /// The attribute that carries the sender's version of rpyc.
  public static let versionAttribute = "_remote_version"

  /// Reads an exception.
  ///
  /// - Throws: what `Brine.load(_:options:)` throws; `syntax` at byte 0 where the value is brine
  ///   and no exception.
  public static func load(
    _ bytes: Span<UInt8>, options: Brine.LoadOptions = Brine.LoadOptions()
  ) throws(WireError) -> PythonException {
    try record(of: try Brine.load(bytes, options: options))
  }

  /// Reads an exception; see ``load(_:options:)-(Span<UInt8>,_)``.
  public static func load(
    _ bytes: [UInt8], options: Brine.LoadOptions = Brine.LoadOptions()
  ) throws(WireError) -> PythonException {
    try load(bytes.span, options: options)
  }

  /// The record of an exception that was loaded as a brine value.
  ///
  /// - Throws: `syntax` where the value has none of the forms of an exception (VINE-1 to VINE-6).
  public static func record(of value: PythonValue) throws(WireError) -> PythonException {
    switch value {
    case .int(1):
      // VINE-1: StopIteration is a constant.
      return PythonException(module: "builtins", className: "StopIteration", arguments: [])
    case .string, .bytes:
      // VINE-2: the string exceptions of old Pythons.
      return PythonException(module: nil, className: try text(value, "a string exception"), arguments: [])
    case .tuple(let parts) where parts.count == 4:
      return try record(of: parts)
    default:
      throw fault("an exception", "it is no (class, arguments, attributes, traceback)")
    }
  }

  /// VINE-3: ((module, class), arguments, attributes, traceback).
  private static func record(of parts: [PythonValue]) throws(WireError) -> PythonException {
    guard case .tuple(let names) = parts[0], names.count == 2 else {
      throw fault("an exception's class", "it is no (module, name)")
    }
    guard case .tuple(let arguments) = parts[1] else {
      throw fault("an exception's arguments", "they are no tuple")
    }
    guard case .tuple(let pairs) = parts[2] else {
      throw fault("an exception's attributes", "they are no tuple")
    }
    var attributes: [PythonException.Attribute] = []
    attributes.reserveCapacity(pairs.count)
    for pair in pairs { attributes.append(try attribute(of: pair)) }
    return PythonException(
      module: names[0].isNone ? nil : try text(names[0], "an exception's module"),
      className: try text(names[1], "an exception's class"), arguments: arguments, attributes: attributes,
      traceback: try text(parts[3], "an exception's traceback"))
  }

  /// VINE-5: (name, value).
  private static func attribute(of pair: PythonValue) throws(WireError) -> PythonException.Attribute {
    guard case .tuple(let parts) = pair, parts.count == 2 else {
      throw fault("an exception's attribute", "it is no (name, value)")
    }
    return PythonException.Attribute(name: try text(parts[0], "an attribute's name"), value: parts[1])
  }

  /// VINE-4: text, or the bytes that a Python 2 calls `str`; bytes that are not UTF-8 are mended.
  private static func text(_ value: PythonValue, _ what: String) throws(WireError) -> String {
    switch value {
    case .string(let text): return text
    case .bytes(let bytes): return String(decoding: bytes, as: UTF8.self)
    default: throw fault(what, "it is no text")
    }
  }

  private static func fault(_ what: String, _ detail: String) -> WireError {
    WireError(.syntax, at: 0, reading: what, detail)
  }
}

extension PythonValue {
  fileprivate var isNone: Bool {
    if case .none = self { true } else { false }
  }
}

extension PythonException {
  /// The sender's version of rpyc, where it tells it.
  public var remoteVersion: String? {
    let value = attributes.last { $0.name == Vinegar.versionAttribute }?.value
    guard case .string(let version)? = value, version != Vinegar.deniedVersion else { return nil }
    return version
  }
}
