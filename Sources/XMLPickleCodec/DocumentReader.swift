import PythonValues
import WireCore

/// Reads one document: keeps the elements that are open, and writes the ``ValueProgram`` of what is
/// in them. The dialects' own elements are in extensions.
struct DocumentReader: ~Copyable {
  /// An open element. It holds no references, so that a copy is one of memory.
  struct Frame {
    var role: Role
    /// What its end makes of what it held.
    var making: ValueProgram.Kind = .list
    /// How many values it holds so far: of entries and attributes, names and keys counted too.
    var count = 0
    var serial = 0
    var hasIdentity = true
    /// What a mutator makes of it.
    var mutation: ValueProgram.Kind?
    /// Where its id was noted; -1 for none.
    var id = -1
    var offset = 0

    var isWrapper: Bool { if case .wrapper = making { true } else { false } }
  }

  /// What may stand in an element.
  enum Role {
    /// The document: its root element.
    case document
    /// The text of a scalar.
    case text(Scalar)
    /// Gnosis: items, entries, the key and value of one entry, attributes.
    case items, entries, entry, attributes
    /// PyXML: the one value of the root; any values.
    case root, values
  }

  let options: XMLPickle.DecodingOptions
  /// Whether to note and go on rather than to refuse.
  let inspects: Bool
  /// The innermost open element, or the document.
  var top = Frame(role: .document)
  /// Those around it.
  private var around: [Frame] = []
  /// The most there were.
  private var deepest = 0
  var program = ValueProgram()
  var identifiers = DocumentIdentifiers()
  /// The text of the scalar being read.
  var text: [UInt8] = []
  /// Its id.
  var textID: DocumentIdentifiers.Name?
  var dialect: XMLPickle.Dialect?
  private(set) var observations: [XMLPickle.Observation] = []
  private var firstError: WireError?
  private var depth = 0
  /// Whether the element that was started holds nothing: it has no frame.
  private var holdsNothing = false
  /// Where in the document the reading stands.
  var position = XMLPosition()

  init(options: XMLPickle.DecodingOptions, inspects: Bool) {
    self.options = options
    self.inspects = inspects
  }

  /// What was read, once the document was read through or `failure` ended it.
  consuming func finish(_ failure: WireError?) -> XMLPickle.Inspection {
    var value: PythonValue?
    var error = firstError ?? failure
    if failure == nil {
      let (numbering, deepest) = (options.numbering, deepest)
      var assembly = ValueAssembly(program, numbering: numbering, deepest: deepest)
      do throws(WireError) {
        value = try assembly.run()
      } catch let late {
        error = error ?? late
      }
    }
    return XMLPickle.Inspection(value: value, error: error, dialect: dialect, observations: observations)
  }

  // MARK: Events

  mutating func start(_ element: borrowing XMLElement) throws(WireError) -> XMLAnswer {
    if element.isMisplaced { throw misplaced(element) }
    if try startPlain(element) { return .holdsNothing }
    holdsNothing = false
    switch top.role {
    case .document: try startRoot(element)
    case .items: try startValue(element, named: .item)
    case .attributes: try startAttribute(element)
    case .entries: try startEntry(element)
    case .entry: try startHalf(element)
    case .root, .values: try startMarshalled(element)
    case .text: throw misplaced(element)
    }
    return holdsNothing ? .holdsNothing : wantsText ? .wantText : .skipText
  }

  mutating func end() throws(WireError) {
    // libxml2 has seen to it that tags match, so there is a frame besides the document's.
    let frame = top
    if let outer = around.popLast() { top = outer }
    switch frame.role {
    case .text(let scalar): try endText(scalar)
    case .items, .entries, .attributes, .values: try endContainer(frame)
    case .entry:
      guard frame.count == 2 else { throw error(.syntax, "entry", "it needs a key and a value") }
      top.count += 2
    case .root:
      guard frame.count == 1 else { throw error(.syntax, "marshal element", "it needs one value") }
    case .document: break
    }
  }

  mutating func text(_ bytes: Span<UInt8>) {
    if wantsText { text.append(copying: bytes) }
  }

  /// Opens an element.
  @inline(__always)
  mutating func push(_ frame: Frame) {
    around.append(top)
    top = frame
    deepest = max(deepest, around.count)
  }

  /// Begins an element whose value is known already, so that nothing may stand in it.
  mutating func openEmptyElement() { holdsNothing = true }

  private var wantsText: Bool {
    if case .text = top.role { true } else { false }
  }

