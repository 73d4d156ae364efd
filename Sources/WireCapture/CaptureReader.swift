import WireCore

/// Reads captures: packets in, flows with their bytes in order out.
///
/// One pass, in memory that ``CaptureLimits`` bound, not the size of the capture.
public struct CaptureReader {
  /// The limits of each capture.
  public var limits: CaptureLimits

  /// Makes a reader.
  public init(limits: CaptureLimits = CaptureLimits()) { self.limits = limits }

  /// Reads a capture to its end, as far as it can be read.
  ///
  /// - Returns: what it was.
  /// - Throws: ``CaptureError`` where nothing could be read. Damage further on is a finding
  ///   (`damaged-capture`), and what came before it is reported as if the capture ended there.
  /// - Complexity: linear in the bytes of the capture.
  public func read<Sink: CaptureSink>(
    _ input: CaptureInput, into sink: inout Sink
  ) throws(CaptureError) -> CaptureSummary {
    var buffer = ChunkBuffer(limits: limits)
    var source = try ByteSource(input, &buffer, limits: limits)
    var walk = try CaptureWalk(&source, &buffer, limits: limits)
    buffer.start = walk.headerSize
    var isOver = false
    while !isOver {
      isOver = try !source.fill(&buffer)
      let left = walk.take(
        buffer.bytes.span.extracting(0..<buffer.end), from: buffer.start, base: buffer.base, into: &sink)
      buffer.start = left
      sink.progressed(to: source.bytesRead)
      if walk.isDamaged { break }
    }
    walk.finish(left: buffer.end - buffer.start, source: source, into: &sink)
    try walk.throwIfUseless()
    return walk.summary
  }
}

/// What a capture was.
public struct CaptureSummary: Hashable, Sendable {
  /// The formats of captures.
  public enum Format: String, Hashable, Sendable, CaseIterable {
    /// The classic format of libpcap.
    case pcap
    /// The block format.
    case pcapng
  }

  /// The format.
  public var format: Format
  /// Whether it was compressed with gzip.
  public var isCompressed = false
  /// Packets in it, read or not.
  public var packets = 0
  /// Bytes of those packets in the file.
  public var bytes = 0
  /// When the first packet with a time was captured, in nanoseconds since 1970.
  public var firstNanoseconds: Int64?
  /// When the last was.
  public var lastNanoseconds: Int64?
}
