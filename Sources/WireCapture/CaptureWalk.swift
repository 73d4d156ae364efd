import WireCore

/// The way from the bytes of a capture file to its flows: records, frames, packets, segments.
struct CaptureWalk {
  private var pcap: PcapFormat?
  private var pcapng: PcapngFormat
  private var fragments: FragmentStore
  private var reassembler: Reassembler
  private(set) var summary: CaptureSummary
  private(set) var isDamaged = false
  /// How many bytes the file header takes.
  private(set) var headerSize = 0
  private var lastTime = PacketRecord.noTime
  /// Packets whose headers the snap length cut, of unknown link types, and the first of each.
  private var cut = 0
  private var firstCut = 0
  private var foreign = 0
  private var firstForeign = 0
  private var understood = 0

  /// CAP-1: knows the format by its first bytes.
  init(_ source: inout ByteSource, _ buffer: inout ChunkBuffer, limits: CaptureLimits) throws(CaptureError) {
    while buffer.end < PcapFormat.fileHeaderSize, try source.fill(&buffer) {}
    let head = buffer.bytes.span.extracting(0..<buffer.end)
    pcapng = PcapngFormat(limits: limits)
    fragments = FragmentStore(limits: limits)
    reassembler = Reassembler(limits: limits)
    if PcapngFormat.recognises(head) {
      summary = CaptureSummary(format: .pcapng)
    } else if PcapFormat.recognises(head) {
      guard let format = PcapFormat(head, limit: limits.packetBytes) else {
        throw CaptureError(.notCapture, "it ends inside its file header")
      }
      guard format.isSupported else { throw CaptureWalk.unsupported(format.linkNumber) }
      pcap = format
      summary = CaptureSummary(format: .pcap)
      headerSize = PcapFormat.fileHeaderSize
    } else {
      throw CaptureError(.notCapture, "it is neither pcap nor pcapng")
    }
    summary.isCompressed = source.gzip != nil
  }

  private static func unsupported(_ number: Int) -> CaptureError {
    CaptureError(
      .linkType,
      "its link type \(number) is not read: only Ethernet, Linux cooked, raw IP and BSD loopback are")
  }

  /// Takes every whole record of `bytes` from an index on. The first byte has the place `base` in the capture.
  ///
  /// - Returns: the index of what is no whole record.
  mutating func take<Sink: CaptureSink>(
    _ bytes: Span<UInt8>, from start: Int, base: Int, into sink: inout Sink
  ) -> Int {
    var position = start
    reassembler.base = base
    while true {
      switch next(bytes, &position) {
      case .packet(let record): take(record, bytes, into: &sink)
      case .more: return position
      case .damaged:
        isDamaged = true
        return position
      }
    }
  }

  @inline(__always) private mutating func next(_ bytes: Span<UInt8>, _ position: inout Int) -> RecordStep {
    pcap?.next(bytes, &position) ?? pcapng.next(bytes, &position)
  }

  @inline(__always) private mutating func take<Sink: CaptureSink>(
    _ record: PacketRecord, _ bytes: Span<UInt8>, into sink: inout Sink
  ) {
    summary.packets += 1
    summary.bytes += record.captured
    if record.time != PacketRecord.noTime {
      if summary.firstNanoseconds == nil { summary.firstNanoseconds = record.time }
      lastTime = record.time
    }
    guard let start = LinkLayer.internetStart(bytes, record) else {
      noteNoPacket(record)
      return
    }
    let end = record.start + record.captured
    switch InternetLayer.read(bytes, at: start, end: end, wireEnd: record.start + record.original) {
    case .packet(let packet): take(packet, bytes, record, into: &sink)
    case .cut: noteCut(record)
    case .other: break
    }
  }

