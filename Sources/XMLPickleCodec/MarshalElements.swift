import PythonValues
import WireCore

// The elements of xml.marshal.generic: an element's name says what it is.

extension DocumentReader {
  /// XMLP-40: a value, in the root element or in a container.
  mutating func startMarshalled(_ element: borrowing XMLElement) throws(WireError) {
    switch element.name {
    case .int: startText(.int, id: nil)
    case .string: startText(.plainString, id: nil)
    case .float: startText(.float, id: nil)
    case .none: startText(.none, id: nil)
    case .long: startText(.long, id: nil)
    case .complex: startText(.complex, id: nil)
    case .code: startText(.code, id: nil)
    case .list: try open(.list, element, hasIdentity: true)
    case .tuple: try open(.tuple, element, hasIdentity: false)
    case .dictionary: try open(.dict, element, hasIdentity: !isState)
    case .object: try openInstance(element)
    case .reference: try startReference(element)
    default: throw misplaced(element)
    }
  }

  private mutating func open(
    _ kind: ValueProgram.Kind, _ element: borrowing XMLElement, hasIdentity: Bool
  ) throws(WireError) {
    var frame = Frame(role: .values, making: kind)
    frame.hasIdentity = hasIdentity
    try open(frame, id: id(of: element))
  }

  /// Whether what comes next is the state of an instance: it has an id, but belongs to the instance.
  private var isState: Bool {
    if case .instance = top.making { return top.count == 1 }
    return false
  }

  /// XMLP-46: an instance: its constructor's arguments and its state.
  private mutating func openInstance(_ element: borrowing XMLElement) throws(WireError) {
    guard element.has(.module) else { throw error(.syntax, "object", "it names no module") }
    let name = try className(element)
    note(.instance(module: name.module, className: name.name))
    try open(.instance(program.place(of: name)), element, hasIdentity: true)
  }

  /// XMLP-42: a reference to what has the id.
  private mutating func startReference(_ element: borrowing XMLElement) throws(WireError) {
    try addReference(to: element.with(.id) { DocumentIdentifiers.Name($0) })
    openEmptyElement()
  }

  /// What a container of values must hold at its end.
  func checkContents(_ frame: Frame) throws(WireError) {
    switch frame.making {
    case .dict where frame.count % 2 != 0:
      throw error(.syntax, "dictionary", "its last key has no value")
    case .instance where frame.count != 2:
      throw error(.syntax, "object", "it needs arguments and a state")
    default: break
    }
  }

  /// XMLP-43 to XMLP-47: the value that the text of an element is.
  mutating func marshalled(_ scalar: Scalar, _ text: Span<UInt8>) throws(WireError) -> PythonValue {
    switch scalar {
    case .int, .long: return try integer(text, allowsSuffix: isLong(scalar))
    case .float: return try floatNumber(text)
    case .complex: return try complexNumber(text)
    case .none: return .none
    case .code: return try codeObject(text)
    default: return .string(string(text))
    }
  }

  private func isLong(_ scalar: Scalar) -> Bool {
    if case .long = scalar { true } else { false }
  }

  private mutating func floatNumber(_ text: Span<UInt8>) throws(WireError) -> PythonValue {
    let plain = PlainNumber.value(text, digits: 0)
    if let plain, case .float = plain { return plain }
    guard let number = NumberText.float(text) else { return try notANumber(text) }
    return .float(number)
  }

  private mutating func integer(
    _ text: Span<UInt8>, allowsSuffix: Bool
  ) throws(WireError) -> PythonValue {
    let limit = options.limits.digits
    let plain = PlainNumber.value(text, digits: limit)
    if let plain, case .int = plain { return plain }
    do throws(TooManyDigits) {
      if let number = try NumberText.integer(text, allowsSuffix: allowsSuffix, digits: limit) {
        return number
      }
    } catch {
      throw self.error(.limit, "number", "\(error.count) digits, which is more than \(error.limit)")
    }
    return try notANumber(text)
  }

  /// XMLP-45: two floats with blanks between them.
  private mutating func complexNumber(_ text: Span<UInt8>) throws(WireError) -> PythonValue {
    let parts = [UInt8](copying: text).split(whereSeparator: isSpace).map { Array($0) }
    guard parts.count == 2 else { return try notANumber(text) }
    let (first, second) = (parts[0], parts[1])
    guard let real = NumberText.float(first.span), let imaginary = NumberText.float(second.span) else {
      return try notANumber(text)
    }
    return .complex(PythonComplex(real: real, imaginary: imaginary))
  }

  private mutating func notANumber(_ text: Span<UInt8>) throws(WireError) -> PythonValue {
    note(.notANumber(excerpt(text)))
    try refuse(error(.syntax, "number", "it is no number"))
    return .none
  }

  /// XMLP-47: a code object, as the bytes that marshal wrote of it.
  private mutating func codeObject(_ text: Span<UInt8>) throws(WireError) -> PythonValue {
    // As `base64.encodestring` writes it: in lines.
    let bytes = base64Decoded(text, skippingBlanks: true)
    note(.code(bytes ?? [UInt8](copying: text)))
    guard inspects || options.permissions.contains(.code) else {
      throw error(.forbidden, "code", "a code object is not permitted")
    }
    guard let bytes else {
      try refuse(error(.syntax, "code", "it is not base64"))
      return .none
    }
    return .object(PythonObject(module: nil, className: "code", state: .bytes(bytes)))
  }
}
