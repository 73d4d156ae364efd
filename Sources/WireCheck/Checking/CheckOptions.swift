public import PyroWire
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
  /// Passphrases of Pyro 3 daemons, to verify tokens with.
  public var passphrases: [Pyro3Passphrase] = []
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
  /// Which share of the flows is judged. Default all.
  public var share: Share
  /// The key with which Pyro 4's ends sign their messages: codes are verified with it. Default none.
  public var hmacKey: [UInt8]?

  /// A share of a capture's flows, so that several threads can judge one capture, each reading all of it:
  /// to read packets costs a tenth of what it costs to judge messages. See ``CaptureReport/init(merging:options:)``.
  public struct Share: Hashable, Sendable {
    /// Which share, from 0.
    public let index: Int
    /// Of how many.
    public let count: Int

    /// All flows.
    public static let all = Share(index: 0, count: 1)

    /// Makes a share; what is out of range becomes the nearest that is not.
    public init(index: Int, count: Int) {
      self.count = max(1, count)
      self.index = min(max(0, index), self.count - 1)
    }

    /// Whether a flow is in it. What concerns no flow is in the first.
    func contains(_ flow: FlowID?) -> Bool { (flow?.number ?? 0) % count == index }
  }

  /// The default options, apart from those named.
  public init(
    limits: Limits = Limits(), captureLimits: CaptureLimits = CaptureLimits(),
    policy: SeverityPolicy = SeverityPolicy(), framingOnly: Bool = false, keepsMessages: Bool = false,
    findingsPerFlow: Int = 10, findingsPerRule: Int = 1_000, listedFlows: Int = 100_000,
    share: Share = .all, hmacKey: [UInt8]? = nil
  ) {
    self.limits = limits
    self.captureLimits = captureLimits
    self.policy = policy
    self.framingOnly = framingOnly
    self.keepsMessages = keepsMessages
    self.findingsPerFlow = max(1, findingsPerFlow)
    self.findingsPerRule = max(1, findingsPerRule)
    self.listedFlows = max(0, listedFlows)
    self.share = share
    self.hmacKey = hmacKey
  }
}
