// UTF-8 of a whole document, 32 bytes a step. The standard library's own check does 0.7 to 1.8 GB/s on
// text that is not ASCII, which would be most of the time of reading such text.

/// Whether the bytes are UTF-8; see ``firstInvalidUTF8(_:)``.
package func isUTF8(_ bytes: Span<UInt8>) -> Bool {
  // Most documents are ASCII, and most that are not soon show it.
  if isASCII(bytes) { return true }
  // Short texts are not worth the blocks.
  if bytes.count < 64 { return slowFirstInvalidUTF8(bytes) == nil }
  return areBlocksUTF8(bytes)
}

/// Where the bytes stop being UTF-8 as RFC 3629 has it (no surrogates, no overlong forms); `nil` where
/// they are UTF-8.
package func firstInvalidUTF8(_ bytes: Span<UInt8>) -> Int? {
  isUTF8(bytes) ? nil : slowFirstInvalidUTF8(bytes)
}

/// Whether all bytes are ASCII: false at the first block that is not.
private func isASCII(_ bytes: Span<UInt8>) -> Bool {
  guard bytes.count >= 32 else { return isShortASCII(bytes) }
  let last = bytes.count &- 32
  var at = 0
  while at < last {
    guard isBlockASCII(bytes, at) else { return false }
    at &+= 32
  }
  // The last bytes, and some before them again, so that the last block is whole.
  return isBlockASCII(bytes, last)
}

@inline(__always)
private func isBlockASCII(_ bytes: Span<UInt8>, _ at: Int) -> Bool {
  let block = load(bytes, at)
  return ((block[0] | block[1]) | (block[2] | block[3])) & highBits == 0
}

private func isShortASCII(_ bytes: Span<UInt8>) -> Bool {
  var at = 0
  while let word = loadWord(bytes, at: at) {
    guard word & highBits == 0 else { return false }
    at &+= 8
  }
  while at < bytes.count {
    guard bytes[at] < 0x80 else { return false }
    at &+= 1
  }
  return true
}

private func slowFirstInvalidUTF8(_ bytes: Span<UInt8>) -> Int? {
  if #available(macOS 26, iOS 26, tvOS 26, watchOS 26, visionOS 26, *) {
    do {
      _ = try UTF8Span(validating: bytes)
      return nil
    } catch {
      return error.byteOffsets.lowerBound
    }
  }
  return bytes.withUnsafeBufferPointer { unsafe String(validating: $0, as: UTF8.self) == nil ? 0 : nil }
}

private let highBits: UInt64 = 0x8080_8080_8080_8080

/// 32 bytes, of which each is judged by its highest bit: the others are moved there.
private typealias Block = SIMD4<UInt64>

/// At least 64 bytes.
private func areBlocksUTF8(_ bytes: Span<UInt8>) -> Bool {
  let end = bytes.count
  guard isStartUTF8(bytes) else { return false }
  var at = 3
  var fault = Block()
  while at &+ 64 <= end {
    // Blocks of ASCII say nothing but that no character may be cut before them.
    if isASCII(bytes, at) {
      if endsWithin(bytes, at) { return false }
    } else {
      fault |= faults(bytes, at) | faults(bytes, at &+ 32)
    }
    at &+= 64
  }
  // The last bytes, and some before them again, so that the last block is whole.
  if isASCII(bytes, end &- 64) {
    if endsWithin(bytes, at) { return false }
    at = end
  }
  while at < end {
    fault |= faults(bytes, min(at, end &- 32))
    at &+= 32
  }
  let joined = (fault[0] | fault[1]) | (fault[2] | fault[3])
  return joined & 0x8080_8080_8080_8080 == 0 && !endsWithin(bytes, end)
}

/// The first three bytes, which have none before them: as if zeros stood there.
@inline(__always)
private func isStartUTF8(_ bytes: Span<UInt8>) -> Bool {
  bytes[0] | bytes[1] | bytes[2] < 0x80 || isOddStartUTF8(bytes)
}

@inline(never)
private func isOddStartUTF8(_ bytes: Span<UInt8>) -> Bool {
  var start = [UInt8](repeating: 0, count: 35)
  for index in 0..<3 { start[index + 3] = bytes[index] }
  let fault = faults(start.span, 3)
  return fault[0] & 0x0000_0000_0080_8080 == 0
}

/// 32 bytes. Safe: the load is of a run that `extracting` has found to be within the span, and any bits
/// are such a block.
@inline(__always)
private func load(_ bytes: Span<UInt8>, _ at: Int) -> Block {
  unsafe bytes.extracting(at..<at &+ 32).bytes.unsafeLoadUnaligned(as: Block.self)
}

/// Whether 64 bytes are ASCII.
@inline(__always)
private func isASCII(_ bytes: Span<UInt8>, _ at: Int) -> Bool {
  let joined = load(bytes, at) | load(bytes, at &+ 32)
  return ((joined[0] | joined[1]) | (joined[2] | joined[3])) & 0x8080_8080_8080_8080 == 0
}

/// Whether a character that begins before `end` would go on there.
private func endsWithin(_ bytes: Span<UInt8>, _ end: Int) -> Bool {
  bytes[end &- 1] >= 0xC0 || bytes[end &- 2] >= 0xE0 || bytes[end &- 3] >= 0xF0
}

/// The highest bit of each byte is set where the byte is not what the three before it ask for. Other bits
/// mean nothing.
@inline(__always)
private func faults(_ bytes: Span<UInt8>, _ at: Int) -> Block {
  let byte = load(bytes, at)
  let lead = load(bytes, at &- 1)
  let second = load(bytes, at &- 2)
  let third = load(bytes, at &- 3)
  // Bits of the byte before: 110… leads two bytes, 1110… three, 11110… four.
  let two = lead & up(lead, 1)
  let (bit5, bit4, bit3, bit2) = (up(lead, 2), up(lead, 3), up(lead, 4), up(lead, 5))
  let (bit1, bit0) = (up(lead, 6), up(lead, 7))
  let three = two & bit5
  let four = three & bit4
  // A byte goes on a character where, and only where, a lead stands so many places before it.
  let follows =
    two | (second & up(second, 1) & up(second, 2)) | (third & up(third, 1) & up(third, 2) & up(third, 3))
  let goesOn = byte & ~up(byte, 1)
  // No lead is C0, C1 or above F4.
  let low = bit3 | bit2 | bit1
  let noLead = (two & ~(bit5 | bit4 | low)) | (four & (bit3 | (bit2 & (bit1 | bit0))))
  // The second byte decides on overlong forms (E0, F0), surrogates (ED) and what is beyond 10FFFF (F4).
  let (next5, next4) = (up(byte, 2), up(byte, 3))
  let zero = ~(low | bit0)
  let overlong = (three & ~bit4 & zero & ~next5) | (four & zero & ~(next5 | next4))
  let surrogate = three & ~bit4 & bit3 & bit2 & ~bit1 & bit0 & next5
  let beyond = four & bit2 & (next5 | next4)
  return (follows ^ goesOn) | noLead | overlong | surrogate | beyond
}

/// Each bit moved up; what crosses into the next byte stays below its highest bit.
@inline(__always)
private func up(_ block: Block, _ places: UInt64) -> Block {
  block &<< Block(repeating: places)
}
