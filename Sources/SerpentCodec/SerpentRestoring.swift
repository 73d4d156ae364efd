import PythonValues
import WireCore

// What the forms of SERP-20x stand for, read back. The decoder itself leaves them as dicts, as
// `serpent.loads` does: whether a dict is one of them is for the application to say.

extension SerpentConventions {
  /// SERP-201: the dict that stands for bytes: `{'data': '…', 'encoding': 'base64'}`.
  public static func dictionary(of bytes: [UInt8]) -> PythonValue {
    var text = OutputBuffer(expecting: bytes.count / 3 * 4 + 4)
    text.append(base64: bytes.span)
    return dictionary([
      ("data", .string(String(decoding: text.array(), as: UTF8.self))), ("encoding", .string("base64")),
    ])
  }

  /// SERP-201: the bytes that a value stands for, as `serpent.tobytes` has them: bytes themselves, or a
  /// dict with `data` in base64; `nil` for everything else.
  public static func bytes(_ value: PythonValue) -> [UInt8]? {
    if case .bytes(let bytes) = value { return bytes }
    guard case .dict(let dict) = value, dict["encoding"]?.isText("base64") == true else { return nil }
    switch dict["data"] {
    case .string(let text): return base64Decoded(Array(text.utf8).span)
    case .bytes(let text): return base64Decoded(text.span)
    default: return nil
    }
  }

  /// SERP-204: the number that stands in the dict forms of NaN: `{'__class__': 'float', 'value': 'nan'}`, and
  /// `{'__class__': 'complex', 'real': …, 'imag': …}`; `nil` for everything else.
  public static func number(_ value: PythonValue) -> PythonValue? {
    guard case .dict(let dict) = value, let name = dict["__class__"] else { return nil }
    if name.isText("float"), dict["value"]?.isText("nan") == true { return .float(.nan) }
    guard name.isText("complex"), let real = part(dict["real"]), let imaginary = part(dict["imag"]) else {
      return nil
    }
    return .complex(PythonComplex(real: real, imaginary: imaginary))
  }

  private static func part(_ value: PythonValue?) -> Double? {
    guard let value else { return nil }
    if case .float(let number) = number(value) { return number }
    return value.doubleValue
  }

  /// SERP-202: the exception that a dict with `__class__` and a true `__exception__` records; `nil` for
  /// everything else. The text of Pyro's attribute `_pyroTraceback` is its traceback as well.
  public static func exception(_ value: PythonValue) -> PythonException? {
    guard case .dict(let dict) = value, case .bool(true) = dict["__exception__"],
      case .string(let name) = dict["__class__"], let arguments = dict["args"]?.sequence
    else { return nil }
    guard let attributes = attributes(dict["attributes"]) else { return nil }
    let (module, className) = split(name)
    return PythonException(
      module: module, className: className, arguments: arguments, attributes: attributes,
      traceback: attributes.first { $0.name == "_pyroTraceback" }.flatMap { joined($0.value) } ?? "")
  }

  private static func attributes(_ value: PythonValue?) -> [PythonException.Attribute]? {
    guard let value else { return [] }
    guard case .dict(let dict) = value else { return nil }
    var attributes: [PythonException.Attribute] = []
    for entry in dict.entries {
      guard case .string(let name) = entry.key else { return nil }
      attributes.append(.init(name: name, value: entry.value))
    }
    return attributes
  }

  private static func joined(_ lines: PythonValue) -> String? {
    guard let lines = lines.sequence else { return lines.stringValue }
    return lines.compactMap(\.stringValue).joined()
  }

  /// SERP-203: the instance that a dict with `__class__` records; its state is the rest of the dict. `nil` for
  /// everything else, exceptions and numbers included.
  public static func object(_ value: PythonValue) -> PythonObject? {
    guard case .dict(let dict) = value, case .string(let name) = dict["__class__"],
      exception(value) == nil, number(value) == nil
    else { return nil }
    let (module, className) = split(name)
    let state = dict.entries.filter { !$0.key.isText("__class__") }
    return PythonObject(
      module: module, className: className, state: .dict(PythonDict(distinctEntries: state)))
  }

  /// A dotted name taken apart at its last dot.
  private static func split(_ name: String) -> (module: String?, className: String) {
    guard let dot = name.utf8.lastIndex(of: UInt8(ascii: ".")) else { return (nil, name) }
    return (String(name[..<dot]), String(name[name.utf8.index(after: dot)...]))
  }

  static func dictionary(_ entries: [(String, PythonValue)]) -> PythonValue {
    .dict(PythonDict(distinctEntries: entries.map { .init(key: .string($0.0), value: $0.1) }))
  }
}

extension PythonValue {
  /// The elements of a list or tuple.
  var sequence: [PythonValue]? {
    switch self {
    case .list(let elements), .tuple(let elements): elements
    default: nil
    }
  }
}
