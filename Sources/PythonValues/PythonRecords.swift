/// The arguments of Python's `slice`.
public final class PythonSlice: Sendable {
  /// Where the slice starts; `None` where it is open.
  public let start: PythonValue
  /// Where the slice stops; `None` where it is open.
  public let stop: PythonValue
  /// The step; `None` where it is not given.
  public let step: PythonValue

  /// Makes `slice(start, stop, step)`.
  public init(start: PythonValue, stop: PythonValue, step: PythonValue) {
    self.start = start
    self.stop = stop
    self.step = step
  }
}

/// An instance of a Python class, as a record: nothing stands behind the names.
public final class PythonObject: Sendable {
  /// The module that the format names; `nil` where the format carries none.
  public let module: String?
  /// The name of the class within its module.
  public let className: String
  /// The constructor's arguments, where the format carries them.
  public let arguments: PythonValue?
  /// The state: most often a dict of attributes.
  public let state: PythonValue

  /// Makes a record of an instance of `module.className`.
  public init(module: String?, className: String, arguments: PythonValue? = nil, state: PythonValue) {
    self.module = module
    self.className = className
    self.arguments = arguments
    self.state = state
  }
}

/// A class or function that a document names: the name only.
public struct PythonGlobal: Sendable, Hashable {
  /// The module named, and the name in it, in one box: a global stays one pointer wide.
  private final class Names: Sendable {
    let module: String
    let name: String

    init(module: String, name: String) {
      self.module = module
      self.name = name
    }
  }

  private let names: Names

  /// The module named.
  public var module: String { names.module }
  /// The name within the module, dots included.
  public var name: String { names.name }

  /// Makes a record of the name `module.name`.
  public init(module: String, name: String) {
    names = Names(module: module, name: name)
  }

  /// Two globals are equal when their names are.
  public static func == (left: PythonGlobal, right: PythonGlobal) -> Bool {
    PythonText.same(left.module, right.module) && PythonText.same(left.name, right.name)
  }

  /// Hashes both names.
  public func hash(into hasher: inout Hasher) {
    PythonText.hash(module, into: &hasher)
    PythonText.hash(name, into: &hasher)
  }
}

/// An exception, as a record.
public final class PythonException: Sendable {
  /// One attribute of an exception.
  public struct Attribute: Sendable {
    /// The attribute's name.
    public let name: String
    /// The attribute's value.
    public let value: PythonValue

    /// Makes the attribute `name = value`.
    public init(name: String, value: PythonValue) {
      self.name = name
      self.value = value
    }
  }

  /// The module of the exception's class; `nil` where the format carries none.
  public let module: String?
  /// The name of the exception's class within its module.
  public let className: String
  /// The exception's arguments.
  public let arguments: [PythonValue]
  /// The attributes, in the order of the document.
  public let attributes: [Attribute]
  /// The text of the remote traceback; empty where none was sent.
  public let traceback: String

  /// Makes a record of an exception.
  public init(
    module: String?, className: String, arguments: [PythonValue], attributes: [Attribute] = [],
    traceback: String = ""
  ) {
    self.module = module
    self.className = className
    self.arguments = arguments
    self.attributes = attributes
    self.traceback = traceback
  }
}

/// A value that the same document refers to again.
public final class PythonShared: Sendable {
  /// The number under which ``PythonValue/reference(_:)`` names the value; unique in its document.
  public let id: Int
  /// The value. It may contain references to itself.
  public let value: PythonValue

  /// Gives `value` the number `id`.
  public init(id: Int, value: PythonValue) {
    self.id = id
    self.value = value
  }
}
