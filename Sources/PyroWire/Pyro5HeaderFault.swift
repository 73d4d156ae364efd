import WireCore

/// Why 40 bytes are no Pyro 5 header that can be followed.
public enum Pyro5HeaderFault: Hashable, Sendable {
  /// The magic is not `PYRO`.
  case magic
  /// The version is not 502: which Pyro's it is.
  case version(PyroVersion)
  /// The second magic is another: its word.
  case endMagic(UInt16)
  /// The sizes of annotations and payload pass the limit: their sum, and the limit.
  case size(Int, limit: Int)

  /// The field's offset within the header.
  public var offset: Int {
    switch self {
    case .magic: 0
    case .version: 4
    case .size: 12
    case .endMagic: 38
    }
  }

  /// What is wrong, in a few words.
  public var detail: String {
    switch self {
    case .magic: "the magic is not PYRO"
    case .version(let version): "the version is \(version), not 502"
    case .endMagic(let word): "the second magic is 0x\(String(word, radix: 16)), not 0x4dc5"
    case .size(let size, let limit): "\(size) bytes of annotations and payload, \(limit) allowed"
    }
  }

  /// The fault as an error; `base` is the absolute offset of the header.
  public func error(base: Int) -> WireError {
    let kind: WireError.Kind =
      switch self {
      case .magic, .endMagic: .syntax
      case .version: .unsupported
      case .size: .limit
      }
    return WireError(kind, at: base + offset, reading: "Pyro 5 header", detail)
  }
}

extension Pyro5Header {
  /// The fault of the header at `start`, if it has one; the caller has checked that 40 bytes are there.
  /// The order is that of the reference: magic, version, second magic (PYRO5-3), then sizes.
  static func fault(in bytes: Span<UInt8>, at start: Int = 0, limit: Int = .max) -> Pyro5HeaderFault? {
    guard bigEndian32(bytes, at: start) == PyroVersion.magic else { return .magic }
    let version = bigEndian16(bytes, at: start + 4)
    guard version == Self.version else { return .version(PyroVersion(version)) }
    let word = bigEndian16(bytes, at: start + 38)
    guard word == endMagic else { return .endMagic(word) }
    let size = Int(bigEndian32(bytes, at: start + 12)) + Int(bigEndian32(bytes, at: start + 16))
    return size > limit ? .size(size, limit: limit) : nil
  }
}
