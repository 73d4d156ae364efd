import CXMLPickle

// The start tag of a plain document, as libxml2's reader would lend it.
//
// Beside `XMLEvents.swift` the only unsafe file of the module. Why it is sound:
// - `PlainElement.lend` makes the C structure and has the document's bytes in place for the length of its closure;
//   what it lends is used within it, and kept nowhere longer: `PlainDocument` is made and ended in it.
// - `add` makes pointers of places within the document only, which it checks.
// - A value that stands in a buffer is lent for the length of one call, and its pointer forgotten after it.
// - `present` says which of the texts are set: of the others nothing is read.

/// A start tag of a plain document. It is one place that is filled anew for each.
struct PlainElement {
  /// How many bytes of the document follow each value, and can be read with it.
  static let room = 8

  private let bytes: UnsafeBufferPointer<UInt8>
  private let element: UnsafeMutablePointer<cxp_element>

  /// Calls `body` with an element of this document.
  static func lend<Result>(
    _ document: Span<UInt8>, _ body: (PlainElement, Span<UInt8>) -> Result
  ) -> Result {
    document.withUnsafeBufferPointer { bytes in
      var element = cxp_element()
      element.room = room
      return withUnsafeMutablePointer(to: &element) {
        body(PlainElement(bytes: bytes, element: $0), bytes.span)
      }
    }
  }

  /// Begins another tag, without attributes.
  @inline(__always)
  func begin(_ name: PlainName) {
    element.pointee.name = name.element
    element.pointee.type = XMLType.absent.rawValue
    element.pointee.present = 0
  }

  /// Adds an attribute whose value is the bytes from `start` up to `end`; `false` where it is there already, or
  /// ``room`` more bytes do not follow it.
  @inline(__always)
  func add(_ attribute: XMLAttribute, _ start: Int, _ end: Int) -> Bool {
    guard element.pointee.present >> UInt32(attribute.rawValue) & 1 == 0, let base = bytes.baseAddress,
      start >= 0, start <= end, end <= bytes.count - PlainElement.room
    else { return false }
    cxp_set_attribute(element, Int32(attribute.rawValue), base + start, end &- start)
    return true
  }

  /// Sets what the attribute `type` says.
  @inline(__always)
  func set(_ type: XMLType) { element.pointee.type = type.rawValue }

  /// Lends the tag.
  @inline(__always)
  func with<Result, Failure: Error>(
    _ body: (borrowing XMLElement) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try body(XMLElement(element))
  }

  /// Lends the tag with this text as the value of an attribute.
  func with<Result, Failure: Error>(
    _ attribute: XMLAttribute, _ text: Span<UInt8>, _ body: (borrowing XMLElement) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try text.withUnsafeBufferPointer { text throws(Failure) in
      cxp_set_attribute(element, Int32(attribute.rawValue), text.baseAddress, text.count)
      element.pointee.room = 0
      defer {
        element.pointee.room = PlainElement.room
        element.pointee.present = 0
      }
      return try body(XMLElement(element))
    }
  }
}
