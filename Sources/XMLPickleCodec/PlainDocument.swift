import WireCore

/// Reads *plain* documents without libxml2, which takes several times as long to find their tags as to make values of
/// them.
///
/// Plain is what the encoders of both dialects write, and little more (XMLP-70). What is not, and what is refused in any way,
/// is given up, and libxml2 reads the document from its first byte: only that way says what is wrong with a
/// document. Both hand the same tags to the same ``DocumentReader``, so that what both read they read as the same value.
struct PlainDocument: ~Copyable {
  /// What is thrown where a document turns out not to be plain. Nobody sees it.
  struct NotPlain: Error {}

  /// The longest document that is read here, in bytes: less than any limit of libxml2's on what stands in one.
  private static let mostBytes = 1 << 28
  /// The most elements that are open at once: less than any version of libxml2 opens.
  private static let mostOpen = 1_000

  private var reader: DocumentReader
  private let element: PlainElement
  /// Where the reading stands.
  private var at = 0
  /// The names of the open elements.
  private var open: [PlainName] = []
  /// A text with its references resolved.
  private var buffer: [UInt8] = []

  private init(_ reader: consuming DocumentReader, _ element: PlainElement) {
    self.reader = reader
    self.element = element
  }

  /// Reads a document; `nil` where it is not plain.
  ///
  /// `isDirect` says whether values are made at once, and is false after a document that cannot be read so.
  ///
  /// - Complexity: linear in the document.
  static func read(
    _ document: Span<UInt8>, options: XMLPickle.DecodingOptions, isDirect: inout Bool
  ) -> XMLPickle.Inspection? {
    guard document.count <= mostBytes, let start = rootStart(document) else { return nil }
    guard isUTF8(document), !hasNoncharacter(document) else { return nil }
    let (inspection, metReference) = read(document, from: start, options, isDirect)
    guard metReference, isDirect else { return inspection }
    isDirect = false
    return read(document, from: start, options, false).0
  }

  private static func read(
    _ document: Span<UInt8>, from start: Int, _ options: XMLPickle.DecodingOptions, _ isDirect: Bool
  ) -> (XMLPickle.Inspection?, metReference: Bool) {
    PlainElement.lend(document) { element, source in
      let reader = DocumentReader(options: options, inspects: false, isDirect: isDirect, isChecked: true)
      var plain = PlainDocument(reader, element)
      plain.at = start
      do throws(NotPlain) { try plain.readElements(source) } catch {
        return (nil, plain.reader.metReference)
      }
      let inspection = plain.reader.finish(nil)
      return (inspection.error == nil && inspection.value != nil ? inspection : nil, false)
    }
  }

  // MARK: Elements

  /// The root element, and blanks up to the end of the document.
  private mutating func readElements(_ source: Span<UInt8>) throws(NotPlain) {
    repeat {
      skipBlanks(source, &at)
      guard at &+ 1 < source.count, source[at] == UInt8(ascii: "<") else { throw NotPlain() }
      at &+= 1
      if source[at] == UInt8(ascii: "/") {
        try readEnd(source)
      } else {
        try readStart(source)
      }
    } while !open.isEmpty
    skipBlanks(source, &at)
    guard at == source.count else { throw NotPlain() }
  }

  /// A start tag; and all of an element that holds no others.
  @inline(__always)
  private mutating func readStart(_ source: Span<UInt8>) throws(NotPlain) {
    guard let name = PlainName(source, &at) else { throw NotPlain() }
    if name.isOfText, try readWholeText(of: name, source) { return }
    element.begin(name)
    let isEmpty = try readAttributes(source)
    switch try start() {
    case .holdsNothing:
      if isEmpty { return }
      skipBlanks(source, &at)
      try readEnd(of: name, source)
    case .wantText:
      if isEmpty { return try end(text: source.extracting(0..<0)) }
      try readText(of: name, source)
    case .skipText:
      if isEmpty { return try end() }
      guard open.count < PlainDocument.mostOpen else { throw NotPlain() }
      open.append(name)
    }
  }

  /// The end tag of the innermost open element, from the name on.
  @inline(__always)
  private mutating func readEnd(_ source: Span<UInt8>) throws(NotPlain) {
    at &+= 1
    guard let name = open.popLast(), name.skipEnd(source, &at) else { throw NotPlain() }
    try end()
  }

  /// The end tag of an element that is not kept as open.
  @inline(__always)
  private mutating func readEnd(of name: PlainName, _ source: Span<UInt8>) throws(NotPlain) {
    guard at &+ 1 < source.count, source[at] == UInt8(ascii: "<"), source[at &+ 1] == UInt8(ascii: "/")
    else { throw NotPlain() }
    at &+= 2
    guard name.skipEnd(source, &at) else { throw NotPlain() }
  }

