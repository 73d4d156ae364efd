/// Asks what Pyro 4 and 5 ask before they serve a method or attribute: whether its name is private.
///
/// Dunder names are served, apart from those that Python itself calls to make, look into, compare or
/// pickle an object.
public struct PyroExposure: Hashable, Sendable {
  /// Dunder names that Pyro refuses.
  public static let refusedDunders: Set<String> = [
    "__init__", "__init_subclass__", "__class__", "__module__", "__weakref__", "__call__", "__new__",
    "__del__", "__repr__", "__str__", "__format__", "__nonzero__", "__bool__", "__coerce__", "__cmp__",
    "__eq__", "__ne__", "__hash__", "__ge__", "__gt__", "__le__", "__lt__", "__dir__", "__enter__",
    "__exit__", "__copy__", "__deepcopy__", "__sizeof__", "__getattr__", "__setattr__", "__hasattr__",
    "__getattribute__", "__delattr__", "__instancecheck__", "__subclasscheck__", "__getinitargs__",
    "__getnewargs__", "__getstate__", "__setstate__", "__reduce__", "__reduce_ex__", "__subclasshook__",
  ]

  /// Whether Pyro holds the name to be private.
  public static func isPrivate(_ name: String) -> Bool {
    guard name.utf8.first == 0x5F else { return false }
    if refusedDunders.contains(name) { return true }
    return !(name.utf8.count > 4 && name.hasPrefix("__") && name.hasSuffix("__"))
  }
}
