import CZlib

/// The Adler-32 checksum of bytes (RFC 1950, section 8.2), as Python's `zlib.adler32` gives it without a sign.
///
/// - Complexity: linear.
public func adler32(_ bytes: Span<UInt8>) -> UInt32 {
  // Unsafe: zlib takes a raw pointer, which stays inside `bytes`, with a count of its own, for the
  // length of each call.
  bytes.withUnsafeBufferPointer { input in
    var sum: UInt = 1
    var start = 0
    while let base = input.baseAddress, start < input.count {
      let count = min(input.count - start, Int(Int32.max))
      sum = CZlib.adler32(sum, base + start, UInt32(count))
      start += count
    }
    return UInt32(truncatingIfNeeded: sum)
  }
}
