// Eight subscripts of an extracted span compile to one load, so reading this way is as fast as
// loading from a pointer. The caller has made sure that the bytes are there.
extension Span where Element == UInt8 {
  /// The two bytes at `index`, the more significant first.
  @inline(__always) func big16(_ index: Int) -> UInt16 {
    let bytes = extracting(index..<index + 2)
    return UInt16(bytes[0]) << 8 | UInt16(bytes[1])
  }

  /// The four bytes at `index`, the most significant first.
  @inline(__always) func big32(_ index: Int) -> UInt32 {
    let bytes = extracting(index..<index + 4)
    return UInt32(bytes[0]) << 24 | UInt32(bytes[1]) << 16 | UInt32(bytes[2]) << 8 | UInt32(bytes[3])
  }

  /// The eight bytes at `index`, the most significant first.
  @inline(__always) func big64(_ index: Int) -> UInt64 {
    UInt64(big32(index)) << 32 | UInt64(big32(index + 4))
  }

  /// The two bytes at `index` in the order given.
  @inline(__always) func read16(_ index: Int, bigEndian: Bool) -> Int {
    let value = big16(index)
    return Int(bigEndian ? value : value.byteSwapped)
  }

  /// The four bytes at `index` in the order given.
  @inline(__always) func read32(_ index: Int, bigEndian: Bool) -> Int {
    let value = big32(index)
    return Int(bigEndian ? value : value.byteSwapped)
  }

  /// The eight bytes at `index` in the order given.
  @inline(__always) func read64(_ index: Int, bigEndian: Bool) -> UInt64 {
    let value = big64(index)
    return bigEndian ? value : value.byteSwapped
  }
}
