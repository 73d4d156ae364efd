import PythonValues
import WireCore

extension JSONDocument {
  /// The text of a string, escapes replaced.
  ///
  /// - Throws: `unrepresentable` where an escape is half of a surrogate pair; `syntax` where an escape
  ///   is none, or the bytes are not UTF-8.
  func text(_ node: Int) throws(WireError) -> String {
    let range = nodes[node].range
    guard nodes[node].kind == .string else {
      throw failure(.syntax, at: range.lowerBound, "a string must stand here")
    }
    let raw = bytes[range]
    let unescaped = raw.contains(UInt8(ascii: "\\")) ? try replacingEscapes(range) : Array(raw)
    guard let text = String(validating: unescaped, as: UTF8.self) else {
      throw failure(.syntax, at: range.lowerBound, "the string is not UTF-8")
    }
    return text
  }

  private func replacingEscapes(_ range: Range<Int>) throws(WireError) -> [UInt8] {
    var output: [UInt8] = []
    output.reserveCapacity(range.count)
    var index = range.lowerBound
    while index < range.upperBound {
      guard bytes[index] == UInt8(ascii: "\\") else {
        output.append(bytes[index])
        index += 1
        continue
      }
      try appendEscape(at: &index, end: range.upperBound, to: &output)
    }
    return output
  }

  private func appendEscape(at index: inout Int, end: Int, to output: inout [UInt8]) throws(WireError) {
    let letter = index + 1 < end ? bytes[index + 1] : 0
    if letter == UInt8(ascii: "u") {
      let scalar = try escapedScalar(at: &index, end: end)
      output.append(contentsOf: String(Character(scalar)).utf8)
      return
    }
    guard let byte = JSONDocument.simpleEscape(letter) else {
      throw failure(.syntax, at: index, "no escape is written like this")
    }
    output.append(byte)
    index += 2
  }

  private static func simpleEscape(_ letter: UInt8) -> UInt8? {
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): letter
    case UInt8(ascii: "b"): 0x08
    case UInt8(ascii: "f"): 0x0C
    case UInt8(ascii: "n"): 0x0A
    case UInt8(ascii: "r"): 0x0D
    case UInt8(ascii: "t"): 0x09
    default: nil
    }
  }

  /// `\uXXXX`, or two of them that make a surrogate pair.
  private func escapedScalar(at index: inout Int, end: Int) throws(WireError) -> Unicode.Scalar {
    let start = index
    let unit = try codeUnit(at: index, end: end)
    index += 6
    if let scalar = Unicode.Scalar(unit) { return scalar }
    if UTF16.isLeadSurrogate(unit), index + 6 <= end, bytes[index] == UInt8(ascii: "\\"),
      bytes[index + 1] == UInt8(ascii: "u")
    {
      let second = try codeUnit(at: index, end: end)
      let pair = 0x10000 + (UInt32(unit) - 0xD800) << 10 + (UInt32(second) & 0x3FF)
      if UTF16.isTrailSurrogate(second), let scalar = Unicode.Scalar(pair) {
        index += 6
        return scalar
      }
    }
    throw failure(.unrepresentable, at: start, "a lone surrogate: no such text exists here")
  }

  private func codeUnit(at index: Int, end: Int) throws(WireError) -> UInt16 {
    var unit: UInt16 = 0
    for place in index + 2..<index + 6 {
      guard place < end, let digit = hexDigit(bytes[place]) else {
        throw failure(.syntax, at: min(place, end), "four hexadecimal digits must follow")
      }
      unit = unit << 4 | UInt16(digit)
    }
    return unit
  }

  private func failure(_ kind: WireError.Kind, at offset: Int, _ detail: String) -> WireError {
    WireError(kind, at: offset, reading: "JSON string", detail)
  }
}

extension OutputBuffer {
  /// Appends a JSON string in ASCII: what reads a line at a time must not take U+2028 for the end of one.
  mutating func append(json text: String) {
    append("\"")
    for unit in text.utf16 {
      switch unit {
      case 0x22: append("\\\"")
      case 0x5C: append("\\\\")
      case 0x0A: append("\\n")
      case 0x20..<0x7F: append(UInt8(unit))
      default: append("\\u", hex: UInt32(unit), 4)
      }
    }
    append("\"")
  }
}
