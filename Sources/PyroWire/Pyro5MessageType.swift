/// What a Pyro 5 message is, by the byte at offset 6 (PYRO5-10).
public struct Pyro5MessageType: RawRepresentable, Hashable, Sendable {
  /// The byte on the wire.
  public var rawValue: UInt8

  /// Names any byte; ``isKnown`` tells whether Pyro 5 defines it.
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// The client opens the handshake.
  public static let connect = Pyro5MessageType(rawValue: 1)
  /// The daemon accepts.
  public static let connectOK = Pyro5MessageType(rawValue: 2)
  /// The daemon or its validator refuses.
  public static let connectFail = Pyro5MessageType(rawValue: 3)
  /// A call.
  public static let invoke = Pyro5MessageType(rawValue: 4)
  /// The result of a call, or its exception.
  public static let result = Pyro5MessageType(rawValue: 5)
  /// A ping and its answer.
  public static let ping = Pyro5MessageType(rawValue: 6)

  /// What it is, as Pyro 4 has it too; `nil` for a type that is not defined.
  public var kind: PyroMessageKind? { PyroMessageKind(rawValue: UInt16(rawValue)) }

  /// Whether Pyro 5 defines the type.
  public var isKnown: Bool { kind != nil }

  /// The name in reports: `INVOKE`; for a type that is not defined, `type-9`.
  public var name: String { kind?.name ?? "type-\(rawValue)" }
}
