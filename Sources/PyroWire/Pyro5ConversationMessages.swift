import WireCore

// One message: its header, its annotations, its payload.
extension Pyro5Conversation {
  /// What of a message the checks pass on to each other.
  struct Subject {
    let header: Pyro5Header
    let direction: Direction
    let index: Int
    /// Where the payload begins, counted from the message's first byte.
    var payloadStart: Int { Pyro5Header.size + Int(header.annotationsSize) }
  }

  mutating func take<Sink: ConversationSink>(
    _ header: Pyro5Header, body: Span<UInt8>, from direction: Direction, into sink: inout Sink
  ) {
    let subject = Subject(header: header, direction: direction, index: takeIndex())
    checkHeader(subject)
    let annotations = body.extracting(..<Int(header.annotationsSize))
    let marks = checkAnnotations(annotations, of: subject)
    let placement = place(subject)
    let payload = body.extracting(Int(header.annotationsSize)...)
    guard options.scope == .full else {
      flush(into: &sink)
      sink.message(message(subject, placement, size: Int(header.dataSize)), payload: payload)
      return
    }
    guard !marks.isDamaged else {
      hand(message(subject, placement, size: payload.count), payload, to: &sink)
      return
    }
    guard header.flags.contains(.compressed) else {
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
      index: subject.index, direction: subject.direction, kind: header.type.name,
      sequence: Int(header.sequence), flags: Int(header.flags.rawValue),
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

  /// PYRO5-8, PYRO5-10 to PYRO5-13: fields that the reference's parser lets through.
  private mutating func checkHeader(_ subject: Subject) {
    let header = subject.header
    if header.reserved != 0 {
      find(.badHeader, subject, at: 36, "the reserved field is \(header.reserved), not 0")
    }
    if !header.flags.unknown.isEmpty {
      let bits = String(header.flags.unknown.rawValue, radix: 16)
      find(.unknownFlag, subject, at: 8, "the flags 0x\(bits) are not defined")
    }
    if !header.type.isKnown {
      find(.unknownMessageType, subject, at: 6, "the message type \(header.type.rawValue) is not defined")
    }
    if header.serializer == nil, header.type != .ping, header.type.isKnown {
      find(.unknownSerializer, subject, at: 7, "the serializer \(header.serializerID) is not defined")
    }
  }

  /// The payload inflated; `nil`, with a finding, where it is damaged or a bomb.
  private mutating func inflated(_ payload: Span<UInt8>, of subject: Subject) -> [UInt8]? {
    do throws(WireError) {
      return try inflate(payload, base: subject.payloadStart, limits: options.limits)
    } catch {
      let rule: Rule =
        switch error.kind {
        case .limit: .decompressionBomb
        case .trailing: .trailingBytes
        default: .badCompression
        }
      find(rule, subject, at: error.offset, error.detail)
      return nil
    }
  }
}

// Annotations.
extension Pyro5Conversation {
  /// What the annotations hold that matters further on.
  struct AnnotationMarks {
    var blob: Range<Int>?
    /// Whether chunks could not be read, so that it is not sure where the payload begins.
    var isDamaged = false
  }

  /// PYRO5-20 to PYRO5-23.
  private mutating func checkAnnotations(_ annotations: Span<UInt8>, of subject: Subject) -> AnnotationMarks {
    var marks = AnnotationMarks()
    guard !annotations.isEmpty else { return marks }
    var reader = Pyro5AnnotationReader()
    var seen: [UInt32] = []
    do throws(Pyro5AnnotationFault) {
      while case let start = reader.position, let chunk = try reader.next(in: annotations) {
        if seen.contains(chunk.id) {
          find(
            .badAnnotation, subject, at: Pyro5Header.size + start, severity: .warning,
            "a second annotation \(Pyro5AnnotationReader.text(of: chunk.id).debugDescription): Pyro keeps the last"
          )
        }
        seen.append(chunk.id)
        if chunk.id == .blobAnnotation { marks.blob = chunk.data }
      }
    } catch {
      find(error.rule, subject, at: Pyro5Header.size + reader.position, error.detail)
      marks.isDamaged = true
    }
    return marks
  }
}

extension Pyro5AnnotationFault {
  /// The rule that the fault breaks.
  public var rule: Rule {
    switch self {
    case .overrun: .annotationOverrun
    case .badID: .badAnnotation
    case .tooMany: .resourceLimit
    }
  }
}
