import PythonValues

/// How types that are not this package's are written and read: a pair of functions a type.
///
/// Encoders and decoders ask here before the type's own `encode(to:)` and `init(from:)`.
///
/// ```swift
/// var conversions = ValueConversions()
/// conversions.add(Seconds.self, encode: { .float($0.value) }, decode: { $0.doubleValue.map(Seconds.init) })
/// ```
public struct ValueConversions: Sendable {
  private var encoders: [ObjectIdentifier: @Sendable (Any) -> PythonValue?] = [:]
  private var decoders: [ObjectIdentifier: @Sendable (PythonValue) -> Any?] = [:]

  /// No conversions.
  public init() {}

  /// Adds the conversions of a type, in place of those that it had.
  ///
  /// - Parameters:
  ///   - type: exactly this type; subclasses and optionals of it are others (what is in an optional is
  ///     found by itself).
  ///   - encode: gives the value that is written; `nil` where there is none, which is an `EncodingError`.
  ///   - decode: gives the value that was read; `nil` where it is none, which is a `DecodingError`.
  public mutating func add<Value>(
    _ type: Value.Type, encode: @escaping @Sendable (Value) -> PythonValue?,
    decode: @escaping @Sendable (PythonValue) -> Value?
  ) {
    encoders[ObjectIdentifier(type)] = { any in (any as? Value).flatMap(encode) }
    decoders[ObjectIdentifier(type)] = { value in decode(value) }
  }

  /// Whether there are none.
  package var isEmpty: Bool { encoders.isEmpty }

  /// The function that encodes values of a type.
  package func encoder<Value>(of type: Value.Type) -> (@Sendable (Any) -> PythonValue?)? {
    encoders.isEmpty ? nil : encoders[ObjectIdentifier(type)]
  }

  /// The function that decodes values of a type.
  package func decoder<Value>(of type: Value.Type) -> (@Sendable (PythonValue) -> Any?)? {
    decoders.isEmpty ? nil : decoders[ObjectIdentifier(type)]
  }
}
