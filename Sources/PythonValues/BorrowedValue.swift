/// A value seen in its place in an array, without a reference being counted.
///
/// Swift copies a `PythonValue` out of an array before it looks into it, and a copy counts a
/// reference up and down again: measured to be a third of the time of encoding. What cannot be
/// copied is looked at where it stands.
@frozen @usableFromInline
package struct BorrowedValue: ~Copyable {
  /// The value. Looking into it with `switch` does not copy it.
  @usableFromInline package let value: PythonValue

  /// A value that stands alone.
  @inlinable
  package init(_ value: PythonValue) { self.value = value }

  /// Whether it is an integer or a float.
  @inlinable @inline(__always)
  package var isNumber: Bool {
    switch value {
    case .int, .float, .bigInt: true
    default: false
    }
  }
}

/// An entry of a dict, seen in its place.
@frozen @usableFromInline
package struct BorrowedEntry: ~Copyable {
  /// The key.
  @usableFromInline package let key: BorrowedValue
  /// The key's value.
  @usableFromInline package let value: BorrowedValue
}

// Why rebinding is sound: a struct of one field has the layout of that field, and BorrowedEntry has
// the fields of PythonDict.Entry in the same order. The buffers are only read, and not kept past
// `body`, while the array is borrowed and so alive and unchanged. The count is given anew, since rebinding
// computes it by a division.

extension BorrowedValue {
  /// Calls `body` with the elements of an array in their place.
  @inlinable @inline(__always)
  package static func each<Result, Failure>(
    of elements: borrowing [PythonValue],
    _ body: (UnsafeBufferPointer<BorrowedValue>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try elements.span.withUnsafeBufferPointer { (buffer) throws(Failure) in
      try buffer.withMemoryRebound(to: BorrowedValue.self) { (rebound) throws(Failure) in
        try body(UnsafeBufferPointer(start: rebound.baseAddress, count: elements.count))
      }
    }
  }

  /// Calls `body` with a value in its place, as the only element of an array.
  @inlinable @inline(__always)
  package static func alone<Result, Failure>(
    _ value: borrowing PythonValue,
    _ body: (UnsafeBufferPointer<BorrowedValue>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try withUnsafePointer(to: value) { (pointer) throws(Failure) in
      try UnsafeBufferPointer(start: pointer, count: 1).withMemoryRebound(to: BorrowedValue.self, body)
    }
  }
}

extension BorrowedEntry {
  /// Calls `body` with the entries of a dict in their place.
  @inlinable @inline(__always)
  package static func each<Result, Failure>(
    of entries: borrowing [PythonDict.Entry],
    _ body: (UnsafeBufferPointer<BorrowedEntry>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try entries.span.withUnsafeBufferPointer { (buffer) throws(Failure) in
      try buffer.withMemoryRebound(to: BorrowedEntry.self) { (rebound) throws(Failure) in
        try body(UnsafeBufferPointer(start: rebound.baseAddress, count: entries.count))
      }
    }
  }
}
