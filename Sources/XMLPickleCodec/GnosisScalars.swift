import CXMLPickle
import PythonValues
import WireCore

extension GnosisWriter {
  /// Writes the rest of the element of a value that holds no others; `false` for one that does.
  mutating func writeScalar(_ value: PythonValue, _ place: Place) throws(ValueEncodingError) -> Bool {
    switch value {
    case .none:
      appendType("None", family: "none")
      output.append(" />\n")
    case .bool(let flag):
      appendType(flag ? "True" : "False", family: "uniq")
      output.append(" value=\"\" />\n")
    case .int, .bigInt, .float, .complex:
      appendType("numeric", family: "atom")
      appendOpening(inBody: options.inBody)
      append(number: value)
      appendClosing(place, inBody: options.inBody)
    case .string, .bytes:
      appendType("string", family: "atom")
      try append(string: value, place)
    case .global(let global):
      appendType("function", family: "lang")
      output.append(" ")
      try appendNames(global.module, global.name)
      output.append("/>\n")
    case .object(let object):
      return try writeMutated(object, place)
    default: return false
    }
    return true
  }

  /// XMLP-56: a record that a mutator of Gnosis's makes, and that holds no others.
  private mutating func writeMutated(
    _ object: PythonObject, _ place: Place
  ) throws(ValueEncodingError) -> Bool {
    guard let mutation = object.mutation, mutation.family == "atom" else { return false }
    try appendType(.object(object))
    guard object.hasCoreData else {
      output.append(">")
      try appendBody(mutation.data, isUnicode: mutation.data.isUnicode)
      appendEnd(place)
      return true
    }
    switch mutation.data {
    case .string, .bytes: try append(string: mutation.data, place, inBody: false)
    default:
      appendOpening(inBody: false)
      append(number: mutation.data)
      appendClosing(place, inBody: false)
    }
    return true
  }

  private mutating func appendOpening(inBody: Bool) { output.append(inBody ? ">" : " value=\"") }

  private mutating func appendClosing(_ place: Place, inBody: Bool) {
    if inBody { appendEnd(place) } else { output.append("\" />\n") }
  }

  private mutating func appendEnd(_ place: Place) {
    output.append("</")
    output.append(place.tag)
    output.append(">\n")
  }

  // MARK: Types

  /// XMLP-52: the type, with its family if asked for.
  mutating func appendType(_ type: StaticString, family: StaticString) {
    if options.verbose {
      output.append("family=\"")
      output.append(family)
      output.append("\" ")
    }
    output.append("type=\"")
    output.append(type)
    output.append("\"")
  }

  /// The type of a container or record.
  mutating func appendType(_ value: PythonValue) throws(ValueEncodingError) {
    switch value {
    case .list: appendType("list", family: "seq")
    case .tuple: appendType("tuple", family: "seq")
    case .dict: appendType("dict", family: "map")
    case .object(let object):
      if let mutation = object.mutation { return try append(mutation, of: object) }
      if object.hasCoreData { return output.append("family=\"obj\" type=\"__compound__\" ") }
      appendType("PyObject", family: "obj")
    default: throw noForm(of: value, in: "Gnosis")
    }
  }

  private mutating func append(_ mutation: GnosisMutation, of object: PythonObject) throws(ValueEncodingError)
  {
    output.append("family=\"")
    output.append(mutation.family)
    output.append("\" type=\"")
    output.append(mutation.tag)
    output.append("\" ")
    guard object.hasCoreData else { return }
    output.append("extra=\"")
    try append(name: object.module ?? "None")
    output.append(" ")
    try append(name: object.className)
    output.append("\"")
  }

  /// XMLP-53: names are written as they are; what XML would not give back is refused.
  mutating func append(name: String) throws(ValueEncodingError) {
    guard name.isGnosisName else {
      throw ValueEncodingError(.unrepresentable, path: "", "a name has characters that XML does not take")
    }
    output.append(Array(name.utf8).span)
  }

  /// The module and class, or function, of a value.
  mutating func appendNames(_ module: String?, _ name: String) throws(ValueEncodingError) {
    if let module {
      output.append("module=\"")
      try append(name: module)
      output.append("\" ")
    }
    output.append("class=\"")
    try append(name: name)
    output.append("\"")
  }

  // MARK: Numbers

  /// XMLP-57: integers with an `L` where Python 2 has longs, floats with 17 digits and a dot.
  private mutating func append(number value: PythonValue) {
    switch value {
    case .int(let integer): output.append(decimal: integer)
    case .bigInt(let integer):
      integer.appendDecimal(to: &output)
      output.append("L")
    case .float(let number):
      let start = output.count
      output.append(number, digits: 17)
      if !output.hasPointOrExponent(from: start) { output.append(".") }
    case .complex(let number):
      output.append(number.real, digits: 17)
      output.append(":")
      output.append(number.imaginary, digits: 17)
    default: break
    }
  }