  @inline(__always) private mutating func take<Sink: CaptureSink>(
    _ packet: InternetPacket, _ bytes: Span<UInt8>, _ record: PacketRecord, into sink: inout Sink
  ) {
    if packet.isFragment {
      takeFragment(packet, bytes, record, into: &sink)
    } else if packet.carries == 6 {
      guard let segment = TCPSegment(bytes, packet) else { return noteCut(record) }
      reassembler.take(segment, of: packet, bytes, summary.packets, record.time, into: &sink)
    } else if packet.carries == 17 {
      guard let datagram = UDPDatagram(bytes, packet) else { return noteCut(record) }
      reassembler.take(datagram, of: packet, bytes, summary.packets, record.time, into: &sink)
    }
  }

  private mutating func takeFragment<Sink: CaptureSink>(
    _ fragment: InternetPacket, _ bytes: Span<UInt8>, _ record: PacketRecord, into sink: inout Sink
  ) {
    guard let whole = fragments.add(fragment, bytes, packet: summary.packets, time: record.time) else {
      return
    }
    // Bytes put together from fragments have no place in the capture.
    let base = reassembler.base
    reassembler.base = nil
    defer { reassembler.base = base }
    if case .packet(let packet) = InternetLayer.resume(whole.packet, whole.bytes.span), !packet.isFragment {
      take(packet, whole.bytes.span, record, into: &sink)
    }
  }

  private mutating func noteCut(_ record: PacketRecord) {
    guard record.isSnapped else { return }
    if cut == 0 { firstCut = summary.packets }
    cut += 1
  }

  private mutating func noteNoPacket(_ record: PacketRecord) {
    guard record.link == .unsupported else { return }
    if foreign == 0 { firstForeign = summary.packets }
    foreign += 1
  }
}

extension CaptureWalk {
  /// The capture is over, with `left` bytes that make no whole record.
  mutating func finish<Sink: CaptureSink>(left: Int, source: ByteSource, into sink: inout Sink) {
    summary.lastNanoseconds = lastTime == PacketRecord.noTime ? nil : lastTime
    fragments.finish()
    reassembler.finish(
      PacketStamp(number: summary.packets, nanoseconds: summary.lastNanoseconds), into: &sink)
    for problem in damages(left: left, source: source) {
      sink.finding(CaptureFinding(.damagedCapture, packet: summary.packets, problem))
    }
    if source.gzip?.isBomb == true {
      sink.finding(
        CaptureFinding(
          .decompressionBomb, packet: summary.packets, "The gzip data expands past the limit of ratio."))
    }
    if cut > 0 {
      sink.finding(
        CaptureFinding(.snapped, packet: firstCut, "The snap length cut the headers of \(cut) packets."))
    }
    if foreign > 0 {
      sink.finding(
        CaptureFinding(
          .unknownProtocol, packet: firstForeign, "\(foreign) packets are of link types that are not read."))
    }
    if fragments.incomplete > 0 {
      sink.finding(
        CaptureFinding(
          .missingBytes, packet: fragments.firstIncomplete,
          "Of \(fragments.incomplete) fragmented IP datagrams, fragments are not in the capture."))
    }
  }

  private func damages(left: Int, source: ByteSource) -> [String] {
    let after = summary.packets == 0 ? "before its first packet" : "after packet \(summary.packets)"
    var problems: [String] = []
    if let passedOver = pcapng.passedOver {
      problems.append("The capture contradicts itself: \(passedOver); it was passed over.")
    }
    if isDamaged {
      let problem = pcap?.damage ?? pcapng.damage
      problems.append("The capture contradicts itself \(after): \(problem).")
    } else if let problem = source.gzip?.damage {
      problems.append("The capture breaks off \(after): \(problem).")
    } else if left > 0 || pcapng.isInsideBlock {
      problems.append("The capture breaks off \(after), inside a record.")
    }
    return problems
  }

  /// Throws where there were packets, and all of link types that are not read.
  func throwIfUseless() throws(CaptureError) {
    if foreign > 0, foreign == summary.packets {
      throw CaptureError(
        .linkType, "none of its link types is read: only Ethernet, Linux cooked, raw IP and BSD loopback are")
    }
  }
}
