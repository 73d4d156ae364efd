import WireCore

/// Why bytes are no Pyro 3 header that can be followed.
public enum Pyro3HeaderFault: Hashable, Sendable {
  /// The magic is not `PYRO`, and no answer to a handshake stands there.
  case magic
  /// The version is neither 4 nor 5: which Pyro's it is.
  case version(PyroVersion)
  /// The header's own size is not 18.
  case headerSize(UInt16)
  /// The body's size is negative.
  case negativeSize(Int32)
  /// The body's size passes the limit.
  case size(Int, limit: Int)

  /// The field's offset within the header.
  public var offset: Int {
    switch self {
    case .magic: 0
    case .version: 4
    case .headerSize: 6
    case .negativeSize, .size: 8
    }
  }

  /// What is wrong, in a few words.
  public var detail: String {
    switch self {
    case .magic: "the magic is not PYRO"
    case .version(let version): "the version is \(version), not 4 or 5"
    case .headerSize(let size): "the header says that it is \(size) bytes long, not 18"
    case .negativeSize(let size): "the size of the body is \(size)"
    case .size(let size, let limit): "a body of \(size) bytes, \(limit) allowed"
    }
  }

  /// The rule that the fault breaks.
  public var rule: Rule {
    switch self {
    case .magic: .badMagic
    case .version: .badVersion
    // No peer sends a body that large: what is wrong is the header.
    case .headerSize, .negativeSize, .size: .badHeader
    }
  }

  /// The fault as an error; `base` is the absolute offset of the header.
  public func error(base: Int) -> WireError {
    let kind: WireError.Kind =
      switch self {
      case .magic, .headerSize, .negativeSize: .syntax
      case .version: .unsupported
      case .size: .limit
      }
    return WireError(kind, at: base + offset, reading: "Pyro 3 header", detail)
  }
}

extension Pyro3Header {
  /// The fault of the header at `start`, if it has one; the caller has checked that 18 bytes are there.
  static func fault(in bytes: Span<UInt8>, at start: Int = 0, limit: Int = .max) -> Pyro3HeaderFault? {
    guard bigEndian32(bytes, at: start) == PyroVersion.magic else { return .magic }
    let version = bigEndian16(bytes, at: start + 4)
    guard versions.contains(version) else { return .version(PyroVersion(version)) }
    let headerSize = bigEndian16(bytes, at: start + 6)
    guard headerSize == UInt16(size) else { return .headerSize(headerSize) }
    let bodySize = Int32(bitPattern: bigEndian32(bytes, at: start + 8))
    guard bodySize >= 0 else { return .negativeSize(bodySize) }
    return Int(bodySize) > limit ? .size(Int(bodySize), limit: limit) : nil
  }
}
