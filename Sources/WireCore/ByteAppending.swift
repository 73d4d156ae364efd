extension Array<UInt8> {
  /// Appends bytes that are lent, in one copy.
  ///
  /// Unsafe: a span can be appended only element by element, which is ten times slower than a copy.
  /// The buffer is `bytes` itself, with its own count, and is not kept past the closure.
  @inlinable
  package mutating func append(copying bytes: Span<UInt8>) {
    bytes.withUnsafeBufferPointer { append(contentsOf: $0) }
  }

  /// The bytes that are lent, as an array: see ``append(copying:)``.
  @inlinable
  package init(copying bytes: Span<UInt8>) {
    self.init()
    append(copying: bytes)
  }
}
