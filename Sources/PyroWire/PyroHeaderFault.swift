import WireCore

/// Why bytes are no header of Pyro 4 or 5 that can be followed.
public enum PyroHeaderFault: Hashable, Sendable {
  /// The magic is not `PYRO`.
  case magic
  /// The version is none that the generation has: which Pyro's it is.
  case version(PyroVersion, PyroGeneration)
  /// Pyro 5's second magic is another: its word.
  case endMagic(UInt16)
  /// Pyro 4's checksum is not the sum of the fields: what it is, and what it ought to be.
  case checksum(UInt16, wanted: UInt16)
  /// Pyro 4's size of the payload is below zero, or past ``Pyro4Header/mostBytes``.
  case badSize(Int32)
  /// The sizes of annotations and payload pass the limit: their sum, and the limit.
  case size(Int, limit: Int)

  /// The field's offset within the header.
  public var offset: Int {
    switch self {
    case .magic: 0
    case .version: 4
    case .size, .badSize: 12
    case .checksum: 22
    case .endMagic: 38
    }
  }

  /// What is wrong, in a few words.
  public var detail: String {
    switch self {
    case .magic: "the magic is not PYRO"
    case .version(let version, let generation): "the version is \(version), not \(generation.versions)"
    case .endMagic(let word): "the second magic is 0x\(String(word, radix: 16)), not 0x4dc5"
    case .checksum(let word, let wanted):
      "the checksum is 0x\(String(word, radix: 16)), the fields come to 0x\(String(wanted, radix: 16))"
    case .badSize(let size): "the size of the payload is \(size): it is 0 to 1 GiB"
    case .size(let size, let limit): "\(size) bytes of annotations and payload, \(limit) allowed"
    }
  }

  /// The rule that the fault breaks.
  public var rule: Rule {
    switch self {
    case .magic, .endMagic: .badMagic
    case .version: .badVersion
    case .checksum: .badChecksum
    case .badSize: .badHeader
    case .size: .resourceLimit
    }
  }

  /// The fault as an error; `base` is the absolute offset of the header.
  public func error(base: Int) -> WireError {
    let kind: WireError.Kind =
      switch self {
      case .magic, .endMagic, .checksum, .badSize: .syntax
      case .version: .unsupported
      case .size: .limit
      }
    return WireError(kind, at: base + offset, reading: "Pyro header", detail)
  }
}
