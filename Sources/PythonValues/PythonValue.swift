/// A value that Python wrote, as inert data.
///
/// The cases are closed: decoding makes these and nothing else. An instance of a Python class
/// is a ``PythonObject``, a record of its names and state; a class or function that was named
/// is a ``PythonGlobal``; nothing is ever looked up.
///
/// `==` and `hash(into:)` follow Python: `1 == 1.0 == True`, `0.0 == -0.0`, a set equals a
/// frozenset of the same elements, a list never equals a tuple. Where Swift's `Hashable` asks for
/// reflexivity, NaN equals NaN (as Python's containers find the same NaN object again). Use
/// ``isIdentical(to:)`` to tell `1` from `1.0`, `0.0` from `-0.0`, and one order of a dict from another.
///
/// A value is 24 bytes wide (stride), so that scalars and complex numbers stand inline. The cases without a
/// reference come first: then one comparison tells whoever copies or releases values that nothing is to be counted.
@frozen
public enum PythonValue: Sendable {
  /// `None`.
  case none
  /// `True` or `False`.
  case bool(Bool)
  /// An integer that fits 64 bits, signed.
  case int(Int64)
  /// A float: IEEE 754 binary64.
  case float(Double)
  /// A complex number.
  case complex(PythonComplex)
  /// A value met before: the number of the ``shared(_:)`` that holds or encloses it.
  case reference(Int)
  /// An integer that does not fit 64 bits, signed. An integer that does is always ``int(_:)``.
  case bigInt(PythonBigInt)
  /// A `str` without lone surrogates.
  case string(String)
  /// `bytes` or `bytearray`.
  case bytes([UInt8])
  /// A `list`.
  case list([PythonValue])
  /// A `tuple`.
  case tuple([PythonValue])
  /// A `set`.
  case set(PythonSet)
  /// A `frozenset`.
  case frozenset(PythonSet)
  /// A `dict`, in insertion order.
  case dict(PythonDict)
  /// `...`.
  case ellipsis
  /// `NotImplemented`.
  case notImplemented
  /// A `slice`.
  case slice(PythonSlice)
  /// An instance of a class: its names and state, never an instance.
  case object(PythonObject)
  /// A class or function, by name.
  case global(PythonGlobal)
  /// An exception.
  case exception(PythonException)
  /// The first meeting with a value that is met again, under its number.
  case shared(PythonShared)
}

/// A complex number: two IEEE 754 binary64 numbers.
@frozen
public struct PythonComplex: Sendable {
  /// The real part.
  public var real: Double
  /// The imaginary part.
  public var imaginary: Double

  /// Makes the number `real + imaginary j`.
  @inlinable
  public init(real: Double, imaginary: Double) {
    self.real = real
    self.imaginary = imaginary
  }
}
