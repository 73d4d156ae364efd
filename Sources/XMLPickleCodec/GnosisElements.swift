import PythonValues
import WireCore

// The elements of gnosis.xml.pickle. An element `attr`, `item`, `key` or `val` is a value: its
// type says which, its family how it is written down.

extension DocumentReader {
  /// XMLP-5: the root is an instance, or a wrapper around another value.
  mutating func startRootObject(_ element: borrowing XMLElement) throws(WireError) {
    let isWrapper = element.with(.type) { $0.isText("builtin_wrapper") }
    try startObject(element, isWrapper: isWrapper)
  }

  /// An `attr`: a name and a value.
  mutating func startAttribute(_ element: borrowing XMLElement) throws(WireError) {
    guard element.name == .attr else { throw misplaced(element) }
    guard element.has(.name) else { throw error(.syntax, "attribute", "it has no name") }
    try add(.string(try name(.name, of: element)))
    let isState = element.with(.name) { $0.isText("__getstate__") }
    try startTyped(element, hasIdentity: !isState)
  }

  /// XMLP-12: an `entry` of a dict: its `key`, then its `val`.
  mutating func startEntry(_ element: borrowing XMLElement) throws(WireError) {
    guard element.name == .entry else { throw misplaced(element) }
    top.role = .key
  }

  /// A value in an element of this name.
  mutating func startValue(_ element: borrowing XMLElement, named name: XMLName) throws(WireError) {
    guard element.name == name else { throw misplaced(element) }
    try startTyped(element, hasIdentity: true)
  }

  private mutating func startTyped(_ element: borrowing XMLElement, hasIdentity: Bool) throws(WireError) {
    // XMLP-8: where there is a refid, nothing else counts.
    if element.hasText(.refid) {
      try addReference(to: element.with(.refid) { DocumentIdentifiers.Name($0) })
      openEmptyElement()
      return
    }
    let type: GnosisType
    do throws(WireError) { type = try GnosisType(element) } catch {
      throw self.error(error.kind, error.reading, error.detail)
    }
    switch type {
    case .none: try addScalar(.none, element)
    case .true: try addScalar(.bool(true), element)
    case .false: try addScalar(.bool(false), element)
    case .numeric: try startScalar(.number, element)
    case .string: try startScalar(.string, element)
    case .list: try startContainer(.list, .items, element, hasIdentity)
    case .tuple: try startContainer(.tuple, .items, element, false)
    case .dict: try startContainer(.dict, .entries, element, hasIdentity)
    case .object: try startObject(element, isWrapper: false, hasIdentity: hasIdentity)
    case .function, .class: try addGlobal(element, isClass: type == .class)
    case .mutated(let family): try startMutated(element, family)
    }
  }

  private mutating func addScalar(_ value: PythonValue, _ element: borrowing XMLElement) throws(WireError) {
    try add(value, id: id(of: element))
    openEmptyElement()
  }

  private mutating func startContainer(
    _ kind: ValueProgram.Kind, _ role: Role, _ element: borrowing XMLElement, _ hasIdentity: Bool,
    mutation: ValueProgram.Kind? = nil
  ) throws(WireError) {
    var frame = Frame(role: role, making: kind)
    frame.hasIdentity = hasIdentity
    frame.mutation = mutation
    try open(frame, id: id(of: element))
  }

  /// XMLP-21: an instance: its class's names and its attributes.
  private mutating func startObject(
    _ element: borrowing XMLElement, isWrapper: Bool, hasIdentity: Bool = true
  ) throws(WireError) {
    let name = try className(element)
    if !isWrapper || name.module != nil || name.name != "_EmptyClass" {
      note(.instance(module: name.module, className: name.name))
    }
    let kind: ValueProgram.Kind = isWrapper ? .wrapper : .attributes(program.place(of: name))
    try startContainer(kind, .attributes, element, hasIdentity && !isWrapper)
  }

  /// XMLP-25: a function or a class, by name.
  private mutating func addGlobal(_ element: borrowing XMLElement, isClass: Bool) throws(WireError) {
    let name = try className(element)
    note(
      isClass
        ? .classReference(module: name.module, name: name.name)
        : .function(module: name.module ?? "", name: name.name))
    if !options.permissions.contains(.globals), !inspects {
      throw error(.forbidden, isClass ? "class" : "function", "\(name.name) is named, which is not permitted")
    }
    try addScalar(.global(PythonGlobal(module: name.module ?? "", name: name.name)), element)
  }

  // MARK: Mutators

