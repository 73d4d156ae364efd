import InertReaders
import PythonValues
import WireCore
import WirePolicy
import XMLPickleCodec

// What a body says, judged.
extension Pyro3Conversation {
  /// Reads and judges a body; returns a summary where one is asked for.
  ///
  /// - Parameter isSound: whether the body is what was sent: its checksum is right, it could be inflated.
  mutating func judge(_ payload: Span<UInt8>, of subject: Subject, isSound: Bool) -> String? {
    switch subject.kind {
    case .challenge:
      judgeChallenge(payload, subject)
      return options.describes ? hex(payload) : nil
    case .connect:
      judgeConnect(payload, subject)
      return options.describes ? tokenSummary : nil
    case .invoke, .result:
      noteSerializer(subject.serializer, subject)
      let value = isSound && options.scope == .full ? read(payload, subject) : nil
      return subject.kind == .invoke
        ? judgeCall(value, payload, subject) : judgeResult(value, payload, subject)
    }
  }

  /// PYRO3-19: what requests and answers are written in, told once a connection.
  mutating func noteSerializer(_ serializer: Pyro3Serializer, _ subject: Subject?) {
    let rule: Rule = serializer == .pickle ? .pickleSerializer : .xmlPickle
    guard reportedOnce.insert(rule).inserted else { return }
    let detail =
      serializer == .pickle
      ? "native pickle: whoever can send it runs code at its reader (CVE-2026-31048)"
      : "XML pickles (\(serializer.name)): their reader looks up the classes that they name"
    findings.append(Finding(rule, message: subject?.index, offset: subject.map { _ in 12 }, detail))
  }

  /// The value of a body; `nil`, with findings, where it cannot be told.
  private mutating func read(_ payload: Span<UInt8>, _ subject: Subject) -> PythonValue? {
    switch subject.serializer {
    case .pickle: readPickle(payload, subject)
    case .gnosis, .pyxml: readDocument(payload, subject)
    }
  }

  private mutating func readPickle(_ payload: Span<UInt8>, _ subject: Subject) -> PythonValue? {
    judgePickle(Pickle.examine(payload, limits: options.limits), payload, subject)
  }

  /// Judges a body that is a pickle, and tells its value.
  private mutating func judgePickle(
    _ reading: PickleReading, _ payload: Span<UInt8>, _ subject: Subject
  ) -> PythonValue? {
    judgeActions(of: reading, subject, base: 0)
    if let fault = reading.fault {
      if let rule = fault.payloadRule {
        find(rule, subject, atPayload: fault.offset, "pickle: \(fault.reading): \(fault.detail)")
      }
      return nil
    }
    if reading.bytesRead < payload.count {
      let rest = payload.count - reading.bytesRead
      find(.trailingBytes, subject, atPayload: reading.bytesRead, "\(rest) bytes follow the pickle")
    }
    return reading.value
  }

  /// Judges what loading a pickle would do: what is dangerous, and which classes it makes besides.
  private mutating func judgeActions(of reading: PickleReading, _ subject: Subject, base: Int) {
    for danger in reading.dangers(most: Self.mostFindings) {
      find(danger.rule, subject, atPayload: base + danger.offset, danger.detail)
    }
    let names = PickledName()
    for action in reading.actions where action.kind == .lookUp {
      guard let global = action.global, names.answer(module: global.module, name: global.name).isAllowed
      else { continue }
      noteClass(global.module, global.name, subject, at: base + action.offset)
    }
  }

  /// Judges a class or function by its names.
  private mutating func judgeClass(_ module: String?, _ name: String, _ subject: Subject, at offset: Int) {
    guard !name.isEmpty else { return }
    if case .refuse(let rule, let reason) = DangerousClass().answer(module: module ?? "", name: name) {
      find(rule, subject, atPayload: offset, reason)
    } else {
      noteClass(module, name, subject, at: offset)
    }
  }

  /// Notes a class that is not part of Pyro's own traffic, once.
  private mutating func noteClass(_ module: String?, _ name: String, _ subject: Subject, at offset: Int) {
    let full = module.map { "\($0).\(name)" } ?? name
    guard !Pyro3Classes.isExpected(module: module, name: name), reportedClasses.count < 256,
      reportedClasses.insert(full).inserted
    else { return }
    // A reader that has the class makes it: nothing is wrong with that by itself.
    find(
      .foreignClass, subject, atPayload: offset, severity: .note,
      "\(quoted(full)) is looked up by the reader, by this name")
  }
}

