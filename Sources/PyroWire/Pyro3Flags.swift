/// The 16 flags at offset 12 of a Pyro 3 header (PYRO3-6).
public struct Pyro3Flags: OptionSet, Hashable, Sendable {
  /// The word on the wire.
  public var rawValue: UInt16

  /// Makes flags of the word on the wire, defined or not.
  public init(rawValue: UInt16) { self.rawValue = rawValue }

  /// The body is a zlib stream.
  public static let compressed = Pyro3Flags(rawValue: 1)
  /// The header has the Adler-32 of the body as it is on the wire.
  public static let checksum = Pyro3Flags(rawValue: 1 << 1)
  /// The body is, or the sender's bodies are, XML pickles of Gnosis_Utils.
  public static let gnosis = Pyro3Flags(rawValue: 1 << 2)
  /// The same of PyXML: releases 3.1 to 3.5 only.
  public static let pyxml = Pyro3Flags(rawValue: 1 << 3)

  /// All that Pyro 3 defines, or has defined.
  public static let known = Pyro3Flags(rawValue: 0xF)

  /// Those set that Pyro 3 does not define.
  public var unknown: Pyro3Flags { subtracting(.known) }

  /// What the flags say that the sender's requests and answers are written in.
  public var serializer: Pyro3Serializer {
    contains(.gnosis) ? .gnosis : contains(.pyxml) ? .pyxml : .pickle
  }
}

/// What a Pyro 3 request or answer is written in.
public enum Pyro3Serializer: Hashable, Sendable {
  /// Python's own pickle: the default, and code for whoever loads it (CVE-2026-31048).
  case pickle
  /// An XML pickle of Gnosis_Utils.
  case gnosis
  /// An XML pickle of PyXML.
  case pyxml

  /// The name in reports.
  public var name: String {
    switch self {
    case .pickle: "pickle"
    case .gnosis: "gnosis-xml"
    case .pyxml: "pyxml"
    }
  }
}
