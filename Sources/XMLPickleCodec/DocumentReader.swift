import PythonValues
import WireCore

/// Reads one document: keeps the elements that are open, and makes values of what is in them. The dialects' own
/// elements are in extensions.
///
/// Most documents refer to nothing twice, and their values are made as their elements end. Where something is
/// referred to, the reading stops, and another begins that writes a ``ValueProgram`` first.
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
    /// That of the highest tree in it: see ``ProgramAssembly``.
    var height = 0
    var offset = 0

    var isWrapper: Bool { if case .wrapper = making { true } else { false } }
  }

  /// What may stand in an element.
  enum Role {
    /// The document: its root element.
    case document
    /// Gnosis: items, attributes, entries; in an entry its key, its value, nothing more.
    case items, attributes, entries, key, val, entryEnd
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
  /// Whether values are made at once, without numbers.
  private let isDirect: Bool
  /// Whether all text is known to be UTF-8.
  let isChecked: Bool
  private var assembly = ValueAssembly()
  /// The first value that could not be made. Reading goes on, since what is no document counts first.
  private var assemblyError: WireError?
  var program = ValueProgram()
  /// How many values there are, containers among them.
  private var values = 0
  /// Whether the reading stopped at a reference: the document is to be read again, not directly.
  private(set) var metReference = false
  var identifiers = DocumentIdentifiers()
  /// The scalar whose element is open, which is the innermost and has no frame.
  var scalar: Scalar?
  /// Its text so far.
  private var text: [UInt8] = []
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

  init(options: XMLPickle.DecodingOptions, inspects: Bool, isDirect: Bool, isChecked: Bool = false) {
    self.options = options
    self.inspects = inspects
    self.isDirect = isDirect
    self.isChecked = isChecked
  }

  /// What was read, once the document was read through or `failure` ended it.
  mutating func finish(_ failure: WireError?) -> XMLPickle.Inspection {
    var value: PythonValue?
    var error = firstError ?? failure
    if failure == nil {
      do throws(WireError) {
        value = try takeValue()
      } catch let late {
        error = error ?? late
      }
    }
    return XMLPickle.Inspection(value: value, error: error, dialect: dialect, observations: observations)
  }

  private mutating func takeValue() throws(WireError) -> PythonValue? {
    guard isDirect else {
      var taken = ValueProgram()
      swap(&taken, &program)
      var assembly = ProgramAssembly(taken, numbering: options.numbering, deepest: deepest)
      return try assembly.run()
    }
    if let assemblyError { throw assemblyError }
    return assembly.takeValue()
  }

  // MARK: Events

  mutating func start(_ element: borrowing XMLElement) throws(WireError) -> XMLAnswer {
    if element.isMisplaced || scalar != nil { throw misplaced(element) }
    if try startPlain(element) { return .holdsNothing }
    holdsNothing = false
    switch top.role {
    case .document: try startRoot(element)
    case .items: try startValue(element, named: .item)
    case .attributes: try startAttribute(element)
    case .entries: try startEntry(element)
    case .key: try startValue(element, named: .key)
    case .val: try startValue(element, named: .val)
    case .entryEnd: throw misplaced(element)
    case .root, .values: try startMarshalled(element)
    }
    return holdsNothing ? .holdsNothing : scalar != nil ? .wantText : .skipText
  }

  mutating func end() throws(WireError) {
    if scalar != nil {
      var bytes: [UInt8] = []
      swap(&bytes, &text)
      defer {
        bytes.removeAll(keepingCapacity: true)
        swap(&bytes, &text)
      }
      return try end(text: bytes.span)
    }
    switch top.role {
    case .items, .entries, .attributes, .values: try endContainer(pop())
    case .entryEnd: top.role = .entries
    case .key, .val: throw error(.syntax, "entry", "it needs a key and a value")
    case .root:
      guard pop().count == 1 else { throw error(.syntax, "marshal element", "it needs one value") }
    case .document: break
    }
  }

  /// The end of an element whose text this is, all of it.
  mutating func end(text: Span<UInt8>) throws(WireError) {
    guard let scalar else { return }
    self.scalar = nil
    try endText(scalar, text)
  }

  /// Closes an element. Whoever reads the tags has seen to it that tags match, so there is a frame besides the document's.
  private mutating func pop() -> Frame {
    let frame = top
    if let outer = around.popLast() { top = outer }
    return frame
  }

  mutating func text(_ bytes: Span<UInt8>) {
    if scalar != nil { text.append(copying: bytes) }
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
    if let id { identifiers.set(id, value) }
    try add(value)
  }

  /// Adds a scalar without an id.
  @inline(__always)
  mutating func add(_ value: consuming PythonValue) throws(WireError) {
    try countValue()
    values &+= 1
    guard isDirect else { return program.scalars.push(value) }
    assembly.push(value)
    top.height = max(top.height, 2)
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
    add(
      ValueProgram.Step(
        position: program.scalars.count, kind: frame.making, count: frame.count,
        serial: isMutated ? program.nextSerial() : frame.serial,
        hasIdentity: frame.hasIdentity && !isMutated, offset: frame.offset), height: frame.height)
    if let mutation = frame.mutation {
      add(
        ValueProgram.Step(
          position: program.scalars.count, kind: mutation, count: 1, serial: frame.serial,
          hasIdentity: frame.hasIdentity, offset: frame.offset), height: frame.height + frame.making.levels)
    }
    // XMLP-9: an id names the value that was complete last, so that of two with one id the later.
    if frame.id >= 0 { identifiers.end(frame.id) }
  }

  /// Adds a container of the values before it, the highest of which has this height.
  private mutating func add(_ step: ValueProgram.Step, height: Int) {
    values += 1
    guard isDirect else { return program.steps.append(step) }
    let height = height + step.kind.levels
    do throws(WireError) {
      try assembly.make(step, program.classes)
      guard height <= Limits.deepestTree else { throw step.tooHigh }
    } catch {
      if assemblyError == nil { assemblyError = error }
      assembly.push(.none)
    }
    top.height = max(top.height, height)
  }

  /// XMLP-8: a value met before.
  mutating func addReference(to id: DocumentIdentifiers.Name) throws(WireError) {
    switch identifiers.target(of: id) {
    case .scalar(let value): try add(value)
    case .container(let serial):
      metReference = true
      guard !isDirect else { throw error(.syntax, "reference", "the document is to be read again") }
      try countValue()
      values += 1
      program.refer(to: serial)
    case nil: throw error(.syntax, "reference", "nothing before it has the id that it names")
    }
  }

  /// Counts a value in the open element and in the document.
  @inline(__always)
  private mutating func countValue() throws(WireError) {
    guard values < options.limits.count else { throw tooMany }
    top.count &+= 1
    // XMLP-12
    if top.role == .key {
      top.role = .val
    } else if top.role == .val {
      top.role = .entryEnd
    }
  }

  private var tooMany: WireError { error(.limit, "value", "more than \(options.limits.count) values") }

  // MARK: Reports

  /// The byte at which the innermost tag that was met ends: its `>` or `/>`.
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