// XML pickles.
extension Pyro3Conversation {
  private mutating func readDocument(_ payload: Span<UInt8>, _ subject: Subject) -> PythonValue? {
    if let reading = nativePickle(payload) {
      find(
        .payloadSyntax, subject, at: 12,
        "the flags say \(subject.serializer.name), the body is a native pickle")
      noteSerializer(.pickle, subject)
      return judgePickle(reading, payload, subject)
    }
    let inspection = XMLPickle.inspect(payload, options: XMLPickle.DecodingOptions(limits: options.limits))
    for observation in inspection.observations { judge(observation, subject) }
    if let error = inspection.error { judge(error, inspection, subject) }
    if let dialect = inspection.dialect, dialect != subject.serializer.dialect {
      find(
        .payloadSyntax, subject, at: 12,
        "the flags say \(subject.serializer.name), the document is of \(dialect.rawValue)")
    }
    return inspection.value
  }

  /// PYRO3-31: what a body is that is a pickle, whatever the flags say; `nil` of another.
  private func nativePickle(_ payload: Span<UInt8>) -> PickleReading? {
    guard payload.count > 0, payload[0] != UInt8(ascii: "<") else { return nil }
    let reading = Pickle.examine(payload, limits: options.limits)
    let isWhole = reading.fault == nil && reading.bytesRead == payload.count
    return isWhole || payload[0] == 0x80 ? reading : nil
  }

  private mutating func judge(_ error: WireError, _ inspection: XMLPickle.Inspection, _ subject: Subject) {
    // What is refused for an entity is told by a rule of its own.
    if error.kind == .forbidden, inspection.observations.contains(where: \.isOfEntity) { return }
    guard let rule = error.payloadRule else { return }
    find(rule, subject, atPayload: error.offset, "\(error.reading): \(error.detail)")
  }

  private mutating func judge(_ observation: XMLPickle.Observation, _ subject: Subject) {
    let offset = observation.offset
    switch observation.kind {
    case .instance(let module, let name), .constructorCall(let module, let name),
      .classReference(let module, let name):
      judgeClass(module, name, subject, at: offset)
    case .function(let module, let name):
      judgeClass(module, name, subject, at: offset)
    case .rawPickle(let pickle):
      find(.rawPickle, subject, atPayload: offset, "a pickle of \(pickle.count) bytes within the document")
      judgeActions(of: Pickle.examine(pickle, limits: options.limits), subject, base: offset)
    case .code(let code):
      find(.codeInLiteral, subject, atPayload: offset, "a code object of \(code.count) bytes, marshalled")
    case .mutator: break
    case .notANumber(let text):
      find(.codeInLiteral, subject, atPayload: offset, "\(quoted(text)) stands where a number belongs")
    case .notAName(let text):
      // A name that is missing is not to be executed.
      guard !text.isEmpty else { return }
      find(.codeInLiteral, subject, atPayload: offset, "\(quoted(text)) stands where a name belongs")
    case .escapedApostrophe:
      find(.codeInLiteral, subject, atPayload: offset, "a string escape that leaves its quotes")
    case .foreignDocumentType(let identifier):
      find(.externalEntity, subject, atPayload: offset, "an external document type, \(quoted(identifier))")
    case .externalEntity(let name, let identifier):
      find(
        .externalEntity, subject, atPayload: offset,
        "the entity \(quoted(name)) is outside of the document: \(quoted(identifier))")
    case .internalEntity(let name):
      find(.entityExpansion, subject, atPayload: offset, "the document declares the entity \(quoted(name))")
    case .entityReference(let name):
      find(.entityExpansion, subject, atPayload: offset, "the document uses the entity \(quoted(name))")
    case .declaration(let name):
      find(.payloadSyntax, subject, atPayload: offset, "the document has a declaration, \(quoted(name))")
    }
  }
}

extension XMLPickle.Observation {
  /// Whether it is of an entity or of the document's type.
  fileprivate var isOfEntity: Bool {
    switch kind {
    case .foreignDocumentType, .internalEntity, .externalEntity, .entityReference: true
    default: false
    }
  }
}

extension Pyro3Serializer {
  /// The dialect of the documents; `nil` for pickles.
  fileprivate var dialect: XMLPickle.Dialect? {
    switch self {
    case .pickle: nil
    case .gnosis: .gnosis
    case .pyxml: .pyxml
    }
  }
}
