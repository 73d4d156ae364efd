/// Comparing and hashing text as Python does: code point by code point.
///
/// Swift's own `String.==` takes canonically equivalent texts for equal (`"é"` and `"e\u{301}"`),
/// and its hash is the same for all of them. Python tells them apart, and a stranger who sends
/// 2^k spellings of k letters must not make a dictionary slow (VAL-3).
enum PythonText {
  /// Whether two texts have the same code points (VAL-3).
  static func same(_ left: String, _ right: String) -> Bool {
    guard left.utf8.count == right.utf8.count else { return false }
    let answer = left.utf8.withContiguousStorageIfAvailable { leftBytes in
      right.utf8.withContiguousStorageIfAvailable { rightBytes in
        sameBytes(leftBytes, rightBytes)
      }
    }
    if let answer = answer ?? nil { return answer }
    return left.utf8.elementsEqual(right.utf8)
  }

  /// Feeds the code points of a text to a hasher, so that texts that are ``same(_:_:)`` feed the same.
  static func hash(_ text: String, into hasher: inout Hasher) {
    let done: Void? = text.utf8.withContiguousStorageIfAvailable { bytes in
      hasher.combine(bytes: UnsafeRawBufferPointer(bytes))
    }
    if done == nil { Array(text.utf8).withUnsafeBytes { hasher.combine(bytes: $0) } }
    hasher.combine(text.utf8.count)
  }

  /// Whether two buffers of one length hold the same bytes, eight at a time.
  ///
  /// Unsafe, because a byte-wise comparison is six times slower and a Span of a string asks for
  /// newer systems. Each load stays below `left.count`, and the caller has compared the counts.
  private static func sameBytes(
    _ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    let (leftRaw, rightRaw) = (UnsafeRawBufferPointer(left), UnsafeRawBufferPointer(right))
    let count = min(left.count, right.count)
    var index = 0
    while index + 8 <= count {
      let leftWord = leftRaw.loadUnaligned(fromByteOffset: index, as: UInt64.self)
      let rightWord = rightRaw.loadUnaligned(fromByteOffset: index, as: UInt64.self)
      if leftWord != rightWord { return false }
      index += 8
    }
    while index < count {
      if left[index] != right[index] { return false }
      index += 1
    }
    return true
  }
}

extension Optional where Wrapped == String {
  /// Whether both are absent, or both present and the same text.
  func isSameText(as other: String?) -> Bool {
    switch (self, other) {
    case (nil, nil): true
    case (let left?, let right?): PythonText.same(left, right)
    default: false
    }
  }
}
