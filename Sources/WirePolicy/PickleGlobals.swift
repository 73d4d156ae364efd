import InertReaders
import WireCore

/// A class or function that a pickle names, and where.
public struct PickleGlobal: Hashable, Sendable {
  /// The module named.
  public var module: String
  /// The name in it, dots included.
  public var name: String
  /// Where in the pickle it is looked up, in bytes.
  public var offset: Int
}

/// Which classes and functions a pickle would look up, were it loaded.
public enum PickleGlobals {
  /// The most names that are given of one pickle.
  public static let most = 10_000

  /// The names, in the order in which they would be looked up. A pickle that is cut off or damaged names what
  /// stands before the fault: a loader looks it up before it meets the fault.
  ///
  /// - Complexity: linear in the bytes.
  public static func named(in pickle: Span<UInt8>) -> [PickleGlobal] {
    var found: [PickleGlobal] = []
    for action in Pickle.examine(pickle).actions where action.kind == .lookUp {
      guard let global = action.global else { continue }
      found.append(PickleGlobal(module: global.module, name: global.name, offset: action.offset))
      if found.count == most { break }
    }
    return found
  }
}
