/// The bytes that base64 text stands for (RFC 4648, section 4); `nil` for what is no base64: a foreign
/// character, padding that is missing or too much, bits in the last digit that stand for nothing.
///
/// - Parameter skippingBlanks: whether blanks and line ends are passed over, as in text that
///   `base64.encodestring` wrote.
/// - Complexity: O(n).
package func base64Decoded(_ text: Span<UInt8>, skippingBlanks: Bool = false) -> [UInt8]? {
  var output: [UInt8] = []
  output.reserveCapacity(text.count / 4 * 3)
  var (group, digits, padding): (UInt32, Int, Int) = (0, 0, 0)
  for index in text.indices {
    let byte = text[index]
    if skippingBlanks, byte == 0x20 || (0x09...0x0D).contains(byte) { continue }
    if byte == UInt8(ascii: "=") {
      padding += 1
      continue
    }
    guard padding == 0, let value = base64Value(of: byte) else { return nil }
    group = group << 6 | value
    digits += 1
    if digits.isMultiple(of: 4) {
      output.append(UInt8(truncatingIfNeeded: group >> 16))
      output.append(UInt8(truncatingIfNeeded: group >> 8))
      output.append(UInt8(truncatingIfNeeded: group))
    }
  }
  switch (digits % 4, padding) {
  case (0, 0): break
  case (2, 2) where group & 0xF == 0: output.append(UInt8(truncatingIfNeeded: group >> 4))
  case (3, 1) where group & 0x3 == 0:
    output.append(UInt8(truncatingIfNeeded: group >> 10))
    output.append(UInt8(truncatingIfNeeded: group >> 2))
  default: return nil
  }
  return output
}

@inline(__always)
private func base64Value(of byte: UInt8) -> UInt32? {
  switch byte {
  case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(byte - UInt8(ascii: "A"))
  case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(byte - UInt8(ascii: "a")) + 26
  case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0")) + 52
  case UInt8(ascii: "+"): 62
  case UInt8(ascii: "/"): 63
  default: nil
  }
}