  private mutating func startRoot(_ element: borrowing XMLElement) throws(WireError) {
    switch element.name {
    case .pyObject:
      dialect = .gnosis
      try startRootObject(element)
    case .marshal:
      dialect = .pyxml
      push(Frame(role: .root))
    default: throw misplaced(element)
    }
  }

  // MARK: Values

  /// Adds a scalar to the open element. `id` names it for references.
  mutating func add(_ value: PythonValue, id: DocumentIdentifiers.Name?) throws(WireError) {
    try countValue()
    if let id { identifiers.set(id, value) }
    program.scalars.push(value)
  }

  /// Opens a container.
  mutating func open(_ frame: Frame, id: DocumentIdentifiers.Name?) throws(WireError) {
    var frame = frame
    // The wrapper of a document's value is no level of it.
    if !frame.isWrapper { depth += 1 }
    guard depth <= options.limits.treeDepth else {
      throw error(.limit, "nested value", "nested deeper than \(options.limits.treeDepth) levels")
    }
    frame.serial = program.nextSerial()
    frame.offset = offset
    if let id { frame.id = identifiers.begin(id, serial: frame.serial) }
    push(frame)
  }

  private mutating func endContainer(_ frame: Frame) throws(WireError) {
    if !frame.isWrapper { depth -= 1 }
    try countValue()
    try checkContents(frame)
    let isMutated = frame.mutation != nil
    program.steps.append(
      ValueProgram.Step(
        position: program.scalars.count, kind: frame.making, count: frame.count,
        serial: isMutated ? program.nextSerial() : frame.serial,
        hasIdentity: frame.hasIdentity && !isMutated, offset: frame.offset))
    if let mutation = frame.mutation {
      program.steps.append(
        ValueProgram.Step(
          position: program.scalars.count, kind: mutation, count: 1, serial: frame.serial,
          hasIdentity: frame.hasIdentity, offset: frame.offset))
    }
    // XMLP-9: an id names the value that was complete last, so that of two with one id the later.
    if frame.id >= 0 { identifiers.end(frame.id) }
  }

  /// XMLP-8: a value met before.
  mutating func addReference(to id: DocumentIdentifiers.Name) throws(WireError) {
    switch identifiers.target(of: id) {
    case .scalar(let value): try add(value, id: nil)
    case .container(let serial):
      try countValue()
      program.refer(to: serial)
    case nil: throw error(.syntax, "reference", "nothing before it has the id that it names")
    }
  }

  /// Counts a value in the open element and in the document.
  private mutating func countValue() throws(WireError) {
    // A dict counts its keys and values when an entry ends.
    if case .entries = top.role {} else { top.count += 1 }
    guard program.count < options.limits.count else {
      throw error(.limit, "value", "more than \(options.limits.count) values")
    }
  }

  // MARK: Reports

  /// The byte at which the innermost tag that was met begins, or, of converted text, ends.
  var offset: Int { position.offset }

  /// The byte at which an attribute's value begins, or its tag ends.
  func offset(of attribute: XMLAttribute, in element: borrowing XMLElement) -> Int {
    position.offset(of: attribute, in: element) ?? offset
  }

  /// An error at the place where the reader stands.
  func error(_ kind: WireError.Kind, _ what: String, _ detail: String) -> WireError {
    WireError(kind, at: offset, reading: what, detail)
  }

  /// Refuses what reading can go on after: inspecting, the first such error is kept.
  mutating func refuse(_ error: WireError) throws(WireError) {
    guard inspects else { throw error }
    if firstError == nil { firstError = error }
  }

  /// Notes something.
  mutating func note(_ kind: XMLPickle.Observation.Kind, at offset: Int? = nil) {
    guard inspects, observations.count < XMLPickle.Inspection.mostObservations else { return }
    observations.append(XMLPickle.Observation(kind, at: offset ?? self.offset))
  }

  /// An element where it may not stand.
  func misplaced(_ element: borrowing XMLElement) -> WireError {
    let name = element.withSpelledName { excerpt($0) }
    return error(.syntax, "element", "<\(name)> may not stand here")
  }
}

/// The beginning of some text, for a message.
func excerpt(_ bytes: Span<UInt8>) -> String {
  let count = min(bytes.count, 200)
  let start = (0..<count).map { bytes[$0] }
  return String(decoding: start, as: UTF8.self)
}

extension Span<UInt8> {
  /// Whether the bytes are this text.
  func isText(_ text: StaticString) -> Bool {
    guard count == text.utf8CodeUnitCount else { return false }
    return text.withUTF8Buffer { letters in
      for index in indices where self[index] != letters[index] { return false }
      return true
    }
  }
}
