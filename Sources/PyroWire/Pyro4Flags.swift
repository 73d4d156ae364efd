/// The 16 flags at offset 8 of a Pyro 4 message (PYRO4-12). Pyro 5 gives several bits another meaning.
public struct Pyro4Flags: OptionSet, Hashable, Sendable {
  /// The word on the wire.
  public var rawValue: UInt16

  /// Makes flags of the word on the wire, defined or not.
  public init(rawValue: UInt16) { self.rawValue = rawValue }

  /// The payload is an exception to raise.
  public static let exception = Pyro4Flags(rawValue: 1)
  /// The payload, not the annotations, is a zlib stream.
  public static let compressed = Pyro4Flags(rawValue: 1 << 1)
  /// A call that is never answered.
  public static let oneway = Pyro4Flags(rawValue: 1 << 2)
  /// A call of many methods at once, or the list of their results.
  public static let batch = Pyro4Flags(rawValue: 1 << 3)
  /// The handshake asks for the object's metadata, or brings it: protocol 48.
  public static let metadataOnConnect = Pyro4Flags(rawValue: 1 << 4)
  /// The result is an iterator; its id stands in the annotation `STRM`: protocol 48.
  public static let itemStreamResult = Pyro4Flags(rawValue: 1 << 5)
  /// The arguments stay serialized at the server; object and method stand in the annotation `BLBI`: protocol 48.
  public static let keepSerialized = Pyro4Flags(rawValue: 1 << 6)

  /// All that protocol 48 defines.
  public static let known = Pyro4Flags(rawValue: 0x7F)
  /// All that protocols 46 and 47 define.
  public static let knownBefore48 = Pyro4Flags(rawValue: 0x0F)

  /// Those set that the protocol of this version does not define.
  public func unknown(in version: UInt16) -> Pyro4Flags {
    subtracting(version >= 48 ? .known : .knownBefore48)
  }

  /// What they say.
  var traits: PyroTraits {
    var traits = PyroTraits(rawValue: rawValue & 0x0F)
    if contains(.metadataOnConnect) { traits.insert(.metadata) }
    if contains(.itemStreamResult) { traits.insert(.itemStreamResult) }
    if contains(.keepSerialized) { traits.insert(.keepSerialized) }
    return traits
  }
}
