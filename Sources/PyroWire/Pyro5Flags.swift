/// The 16 flags at offset 8 of a Pyro 5 message (PYRO5-12). Pyro 4 gives several bits another meaning.
public struct Pyro5Flags: OptionSet, Hashable, Sendable {
  /// The word on the wire.
  public var rawValue: UInt16

  /// Makes flags of the word on the wire, defined or not.
  public init(rawValue: UInt16) { self.rawValue = rawValue }

  /// The payload is an exception to raise.
  public static let exception = Pyro5Flags(rawValue: 1)
  /// The payload, not the annotations, is a zlib stream.
  public static let compressed = Pyro5Flags(rawValue: 1 << 1)
  /// A call that is never answered.
  public static let oneway = Pyro5Flags(rawValue: 1 << 2)
  /// A call of many methods at once, or the list of their results.
  public static let batch = Pyro5Flags(rawValue: 1 << 3)
  /// The result is an iterator; its id stands in the annotation `STRM`.
  public static let itemStreamResult = Pyro5Flags(rawValue: 1 << 4)
  /// The arguments stay serialized at the server; object and method stand in the annotation `BLBI`.
  public static let keepSerialized = Pyro5Flags(rawValue: 1 << 5)
  /// The correlation id is set.
  public static let correlationID = Pyro5Flags(rawValue: 1 << 6)

  /// All that Pyro 5 defines.
  public static let known = Pyro5Flags(rawValue: 0x7F)

  /// Those set that Pyro 5 does not define.
  public var unknown: Pyro5Flags { subtracting(.known) }

  /// What they say. Metadata is asked for, and given, in every handshake.
  var traits: PyroTraits {
    // The first six are Pyro 5's in their order.
    PyroTraits(rawValue: rawValue & 0x3F).union(.metadata)
  }
}
