public import WireCapture
public import WireCore

/// Who looks on while a capture is checked.
public protocol CheckObserver {
  /// Whether conversations are to describe their messages in ``ObservedMessage/summary``, and messages are
  /// to be shown at all.
  var wantsMessages: Bool { get }

  /// Sees a message as it is completed. `flow` is what is known of its flow by then.
  mutating func message(_ message: ObservedMessage, of flow: FlowReport, in packet: PacketStamp)

  /// Sees a finding that is not silenced, whether or not it will be listed.
  mutating func finding(_ finding: FindingReport)

  /// Learns how many bytes of the capture are read. Called once in a while.
  mutating func progressed(to bytes: Int)
}

/// An observer for whom the report at the end is enough.
public struct NoObserver: CheckObserver, Sendable {
  /// Makes one.
  public init() {}
  /// No.
  public var wantsMessages: Bool { false }
  /// Does nothing.
  public mutating func message(_ message: ObservedMessage, of flow: FlowReport, in packet: PacketStamp) {}
  /// Does nothing.
  public mutating func finding(_ finding: FindingReport) {}
  /// Does nothing.
  public mutating func progressed(to bytes: Int) {}
}
