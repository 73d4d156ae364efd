import WireCore

/// The texts and bytes of brine: where they stand.
enum BrineText {
  /// BRINE-7: where a text stands of 1 to 255 bytes that are UTF-8, whose tag stands at `at`; `nil` where it is
  /// not that.
  @inline(__always)
  static func short(_ input: Span<UInt8>, _ at: Int) -> Range<Int>? {
    guard 3 <= input.count &- at else { return nil }
    let form = input[at &+ 1] &- BrineTag.bytes1
    guard form <= BrineTag.bytesL1 &- BrineTag.bytes1 else { return nil }
    let hasLength = form == BrineTag.bytesL1 &- BrineTag.bytes1
    let count = hasLength ? Int(input[at &+ 2]) : Int(form) &+ 1
    let start = at &+ (hasLength ? 3 : 2)
    guard count > 0, count <= input.count &- start else { return nil }
    let range = start..<start &+ count
    guard isShortASCII(input, range) || isUTF8(input.extracting(range)) else { return nil }
    return range
  }

  /// BRINE-7: text is a bytes value of UTF-8. Its tag was read.
  static func range(_ input: Span<UInt8>, _ at: Int) throws(WireError) -> Range<Int> {
    guard at < input.count else { throw BrineFault.truncated(input, "the bytes of a text") }
    let tag = input[at]
    guard tag == BrineTag.emptyBytes || BrineTag.bytes1...BrineTag.bytesL4 ~= tag else {
      throw WireError(.syntax, at: at, reading: "a text", "it is made of something other than bytes")
    }
    let range = try bytes(tag, input, at + 1)
    if let fault = firstInvalidUTF8(input.extracting(range)) {
      throw WireError(.syntax, at: range.lowerBound + fault, reading: "a text", "it is not UTF-8")
    }
    return range
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

  /// Whether the bytes, one at least, are ASCII, and no more than 32: as most texts are.
  @inline(__always)
  private static func isShortASCII(_ input: Span<UInt8>, _ range: Range<Int>) -> Bool {
    let (start, count) = (range.lowerBound, range.count)
    if count <= 16, let block = loadBlock(input, at: start) {
      let (low, high) = words(of: block & firstBytes(count))
      return (low | high) & 0x8080_8080_8080_8080 == 0
    }
    // At the end of the input the word begins earlier, and what stands before the text is moved out.
    let first = min(start, input.count &- 8)
    let last = count > 8 ? range.upperBound &- 8 : first
    guard count <= 32, let one = loadWord(input, at: first), let other = loadWord(input, at: last) else {
      return false
    }
    let behind = UInt64(64 &- 8 &* min(count, 8))
    let joined = ((one | other) &>> UInt64(8 &* (start &- first))) &<< behind
    guard joined & 0x8080_8080_8080_8080 == 0 else { return false }
    guard count > 16 else { return true }
    guard let one = loadWord(input, at: start &+ 8), let other = loadWord(input, at: last &- 8) else {
      return false
    }
    return (one | other) & 0x8080_8080_8080_8080 == 0
  }
}
