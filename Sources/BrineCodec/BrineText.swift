import WireCore

/// The texts and bytes of brine: where they stand.
enum BrineText {
  /// BRINE-7: text is a bytes value of UTF-8. Its tag was read.
  @inline(__always)
  static func range(_ input: Span<UInt8>, _ at: Int) throws(WireError) -> Range<Int> {
    guard at < input.count else { throw BrineFault.truncated(input, "the bytes of a text") }
    let tag = input[at]
    let range: Range<Int>
    if tag == BrineTag.bytesL1 {
      let count = try BrineFault.length(1, input, at &+ 1, "a length of bytes")
      range = try BrineFault.take(count, input, at &+ 2, "bytes")
    } else if BrineTag.bytes1...BrineTag.bytes4 ~= tag {
      range = try BrineFault.take(Int(tag &- BrineTag.bytes1) &+ 1, input, at &+ 1, "bytes")
    } else {
      range = try rare(tag, input, at)
    }
    if !isShortASCII(input, range) { try check(input, range) }
    return range
  }

  @inline(never)
  private static func rare(_ tag: UInt8, _ input: Span<UInt8>, _ at: Int) throws(WireError) -> Range<Int> {
    guard tag == BrineTag.emptyBytes || tag == BrineTag.bytesL4 else {
      throw WireError(.syntax, at: at, reading: "a text", "it is made of something other than bytes")
    }
    return try bytes(tag, input, at + 1)
  }

  /// BRINE-6: where the bytes of a bytes value stand. The tag was read, the length follows.
  static func bytes(_ tag: UInt8, _ input: Span<UInt8>, _ at: Int) throws(WireError) -> Range<Int> {
    switch tag {
    case BrineTag.emptyBytes: return at..<at
    case BrineTag.bytesL1:
      let count = try BrineFault.length(1, input, at, "a length of bytes")
      return try BrineFault.take(count, input, at + 1, "bytes")
    case BrineTag.bytesL4:
      let count = try BrineFault.length(4, input, at, "a length of bytes")
      return try BrineFault.take(count, input, at + 4, "bytes")
    default:
      return try BrineFault.take(Int(tag - BrineTag.bytes1) + 1, input, at, "bytes")
    }
  }

  /// Whether the bytes are ASCII, and no more than 32: as most texts are.
  @inline(__always)
  private static func isShortASCII(_ input: Span<UInt8>, _ range: Range<Int>) -> Bool {
    var left = range.count
    guard left <= 32 else { return false }
    var at = range.lowerBound
    while left > 0 {
      // The last word may reach past the text, and near the end of the input there may be none.
      guard 8 <= input.count &- at else { return isASCII(input, at..<range.upperBound) }
      let word = loadWord(input.extracting(at..<at &+ 8)) & 0x8080_8080_8080_8080
      guard (left >= 8 ? word : word << UInt64(64 &- 8 &* left)) == 0 else { return false }
      at &+= 8
      left &-= 8
    }
    return true
  }

  @inline(never)
  private static func isASCII(_ input: Span<UInt8>, _ range: Range<Int>) -> Bool {
    for index in range where input[index] >= 0x80 { return false }
    return true
  }

  @inline(never)
  private static func check(_ input: Span<UInt8>, _ range: Range<Int>) throws(WireError) {
    if let fault = firstInvalidUTF8(input.extracting(range)) {
      throw WireError(.syntax, at: range.lowerBound + fault, reading: "a text", "it is not UTF-8")
    }
  }
}
