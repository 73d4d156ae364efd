/// The bytes that hex digits stand for; spaces and line ends are for the eye. What is no hex digit
/// ends the test process: it is a mistake in the test.
public func hexBytes(_ hex: some StringProtocol) -> [UInt8] {
  var bytes: [UInt8] = []
  var high: UInt8?
  for character in hex.utf8 where character > 0x20 {
    let digit = hexDigit(character)
    if let first = high {
      bytes.append(first << 4 | digit)
      high = nil
    } else {
      high = digit
    }
  }
  return bytes
}

private func hexDigit(_ character: UInt8) -> UInt8 {
  switch character {
  case 0x30...0x39: character - 0x30
  case 0x61...0x66: character - 0x57
  case 0x41...0x46: character - 0x37
  default: fatalError("no hex digit: \(character)")
  }
}

/// The bytes as lower-case hex digits.
public func hexText(_ bytes: some Sequence<UInt8>) -> String {
  let digits = Array("0123456789abcdef".utf8)
  var text: [UInt8] = []
  for byte in bytes {
    text.append(digits[Int(byte >> 4)])
    text.append(digits[Int(byte & 15)])
  }
  return String(decoding: text, as: UTF8.self)
}
