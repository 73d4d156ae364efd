/// Where a report goes, piece by piece. What cannot be written is remembered there and not thrown
/// here: a report has hundreds of small writes, and one outcome.
public protocol ReportOutput {
  /// Takes the next bytes of the report.
  mutating func write(_ bytes: [UInt8])

  /// Whether writing has failed, so that there is no use in going on.
  var hasFailed: Bool { get }
}

/// A report kept in memory.
public struct MemoryOutput: ReportOutput, Sendable {
  /// All that was written.
  public private(set) var bytes: [UInt8] = []
  /// Never.
  public var hasFailed: Bool { false }

  /// An empty report.
  public init() {}

  /// Takes the next bytes of the report.
  public mutating func write(_ bytes: [UInt8]) { self.bytes += bytes }

  /// The report as text.
  public var text: String { String(decoding: bytes, as: UTF8.self) }
}
