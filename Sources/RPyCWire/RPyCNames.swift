import WireCore
import WirePolicy

/// Which names RPyC serves, and which are dangerous to ask for. RPYC-40 to RPYC-44.
public struct RPyCNames: Sendable {
  /// The prefix that makes an attribute of a service public by itself: `exposed_prefix` of RPyC's
  /// configuration, at its default.
  public static let exposedPrefix = "exposed_"

  /// `safe_attrs` of RPyC's configuration: served of every object. The same from rpyc 3.2 to 4.1.
  public static let safe: Set<String> = [
    "__abs__", "__add__", "__and__", "__bool__", "__cmp__", "__contains__", "__delitem__", "__delslice__",
    "__div__", "__divmod__", "__doc__", "__enter__", "__eq__", "__exit__", "__float__", "__floordiv__",
    "__ge__",
    "__getitem__", "__getslice__", "__gt__", "__hash__", "__hex__", "__iadd__", "__iand__", "__idiv__",
    "__ifloordiv__", "__ilshift__", "__imod__", "__imul__", "__index__", "__int__", "__invert__", "__ior__",
    "__ipow__", "__irshift__", "__isub__", "__iter__", "__itruediv__", "__ixor__", "__le__", "__len__",
    "__length_hint__", "__long__", "__lshift__", "__lt__", "__mod__", "__mul__", "__ne__", "__neg__",
    "__new__",
    "__next__", "__nonzero__", "__oct__", "__or__", "__pos__", "__pow__", "__radd__", "__rand__", "__rdiv__",
    "__rdivmod__", "__repr__", "__rfloordiv__", "__rlshift__", "__rmod__", "__rmul__", "__ror__", "__rpow__",
    "__rrshift__", "__rshift__", "__rsub__", "__rtruediv__", "__rxor__", "__setitem__", "__setslice__",
    "__str__",
    "__sub__", "__truediv__", "__xor__", "next",
  ]

  /// What rpyc 5 added to ``safe``.
  public static let safeSince5: Set<String> = ["__format__"]

  /// What compares: the operators that HANDLE_CMP is for.
  static let comparisons: Set<String> = [
    "__cmp__", "__eq__", "__ne__", "__lt__", "__gt__", "__le__", "__ge__",
  ]

  /// What a classic connection asks of its root object.
  static let classic: Set<String> = ["execute", "eval", "getmodule", "getconn", "namespace"]

  /// What runs code on a classic root object and elsewhere does not.
  static let classicCalls: Set<String> = ["execute"]

  private let policy: NamePolicy
  private let safeNames: Set<String>

  /// Makes a policy.
  ///
  /// - Parameter additional: names besides RPyC's own that the service is configured to serve.
  public init(additional: Set<String> = []) {
    let names = Self.safe.union(Self.safeSince5).union(additional)
    safeNames = names
    policy = NamePolicy(privates: PrivateAttribute(safe: names))
  }

  /// Allows reading or writing an attribute, as far as a server of this generation is configured to.
  ///
  /// - Parameters:
  ///   - name: the attribute's name.
  ///   - generation: what the server speaks; `nil` where that is not known.
  public func attribute(_ name: String, generation: RPyCGeneration?) -> PolicyAnswer {
    if generation == .three, Self.safeSince5.contains(name) {
      return PrivateAttribute(safe: Self.safe).answer(for: name)
    }
    return safeNames.contains(name) ? .allow : policy.attribute(Self.withoutPrefix(name))
  }

  /// Allows a call of a name. What runs code is told of as that, with dots before it or without.
  public func call(_ name: String, generation: RPyCGeneration?) -> PolicyAnswer {
    let attribute = attribute(name, generation: generation)
    let mayRunCode = attribute == .allow || attribute.rule == .dottedName
    return mayRunCode && !name.hasPrefix("__") ? policy.call(Self.withoutPrefix(name)) : attribute
  }

  /// The name that a service exposes under another: `exposed_eval` is asked for as `eval`, too.
  static func withoutPrefix(_ name: String) -> String {
    name.hasPrefix(exposedPrefix) ? String(name.dropFirst(exposedPrefix.count)) : name
  }

  /// Whether the answers for a name depend on nothing but the name: on no generation, and on no root object.
  static func isTheSameForAll(_ name: String) -> Bool {
    let plain = withoutPrefix(name)
    return !safeSince5.contains(name) && !classic.contains(plain) && !classicCalls.contains(plain)
  }

  /// Whether a root object of this class takes any code: rpyc's classic services.
  static func isClassicRoot(_ className: String) -> Bool {
    let last = className.split(separator: ".").last ?? ""
    return last == "SlaveService" || last == "ClassicService"
  }
}
