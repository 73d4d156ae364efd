import PythonValues

private let alphabet: [UInt8] = [
  65, 66, 67, 68, 69, 70, 71, 72, 73, 74, 75, 76, 77, 78, 79, 80, 81, 82, 83, 84, 85, 86, 87, 88, 89, 90,
  97, 98, 99, 100, 101, 102, 103, 104, 105, 106, 107, 108, 109, 110, 111, 112, 113, 114, 115, 116, 117,
  118, 119, 120, 121, 122, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 43, 47,
]

extension OutputBuffer {
  /// Appends bytes in base64 (RFC 4648, section 4), padded, in one line.
  package mutating func append(base64 bytes: borrowing Span<UInt8>) {
    reserve(bytes.count / 3 * 4 + 16)
    var index = 0
    while index &+ 6 <= bytes.count {
      let first = fourSextets(bytes, at: index)
      let second = fourSextets(bytes, at: index &+ 3)
      append(word: UInt64(first) | UInt64(second) << 32, 8)
      index &+= 6
    }
    while index &+ 3 <= bytes.count {
      append(word: UInt64(fourSextets(bytes, at: index)), 4)
      index &+= 3
    }
    switch bytes.count &- index {
    case 1: appendLast(UInt32(bytes[index]) << 16, 2)
    case 2: appendLast(UInt32(bytes[index]) << 16 | UInt32(bytes[index &+ 1]) << 8, 3)
    default: break
    }
  }

  /// Appends the characters of an incomplete group and its padding.
  private mutating func appendLast(_ bits: UInt32, _ characters: Int) {
    for position in 0..<4 {
      let sextet = Int(bits >> UInt32(18 - 6 * position) & 63)
      append(position < characters ? alphabet[sextet] : UInt8(ascii: "="))
    }
  }
}

/// The four characters of three bytes, the first in the lowest byte.
@inline(__always)
private func fourSextets(_ bytes: borrowing Span<UInt8>, at index: Int) -> UInt32 {
  let bits = UInt32(bytes[index]) << 16 | UInt32(bytes[index &+ 1]) << 8 | UInt32(bytes[index &+ 2])
  let low = UInt32(alphabet[Int(bits >> 18)]) | UInt32(alphabet[Int(bits >> 12 & 63)]) << 8
  return low | UInt32(alphabet[Int(bits >> 6 & 63)]) << 16 | UInt32(alphabet[Int(bits & 63)]) << 24
}
