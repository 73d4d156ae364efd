import PythonValues
import WireCore
import XMLPickleCodec

/// What holds of the XML pickle codec, whatever the bytes. The dialect is the one that is written; a
/// reader finds out by itself.
enum XMLPickleInvariants {
  static let limits = Limits(bytes: 1 << 20, count: 100_000)

  static func check(_ bytes: [UInt8], _ dialect: XMLPickle.Dialect) throws(Violation) {
    let strict = outcome(bytes, permissions: [])
    let permissive = outcome(bytes, permissions: .all)
    let inspection = inspect(bytes)
    try promise(
      "inspecting agrees with decoding", permissive.error.agrees(with: inspection.error),
      "\(permissive.error.text), \(inspection.error.text)")
    try bothReadersAgree(permissive, inspection)
    if case .value(let value) = strict {
      guard case .value(let other) = permissive else {
        throw Violation(promise: "permissions only add", detail: permissive.error.text)
      }
      try promise("permissions change no value", other.isIdentical(to: value), value.repr)
    }
    for error in [strict.error, permissive.error] {
      if let error { try promise("an error says what was read", !error.reading.isEmpty, "\(error)") }
    }
    for observation in inspection.observations {
      try promise("an observation stands in the document", observation.offset >= 0, "\(observation)")
    }
    if case .value(let value) = permissive {
      try ValueInvariants.check(value)
      try checkEncoding(value, dialect, bytes)
    }
  }

  /// XMLP-70: decoding reads plain documents without libxml2, inspecting reads all with it.
  private static func bothReadersAgree(
    _ decoded: Outcome, _ inspection: XMLPickle.Inspection
  ) throws(Violation) {
    guard case .value(let value) = decoded else { return }
    try promise(
      "libxml2 reads the same value", inspection.value?.isIdentical(to: value) == true,
      "\(value.repr(limit: 200)), \(inspection.value?.repr(limit: 200) ?? "none")")
  }

  private static func outcome(_ bytes: [UInt8], permissions: XMLPickle.Permissions) -> Outcome {
    Outcome { () throws(WireError) in
      try XMLPickle.decode(bytes, options: .init(limits: limits, permissions: permissions))
    }
  }

  private static func inspect(_ bytes: [UInt8]) -> XMLPickle.Inspection {
    XMLPickle.inspect(bytes.span, options: .init(limits: limits))
  }

  /// What is written decodes to what is written the same. The second writing counts, since the references too make two
  /// lists of an empty one that stood twice (XMLP-54), and a line feed of a carriage return (Q-XMLP-20).
  private static func checkEncoding(
    _ value: PythonValue, _ dialect: XMLPickle.Dialect, _ bytes: [UInt8]
  ) throws(Violation) {
    var choice = Choice(bytes)
    let options = XMLPickle.EncodingOptions(
      dialect: dialect, deepCopy: choice.flip(), inBody: choice.flip(), verbose: choice.flip(),
      limits: Limits(depth: Limits.deepestTree, bytes: 8 << 20))
    // Without references a value that stands in many places is written as often: as much as the limit allows.
    var first = options
    first.limits.bytes = 1 << 20
    guard let written = encode(value, first) else { return }
    guard let second = encode(try read(written), options) else {
      throw Violation(promise: "what is read of it can be written", detail: text(written))
    }
    let third = encode(try read(second), options)
    try promise("what is read of it is written the same", third == second, text(second))
  }

  private static func read(_ written: [UInt8]) throws(Violation) -> PythonValue {
    let roomy = XMLPickle.DecodingOptions(
      limits: Limits(depth: 200, bytes: 8 << 20, digits: 10_000), permissions: .all)
    do throws(WireError) {
      return try XMLPickle.decode(written, options: roomy)
    } catch {
      throw Violation(promise: "what is written can be read", detail: "\(error): \(text(written))")
    }
  }

  private static func text(_ document: [UInt8]) -> String {
    String(decoding: document.prefix(500), as: UTF8.self)
  }

  /// The document; `nil` where the dialect has no form for the value.
  private static func encode(_ value: PythonValue, _ options: XMLPickle.EncodingOptions) -> [UInt8]? {
    try? XMLPickle.encode(value, options: options)
  }
}
