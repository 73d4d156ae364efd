import PythonValues

/// What serpent and Pyro 5 write for values that are no literals: dicts of certain keys, and back.
public enum SerpentConventions {}

extension SerpentConventions {
  /// SERP-202: an exception is a dict of its class, its arguments and its attributes.
  public static func dictionary(
    of exception: PythonException, moduleInClassName: Bool = false
  ) -> PythonValue {
    let attributes = exception.attributes.map {
      PythonDict.Entry(key: .string($0.name), value: $0.value)
    }
    return .dict(
      PythonDict(distinctEntries: [
        .init(
          key: .string("__class__"),
          value: .string(className(exception.module, exception.className, moduleInClassName))),
        .init(key: .string("__exception__"), value: .bool(true)),
        .init(key: .string("args"), value: .tuple(exception.arguments)),
        .init(key: .string("attributes"), value: .dict(PythonDict(distinctEntries: attributes))),
      ]))
  }

  /// SERP-203: an instance is its attributes with its class behind them, or whatever its state is
  /// where that is not a dict.
  static func written(_ object: PythonObject, moduleInClassName: Bool) -> PythonValue {
    guard case .dict(let state) = object.state else { return object.state }
    let hasClass = state.entries.contains { $0.key.isText("__class__") }
    guard !hasClass else { return object.state }
    let name = className(object.module, object.className, moduleInClassName)
    return .dict(
      PythonDict(
        distinctEntries: state.entries + [.init(key: .string("__class__"), value: .string(name))]))
  }

  private static func className(_ module: String?, _ name: String, _ moduleInClassName: Bool) -> String {
    guard moduleInClassName, let module else { return name }
    return "\(module).\(name)"
  }
}

extension PythonValue {
  /// Whether the value is this text.
  func isText(_ text: String) -> Bool {
    if case .string(let own) = self { own.utf8.elementsEqual(text.utf8) } else { false }
  }
}
