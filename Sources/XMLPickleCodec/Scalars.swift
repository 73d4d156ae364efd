import PythonValues
import WireCore

extension DocumentReader {
  /// What the text of an element is read as.
  enum Scalar {
    /// Gnosis: a number, a string, a pickle, a record of a string, the data of a derived class.
    case number, string, rawPickle
    case record(Int), coreData(Int)
    /// PyXML.
    case int, long, float, complex, plainString, none, code
  }

  /// Reads the scalars that most documents are full of in one go: an `item`, `key` or `val` whose attributes say
  /// no more than its type and its value, and that needs nothing resolved.
  ///
  /// - Returns: whether it was one; if not, nothing has happened.
  @inline(__always)
  mutating func startPlain(_ element: borrowing XMLElement) throws(WireError) -> Bool {
    switch top.role {
    case .items: guard element.name == .item else { return false }
    case .key: guard element.name == .key else { return false }
    case .val: guard element.name == .val else { return false }
    default: return false
    }
    guard element.hasNone(but: [.type, .value]), let value = plainValue(element) else { return false }
    try add(value)
    return true
  }

  /// Reads an element of PyXML whose text is a string, or a number as Python prints most (XMLP-43, XMLP-44), in one go.
  /// `name` is C's number of it.
  ///
  /// - Returns: whether it was one; if not, nothing has happened.
  @inline(__always)
  mutating func addPlain(
    _ name: XMLName, _ source: Span<UInt8>, _ text: Range<Int>
  ) throws(WireError) -> Bool {
    guard top.role == .values else { return false }
    if name == .string {
      try add(.string(string(source.extracting(text))))
      return true
    }
    guard let number = PlainNumber.value(source, text, digits: options.limits.digits) else { return false }
    switch number {
    case .float where name == .float: try add(number)
    case .int where name == .int || name == .long: try add(number)
    case .bigInt where name == .long: try add(number)
    default: return false
    }
    return true
  }

  @inline(__always)
  private func plainValue(_ element: borrowing XMLElement) -> PythonValue? {
    switch element.type {
    case .string where element.has(.value):
      element.withRoom(.value) { text, count in
        QuotedText.isPlain(text, count) ? .string(makeString(checked: text.extracting(0..<count))) : nil
      }
    case .numeric where element.has(.value):
      element.withRoom(.value) { text, count in
        PlainNumber.value(text, 0..<count, digits: options.limits.digits)
      }
    case .none: PythonValue.none
    case .true: .bool(true)
    case .false: .bool(false)
    default: nil
    }
  }

  /// A Gnosis scalar: its text stands in the attribute `value`, where there is one, else in the body.
  mutating func startScalar(_ scalar: Scalar, _ element: borrowing XMLElement) throws(WireError) {
    guard element.has(.value) else {
      return startText(scalar, id: id(of: element))
    }
    try add(try quotedValue(scalar, element), id: id(of: element))
    openEmptyElement()
  }

  /// The start of an element with text.
  mutating func startText(_ scalar: Scalar, id: DocumentIdentifiers.Name?) {
    textID = id
    self.scalar = scalar
  }

  /// Text of the document. That of libxml2 is UTF-8 too: should it ever not be, what is wrong is replaced.
  func string(_ text: Span<UInt8>) -> String {
    isChecked || isUTF8(text)
      ? makeString(checked: text) : String(decoding: [UInt8](copying: text), as: UTF8.self)
  }

  /// The end of an element with text.
  mutating func endText(_ scalar: Scalar, _ text: Span<UInt8>) throws(WireError) {
    let value =
      switch scalar {
      case .number, .string, .rawPickle, .record, .coreData: try body(text, as: scalar)
      default: try marshalled(scalar, text)
      }
    try add(value, id: textID)
  }

  /// XMLP-18: a scalar in a `value` attribute. Plain text and numbers, which most are, take the short way.
  private mutating func quotedValue(
    _ scalar: Scalar, _ element: borrowing XMLElement
  ) throws(WireError) -> PythonValue {
    let isPlain = element.with(.value) { QuotedText.isPlain($0) }
    switch scalar {
    case .string where isPlain: return .string(element.with(.value) { makeString(checked: $0) })
    case .number where isPlain:
      let digits = options.limits.digits
      let number = element.with(.value) { try? NumberText.gnosis($0, digits: digits) }
      if let number { return number }
    default: break
    }
    let start = offset(of: .value, in: element)
    return try element.with(.value) { text throws(WireError) in
      try quoted(text, as: scalar, at: start)
    }
  }

  private mutating func quoted(
    _ text: Span<UInt8>, as scalar: Scalar, at start: Int
  ) throws(WireError) -> PythonValue {
    let resolved: QuotedText
    do throws(WireError) {
      resolved = try QuotedText(text)
    } catch {
      var moved = error
      moved.offset += start
      try refuse(moved)
      return .none
    }
    if let index = resolved.escapedApostrophe { note(.escapedApostrophe, at: start + index) }
    return try value(of: resolved.bytes.span, isUnicode: false, as: scalar, at: start)
  }

  /// XMLP-19: a scalar in the body of its element.
  private mutating func body(_ text: Span<UInt8>, as scalar: Scalar) throws(WireError) -> PythonValue {
    guard let inner = BodyText.inner(of: text) else {
      return try value(of: text, isUnicode: true, as: scalar, at: offset)
    }
    let bytes = text.extracting(inner)
    if !isASCII(bytes) {
      try refuse(error(.syntax, "string", "a str in the body of an element has to be ASCII"))
    }
    return try value(of: bytes, isUnicode: false, as: scalar, at: offset)
  }

  private mutating func value(
    of text: Span<UInt8>, isUnicode: Bool, as scalar: Scalar, at start: Int
  ) throws(WireError) -> PythonValue {
    if case .number = scalar { return try number(text, at: start) }
    let string = isUnicode ? .string(string(text)) : pythonString(text)
    switch scalar {
    case .rawPickle: return try rawPickle([UInt8](copying: text), at: start)
    case .record(let place):
      let name = program.classes[place]
      return .object(PythonObject(module: name.module, className: name.name, state: string))
    case .coreData(let place): return .object(coreDataRecord(program.classes[place], string))
    default: return string
    }
  }

  private mutating func number(_ text: Span<UInt8>, at start: Int) throws(WireError) -> PythonValue {
    do throws(TooManyDigits) {
      if let number = try NumberText.gnosis(text, digits: options.limits.digits) { return number }
    } catch {
      throw WireError(
        .limit, at: start, reading: "number", "\(error.count) digits, which is more than \(error.limit)")
    }
    note(.notANumber(excerpt(text)), at: start)
    try refuse(WireError(.syntax, at: start, reading: "number", "it is no number"))
    return .none
  }

  /// XMLP-26: a pickle, as its bytes.
  private mutating func rawPickle(_ bytes: [UInt8], at start: Int) throws(WireError) -> PythonValue {
    note(.rawPickle(bytes), at: start)
    guard inspects || options.permissions.contains(.rawPickles) else {
      throw WireError(.forbidden, at: start, reading: "rawpickle", "a pickle is not permitted")
    }
    return .object(PythonObject(module: nil, className: "rawpickle", state: .bytes(bytes)))
  }
}
