import WireCore
import WirePolicy

// What a payload says, judged. Offsets are those of the message, or of the inflated payload.
extension PyroConversation {
  /// Reads and judges the payload of a message.
  mutating func judgePayload(_ payload: Span<UInt8>, of subject: Subject, _ placement: Placement) {
    guard let kind = subject.header.kind, kind != .ping else { return }
    guard read(payload, of: subject) else {
      if !placement.isMisplaced { judgeHandshakeUnread(subject) }
      return
    }
    switch kind {
    case .connect: judgeConnect(payload, subject)
    case .connectOK: if !placement.isMisplaced { judgeConnectOK(payload, subject) }
    case .connectFail: if !placement.isMisplaced { judgeConnectFail(payload, subject) }
    case .invoke: judgeCall(payload, subject)
    default: judgeResult(payload, subject, placement)
    }
    // A pickle's classes were judged as it was read.
    if subject.header.serializer?.isPickle == false { judgeClasses(payload, subject) }
  }

  /// Reads a payload onto the tape; false where there is nothing to judge on it.
  private mutating func read(_ payload: Span<UInt8>, of subject: Subject) -> Bool {
    guard let serializer = subject.header.serializer else { return false }
    if serializer == .marshal { noteMarshal(subject) }
    if serializer.isPickle { notePickle(serializer, subject) }
    defer { if serializer.isPickle { judgeDangers(serializer, subject) } }
    do throws(WireError) {
      try reader.read(payload, serializer)
      return true
    } catch {
      unreadable(payload, error, serializer, subject)
      return false
    }
  }

  /// PYRO4-64: what a pickle names is not looked up here; it is told what a reader would do.
  private mutating func judgeDangers(_ serializer: PyroSerializer, _ subject: Subject) {
    for danger in reader.dangers {
      find(danger.rule, subject, atPayload: danger.offset, "the \(serializer.name) \(danger.detail)")
    }
  }

  private mutating func unreadable(
    _ payload: Span<UInt8>, _ error: WireError, _ serializer: PyroSerializer, _ subject: Subject
  ) {
    guard let rule = error.payloadRule else { return }
    let what = "\(serializer.name): \(error.reading): \(error.detail)"
    find(rule, subject, atPayload: error.offset, what)
    guard rule != .resourceLimit, serializer == .serpent,
      let code = EvaluatedExpression.found(in: payload, at: error.offset)
    else { return }
    find(.codeInLiteral, subject, atPayload: error.offset, "\(code) stands where a literal belongs")
  }

  /// A finding at an offset of the payload: from the message's start, unless the payload was inflated.
  mutating func find(_ rule: Rule, _ subject: Subject, atPayload offset: Int, _ detail: String) {
    if subject.header.traits.contains(.compressed) {
      find(rule, subject, at: offset, "\(detail) (offset in the inflated payload)")
    } else {
      find(rule, subject, at: subject.payloadStart + offset, detail)
    }
  }

  /// A finding at a value on the tape.
  mutating func find(_ rule: Rule, _ subject: Subject, atValue index: Int, _ detail: String) {
    find(rule, subject, atPayload: tape.nodes[index].offset, detail)
  }

  /// A finding that is made once a connection.
  mutating func findOnce(
    _ rule: Rule, _ subject: Subject, at offset: Int?, severity: Rule.Severity? = nil, _ detail: String
  ) {
    guard reportedOnce.insert(rule).inserted else { return }
    find(rule, subject, at: offset, severity: severity, detail)
  }

  /// A daemon that has no room refuses in marshal whatever the client speaks, and one before protocol 48 greets
  /// in it: worth a note, no more.
  private mutating func noteMarshal(_ subject: Subject) {
    let isGreeting = subject.header.kind == .connectOK && !clientOpens(subject.header)
    if subject.header.kind == .connectFail || isGreeting {
      let what = isGreeting ? "greeting" : "refusal"
      find(
        .marshalSerializer, subject, at: generation.serializerOffset, severity: .note,
        "the \(what) is in marshal, which the client reads")
    } else {
      findOnce(
        .marshalSerializer, subject, at: generation.serializerOffset,
        "marshal on the wire: its reader is not made for hostile bytes")
    }
  }

  /// PYRO4-63: whoever sends a pickle has the reader call what it names.
  private mutating func notePickle(_ serializer: PyroSerializer, _ subject: Subject) {
    findOnce(
      .pickleSerializer, subject, at: generation.serializerOffset,
      "\(serializer.name) on the wire: who sends it runs code where it is read")
  }

  /// PYRO4-48, PYRO5-48: `BLBI` is marshal, whatever the serializer of the call, and the server reads it.
  mutating func judgeBlob(_ blob: Span<UInt8>, of subject: Subject) {
    guard subject.header.traits.contains(.keepSerialized) else { return }
    findOnce(
      .marshalSerializer, subject, at: generation.headerSize,
      "the annotation BLBI is marshal, which the server reads")
    do throws(WireError) {
      try reader.read(blob, .marshal)
    } catch {
      if let rule = error.payloadRule {
        find(rule, subject, at: generation.headerSize, "annotation BLBI: \(error.detail)")
      }
      return
    }
    guard isTuple(of: 3), let method = text(at: 2, of: blob) else {
      find(
        .badCallShape, subject, at: generation.headerSize, "the annotation BLBI is not (info, object, method)"
      )
      return
    }
    refuse(names.call(method), subject, at: generation.headerSize)
  }

  private func isTuple(of count: Int) -> Bool {
    tape.isSequence(at: 0) && tape.nodes[0].count == count
  }

  /// The text of the element of the root at `position`.
  private func text(at position: Int, of source: Span<UInt8>) -> String? {
    var index = tape.firstChild(of: 0)
    for _ in 0..<position { index = tape.next(after: index) }
    return tape.text(at: index, source)
  }

  /// Makes a finding of a policy's refusal.
  mutating func refuse(_ answer: PolicyAnswer, _ subject: Subject, at offset: Int?) {
    guard case .refuse(let rule, let reason) = answer else { return }
    find(rule, subject, at: offset, reason)
  }
}
