import WireCore

// Arguments of opcodes.
extension PickleOperations where Self: ~Copyable {
  @inline(__always)
  mutating func byte(_ source: Span<UInt8>) throws(WireError) -> UInt8 {
    guard at < source.count else { throw cutOff(source, "an opcode's argument") }
    defer { progress.at &+= 1 }
    return source[at]
  }

  @inline(__always)
  private mutating func require(_ count: Int, _ source: Span<UInt8>) throws(WireError) {
    guard source.count &- at >= count else { throw cutOff(source, "an opcode's argument") }
  }

  @inline(__always)
  mutating func little16(_ source: Span<UInt8>) throws(WireError) -> Int {
    try require(2, source)
    defer { progress.at &+= 2 }
    return Int(source[at]) | Int(source[at &+ 1]) << 8
  }

  @inline(__always)
  mutating func little32(_ source: Span<UInt8>) throws(WireError) -> Int {
    try require(4, source)
    defer { progress.at &+= 4 }
    return Int(bigEndian32(source, at: at).byteSwapped)
  }

  @inline(__always)
  mutating func big64(_ source: Span<UInt8>) throws(WireError) -> UInt64 {
    try require(8, source)
    defer { progress.at &+= 8 }
    return bigEndian64(source, at: at)
  }

  /// A length of eight bytes; what does not fit is more than there is.
  mutating func length64(_ source: Span<UInt8>) throws(WireError) -> Int {
    Int(exactly: try big64(source).byteSwapped) ?? .max
  }

  func cutOff(_ source: Span<UInt8>, _ what: String) -> WireError {
    WireError(.truncated, at: source.count, reading: "pickle", "\(what) is missing")
  }

  /// The next `count` bytes.
  @inline(__always)
  mutating func extent(_ count: Int, _ source: Span<UInt8>) throws(WireError) -> Range<Int> {
    guard count <= source.count &- at else {
      throw WireError(
        .truncated, at: source.count, reading: "pickle", "\(count) bytes wanted, \(source.count - at) left")
    }
    defer { progress.at &+= count }
    return at..<at &+ count
  }

  /// The bytes up to the next line feed, which is read too.
  mutating func line(_ source: Span<UInt8>) throws(WireError) -> Range<Int> {
    let start = at
    var end = start
    while end < source.count, source[end] != 0x0A { end += 1 }
    guard end < source.count else { throw cutOff(source, "the end of a line") }
    progress.at = end + 1
    return start..<end
  }
}
