import WireCore

// One message: its header, its annotations, its payload.
extension PyroConversation {
  /// What of a message the checks pass on to each other.
  struct Subject {
    let header: PyroHeader
    let direction: Direction
    let index: Int
    /// Where the payload begins, counted from the message's first byte.
    var payloadStart: Int { header.size + header.annotationsSize }
  }

  mutating func take<Sink: ConversationSink>(
    _ header: PyroHeader, body: Span<UInt8>, from direction: Direction, into sink: inout Sink
  ) {
    let subject = Subject(header: header, direction: direction, index: takeIndex())
    checkHeader(subject)
    let annotations = body.extracting(..<header.annotationsSize)
    let marks = checkAnnotations(annotations, of: subject)
    let placement = place(subject)
    let payload = body.extracting(header.annotationsSize...)
    if generation == .pyro4, !marks.isDamaged {
      checkSignature(marks.code, annotations, payload, of: subject)
    }
    guard options.scope == .full else {
      flush(into: &sink)
      sink.message(message(subject, placement, size: header.dataSize), payload: payload)
      return
    }
    guard !marks.isDamaged else {
      hand(message(subject, placement, size: payload.count), payload, to: &sink)
      return
    }
    guard header.traits.contains(.compressed) else {
      report(subject, placement, payload, blob: marks.blob, of: annotations, into: &sink)
      return
    }
    guard let inflated = inflated(payload, of: subject) else {
      hand(message(subject, placement, size: payload.count), payload, to: &sink)
      return
    }
    report(subject, placement, inflated.span, blob: marks.blob, of: annotations, into: &sink)
  }

  /// Judges a payload as its serializer wrote it, and hands on findings and message.
  private mutating func report<Sink: ConversationSink>(
    _ subject: Subject, _ placement: Placement, _ payload: Span<UInt8>, blob: Range<Int>?,
    of annotations: Span<UInt8>, into sink: inout Sink
  ) {
    var observed = message(subject, placement, size: payload.count)
    judgePayload(payload, of: subject, placement)
    if let blob { judgeBlob(annotations.extracting(blob), of: subject) }
    if options.describes { observed.summary = summary(of: subject, payload) }
    reader.release()
    hand(observed, payload, to: &sink)
  }

  private mutating func hand<Sink: ConversationSink>(
    _ message: ObservedMessage, _ payload: Span<UInt8>, to sink: inout Sink
  ) {
    flush(into: &sink)
    sink.message(message, payload: payload)
  }

  private func message(_ subject: Subject, _ placement: Placement, size: Int) -> ObservedMessage {
    let header = subject.header
    return ObservedMessage(
      index: subject.index, direction: subject.direction, kind: header.kindName,
      sequence: Int(header.sequence), flags: Int(header.flags),
      serializer: header.serializer?.name ?? "unknown", payloadLength: size,
      answers: placement.answers)
  }

  /// The most findings of one message: a batch of a million bad names is not worth a million of them.
  static let mostFindings = 100

  /// Notes a finding of the message under way.
  mutating func find(
    _ rule: Rule, _ subject: Subject, at offset: Int?, severity: Rule.Severity? = nil, _ detail: String
  ) {
    guard findings.count < Self.mostFindings else { return }
    findings.append(Finding(rule, severity: severity, message: subject.index, offset: offset, detail))
  }

  /// PYRO4-8, PYRO4-10 to PYRO4-12, and the same of Pyro 5: fields that the reference's parser lets through.
  private mutating func checkHeader(_ subject: Subject) {
    let header = subject.header
    checkVersion(subject)
    if header.reserved != 0 {
      find(
        .badHeader, subject, at: generation.reservedOffset, "the reserved field is \(header.reserved), not 0")
    }
    if header.unknownFlags != 0 {
      let bits = String(header.unknownFlags, radix: 16)
      find(.unknownFlag, subject, at: 8, "the flags 0x\(bits) are not defined")
    }
    guard let kind = header.kind else {
      find(.unknownMessageType, subject, at: 6, "the message type \(header.typeID) is not defined")
      return
    }
    if header.serializer == nil, kind != .ping {
      find(
        .unknownSerializer, subject, at: generation.serializerOffset,
        "the serializer \(header.serializerID) is not defined")
    }
  }

  /// The payload inflated; `nil`, with a finding, where it is damaged or a bomb.
  private mutating func inflated(_ payload: Span<UInt8>, of subject: Subject) -> [UInt8]? {
    do throws(WireError) {
      return try inflate(payload, base: subject.payloadStart, limits: options.limits)
    } catch {
      find(Rule(ofInflation: error), subject, at: error.offset, error.detail)
      return nil
    }
  }
}

// Annotations.
extension PyroConversation {
  /// What the annotations hold that matters further on.
  struct AnnotationMarks {
    var blob: Range<Int>?
    /// Pyro 4's code, where the message is signed.
    var code: Range<Int>?
    /// Whether chunks could not be read, so that it is not sure where the payload begins.
    var isDamaged = false
  }

  /// PYRO4-20 to PYRO4-23, PYRO5-20 to PYRO5-23.
  private mutating func checkAnnotations(_ annotations: Span<UInt8>, of subject: Subject) -> AnnotationMarks {
    var marks = AnnotationMarks()
    guard !annotations.isEmpty else { return marks }
    var reader = PyroAnnotationReader(generation)
    var seen: [UInt32] = []
    do throws(PyroAnnotationFault) {
      while case let start = reader.position, let chunk = try reader.next(in: annotations) {
        if seen.contains(chunk.id) {
          find(
            .badAnnotation, subject, at: subject.header.size + start, severity: .warning,
            "a second annotation \(PyroAnnotationReader.text(of: chunk.id).debugDescription): Pyro keeps the last"
          )
        }
        seen.append(chunk.id)
        if chunk.id == .blobAnnotation { marks.blob = chunk.data }
        if generation == .pyro4 { checkPyro4Chunk(chunk, of: subject, &marks) }
      }
    } catch {
      find(error.rule, subject, at: subject.header.size + reader.position, error.detail)
      marks.isDamaged = true
    }
    return marks
  }
}
