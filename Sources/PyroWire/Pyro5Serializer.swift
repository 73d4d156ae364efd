/// Pyro 5's serializers, by the byte at offset 7 (PYRO5-11). Pyro 4 numbers them otherwise: its 4 is pickle.
public enum Pyro5Serializer: UInt8, Hashable, Sendable, CaseIterable {
  /// serpent, the default: a Python literal as text.
  case serpent = 1
  /// Python's own marshal format.
  case marshal = 2
  /// JSON.
  case json = 3
  /// MessagePack.
  case msgpack = 4

  /// The serializer, as Pyro 4 has it under another number.
  public var common: PyroSerializer {
    switch self {
    case .serpent: .serpent
    case .marshal: .marshal
    case .json: .json
    case .msgpack: .msgpack
    }
  }

  /// The name in reports.
  public var name: String { common.name }
}