  /// XMLP-30: a value that a mutator made of another.
  private mutating func startMutated(
    _ element: borrowing XMLElement, _ family: GnosisType.Family
  ) throws(WireError) {
    let tag = element.string(.type)
    switch (tag, family) {
    case ("builtin_wrapper", .object): try startObject(element, isWrapper: true)
    case ("rawpickle", .atom): try startScalar(.rawPickle, element)
    case ("SRE", .atom): try startRecord("_sre", "SRE_Pattern", tag, element)
    case ("mxDateTime", .atom): try startRecord("mx.DateTime", "DateTime", tag, element)
    case ("array", .sequence): try startRecordOfList("array", "array", tag, element)
    case ("NumPy_array", .sequence): try startRecordOfList("Numeric", "array", tag, element)
    case ("__compound__", _): try startCompound(element, family)
    default: try startUnknown(tag, element, family)
    }
  }

  private mutating func startRecord(
    _ module: String, _ name: String, _ tag: String, _ element: borrowing XMLElement
  ) throws(WireError) {
    note(.mutator(tag))
    try startScalar(.record(program.place(of: .init(module: module, name: name))), element)
  }

  private mutating func startRecordOfList(
    _ module: String, _ name: String, _ tag: String, _ element: borrowing XMLElement
  ) throws(WireError) {
    note(.mutator(tag))
    let place = program.place(of: .init(module: module, name: name))
    try startContainer(.list, .items, element, true, mutation: .record(place))
  }

  /// XMLP-31: an instance of a class derived from a builtin type. `extra` names the class; without it,
  /// the class is named as an instance's is.
  private mutating func startCompound(
    _ element: borrowing XMLElement, _ family: GnosisType.Family
  ) throws(WireError) {
    if family == .object { return try startObject(element, isWrapper: false) }
    let names = element.string(.extra).split(whereSeparator: { $0.isASCII && $0.isWhitespace }).map(
      String.init)
    guard names.count == 2 else {
      throw error(.syntax, "__compound__", "extra has to name a module and a class")
    }
    let module = names[0] == "None" ? nil : names[0]
    let name = try checked(ValueProgram.ClassName(module: module, name: names[1]))
    note(.instance(module: name.module, className: name.name))
    let place = program.place(of: name)
    switch family {
    case .atom: try startScalar(.coreData(place), element)
    case .sequence:
      try startContainer(.list, .items, element, true, mutation: .coreData(place))
    case .map: try startContainer(.dict, .entries, element, true, mutation: .coreData(place))
    case .object, .none, .unique, .language:
      throw error(.syntax, "__compound__", "no value of its family has data")
    }
  }

  /// XMLP-32: a mutator of an application's own.
  private mutating func startUnknown(
    _ tag: String, _ element: borrowing XMLElement, _ family: GnosisType.Family
  ) throws(WireError) {
    note(.mutator(tag))
    try refuse(
      error(.unsupported, "mutator", "it is not one of the builtin mutators"))
    switch family {
    case .sequence: try startContainer(.list, .items, element, true)
    case .map: try startContainer(.dict, .entries, element, true)
    case .object: try startObject(element, isWrapper: false)
    case .atom: try startScalar(.string, element)
    case .none, .unique, .language: try addScalar(.none, element)
    }
  }

  // MARK: Names

  /// The id of an element; an empty one is none.
  func id(of element: borrowing XMLElement) -> DocumentIdentifiers.Name? {
    guard element.hasText(.id) else { return nil }
    return element.with(.id) { DocumentIdentifiers.Name($0) }
  }

  /// The class that an element names.
  mutating func className(_ element: borrowing XMLElement) throws(WireError) -> ValueProgram.ClassName {
    let module = element.hasText(.module) ? try name(.module, of: element) : nil
    let name = try name(.className, of: element)
    return try checked(ValueProgram.ClassName(module: module, name: name))
  }

  /// XMLP-24: names that Python could not have given are refused.
  private mutating func checked(_ name: ValueProgram.ClassName) throws(WireError) -> ValueProgram.ClassName {
    let isModule = name.module.map(isDottedName) ?? true
    if isModule, isIdentifier(name.name) { return name }
    let wrong = isModule ? name.name : name.module ?? ""
    note(.notAName(excerpt(Array(wrong.utf8).span)))
    try refuse(error(.syntax, "class name", "it is no name of Python's"))
    return name
  }

  private mutating func name(_ attribute: XMLAttribute, of element: borrowing XMLElement) throws(WireError)
    -> String
  {
    let count = element.with(attribute) { $0.count }
    guard count <= DocumentReader.longestName else {
      throw WireError(
        .limit, at: offset(of: attribute, in: element), reading: "name",
        "\(count) bytes, which is more than \(DocumentReader.longestName)")
    }
    return element.string(attribute)
  }

  /// The longest name of a class, module or attribute that is read, in bytes.
  static let longestName = 4_096
}
