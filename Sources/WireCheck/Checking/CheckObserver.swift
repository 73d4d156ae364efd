public import WireCapture
public import WireCore

/// Who looks on while a capture is checked.
public protocol CheckObserver {
  /// Whether messages and findings are to be shown, and conversations to describe their messages in
  /// `ObservedMessage.summary`.
  var wantsMessages: Bool { get }

  /// Sees a message as it is completed. `flow` is what is known of its flow by then.
  mutating func message(_ message: ObservedMessage, of flow: FlowReport, in packet: PacketStamp)

  /// Sees a finding that is not silenced, whether or not it will be listed. `flow` is what is known of its
  /// flow by then; `nil` where it concerns the whole capture.
  mutating func finding(_ finding: FindingReport, of flow: FlowReport?, in packet: PacketStamp?)

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
  public mutating func finding(_ finding: FindingReport, of flow: FlowReport?, in packet: PacketStamp?) {}
  /// Does nothing.
  public mutating func progressed(to bytes: Int) {}
}
