// UTF-8 of a whole document, 16 bytes a step. The standard library's own check does 0.7 to 1.8 GB/s on
// text that is not ASCII, which would be most of the time of reading such text; this one 8.

/// Whether the bytes are UTF-8; see ``firstInvalidUTF8(_:)``.
package func isUTF8(_ bytes: Span<UInt8>) -> Bool {
  // Most documents are ASCII, and most that are not soon show it.
  isPlain(bytes) || isOtherUTF8(bytes)
}

/// The same of bytes that are not ASCII.
@inline(never)
private func isOtherUTF8(_ bytes: Span<UInt8>) -> Bool {
  // Short texts are not worth the blocks.
  bytes.count < 64 ? slowFirstInvalidUTF8(bytes) == nil : areBlocksUTF8(bytes)
}

/// Where the bytes stop being UTF-8 as RFC 3629 has it (no surrogates, no overlong forms); `nil` where
/// they are UTF-8.
package func firstInvalidUTF8(_ bytes: Span<UInt8>) -> Int? {
  isUTF8(bytes) ? nil : slowFirstInvalidUTF8(bytes)
}

/// Whether all bytes are ASCII: false at the first block that is not.
package func isASCII(_ bytes: Span<UInt8>) -> Bool { isPlain(bytes) }

/// What ``isASCII(_:)`` says.
@inline(__always)
private func isPlain(_ bytes: Span<UInt8>) -> Bool {
  guard bytes.count >= 64 else { return isShortASCII(bytes) }
  let last = bytes.count &- 64
  var at = 0
  while at < last {
    guard isASCII(bytes, at) else { return false }
    at &+= 64
  }
  // The last bytes, and some before them again, so that the last block is whole.
  return isASCII(bytes, last)
}

/// Whether 64 bytes are ASCII.
@inline(__always)
private func isASCII(_ bytes: Span<UInt8>, _ at: Int) -> Bool {
  let words: SIMD8<UInt64> = load(bytes, at)
  let halves = words.lowHalf | words.highHalf
  return ((halves[0] | halves[1]) | (halves[2] | halves[3])) & highBits == 0
}

