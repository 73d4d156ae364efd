/// The value of a hexadecimal digit of either case; `nil` of any other byte.
@inlinable
package func hexDigit(_ byte: UInt8) -> UInt8? {
  switch byte {
  case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
  case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
  case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
  default: nil
  }
}

/// The bytes that pairs of hexadecimal digits stand for; `nil` where there is anything else.
package func bytes(ofHex digits: some Collection<UInt8>) -> [UInt8]? {
  guard digits.count.isMultiple(of: 2) else { return nil }
  var bytes: [UInt8] = []
  bytes.reserveCapacity(digits.count / 2)
  var high: UInt8?
  for byte in digits {
    guard let digit = hexDigit(byte) else { return nil }
    guard let first = high else {
      high = digit
      continue
    }
    bytes.append(first << 4 | digit)
    high = nil
  }
  return bytes
}