  // MARK: Strings

  /// XMLP-58: a `str` in an attribute or the body, a `unicode` in the body.
  private mutating func append(
    string value: PythonValue, _ place: Place, inBody: Bool? = nil
  ) throws(ValueEncodingError) {
    if value.isUnicode || inBody ?? options.inBody {
      output.append(">")
      try appendBody(value, isUnicode: value.isUnicode)
      appendEnd(place)
    } else {
      output.append(" value=\"")
      appendQuoted(value.pythonBytes)
      output.append("\" />\n")
    }
  }

  /// XMLP-18: entities for XML, then what Python's `repr` leaves between quotes.
  private mutating func appendQuoted(_ bytes: [UInt8]) {
    let text = bytes.span
    // What stands for itself is copied run by run.
    var start = 0
    for index in text.indices {
      let form: StaticString?
      switch text[index] {
      case UInt8(ascii: "&"): form = "&amp;"
      case UInt8(ascii: "<"): form = "&lt;"
      case UInt8(ascii: ">"): form = "&gt;"
      case UInt8(ascii: "\""): form = "&quot;"
      case UInt8(ascii: "'"): form = "&apos;"
      case UInt8(ascii: "\\"): form = "\\\\"
      case 0x20..<0x7F: continue
      case 0x09: form = "\\t"
      case 0x0A: form = "\\n"
      case 0x0D: form = "\\r"
      default: form = nil
      }
      output.append(text.extracting(start..<index))
      start = index + 1
      if let form { output.append(form) } else { output.append("\\x", hex: UInt32(text[index]), 2) }
    }
    output.append(text.extracting(start..<text.count))
  }

  /// XMLP-19: text in the body of an element.
  private mutating func appendBody(_ value: PythonValue, isUnicode: Bool) throws(ValueEncodingError) {
    let bytes = value.pythonBytes
    if isUnicode {
      guard BodyText.inner(of: bytes.span) == nil else {
        throw ValueEncodingError(.unrepresentable, path: "", "it would be read as a str in guillemets")
      }
    } else {
      guard bytes.allSatisfy({ $0 < 0x80 }) else {
        throw ValueEncodingError(.unrepresentable, path: "", "bytes past ASCII may not stand in a body")
      }
      output.append("»»")
    }
    try output.append(xmlText: bytes)
    if !isUnicode { output.append("««") }
  }
}

extension OutputBuffer {
  /// Appends a float as C's `%.*g` prints it.
  mutating func append(_ number: Double, digits: Int32) {
    if let rounded = RoundedFloat(number.magnitude, precision: Int(digits)) {
      if number < 0 { append(UInt8(ascii: "-")) }
      return append(digits: rounded.digits, exponent: rounded.exponent, precision: Int(digits))
    }
    var text = [UInt8](repeating: 0, count: 32)
    let length = text.withUnsafeMutableBufferPointer { cxp_print_double(number, digits, $0.baseAddress) }
    append(text.span.extracting(first: min(length, text.count)))
  }

  /// Whether a point or an exponent stands in the bytes from `start` on.
  func hasPointOrExponent(from start: Int) -> Bool {
    for index in start..<count {
      let byte = byte(at: index)
      if byte == UInt8(ascii: ".") || byte == UInt8(ascii: "e") { return true }
    }
    return false
  }

  /// Appends UTF-8 text with entities for XML.
  ///
  /// - Throws: `unrepresentable` for characters that no XML document holds.
  mutating func append(xmlText bytes: [UInt8]) throws(ValueEncodingError) {
    let text = bytes.span
    // What stands for itself is copied run by run.
    var start = 0
    for index in text.indices {
      let byte = text[index]
      guard byte < 0x40 || byte >= 0xBE else { continue }
      // U+FFFE and U+FFFF.
      if byte >= 0xBE, index >= 2, text[index - 2] == 0xEF, text[index - 1] == 0xBF {
        throw OutputBuffer.notXML
      }
      let entity: StaticString
      switch byte {
      case UInt8(ascii: "&"): entity = "&amp;"
      case UInt8(ascii: "<"): entity = "&lt;"
      case UInt8(ascii: ">"): entity = "&gt;"
      case 0x09, 0x0A, 0x0D, 0x20...: continue
      default: throw OutputBuffer.notXML
      }
      append(text.extracting(start..<index))
      append(entity)
      start = index + 1
    }
    append(text.extracting(start..<text.count))
  }

  private static var notXML: ValueEncodingError {
    ValueEncodingError(.unrepresentable, path: "", "the text has a character that XML does not take")
  }
}

extension String {
  /// Whether it comes back as it is where it is written as a name: XMLP-53.
  var isGnosisName: Bool {
    utf8.allSatisfy { byte in
      byte >= 0x20 && byte != UInt8(ascii: "<") && byte != UInt8(ascii: "&") && byte != UInt8(ascii: "\"")
    }
  }
}
