/// The limits of reading one capture. All can be set, none can be absent; together they bound the
/// memory, whatever the capture holds.
public struct CaptureLimits: Hashable, Sendable {
  /// The largest packet record, in bytes. Default 1 MiB; a larger one is taken for damage.
  public var packetBytes: Int
  /// Connections, and pairs of UDP ends, followed at a time. Default 32,768. Beyond it one that
  /// was quiet longest (or near it) is given up.
  public var flows: Int
  /// Closed connections remembered, so that late retransmissions start no new one. Default 1,024.
  public var lingering: Int
  /// Bytes of one direction held back until what belongs before them arrives. Default 1 MiB.
  public var heldBytes: Int
  /// Segments of one direction held back. Default 1,024.
  public var heldSegments: Int
  /// Bytes held back in all connections together. Default 16 MiB.
  public var totalHeldBytes: Int
  /// Packets of a connection after which bytes that the other end has acknowledged, and that the
  /// capture has not shown, count as lost. Default 32.
  public var reorderPackets: Int
  /// Nanoseconds after which they do. Default one second.
  public var reorderNanoseconds: Int64
  /// Fragmented IP datagrams being put together at a time. Default 256.
  public var fragmentedDatagrams: Int
  /// Bytes of them. Default 4 MiB.
  public var fragmentBytes: Int
  /// Interfaces in one section of a pcapng file. Default 4,096.
  public var interfaces: Int
  /// Inflated bytes to one byte of a gzip file, above ``inflationFloor``. Default 200.
  public var inflationRatio: Int
  /// Inflated bytes up to which the ratio is not looked at. Default 256 MiB.
  public var inflationFloor: Int

  /// The default limits, apart from those named. What is out of range is moved into it.
  public init(
    packetBytes: Int = 1 << 20, flows: Int = 32_768, lingering: Int = 1_024, heldBytes: Int = 1 << 20,
    heldSegments: Int = 1_024, totalHeldBytes: Int = 16 << 20, reorderPackets: Int = 32,
    reorderNanoseconds: Int64 = 1_000_000_000, fragmentedDatagrams: Int = 256,
    fragmentBytes: Int = 4 << 20, interfaces: Int = 4_096, inflationRatio: Int = 200,
    inflationFloor: Int = 256 << 20
  ) {
    self.packetBytes = min(max(64, packetBytes), 256 << 20)
    self.flows = min(max(2, flows), 1 << 24)
    self.lingering = min(max(0, lingering), 1 << 24)
    self.heldBytes = min(max(1, heldBytes), 1 << 30)
    self.heldSegments = min(max(1, heldSegments), 1 << 16)
    self.totalHeldBytes = max(1, totalHeldBytes)
    self.reorderPackets = min(max(0, reorderPackets), 1 << 30)
    self.reorderNanoseconds = max(0, reorderNanoseconds)
    self.fragmentedDatagrams = min(max(1, fragmentedDatagrams), 1 << 16)
    self.fragmentBytes = max(1, fragmentBytes)
    self.interfaces = min(max(1, interfaces), 1 << 20)
    self.inflationRatio = max(1, inflationRatio)
    self.inflationFloor = max(0, inflationFloor)
  }
}