  /// An element of PyXML without attributes whose text is all that there is to it.
  ///
  /// - Returns: whether it was one; if not, nothing has happened.
  @inline(__always)
  private mutating func readWholeText(of name: PlainName, _ source: Span<UInt8>) throws(NotPlain) -> Bool {
    guard at < source.count, source[at] == UInt8(ascii: ">") else { return false }
    let start = at &+ 1
    var end = start
    skipPlainText(source, &end)
    guard end &+ 1 < source.count, source[end] == UInt8(ascii: "<"), source[end &+ 1] == UInt8(ascii: "/")
    else { return false }
    var behind = end &+ 2
    guard name.skipEnd(source, &behind) else { return false }
    do throws(WireError) {
      guard try reader.addPlain(XMLName(name.element), source, start..<end) else { return false }
    } catch {
      throw NotPlain()
    }
    at = behind
    return true
  }

  /// The text of an element, and its end.
  private mutating func readText(of name: PlainName, _ source: Span<UInt8>) throws(NotPlain) {
    let start = at
    skipPlainText(source, &at)
    guard at < source.count else { throw NotPlain() }
    if source[at] == UInt8(ascii: "<") {
      let text = source.extracting(start..<at)
      try readEnd(of: name, source)
      return try end(text: text)
    }
    try resolve(source, from: start) { skipPlainText($0, &$1) }
    try readEnd(of: name, source)
    let text = buffer
    try end(text: text.span)
  }

  // MARK: Attributes

  /// The attributes of a start tag and its end; whether it is that of the element as well.
  @inline(__always)
  private mutating func readAttributes(_ source: Span<UInt8>) throws(NotPlain) -> Bool {
    if !buffer.isEmpty { buffer.removeAll(keepingCapacity: true) }
    while let part = PlainTagPart(source, &at) {
      switch part {
      case .value: try readValue(of: .value, source)
      case .type: try readType(source)
      case .end: return false
      case .emptyEnd: return true
      case .blank:
        if let attribute = XMLAttribute(plain: source, &at) { try readValue(of: attribute, source) }
      }
    }
    throw NotPlain()
  }

  /// The value of an attribute `type`.
  @inline(__always)
  private mutating func readType(_ source: Span<UInt8>) throws(NotPlain) {
    let start = at
    guard let type = XMLType(common: source, &at) else { return try readValue(of: .type, source) }
    guard element.add(.type, start, at) else { throw NotPlain() }
    element.set(type)
    at &+= 1
  }

  /// The value of an attribute, up to and with its quote.
  @inline(__always)
  private mutating func readValue(of attribute: XMLAttribute, _ source: Span<UInt8>) throws(NotPlain) {
    let start = at
    skipPlainValue(source, &at)
    guard element.add(attribute, start, at) else { throw NotPlain() }
    if source[at] != UInt8(ascii: "\"") {
      // The writers have references nowhere else.
      guard attribute == .value else { throw NotPlain() }
      try resolve(source, from: start) { skipPlainValue($0, &$1) }
      guard source[at] == UInt8(ascii: "\"") else { throw NotPlain() }
    } else if attribute == .type {
      element.set(XMLType(plain: source, start, length: at &- start))
    }
    at &+= 1
  }

  // MARK: References

  /// Puts a text from `start` on into the buffer. The reading stands at its first reference, and then at its end.
  @inline(never)
  private mutating func resolve(
    _ source: Span<UInt8>, from start: Int, _ skipPlain: (Span<UInt8>, inout Int) -> Void
  ) throws(NotPlain) {
    buffer.removeAll(keepingCapacity: true)
    buffer.append(copying: source.extracting(start..<at))
    while at < source.count, source[at] == UInt8(ascii: "&") {
      buffer.append(try readReference(source))
      let start = at
      skipPlain(source, &at)
      buffer.append(copying: source.extracting(start..<at))
    }
    guard at < source.count else { throw NotPlain() }
  }

  /// XMLP-4: a reference to one of XML's five entities.
  private mutating func readReference(_ source: Span<UInt8>) throws(NotPlain) -> UInt8 {
    guard let reference = PlainReference(source, at: at) else { throw NotPlain() }
    at &+= reference.length
    return reference.byte
  }

  // MARK: Events

  @inline(__always)
  private mutating func start() throws(NotPlain) -> XMLAnswer {
    do throws(WireError) {
      let element = element
      if buffer.isEmpty {
        return try element.with { element throws(WireError) in try reader.start(element) }
      }
      let text = buffer
      return try element.with(.value, text.span) { element throws(WireError) in try reader.start(element) }
    } catch {
      throw NotPlain()
    }
  }

  @inline(__always)
  private mutating func end() throws(NotPlain) {
    do throws(WireError) { try reader.end() } catch { throw NotPlain() }
  }

  @inline(__always)
  private mutating func end(text: Span<UInt8>) throws(NotPlain) {
    do throws(WireError) { try reader.end(text: text) } catch { throw NotPlain() }
  }
}
