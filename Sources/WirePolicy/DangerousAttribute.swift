import WireCore

/// Asks whether an attribute opens the interpreter: from it a caller walks to classes, globals and
/// code objects, whatever the object is.
public struct DangerousAttribute: Hashable, Sendable {
  /// The names refused.
  public static let names: Set<String> = [
    // Classes, and from a class all others.
    "__class__", "__mro__", "mro", "__base__", "__bases__", "__subclasses__", "__init_subclass__",
    "__subclasshook__", "__class_getitem__", "__metaclass__", "__instancecheck__", "__subclasscheck__",
    // Namespaces and imports.
    "__dict__", "__globals__", "func_globals", "__builtins__", "__import__", "__loader__", "__spec__",
    "__self__", "im_self", "__func__", "im_func", "im_class", "__wrapped__", "__closure__", "func_closure",
    // Code and frames.
    "__code__", "func_code", "gi_code", "gi_frame", "cr_code", "cr_frame", "ag_code", "ag_frame",
    "f_globals", "f_locals", "f_builtins", "f_back", "f_code", "tb_frame", "__traceback__",
    // How objects are looked into, made and pickled.
    "__getattribute__", "__reduce__", "__reduce_ex__", "__getnewargs__", "__getnewargs_ex__",
    // What numpy calls on a netref (CVE-2024-27758).
    "__array__", "__array_struct__", "__array_interface__",
  ]

  /// Makes the question.
  public init() {}

  /// Allows names that open nothing.
  public func answer(for name: String) -> PolicyAnswer {
    Self.names.contains(name)
      ? .refuse(.dangerousAttribute, reason: "the attribute \(quoted(name)) opens the interpreter") : .allow
  }
}
