public import WireCapture
public import WireCore

/// How a capture is checked.
public struct CheckOptions: Sendable {
  /// The limits of one message.
  public var limits: Limits
  /// The limits of reading the capture.
  public var captureLimits: CaptureLimits
  /// How much each rule weighs.
  public var policy: SeverityPolicy
  /// Whether only frames, handshakes and sequence are looked at, and no payload.
  public var framingOnly: Bool
  /// Whether the report lists every message, with the SHA-256 of its payload.
  public var keepsMessages: Bool
  /// Findings of one rule that are listed for one flow; further ones are counted. Default 10.
  public var findingsPerFlow: Int
  /// Findings of one rule that are listed for one capture; further ones are counted. Default 1,000.
  public var findingsPerRule: Int
  /// Flows that are listed; further ones are counted, and their findings listed all the same.
  /// Default 100,000.
  public var listedFlows: Int

  /// The default options, apart from those named.
  public init(
    limits: Limits = Limits(), captureLimits: CaptureLimits = CaptureLimits(),
    policy: SeverityPolicy = SeverityPolicy(), framingOnly: Bool = false, keepsMessages: Bool = false,
    findingsPerFlow: Int = 10, findingsPerRule: Int = 1_000, listedFlows: Int = 100_000
  ) {
    self.limits = limits
    self.captureLimits = captureLimits
    self.policy = policy
    self.framingOnly = framingOnly
    self.keepsMessages = keepsMessages
    self.findingsPerFlow = max(1, findingsPerFlow)
    self.findingsPerRule = max(1, findingsPerRule)
    self.listedFlows = max(0, listedFlows)
  }
}
