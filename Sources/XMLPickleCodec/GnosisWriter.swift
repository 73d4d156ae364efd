import PythonValues
import WireCore

/// Writes one tree as `gnosis.xml.pickle` does. It keeps its own stack, so that depth costs none.
struct GnosisWriter: ~Copyable {
  /// The element that a value stands in.
  enum Place {
    case item, key, val
    case attribute(String)

    var tag: StaticString {
      switch self {
      case .item: "item"
      case .key: "key"
      case .val: "val"
      case .attribute: "attr"
      }
    }
  }

  var output = OutputBuffer()
  let options: XMLPickle.EncodingOptions
  var frames: [WriterFrame] = []
  var written = WrittenValues()
  private var lastID = 0
  /// CPython has one empty tuple, so that all have one id.
  private var emptyTupleID: Int?

  init(options: XMLPickle.EncodingOptions) { self.options = options }

  /// XMLP-50: the XML declaration, the document type and the root element.
  mutating func write(_ root: PythonValue) throws(ValueEncodingError) {
    output.append("<?xml version=\"1.0\"?>\n<!DOCTYPE PyObject SYSTEM \"PyObjects.dtd\">\n<PyObject ")
    do throws(ValueEncodingError) {
      try writeRoot(root)
      while let last = frames.indices.last {
        if frames[last].index < frames[last].count {
          try writeNext(last)
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
    output.append("</PyObject>\n")
    try requireRoom()
  }

  private mutating func writeRoot(_ root: PythonValue) throws(ValueEncodingError) {
    var (value, number): (PythonValue, Int?) = (root, nil)
    if case .shared(let shared) = root { (value, number) = (shared.value, shared.id) }
    if case .none = value {
      // XMLP-51: `dumps(None)` writes the pickler itself.
      let pickler = PythonObject(module: nil, className: "XML_Pickler", state: .dict([:]))
      return try openRoot(pickler, value, number)
    }
    if case .object(let object) = value, !object.isMutatedWithoutAttributes {
      return try openRoot(object, value, number)
    }
    output.append("family=\"obj\" type=\"builtin_wrapper\"  class=\"_EmptyClass\">\n")
    try write(root, in: .attribute("__toplevel__"), level: 0)
  }

  private mutating func openRoot(
    _ object: PythonObject, _ value: PythonValue, _ number: Int?
  ) throws(ValueEncodingError) {
    if object.hasCoreData { output.append("family=\"obj\" type=\"__compound__\" ") }
    if object.module == nil { output.append(" ") }
    try appendNames(object.module, object.className)
    let id = nextID()
    if !options.deepCopy {
      output.append(" ")
      append(id: id)
    }
    output.append(">\n")
    // The root's own end tag is written last.
    try push(WriterFrame(.attributes(object.gnosisAttributes), tag: ""), value, number, id: id)
  }

  private mutating func writeNext(_ last: Int) throws(ValueEncodingError) {
    let (index, level) = (frames[last].index, frames[last].level)
    frames[last].index += 1
    switch frames[last].contents {
    case .elements(let elements): try write(elements[index], in: .item, level: level)
    case .attributes(let attributes):
      try write(attributes[index].value, in: .attribute(attributes[index].name), level: level)
    case .entries(let entries):
      let entry = entries[index / 2]
      if index.isMultiple(of: 2) {
        indent(level)
        output.append("<entry>\n")
        try write(entry.key, in: .key, level: level + 1)
      } else {
        try write(entry.value, in: .val, level: level + 1)
        // What holds others ends its entry when it ends itself.
        if frames.count == last + 1 { closeEntry(level) }
      }
    }
  }

  /// One value in its element.
  private mutating func write(
    _ value: PythonValue, in place: Place, level: Int
  ) throws(ValueEncodingError) {
    indent(level)
    output.append("<")
    output.append(place.tag)
    output.append(" ")
    if case .attribute(let name) = place {
      output.append("name=\"")
      try append(name: name)
      output.append("\" ")
    }
    if try !writeScalar(value, place) { try open(value, place, level) }
  }

  // MARK: Containers

  /// Opens a container; a reference to one that was met.
  private mutating func open(
    _ value: PythonValue, _ place: Place, _ level: Int
  ) throws(ValueEncodingError) {
    switch value {
    case .shared(let shared): try open(shared.value, place, level, number: shared.id)
    case .reference(let number):
      let target = try written.value(number)
      if options.deepCopy || (target.value.isEmptyContainer && !target.isOpen) {
        // XMLP-54: with deepCopy each time in full; and what is empty counts as not met.
        guard !target.isOpen else {
          throw ValueEncodingError(.unrepresentable, path: "", "a deep copy of a cycle has no end")
        }
        return try open(target.value, place, level, id: target.id)
      }
      if target.isOpen, case .tuple = target.value {
        throw ValueEncodingError(.unrepresentable, path: "", "a tuple that contains itself has no end")
      }
      try appendType(target.value)
      output.append(" refid=\"")
      output.append(decimal: Int64(target.id))
      output.append("\" />\n")
    default: try open(value, place, level, number: nil)
    }
  }

  private mutating func open(
    _ value: PythonValue, _ place: Place, _ level: Int, number: Int? = nil, id known: Int? = nil
  ) throws(ValueEncodingError) {
    if case .shared = value { throw ValueEncodingError(.unrepresentable, path: "", "it has two numbers") }
    if number != nil, try writeScalar(value, place) { return }
    guard let contents = value.gnosisContents else { throw noForm(of: value, in: "Gnosis") }
    let id = known ?? (isEmptyTuple(value) ? idOfEmptyTuple() : nextID())
    try appendType(value)
    output.append(" ")
    if !options.deepCopy {
      append(id: id)
      output.append(" ")
    }
    if case .object(let object) = value, object.mutation == nil {
      try appendNames(object.module, object.className)
    }
    output.append(">\n")
    var frame = WriterFrame(contents, tag: place.tag)
    frame.level = level + 1
    try push(frame, value, number, id: id)
  }

  private mutating func push(
    _ frame: WriterFrame, _ value: PythonValue, _ number: Int?, id: Int
  ) throws(ValueEncodingError) {
    guard frames.count < options.limits.treeDepth else {
      throw ValueEncodingError(.limit, path: "", "nested deeper than \(options.limits.treeDepth) levels")
    }
    var frame = frame
    frame.shared = number
    if let number { written.begin(number, value, id: id) }
    frames.append(frame)
  }

  private mutating func close(_ frame: WriterFrame) {
    if let number = frame.shared { written.end(number) }
    guard frame.tag.utf8CodeUnitCount > 0 else { return }
    indent(frame.level - 1)
    output.append("</")
    output.append(frame.tag)
    output.append(">\n")
    guard let last = frames.last, case .entries = last.contents, last.index.isMultiple(of: 2) else { return }
    closeEntry(last.level)
  }

  private mutating func closeEntry(_ level: Int) {
    indent(level)
    output.append("</entry>\n")
  }

  // MARK: Ids

  private mutating func nextID() -> Int {
    lastID += 1
    return lastID
  }

  private mutating func idOfEmptyTuple() -> Int {
    let id = emptyTupleID ?? nextID()
    emptyTupleID = id
    return id
  }

  private func isEmptyTuple(_ value: PythonValue) -> Bool {
    if case .tuple(let elements) = value { elements.isEmpty } else { false }
  }

  private mutating func append(id: Int) {
    output.append("id=\"")
    output.append(decimal: Int64(id))
    output.append("\"")
  }

  private mutating func indent(_ level: Int) { output.append(repeating: 0x20, 2 * max(0, level)) }

  private func requireRoom() throws(ValueEncodingError) {
    guard output.count <= options.limits.bytes else {
      throw ValueEncodingError(
        .limit, path: "", "the document gets longer than \(options.limits.bytes) bytes")
    }
  }
}
