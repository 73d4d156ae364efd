import WireCore

/// Where what a capture holds is reported to, in the order of the capture.
///
/// For one flow the calls come as `opened (received | lost | ended)* closed`; `ended` comes once a
/// direction, and nothing of that direction after it. Of a UDP flow they are `opened datagram* closed`. A flow
/// without a byte of payload is never opened.
public protocol CaptureSink {
  /// A flow shows its first bytes (or its first loss).
  mutating func opened(_ flow: FlowInfo, at packet: PacketStamp)

  /// The next bytes of one direction, in the order of the stream. They are lent for the call.
  mutating func received(
    _ bytes: Span<UInt8>, of flow: FlowID, from direction: Direction, in packet: PacketStamp)

  /// The next `count` bytes of one direction are not in the capture.
  mutating func lost(_ count: Int, of flow: FlowID, from direction: Direction, before packet: PacketStamp)

  /// No more bytes come from one direction.
  mutating func ended(
    _ flow: FlowID, _ direction: Direction, because ending: StreamEnding, in packet: PacketStamp)

  /// Nothing more comes of the flow: its slot will be given to another.
  mutating func closed(_ flow: FlowID)

  /// A UDP datagram. Its bytes are lent for the call.
  mutating func datagram(
    _ bytes: Span<UInt8>, of flow: FlowID, from direction: Direction, in packet: PacketStamp)

  /// Something is wrong with the capture, or with how a connection is captured.
  mutating func finding(_ finding: CaptureFinding)

  /// So many bytes of the input are read. Called once in a while.
  mutating func progressed(to bytes: Int)
}

extension CaptureSink {
  /// Does nothing.
  public mutating func progressed(to bytes: Int) {}
}

/// A packet's place and time.
public struct PacketStamp: Hashable, Sendable {
  /// Its number in the capture, from 1.
  public var number: Int
  /// When it was captured, in nanoseconds since 1970; `nil` where the capture does not say.
  public var nanoseconds: Int64?

  /// Makes a stamp.
  public init(number: Int, nanoseconds: Int64? = nil) {
    self.number = number
    self.nanoseconds = nanoseconds
  }
}

/// The name of a flow while a capture is read.
public struct FlowID: Hashable, Sendable {
  /// The flow's number in the order of opening, from 0; never used again.
  public var number: Int
  /// A small number, below ``CaptureLimits/flows``, that no other open flow has: an index for what
  /// the sink keeps of the flow. After `closed` another flow may have it.
  public var slot: Int

  /// Makes a name.
  public init(number: Int, slot: Int) {
    self.number = number
    self.slot = slot
  }
}

/// What is known of a flow when it opens.
public struct FlowInfo: Hashable, Sendable {
  /// What carries it.
  public enum Transport: String, Hashable, Sendable, CaseIterable {
    /// A TCP connection.
    case tcp
    /// The datagrams between two UDP ends.
    case udp
  }

  /// Its name.
  public var id: FlowID
  /// What carries it.
  public var transport: Transport
  /// The end that opened it.
  public var client: Endpoint
  /// The end that accepted it.
  public var server: Endpoint
  /// Whether the capture shows which end is the client. Where it does not, the client is a guess
  /// by the ports, and one who understands the bytes may know better.
  public var clientKnown: Bool
  /// Whether it began before the capture did.
  public var midstream: Bool

  /// Makes a description.
  public init(
    id: FlowID, transport: Transport, client: Endpoint, server: Endpoint, clientKnown: Bool, midstream: Bool
  ) {
    self.id = id
    self.transport = transport
    self.client = client
    self.server = server
    self.clientKnown = clientKnown
    self.midstream = midstream
  }
}

/// Something found in the capture itself, apart from what the bytes of its connections mean.
public struct CaptureFinding: Hashable, Sendable {
  /// The rule: one of the capture rules, or `decompression-bomb`.
  public var rule: Rule
  /// The flow it concerns; `nil` where it concerns the file.
  public var flow: FlowID?
  /// The packet where it was found.
  public var packet: Int?
  /// What was found, for a person: one sentence.
  public var detail: String

  /// Makes a finding.
  public init(_ rule: Rule, flow: FlowID? = nil, packet: Int? = nil, _ detail: String) {
    self.rule = rule
    self.flow = flow
    self.packet = packet
    self.detail = detail
  }
}
