import WireCore

// What a plain document is made of besides tags (XMLP-70).

extension PlainDocument {
  /// Where the root element begins, behind what the writers put before it; `nil` where something else stands there.
  static func rootStart(_ source: Span<UInt8>) -> Int? {
    var at = 0
    let declarations: [StaticString] = [
      "<?xml version=\"1.0\"?>", "<?xml version=\"1.0\" encoding=\"UTF-8\"?>",
      "<?xml version=\"1.0\" encoding=\"utf-8\"?>",
    ]
    for declaration in declarations where hasText(declaration, source, at) {
      at = declaration.utf8CodeUnitCount
      skipBlanks(source, &at)
      break
    }
    let type: StaticString = "<!DOCTYPE PyObject SYSTEM \"PyObjects.dtd\">"
    if hasText(type, source, at) {
      at += type.utf8CodeUnitCount
      skipBlanks(source, &at)
    }
    let isElement = at + 1 < source.count && source[at] == UInt8(ascii: "<")
    return isElement && source[at + 1] | 0x20 >= UInt8(ascii: "a") ? at : nil
  }

  private static func hasText(_ text: StaticString, _ source: Span<UInt8>, _ at: Int) -> Bool {
    let count = text.utf8CodeUnitCount
    return source.count - at >= count && source.extracting(at..<at + count).isText(text)
  }

  /// Whether U+FFFE or U+FFFF stands in a text of UTF-8: no XML document holds them.
  static func hasNoncharacter(_ source: Span<UInt8>) -> Bool {
    var at = 0
    while let first = loadWord(source, at: at), let last = loadWord(source, at: at &+ 8) {
      if (first | last) & eight(0x80) != 0,
        zeroBytes(first ^ eight(0xEF)) | zeroBytes(last ^ eight(0xEF)) != 0
      {
        for place in at..<min(at &+ 16, source.count &- 2) where isNoncharacter(source, place) { return true }
      }
      at &+= 16
    }
    while at < source.count &- 2 {
      if isNoncharacter(source, at) { return true }
      at &+= 1
    }
    return false
  }

  private static func isNoncharacter(_ source: Span<UInt8>, _ at: Int) -> Bool {
    source[at] == 0xEF && source[at &+ 1] == 0xBF && source[at &+ 2] >= 0xBE
  }
}

/// Moves `at` behind blanks, of which most are the spaces of an indent.
@inline(__always)
func skipBlanks(_ source: Span<UInt8>, _ at: inout Int) {
  while let word = loadWord(source, at: at) {
    let others = word ^ eight(0x20)
    guard others != 0 else {
      at &+= 8
      continue
    }
    let place = firstMarked(others)
    at &+= place
    let byte = UInt8(truncatingIfNeeded: word &>> UInt64(truncatingIfNeeded: 8 &* place))
    guard byte == 0x0A || byte == 0x09 else { return }
    at &+= 1
  }
  while at < source.count, source[at] == 0x20 || source[at] == 0x0A || source[at] == 0x09 { at &+= 1 }
}

/// Moves `at` to the first byte that ends a plain attribute, or is none of it: a quote, `<`, `&` or a control
/// character, for libxml2 makes a space of a tab or line end. The last seven bytes of a document are in no attribute.
@inline(__always)
func skipPlainValue(_ source: Span<UInt8>, _ at: inout Int) {
  skip(source, &at) { word in
    // The quote and `&` differ in one bit.
    zeroBytes((word | eight(0x04)) ^ eight(UInt8(ascii: "&"))) | zeroBytes(word ^ eight(UInt8(ascii: "<")))
  }
}

/// Moves `at` to the first byte that ends plain text, or is none of it: `<`, `&`, a control character but tab and line
/// feed, and `>`, which the writers do not leave as it is and which may end `]]>`. The last seven bytes of a document
/// are in no text.
@inline(__always)
func skipPlainText(_ source: Span<UInt8>, _ at: inout Int) {
  while true {
    skip(source, &at) { word in
      // `<` and `>` differ in one bit.
      zeroBytes((word | eight(0x02)) ^ eight(UInt8(ascii: ">"))) | zeroBytes(word ^ eight(UInt8(ascii: "&")))
    }
    guard at < source.count, source[at] == 0x0A || source[at] == 0x09 else { return }
    at &+= 1
  }
}

/// Moves `at` to the first control character or byte that is marked in the word it stands in; to the end where fewer
/// than eight bytes are left.
@inline(__always)
private func skip(_ source: Span<UInt8>, _ at: inout Int, marking marked: (UInt64) -> UInt64) {
  while let word = loadWord(source, at: at) {
    let found = marked(word) | lowBytes(word, below: 0x20)
    if found != 0 {
      at &+= firstMarked(found)
      return
    }
    at &+= 8
  }
  at = source.count
}

/// A reference to one of XML's five entities.
struct PlainReference {
  /// What it stands for.
  let byte: UInt8
  /// Its own bytes.
  let length: Int

  /// The reference that begins at `at`; `nil` where none of these does.
  init?(_ source: Span<UInt8>, at: Int) {
    let forms: [(StaticString, UInt8)] = [
      ("&lt;", UInt8(ascii: "<")), ("&gt;", UInt8(ascii: ">")), ("&amp;", UInt8(ascii: "&")),
      ("&quot;", UInt8(ascii: "\"")), ("&apos;", UInt8(ascii: "'")),
    ]
    for (form, byte) in forms {
      let count = form.utf8CodeUnitCount
      guard source.count - at >= count, source.extracting(at..<at + count).isText(form) else { continue }
      (self.byte, length) = (byte, count)
      return
    }
    return nil
  }
}
