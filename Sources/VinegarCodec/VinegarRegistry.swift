import PythonValues

/// Which Swift errors stand for which of a peer's exceptions.
///
/// ```swift
/// var registry = VinegarRegistry()
/// registry.register("builtins", "KeyError") { NotFound(key: $0.arguments.first) }
/// ```
///
/// The names are looked for in this table and nowhere else.
public struct VinegarRegistry: Sendable {
  /// In bytes: Swift takes texts for equal that differ in normalisation (VAL-3), and so for one name.
  private struct Name: Hashable {
    var module: [UInt8]?
    var className: [UInt8]

    init(_ module: String?, _ className: String) {
      self.module = module.map { Array($0.utf8) }
      self.className = Array(className.utf8)
    }
  }

  private var makers: [Name: @Sendable (PythonException) -> any Error] = [:]

  /// Makes an empty registry.
  public init() {}

  /// Registers what makes the error that stands for the class `module.className`. Python 2's module
  /// `exceptions` is another than Python 3's `builtins`: register for both where both are met.
  public mutating func register(
    _ module: String?, _ className: String, _ maker: @escaping @Sendable (PythonException) -> any Error
  ) {
    makers[Name(module, className)] = maker
  }

  /// The error that stands for an exception: what was registered for its class, else a
  /// ``GenericRemoteError``.
  public func error(for exception: PythonException) -> any Error {
    makers[Name(exception.module, exception.className)]?(exception)
      ?? GenericRemoteError(exception)
  }
}

/// An exception of the other end that no Swift error is registered for.
public struct GenericRemoteError: Error, Sendable, CustomStringConvertible {
  /// The exception.
  public let exception: PythonException

  /// Wraps an exception.
  public init(_ exception: PythonException) { self.exception = exception }

  /// The exception as a Python user would have seen it; see ``PythonValues/PythonException/remoteDescription``.
  public var description: String { exception.remoteDescription }
}
