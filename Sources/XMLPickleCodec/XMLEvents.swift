import CXMLPickle
import WireCore

// What a document is made of, as libxml2 meets it.
//
// The only unsafe file of the module: it lends Swift what C lends it. Why it is sound:
// - The document's bytes stay in place for the length of `withUnsafeBufferPointer`'s closure; the
//   reader in C is made, run and freed within it, and `XMLPosition` forgets it before that.
// - The context that C hands back is an unretained pointer to the `XMLEvents` that runs the reader
//   and outlives it.
// - Each text that C lends is given on as a `Span` for the length of a call, and cannot be kept.
// - C calls back on the thread that runs the reader, one call at a time, and never from within one.

/// What a document may declare or use beyond elements and text.
enum XMLDeclaration {
  case documentType, internalEntity, externalEntity, entityReference, other

  fileprivate init(_ kind: Int32) {
    switch kind {
    case Int32(CXP_DOCTYPE): self = .documentType
    case Int32(CXP_INTERNAL_ENTITY): self = .internalEntity
    case Int32(CXP_EXTERNAL_ENTITY): self = .externalEntity
    case Int32(CXP_ENTITY_REFERENCE): self = .entityReference
    default: self = .other
    }
  }
}

/// The attributes that either dialect gives a meaning.
enum XMLAttribute: Int {
  case type, family, value, name, id, refid, module, className, extra
}

/// A start tag, lent for the length of a call.
struct XMLElement: ~Copyable {
  private let element: UnsafePointer<cxp_element>

  fileprivate init(_ element: UnsafePointer<cxp_element>) { self.element = element }

