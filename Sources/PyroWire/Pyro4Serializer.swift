/// Pyro 4's serializers, by the 16-bit word at offset 16 (PYRO4-11). Pyro 5 numbers them otherwise: its 4
/// is MessagePack.
public enum Pyro4Serializer: UInt16, Hashable, Sendable, CaseIterable {
  /// serpent, the default: a Python literal as text.
  case serpent = 1
  /// JSON.
  case json = 2
  /// Python's own marshal format.
  case marshal = 3
  /// Pickle: whoever sends one runs code where it is read.
  case pickle = 4
  /// Pickle that also takes functions and classes along.
  case dill = 5
  /// MessagePack.
  case msgpack = 6
  /// Another pickle that takes functions and classes along.
  case cloudpickle = 7

  /// The serializer, as Pyro 5 has it under another number.
  public var common: PyroSerializer {
    switch self {
    case .serpent: .serpent
    case .json: .json
    case .marshal: .marshal
    case .pickle: .pickle
    case .dill: .dill
    case .msgpack: .msgpack
    case .cloudpickle: .cloudpickle
    }
  }

  /// The name in reports.
  public var name: String { common.name }
}
