import PythonValues
import WireCore

/// XML pickles: the documents of the Python packages Gnosis_Utils (`gnosis.xml.pickle` 1.2) and
/// PyXML (`xml.marshal.generic` 0.8), which Pyro 3 can use in place of pickle.
///
/// Decoding evaluates nothing, looks nothing up and opens nothing: a class is a name, a number is
/// parsed, an entity is refused.
public enum XMLPickle {
  /// The two kinds of document.
  public enum Dialect: String, Hashable, Sendable, CaseIterable {
    /// `gnosis.xml.pickle`: a root element `PyObject`.
    case gnosis
    /// `xml.marshal.generic`: a root element `marshal`.
    case pyxml
  }

  /// Reads a document of either dialect, gzip-compressed or not, in any encoding that libxml2 knows.
  ///
  /// - Returns: the value. What the document refers to again is `PythonValue.shared(_:)`, with
  ///   numbers from 1 in the order of the document; instances are `PythonObject` records.
  /// - Throws: `syntax` for what is no such document, `truncated`, `trailing`, `forbidden` for
  ///   declarations, entities and what ``DecodingOptions/permissions`` does not allow, `unsupported`
  ///   for mutators of applications, `limit`. Offsets count the bytes of the document, after gzip.
  /// - Complexity: linear in the document.
  public static func decode(
    _ document: Span<UInt8>, options: DecodingOptions = DecodingOptions()
  ) throws(WireError) -> PythonValue {
    let inspection = read(document, options: options, inspects: false)
    if let error = inspection.error { throw error }
    guard let value = inspection.value else {
      throw WireError(.syntax, at: 0, reading: "XML pickle", "there is no value")
    }
    return value
  }

  /// Reads a document held in an array; see ``decode(_:options:)-(Span<UInt8>,_)``.
  public static func decode(
    _ document: [UInt8], options: DecodingOptions = DecodingOptions()
  ) throws(WireError) -> PythonValue {
    try decode(document.span, options: options)
  }

  /// Reads a document to see what is in it: raw pickles, functions, classes and mutators become
  /// inert records, numbers that are none become `None`, as for Gnosis, and all is noted.
  ///
  /// Reading stops only where there is nothing more to be read: ill-formed XML, a declaration,
  /// an element out of place, a limit.
  ///
  /// - Complexity: linear in the document.
  public static func inspect(
    _ document: Span<UInt8>, options: DecodingOptions = DecodingOptions()
  ) -> Inspection {
    read(document, options: options, inspects: true)
  }

  private static func read(
    _ document: Span<UInt8>, options: DecodingOptions, inspects: Bool
  ) -> Inspection {
    do throws(WireError) {
      guard document.count <= options.limits.bytes else {
        throw WireError(
          .limit, at: options.limits.bytes, reading: "XML pickle", "\(document.count) bytes")
      }
      guard isGzip(document) else { return readInflated(document, options: options, inspects: inspects) }
      let inflated = try inflate(document, limits: options.limits, format: .gzip)
      return readInflated(inflated.span, options: options, inspects: inspects)
    } catch {
      return Inspection(value: nil, error: error, dialect: nil, observations: [])
    }
  }

  /// Reads a document that is not compressed: once where it refers to nothing, as most do, else twice; and first
  /// without libxml2, unless observations are asked for, which say where things stand.
  private static func readInflated(
    _ document: Span<UInt8>, options: DecodingOptions, inspects: Bool
  ) -> Inspection {
    var isDirect = options.numbering == .referenced
    if !inspects, let read = PlainDocument.read(document, options: options, isDirect: &isDirect) {
      return read
    }
    return readByLibXML2(document, options: options, inspects: inspects, isDirect: isDirect)
  }

  /// Reads a document with libxml2: any document.
  static func readByLibXML2(
    _ document: Span<UInt8>, options: DecodingOptions, inspects: Bool, isDirect: Bool
  ) -> Inspection {
    if isDirect {
      let reader = DocumentReader(options: options, inspects: inspects, isDirect: true)
      let (inspection, metReference) = XMLEvents(handler: reader).read(document)
      if !metReference { return inspection }
    }
    let reader = DocumentReader(options: options, inspects: inspects, isDirect: false)
    return XMLEvents(handler: reader).read(document).0
  }

  private static func isGzip(_ document: Span<UInt8>) -> Bool {
    document.count >= 2 && document[0] == 0x1F && document[1] == 0x8B
  }
}