  /// Lends the element's name; of one with a prefix, nothing.
  func withName<Result, Failure: Error>(
    _ body: (Span<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try lend(element.pointee.name, body)
  }

  /// Whether the attribute is there.
  func has(_ attribute: XMLAttribute) -> Bool { text(attribute).start != nil }

  /// Whether the attribute is there and not empty.
  func hasText(_ attribute: XMLAttribute) -> Bool { text(attribute).length > 0 }

  /// Lends an attribute's value; of one that is absent, nothing.
  func with<Result, Failure: Error>(
    _ attribute: XMLAttribute, _ body: (Span<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try lend(text(attribute), body)
  }

  /// An attribute's value; of one that is absent, nothing.
  func string(_ attribute: XMLAttribute) -> String {
    makeString(text(attribute))
  }

  /// The attribute in C's terms, for ``XMLEvents/offset(of:in:)``.
  fileprivate func text(_ attribute: XMLAttribute) -> cxp_text {
    cxp_attribute(element, Int32(attribute.rawValue))
  }

  private func lend<Result, Failure: Error>(
    _ text: cxp_text, _ body: (Span<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try body(UnsafeBufferPointer(start: text.start, count: text.length).span)
  }
}

private func makeString(_ text: cxp_text) -> String {
  String(decoding: UnsafeBufferPointer(start: text.start, count: text.length), as: UTF8.self)
}

/// Where a reading stands.
struct XMLPosition {
  fileprivate var reader: OpaquePointer?

  /// The byte at which the reader stands.
  var offset: Int { reader.map { cxp_offset($0) } ?? 0 }

  /// The byte at which an attribute's value begins; `nil` where it does not stand in the document as it is.
  func offset(of attribute: XMLAttribute, in element: borrowing XMLElement) -> Int? {
    guard let reader else { return nil }
    // C's SIZE_MAX arrives as -1.
    let offset = cxp_offset_of(reader, element.text(attribute))
    return offset < 0 ? nil : offset
  }
}

/// One reading of one document.
final class XMLEvents {
  private var handler: DocumentReader
  /// What the handler threw.
  private var failure: WireError?

  init(handler: consuming DocumentReader) { self.handler = handler }

  /// Reads a document to its end, or until the handler throws; once only.
  func read(_ document: Span<UInt8>) -> XMLPickle.Inspection {
    let failure = document.withUnsafeBufferPointer { bytes -> WireError? in
      let handlers = cxp_handlers(
        context: Unmanaged.passUnretained(self).toOpaque(), start: startHandler, end: endHandler,
        text: textHandler, declaration: declarationHandler)
      guard let reader = cxp_create(bytes.baseAddress, bytes.count, handlers) else {
        return WireError(.limit, at: 0, reading: "XML", "libxml2 has no memory")
      }
      handler.position.reader = reader
      defer {
        handler.position.reader = nil
        cxp_free(reader)
      }
      let outcome = cxp_read(reader)
      return self.failure ?? ending(outcome, reader)
    }
    return handler.finish(failure)
  }

  private func ending(_ outcome: Int32, _ reader: OpaquePointer) -> WireError? {
    let offset = cxp_offset(reader)
    let message = String(cString: cxp_message(reader))
    let detail = message.isEmpty ? "the document is not well formed" : message
    switch outcome {
    case Int32(CXP_DONE): return nil
    case Int32(CXP_TRUNCATED): return WireError(.truncated, at: offset, reading: "XML", detail)
    case Int32(CXP_TRAILING): return WireError(.trailing, at: offset, reading: "XML", detail)
    case Int32(CXP_TOO_MANY):
      let what = "more attributes or namespaces than any XML pickle has"
      return WireError(.limit, at: offset, reading: "start tag", what)
    case Int32(CXP_NO_MEMORY):
      return WireError(.limit, at: offset, reading: "XML", "libxml2 has no memory")
    default: return WireError(.syntax, at: offset, reading: "XML", detail)
    }
  }

  /// Runs a handler; what it throws is kept for the caller, and stops C.
  fileprivate func answer(_ body: () throws(WireError) -> Bool) -> Int32 {
    do throws(WireError) {
      return Int32(try body() ? CXP_WANT_TEXT : CXP_SKIP_TEXT)
    } catch {
      failure = error
      return Int32(CXP_STOP)
    }
  }

  fileprivate func start(_ element: UnsafePointer<cxp_element>) -> Int32 {
    answer { () throws(WireError) in try handler.start(XMLElement(element)) }
  }

  fileprivate func end() -> Int32 {
    answer { () throws(WireError) in try handler.end() }
  }

  fileprivate func text(_ bytes: UnsafeBufferPointer<UInt8>) -> Int32 {
    answer { () throws(WireError) in
      try handler.text(bytes.span)
      return true
    }
  }

  fileprivate func declaration(_ kind: Int32, _ name: cxp_text, _ identifier: cxp_text) -> Int32 {
    answer { () throws(WireError) in
      try handler.declaration(
        XMLDeclaration(kind), name: makeString(name),
        identifier: identifier.start == nil ? nil : makeString(identifier))
      return false
    }
  }
}

private func events(_ context: UnsafeMutableRawPointer?) -> XMLEvents? {
  context.map { Unmanaged<XMLEvents>.fromOpaque($0).takeUnretainedValue() }
}

private let startHandler: @convention(c) (UnsafeMutableRawPointer?, UnsafePointer<cxp_element>?) -> Int32 = {
  guard let events = events($0), let element = $1 else { return Int32(CXP_STOP) }
  return events.start(element)
}

private let endHandler: @convention(c) (UnsafeMutableRawPointer?) -> Int32 = {
  events($0)?.end() ?? Int32(CXP_STOP)
}

private let textHandler: @convention(c) (UnsafeMutableRawPointer?, UnsafePointer<UInt8>?, Int) -> Int32 = {
  events($0)?.text(UnsafeBufferPointer(start: $1, count: $2)) ?? Int32(CXP_STOP)
}

private let declarationHandler:
  @convention(c) (UnsafeMutableRawPointer?, Int32, cxp_text, cxp_text) -> Int32 = {
    events($0)?.declaration($1, $2, $3) ?? Int32(CXP_STOP)
  }
