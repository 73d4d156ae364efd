import CXMLPickle
import WireCore

// What a document is made of, as libxml2 meets it.
//
// Beside `PlainElement.swift` the only unsafe file of the module: it lends Swift what C lends it. Why it is sound:
// - The document's bytes stay in place for the length of `withUnsafeBufferPointer`'s closure; the
//   reader in C is made, run and freed within it, and `XMLPosition` forgets it before that.
// - The context that C hands back is a pointer to the `State` of the `XMLEvents` that runs the reader. It is
//   valid for the length of `withUnsafeMutablePointer`'s closure, within which the reader is made, run and freed;
//   nothing else touches the state meanwhile. (A reference to an object in its place cost a check of exclusive
//   access with each call.)
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

/// The attributes that either dialect gives a meaning, as C numbers them.
enum XMLAttribute: Int {
  case type, family, value, name, id, refid, module, className, extra
}

/// Some of the attributes.
struct XMLAttributes: OptionSet {
  let rawValue: UInt32

  static let type = XMLAttributes(rawValue: 1 << XMLAttribute.type.rawValue)
  static let value = XMLAttributes(rawValue: 1 << XMLAttribute.value.rawValue)
}

/// What a Gnosis element's attribute `type` says, as C numbers it.
enum XMLType: Int32 {
  case absent, other, none, `true`, `false`, numeric, string, list, tuple, dict, pyObject, function, `class`
}

/// What C does next.
enum XMLAnswer {
  case skipText, wantText
  /// Nothing may stand in the element that was started, and its end is not told.
  case holdsNothing
}

/// The elements of either dialect, as C numbers them.
struct XMLName: Equatable {
  private let rawValue: Int32

  init(_ rawValue: Int32) { self.rawValue = rawValue }
  private init(_ constant: Int) { rawValue = Int32(constant) }

  static var item: XMLName { XMLName(CXP_ITEM) }
  static var key: XMLName { XMLName(CXP_KEY) }
  static var val: XMLName { XMLName(CXP_VAL) }
  static var entry: XMLName { XMLName(CXP_ENTRY) }
  static var attr: XMLName { XMLName(CXP_ATTR) }
  static var pyObject: XMLName { XMLName(CXP_PYOBJECT) }
  static var marshal: XMLName { XMLName(CXP_MARSHAL) }
  static var reference: XMLName { XMLName(CXP_REFERENCE) }
  static var list: XMLName { XMLName(CXP_LIST) }
  static var tuple: XMLName { XMLName(CXP_TUPLE) }
  static var dictionary: XMLName { XMLName(CXP_DICTIONARY) }
  static var object: XMLName { XMLName(CXP_OBJECT) }
  static var string: XMLName { XMLName(CXP_STRING) }
  static var int: XMLName { XMLName(CXP_INT) }
  static var long: XMLName { XMLName(CXP_LONG) }
  static var float: XMLName { XMLName(CXP_FLOAT) }
  static var complex: XMLName { XMLName(CXP_COMPLEX) }
  static var none: XMLName { XMLName(CXP_NONE) }
  static var code: XMLName { XMLName(CXP_CODE) }
}

/// A start tag, lent for the length of a call.
struct XMLElement: ~Copyable {
  private let element: UnsafePointer<cxp_element>

  init(_ element: UnsafePointer<cxp_element>) { self.element = element }

  /// What its attribute `type` says.
  var type: XMLType { XMLType(rawValue: element.pointee.type) ?? .other }

  /// Whether it stands in an element that holds nothing.
  var isMisplaced: Bool { element.pointee.is_misplaced != 0 }

  /// Whether it has no attributes but these.
  func hasNone(but attributes: XMLAttributes) -> Bool { element.pointee.present & ~attributes.rawValue == 0 }

  /// The element's name.
  var name: XMLName { XMLName(element.pointee.name) }

