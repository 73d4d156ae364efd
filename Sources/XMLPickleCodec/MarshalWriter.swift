import PythonValues
import WireCore

/// Writes one tree as `xml.marshal.generic` does. It keeps its own stack, so that depth costs none.
struct MarshalWriter: ~Copyable {
  var output = OutputBuffer()
  private let options: XMLPickle.EncodingOptions
  private var frames: [WriterFrame] = []
  private var written = WrittenValues()
  /// XMLP-61: ids are counted from 2.
  private var lastID = 1

  init(options: XMLPickle.EncodingOptions) { self.options = options }

  /// XMLP-60: the document.
  mutating func write(_ root: PythonValue) throws(ValueEncodingError) {
    output.append("<?xml version=\"1.0\"?><marshal>")
    do throws(ValueEncodingError) {
      try write(root, number: nil)
      while let last = frames.indices.last {
        let frame = frames[last]
        if frame.index < frame.count {
          frames[last].index += 1
          try write(child(frame), number: nil)
        } else {
          close(frames.removeLast())
        }
        try requireRoom()
      }
    } catch {
      var located = error
      located.path = ValuePathStep.text(frames.map(\.pathStep))
      throw located
    }
    output.append("</marshal>")
    try requireRoom()
  }

  private func requireRoom() throws(ValueEncodingError) {
    guard output.count <= options.limits.bytes else {
      throw ValueEncodingError(
        .limit, path: "", "the document gets longer than \(options.limits.bytes) bytes")
    }
  }

  private func child(_ frame: WriterFrame) -> PythonValue {
    switch frame.contents {
    case .elements(let elements): elements[frame.index]
    case .entries(let entries):
      frame.index.isMultiple(of: 2) ? entries[frame.index / 2].key : entries[frame.index / 2].value
    case .attributes(let attributes): attributes[frame.index].value
    }
  }

  /// Writes a value that holds no others, or the start of one that does.
  private mutating func write(_ value: PythonValue, number: Int?) throws(ValueEncodingError) {
    switch value {
    case .none: output.append("<none/>")
    case .int(let integer): scalar("int") { $0.append(decimal: integer) }
    case .bigInt(let integer): scalar("long") { integer.appendDecimal(to: &$0) }
    case .float(let number): scalar("float") { $0.appendPython2(number) }
    case .complex(let number):
      scalar("complex") {
        $0.appendPython2(number.real)
        $0.append(" ")
        $0.appendPython2(number.imaginary)
      }
    case .string, .bytes: try writeString(value)
    case .list(let elements): try open(value, number, .elements(elements), "list")
    case .tuple(let elements): try open(value, number, .elements(elements), "tuple")
    case .dict(let dict):
      try open(value, number, .entries(try PythonTwoOrder.sorted(dict.entries)), "dictionary")
    case .object(let object): try write(object, value, number)
    case .shared(let shared):
      guard number == nil else { throw ValueEncodingError(.unrepresentable, path: "", "it has two numbers") }
      try write(shared.value, number: shared.id)
    case .reference(let number): try writeReference(number)
    default: throw noForm(of: value, in: "PyXML")
    }
  }

  private mutating func scalar(_ tag: StaticString, _ body: (inout OutputBuffer) -> Void) {
    output.append("<")
    output.append(tag)
    output.append(">")
    body(&output)
    close(tag)
  }

  private mutating func close(_ tag: StaticString) {
    output.append("</")
    output.append(tag)
    output.append(">")
  }

  /// XMLP-63: a `str`, which has to be ASCII for the document to be read.
  private mutating func writeString(_ value: PythonValue) throws(ValueEncodingError) {
    let bytes = value.pythonBytes
    guard bytes.allSatisfy({ $0 < 0x80 }) else {
      throw ValueEncodingError(.unrepresentable, path: "", "PyXML has no form of text past ASCII")
    }
    output.append("<string>")
    try output.append(xmlText: bytes)
    output.append("</string>")
  }

  /// XMLP-46: an instance holds its arguments, then its state.
  private mutating func write(
    _ object: PythonObject, _ value: PythonValue, _ number: Int?
  ) throws(ValueEncodingError) {
    if object.module == nil, object.className == "code", case .bytes(let bytes) = object.state {
      return writeCode(bytes)
    }
    guard let module = object.module, isDottedName(module), isIdentifier(object.className) else {
      throw ValueEncodingError(.unrepresentable, path: "", "PyXML needs the names of a module and a class")
    }
    let parts = [object.arguments ?? .tuple([]), object.state]
    try open(value, number, .elements(parts), "object", names: (module, object.className))
  }

  /// XMLP-47: marshalled bytes in base64, in lines of 76.
  private mutating func writeCode(_ bytes: [UInt8]) {
    output.append("<code>")
    for start in stride(from: 0, to: bytes.count, by: 57) {
      output.append(base64: bytes[start..<min(start + 57, bytes.count)].span)
      output.append("\n")
    }
    output.append("</code>")
  }

  private mutating func writeReference(_ number: Int) throws(ValueEncodingError) {
    let target = try written.value(number)
    // XMLP-62: tuples have no id, and are written each time.
    if case .tuple = target.value {
      guard !target.isOpen else {
        throw ValueEncodingError(.unrepresentable, path: "", "a tuple that contains itself has no end")
      }
      return try write(target.value, number: nil)
    }
    output.append("<reference id=\"i")
    output.append(decimal: Int64(target.id))
    output.append("\"/>")
  }

  private mutating func open(
    _ value: PythonValue, _ number: Int?, _ contents: WriterFrame.Contents, _ tag: StaticString,
    names: (module: String, name: String)? = nil
  ) throws(ValueEncodingError) {
    guard frames.count < options.limits.treeDepth else {
      throw ValueEncodingError(.limit, path: "", "nested deeper than \(options.limits.treeDepth) levels")
    }
    output.append("<")
    output.append(tag)
    if case .tuple = value {
    } else {
      lastID += 1
      output.append(" id=\"i")
      output.append(decimal: Int64(lastID))
      output.append("\"")
    }
    if let names {
      output.append(" module=\"")
      output.append(Array(names.module.utf8).span)
      output.append("\" class=\"")
      output.append(Array(names.name.utf8).span)
      output.append("\"")
    }
    output.append(">")
    var frame = WriterFrame(contents, tag: tag)
    frame.shared = number
    if let number { written.begin(number, value, id: lastID) }
    frames.append(frame)
  }

  private mutating func close(_ frame: WriterFrame) {
    if let number = frame.shared { written.end(number) }
    close(frame.tag)
  }
}

extension OutputBuffer {
  /// XMLP-64: a float as Python 2's `str` prints it: twelve digits, and `.0` after a whole number.
  fileprivate mutating func appendPython2(_ number: Double) {
    let start = count
    append(number, digits: 12)
    if number.isFinite, !hasPointOrExponent(from: start) { append(".0") }
  }
}
