/// One value on a tape: 16 bytes, whatever the value.
///
/// A container's node is followed by those of what it holds, each with all of its own; the node
/// knows where they end, so a reader steps over a subtree without looking into it.
@frozen
public struct TapeNode: Sendable {
  /// What the value is.
  @frozen
  public enum Kind: UInt8, Sendable {
    /// `None`.
    case none
    /// `True` or `False`: the payload is 1 or 0.
    case bool
    /// An integer that fits `Int64`: the payload is its bits.
    case int
    /// A wider integer: its decimal digits, an extent of the source, underscores ignored; or, as an
    /// extent of the side bytes, the magnitude in little-endian 64-bit words.
    case bigInt
    /// A float: the payload is its bits.
    case float
    /// A complex number: an extent of 16 side bytes, the bits of both parts, little-endian.
    case complex
    /// A `str`: an extent of valid UTF-8.
    case string
    /// A `bytes`: an extent.
    case bytes
    /// `...`.
    case ellipsis
    /// `NotImplemented`.
    case notImplemented
    /// A `list`.
    case list
    /// A `tuple`.
    case tuple
    /// A `set`, its elements as written: equal ones may stand in it.
    case set
    /// A `frozenset`: the parser has seen to it that no two elements are equal.
    case frozenset
    /// A `dict`, its keys and values in turn, as written: equal keys may stand in it.
    case dict
    /// A `slice`: start, stop and step.
    case slice
    /// No value: room that stepping over children never meets. See ``Tape/firstChild(of:)``.
    case filler
    /// A value that the tape keeps as it is: the payload is its place among the records.
    case record

    /// Whether the node holds others.
    @inlinable
    public var isContainer: Bool { rawValue >= Kind.list.rawValue && rawValue <= Kind.slice.rawValue }
  }

  /// What else is known of the value.
  @frozen
  public struct Flags: OptionSet, Sendable {
    /// The bits.
    public let rawValue: UInt8

    /// Makes flags of their bits.
    @inlinable
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// The extent is one of the tape's side bytes and not of the source: the text had escapes or
    /// several parts.
    @inlinable
    public static var inSide: Flags { Flags(rawValue: 1) }
    /// A wide integer below zero.
    @inlinable
    public static var negative: Flags { Flags(rawValue: 2) }
    /// The children do not begin with the next node: its payload says where they do.
    @inlinable
    public static var displaced: Flags { Flags(rawValue: 4) }
    /// A container that holds no containers.
    @inlinable
    public static var flat: Flags { Flags(rawValue: 8) }
    /// A container that a reference refers to, by the index of its node and 1.
    @inlinable
    public static var shared: Flags { Flags(rawValue: 16) }
    /// A `frozenset` as written: equal elements may stand in it.
    @inlinable
    public static var asWritten: Flags { Flags(rawValue: 32) }
  }

  /// What the value is.
  public var kind: Kind
  /// What else is known of it.
  public var flags: Flags
  /// Where in the source the value begins, in bytes.
  public var sourceOffset: UInt32
  /// Meant by ``kind``: bits, two halves of an extent (start below, length above), or a container's
  /// end (below: the index of the node after its last) and count (above).
  public var payload: UInt64

  @inlinable
  package init(_ kind: Kind, _ flags: Flags = [], at sourceOffset: Int, payload: UInt64 = 0) {
    self.kind = kind
    self.flags = flags
    self.sourceOffset = UInt32(truncatingIfNeeded: sourceOffset)
    self.payload = payload
  }

  @inlinable
  package init(_ kind: Kind, _ flags: Flags = [], at sourceOffset: Int, low: Int, high: Int) {
    self.init(
      kind, flags, at: sourceOffset,
      payload: UInt64(UInt32(truncatingIfNeeded: low)) | UInt64(UInt32(truncatingIfNeeded: high)) << 32)
  }

  /// Where in the source the value begins, in bytes.
  @inlinable
  public var offset: Int { Int(sourceOffset) }

  /// Of a string, bytes, wide integer or complex number: where its bytes stand, in the source or,
  /// with ``Flags/inSide``, in the side bytes.
  @inlinable
  public var extent: Range<Int> {
    let start = Int(payload & 0xFFFF_FFFF)
    return start..<start + Int(payload >> 32)
  }

  /// Of a container: the index of the node after its last.
  @inlinable
  public var end: Int { Int(payload & 0xFFFF_FFFF) }

  /// Of a container: how many elements it has; of a dict: how many entries. As written, equal ones
  /// counted each.
  @inlinable
  public var count: Int { Int(payload >> 32) }
}
