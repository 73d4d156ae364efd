import BrineCodec
import PythonValues
import WireCore

extension Vinegar {
  /// Writes an exception as the rpyc of the dialect does.
  ///
  /// Arguments and attributes that brine cannot hold become their `repr`, as in rpyc. The attributes are
  /// written as they are in the record: rpyc's own come in the order of their names, with
  /// `_remote_version` last (from rpyc 4.1 on).
  ///
  /// - Throws: `unrepresentable` for text of 4 GiB or more.
  public static func dump(
    _ exception: PythonException, dialect: BrineDialect = .rpyc6
  ) throws(WireError) -> [UInt8] {
    try Brine.dump(value(of: exception, dialect: dialect), dialect: dialect)
  }

  /// The brine value of an exception: what stands in the body of an RPyC message.
  public static func value(of exception: PythonException, dialect: BrineDialect = .rpyc6) -> PythonValue {
    let name: (String) -> PythonValue = { dialect.namesAreBytes ? .bytes(Array($0.utf8)) : .string($0) }
    // VINE-1: whatever it carries, rpyc sends StopIteration as a constant.
    if exception.className == "StopIteration",
      exception.module == "builtins" || exception.module == "exceptions"
    {
      return .int(1)
    }
    guard let module = exception.module else { return name(exception.className) }
    let attributes = exception.attributes.map { attribute -> PythonValue in
      .tuple([name(attribute.name), dumpable(attribute.value)])
    }
    return .tuple([
      .tuple([name(module), name(exception.className)]), .tuple(exception.arguments.map(dumpable)),
      .tuple(attributes), name(exception.traceback),
    ])
  }

  /// VINE-8: a value that brine cannot hold is sent as its `repr`.
  private static func dumpable(_ value: PythonValue) -> PythonValue {
    Brine.canDump(value) ? value : .string(value.repr)
  }
}
