import BrineCodec
import PythonValues
import WireCore

/// A datagram to or from rpyc's registry of services, at UDP port 18811, or what stands in its place in a connection to
/// one. RPYC-60.
public enum RPyCRegistryDatagram: Sendable {
  /// What is asked of the registry: a command and its arguments.
  case request(command: String, arguments: [PythonValue])
  /// What the registry answers.
  case answer(PythonValue)

  /// The port of a registry, unless it is told another.
  public static let port = 18_811
  /// The size of the largest datagram that a registry reads, in bytes.
  public static let largest = 1_500

  /// The commands of a registry.
  public static let commands: Set<String> = ["QUERY", "REGISTER", "UNREGISTER", "LIST"]

  /// Reads a datagram; an answer is brine of anything, a request a tuple of `RPYC`, command and arguments.
  ///
  /// - Throws: what `Brine.load(_:options:)` throws; `limit` where it is larger than a registry
  ///   reads.
  public init(_ bytes: Span<UInt8>, limits: Limits = Limits()) throws(WireError) {
    guard bytes.count <= Self.largest else {
      throw WireError(
        .limit, at: Self.largest, reading: "a registry's datagram", "more than \(Self.largest) bytes")
    }
    let value = try Brine.load(bytes, options: Brine.LoadOptions(dialect: .rpyc4, limits: limits))
    if case .tuple(let parts) = value, parts.count == 3, parts[0].registryText == "RPYC",
      let command = parts[1].registryText, case .tuple(let arguments) = parts[2]
    {
      self = .request(command: command, arguments: arguments)
    } else {
      self = .answer(value)
    }
  }

  /// Whether a datagram begins as a request of a registry does: `("RPYC", …`, from Python 3 or 2.
  public static func looksLikeRequest(_ bytes: Span<UInt8>) -> Bool {
    requestFronts.contains { front in begins(bytes, with: front) }
  }

  /// How requests begin.
  public static let requestFronts: [[UInt8]] = [
    [0x12, 0x08, 0x0D, 0x52, 0x50, 0x59, 0x43], [0x12, 0x0D, 0x52, 0x50, 0x59, 0x43],
  ]

  private static func begins(_ bytes: Span<UInt8>, with prefix: [UInt8]) -> Bool {
    bytes.count >= prefix.count && prefix.indices.allSatisfy { bytes[$0] == prefix[$0] }
  }

  /// The datagram for a person: `REGISTER(('SHOP',), 18861)`.
  public var summary: String {
    switch self {
    case .request(let command, let arguments):
      "\(PythonValue.string(command).repr.dropFirst().dropLast())"
        + "(\(arguments.map { $0.repr(limit: 200) }.joined(separator: ", ")))"
    case .answer(let value): value.repr(limit: 400)
    }
  }
}

extension PythonValue {
  /// Text, or the bytes that a Python 2 calls `str`.
  fileprivate var registryText: String? {
    switch self {
    case .string(let text): text
    case .bytes(let bytes): String(decoding: bytes, as: UTF8.self)
    default: nil
    }
  }
}
