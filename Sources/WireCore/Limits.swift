/// The limits of one decode. All can be set, none can be absent.
public struct Limits: Hashable, Sendable {
  /// The deepest that any tree of values is built, whatever ``depth`` says: Swift releases a tree
  /// recursively, and this many levels are safe on a thread with a stack of 512 KiB.
  public static let deepestTree = 1_000

  /// Nesting, in levels: a container in the outermost one is on level 2. Default 100; 200 is the
  /// most that CPython's own parser reads. Trees stop at ``deepestTree`` all the same.
  public var depth: Int
  /// Size of one document or message, and of one inflated payload, in bytes. Default 64 MiB; at
  /// most 4 GiB less one byte, whatever is set.
  public var bytes: Int
  /// Elements in one document, all containers together. Default 10,000,000.
  public var count: Int
  /// Digits in a decimal integer. Default 4,300, as CPython. Integers of up to 19 digits, a machine word, may be
  /// read whatever this says.
  public var digits: Int
  /// Inflated bytes to one compressed byte, above ``inflationFloor``. Default 200.
  public var inflationRatio: Int
  /// Inflated bytes up to which the ratio is not looked at. Default 1 MiB.
  public var inflationFloor: Int

  /// The default limits, apart from those named.
  public init(
    depth: Int = 100, bytes: Int = 64 << 20, count: Int = 10_000_000, digits: Int = 4_300,
    inflationRatio: Int = 200, inflationFloor: Int = 1 << 20
  ) {
    self.depth = max(1, depth)
    self.bytes = min(max(0, bytes), Int(UInt32.max))
    self.count = max(0, count)
    self.digits = max(1, digits)
    self.inflationRatio = max(1, inflationRatio)
    self.inflationFloor = max(0, inflationFloor)
  }

  /// The depth to which a tree may be built: ``depth``, but never more than ``deepestTree``.
  public var treeDepth: Int { min(depth, Limits.deepestTree) }
}