/// Whether fewer than 64 bytes are ASCII: two runs of them, the first and the last, which may share some.
@inline(never)
private func isShortASCII(_ bytes: Span<UInt8>) -> Bool {
  let count = bytes.count
  if count >= 32 {
    let (first, last): (SIMD4<UInt64>, SIMD4<UInt64>) = (load(bytes, 0), load(bytes, count &- 32))
    let words = first | last
    return ((words[0] | words[1]) | (words[2] | words[3])) & highBits == 0
  }
  if count >= 16 {
    let (first, last): (SIMD2<UInt64>, SIMD2<UInt64>) = (load(bytes, 0), load(bytes, count &- 16))
    let words = first | last
    return (words[0] | words[1]) & highBits == 0
  }
  if let first = loadWord(bytes, at: 0), let last = loadWord(bytes, at: count &- 8) {
    return (first | last) & highBits == 0
  }
  var at = 0
  while at < count {
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

/// 16 bytes, as signed numbers: those from 80 on are below zero.
private typealias Block = SIMD16<Int8>

/// Which of 16 bytes are not what the three before them ask for.
private typealias Faults = SIMDMask<Block>

/// At least 64 bytes.
private func areBlocksUTF8(_ bytes: Span<UInt8>) -> Bool {
  let end = bytes.count
  guard isStartUTF8(bytes) else { return false }
  var at = 3
  // Bytes and not a mask: of that the compiler would ask for one bit a byte at each step.
  var found = SIMD16<UInt8>(repeating: 0)
  while at &+ 64 <= end {
    // Blocks of ASCII say nothing but that no character may be cut before them.
    if isASCII(bytes, at) {
      if endsWithin(bytes, at) { return false }
    } else {
      let (first, second) = (faults(bytes, at), faults(bytes, at &+ 16))
      let (third, fourth) = (faults(bytes, at &+ 32), faults(bytes, at &+ 48))
      found |= WireCore.bytes(of: first .| second .| third .| fourth)
    }
    at &+= 64
  }
  // The last bytes, and some before them again, so that the last block is whole.
  if isASCII(bytes, end &- 64) {
    if endsWithin(bytes, at) { return false }
    at = end
  }
  while at < end {
    found |= WireCore.bytes(of: faults(bytes, min(at, end &- 16)))
    at &+= 16
  }
  let (low, high) = words(of: found)
  return low | high == 0 && !endsWithin(bytes, end)
}

/// The first three bytes, which have none before them: as if zeros stood there.
@inline(__always)
private func isStartUTF8(_ bytes: Span<UInt8>) -> Bool {
  bytes[0] | bytes[1] | bytes[2] < 0x80 || isOddStartUTF8(bytes)
}

@inline(never)
private func isOddStartUTF8(_ bytes: Span<UInt8>) -> Bool {
  var start = [UInt8](repeating: 0, count: 19)
  for index in 0..<3 { start[index + 3] = bytes[index] }
  let found = faults(start.span, 3)
  return !found[0] && !found[1] && !found[2]
}

/// A run of bytes as one vector. Safe: the load is of a run that `extracting` has found to be within the
/// span, and any bits are such a vector.
@inline(__always)
private func load<Vector: BitwiseCopyable>(_ bytes: Span<UInt8>, _ at: Int) -> Vector {
  unsafe bytes.extracting(at..<at &+ MemoryLayout<Vector>.size).bytes.unsafeLoadUnaligned(as: Vector.self)
}

/// Whether a character that begins before `end` would go on there.
private func endsWithin(_ bytes: Span<UInt8>, _ end: Int) -> Bool {
  bytes[end &- 1] >= 0xC0 || bytes[end &- 2] >= 0xE0 || bytes[end &- 3] >= 0xF0
}

/// The faults among the 16 bytes from `at` on, before which there are three.
@inline(__always)
private func faults(_ bytes: Span<UInt8>, _ at: Int) -> Faults {
  let byte: Block = load(bytes, at)
  let lead: Block = load(bytes, at &- 1)
  let second: Block = load(bytes, at &- 2)
  let third: Block = load(bytes, at &- 3)
  // A byte goes on a character where, and only where, a lead of two, three or four stands so many places before.
  let isLead = isAtLeast(lead, 0xC0)
  let follows = isLead .| isAtLeast(second, 0xE0) .| isAtLeast(third, 0xF0)
  let goesOn = byte .< block(0xC0)
  // No lead is C0, C1 or above F4. Moved by so much, the others are the lowest of all numbers with a sign.
  let isKnownLead = lead &- block(0xC2 ^ 0x80) .< block(0xF5 &- (0xC2 ^ 0x80))
  // The second byte decides on overlong forms (E0, F0), surrogates (ED) and what is beyond 10FFFF (F4). That it goes
  // on a character at all is asked above. Where it is high, ED is turned into E0 and F4 into F0, and these into leads
  // of which nothing is asked: then E0 and F0 are at fault, as where it is low.
  let three = lead ^ kept(0x0D, where: byte .> block(0x9F))
  let four = lead ^ kept(0x04, where: byte .> block(0x8F))
  return (follows .^ goesOn) .| (isLead .^ isKnownLead) .| (three .== block(0xE0)) .| (four .== block(0xF0))
}

/// A byte where a mask is set, else 0.
@inline(__always)
private func kept(_ byte: UInt8, where mask: Faults) -> Block {
  Block(truncatingIfNeeded: WireCore.bytes(of: mask)) & block(byte)
}

@inline(__always)
private func block(_ byte: UInt8) -> Block { Block(repeating: Int8(bitPattern: byte)) }

/// Which bytes are `least` and more. The highest bit turned round, signed numbers stand in the order of bytes.
@inline(__always)
private func isAtLeast(_ bytes: Block, _ least: UInt8) -> Faults {
  bytes ^ block(0x80) .>= block(least ^ 0x80)
}
