/// What a Pyro 4 message is, by the 16-bit word at offset 6 (PYRO4-10).
public struct Pyro4MessageType: RawRepresentable, Hashable, Sendable {
  /// The word on the wire.
  public var rawValue: UInt16

  /// Names any word; ``kind`` tells what Pyro 4 means by it.
  public init(rawValue: UInt16) { self.rawValue = rawValue }

  /// The type of a kind of message.
  public init(_ kind: PyroMessageKind) { rawValue = kind.rawValue }

  /// The client opens the handshake: protocol 48 only.
  public static let connect = Pyro4MessageType(.connect)
  /// The daemon accepts.
  public static let connectOK = Pyro4MessageType(.connectOK)
  /// The daemon or its validator refuses.
  public static let connectFail = Pyro4MessageType(.connectFail)
  /// A call.
  public static let invoke = Pyro4MessageType(.invoke)
  /// The result of a call, or its exception.
  public static let result = Pyro4MessageType(.result)
  /// A ping and its answer.
  public static let ping = Pyro4MessageType(.ping)

  /// What it is, as Pyro 5 has it too; `nil` for a type that is not defined.
  public var kind: PyroMessageKind? { PyroMessageKind(rawValue: rawValue) }

  /// The name in reports: `INVOKE`; for a type that is not defined, `type-9`.
  public var name: String { kind?.name ?? "type-\(rawValue)" }
}