  /// Lends the element's name as it is spelled; of one with a prefix, nothing.
  func withSpelledName<Result, Failure: Error>(
    _ body: (Span<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try lend(cxp_spelled(element), body)
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

  /// Lends an attribute's value, which is the first `count` bytes, and some that follow it; of one that is absent,
  /// nothing.
  @inline(__always)
  func withRoom<Result, Failure: Error>(
    _ attribute: XMLAttribute, _ body: (_ text: Span<UInt8>, _ count: Int) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let text = text(attribute)
    let room = text.start == nil ? 0 : element.pointee.room
    return try body(UnsafeBufferPointer(start: text.start, count: text.length &+ room).span, text.length)
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
struct XMLEvents: ~Copyable {
  /// What the calls from C change.
  fileprivate struct State: ~Copyable {
    var handler: DocumentReader
    /// What the handler threw.
    var failure: WireError?
  }

  private var state: State

  init(handler: consuming DocumentReader) { state = State(handler: handler) }

  /// Reads a document to its end, or until the handler throws.
  ///
  /// - Returns: what was read; and whether the handler met a reference.
  consuming func read(_ document: Span<UInt8>) -> (XMLPickle.Inspection, metReference: Bool) {
    let failure = document.withUnsafeBufferPointer { bytes in
      withUnsafeMutablePointer(to: &state) { XMLEvents.read(bytes, $0) }
    }
    let metReference = state.handler.metReference
    return (state.handler.finish(failure), metReference)
  }

  private static func read(
    _ bytes: UnsafeBufferPointer<UInt8>, _ state: UnsafeMutablePointer<State>
  ) -> WireError? {
    let handlers = cxp_handlers(
      context: UnsafeMutableRawPointer(state), start: startHandler, end: endHandler, text: textHandler,
      declaration: declarationHandler)
    guard let reader = cxp_create(bytes.baseAddress, bytes.count, handlers) else {
      return WireError(.limit, at: 0, reading: "XML", "libxml2 has no memory")
    }
    state.pointee.handler.position.reader = reader
    defer {
      state.pointee.handler.position.reader = nil
      cxp_free(reader)
    }
    let outcome = cxp_read(reader)
    return state.pointee.failure ?? ending(outcome, reader)
  }

  private static func ending(_ outcome: Int32, _ reader: OpaquePointer) -> WireError? {
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
}

extension XMLEvents.State {
  /// The answer in C's terms.
  @inline(__always)
  private func answer(_ answer: XMLAnswer) -> Int32 {
    switch answer {
    case .skipText: Int32(CXP_SKIP_TEXT)
    case .wantText: Int32(CXP_WANT_TEXT)
    case .holdsNothing: Int32(CXP_HOLDS_NOTHING)
    }
  }

  /// Keeps what a handler threw for the caller, and stops C.
  @inline(never)
  private mutating func stop(_ error: WireError) -> Int32 {
    failure = error
    return Int32(CXP_STOP)
  }

  fileprivate mutating func start(_ element: UnsafePointer<cxp_element>) -> Int32 {
    do throws(WireError) { return answer(try handler.start(XMLElement(element))) } catch {
      return stop(error)
    }
  }

  fileprivate mutating func end() -> Int32 {
    do throws(WireError) {
      try handler.end()
      return answer(.skipText)
    } catch {
      return stop(error)
    }
  }

  fileprivate mutating func text(_ bytes: UnsafeBufferPointer<UInt8>) -> Int32 {
    handler.text(bytes.span)
    return answer(.wantText)
  }

  fileprivate mutating func declaration(_ kind: Int32, _ name: cxp_text, _ identifier: cxp_text) -> Int32 {
    do throws(WireError) {
      try handler.declaration(
        XMLDeclaration(kind), name: makeString(name),
        identifier: identifier.start == nil ? nil : makeString(identifier))
      return answer(.skipText)
    } catch {
      return stop(error)
    }
  }
}

private func state(_ context: UnsafeMutableRawPointer?) -> UnsafeMutablePointer<XMLEvents.State>? {
  context?.assumingMemoryBound(to: XMLEvents.State.self)
}

private let startHandler: @convention(c) (UnsafeMutableRawPointer?, UnsafePointer<cxp_element>?) -> Int32 = {
  guard let state = state($0), let element = $1 else { return Int32(CXP_STOP) }
  return state.pointee.start(element)
}

private let endHandler: @convention(c) (UnsafeMutableRawPointer?) -> Int32 = {
  state($0)?.pointee.end() ?? Int32(CXP_STOP)
}

private let textHandler: @convention(c) (UnsafeMutableRawPointer?, UnsafePointer<UInt8>?, Int) -> Int32 = {
  state($0)?.pointee.text(UnsafeBufferPointer(start: $1, count: $2)) ?? Int32(CXP_STOP)
}

private let declarationHandler:
  @convention(c) (UnsafeMutableRawPointer?, Int32, cxp_text, cxp_text) -> Int32 = {
    state($0)?.pointee.declaration($1, $2, $3) ?? Int32(CXP_STOP)
  }
